//! The queue's words, the same for each model.

use serde_json::Value;
use url::Url;

use super::{DELETE, PLATFORM, QUEUE, errors};
use crate::adapters::read;
use crate::table::own;
use crate::{Accepted, Access, Answer, Cancelled, Cause, Exchange, Failure, Film, Method, Progress, Remote};

/// Places of the addresses in [`Remote::urls`].
const STATUS: usize = 0;
const RESPONSE: usize = 1;
const CANCEL: usize = 2;

pub(super) fn submit(path: &str, input: &Value, callback: Option<&str>, access: &Access) -> Result<Exchange, Failure> {
    let url = format!("{}/{path}", access.door(QUEUE));
    let mut url = Url::parse(&url).map_err(|e| Failure::of(Cause::Broken, e.to_string()))?;
    if let Some(callback) = callback {
        url.query_pairs_mut().append_pair("fal_webhook", callback);
    }
    // Films are copied at once and removed there: should the removal fail, they go by themselves after six hours.
    let exchange = Exchange::json(url.into(), input)?
        .with("x-fal-object-lifecycle-preference", r#"{"expiration_duration_seconds":21600}"#);
    Ok(signed(exchange, access))
}

pub(super) fn accepted(answer: &Answer) -> Result<Accepted, Failure> {
    if !read::fine(answer) {
        return Err(errors::failure(answer));
    }
    let body = answer.json();
    let url = |name| read::text(&body, name).unwrap_or_default().to_owned();
    let id = read::taken(answer, "/request_id")?;
    Ok(Accepted { remote: Remote { id, urls: vec![url("/status_url"), url("/response_url"), url("/cancel_url")] } })
}

pub(super) fn poll(path: &str, remote: &Remote, access: &Access) -> Exchange {
    let url = place(STATUS, "/status", path, remote, access);
    signed(Exchange::new(Method::Get, url), access)
}

/// Reads both the status and the result: the two have nothing in common.
pub(super) fn progress(answer: &Answer, path: &str, remote: &Remote, access: &Access) -> Result<Progress, Failure> {
    let body = answer.json();
    let status = read::text(&body, "/status").unwrap_or_default();
    match status {
        "IN_QUEUE" => {
            let before = body.get("queue_position").and_then(Value::as_u64);
            return Ok(Progress::Waiting(before.and_then(|n| u32::try_from(n).ok())));
        }
        "IN_PROGRESS" => return Ok(Progress::Running(None)),
        // A job that failed is completed too. What went wrong stands in the result, and sometimes here.
        "COMPLETED" => {
            if let Some(failure) = errors::told(&body) {
                return Err(failure);
            }
            let url = place(RESPONSE, "", path, remote, access);
            return Ok(Progress::Look(signed(Exchange::new(Method::Get, url), access)));
        }
        _ => {}
    }
    if let Some(url) = read::text(&body, "/video/url") {
        return Ok(Progress::Done(Film { url: url.to_owned(), locked: false }));
    }
    if read::fine(answer) {
        // What is no answer of fal's at all, as a page of a proxy between us, says nothing of the job.
        let said = body.as_object().is_some_and(|fields| !fields.is_empty());
        return Err(if said {
            Failure::of(Cause::Film, "the result has no film")
        } else {
            read::odd("no status, no result")
        });
    }
    if errors::early(answer) {
        return Ok(Progress::Running(None));
    }
    Err(errors::of_job(answer))
}

pub(super) fn cancel(path: &str, remote: &Remote, access: &Access) -> Exchange {
    let url = place(CANCEL, "/cancel", path, remote, access);
    signed(Exchange::new(Method::Put, url), access)
}

pub(super) fn cancelled(answer: &Answer) -> Result<Cancelled, Failure> {
    let body = answer.json();
    match read::text(&body, "/status").unwrap_or_default() {
        "OK" | "CANCELLATION_REQUESTED" | "NOT_FOUND" => Ok(Cancelled::Yes),
        "ALREADY_COMPLETED" => Ok(Cancelled::TooLate),
        // Which codes come with which word is not known, so the words go first.
        _ => match answer.status {
            200..=299 | 404 | 410 => Ok(Cancelled::Yes),
            400 => Ok(Cancelled::TooLate),
            _ => Err(errors::failure(answer)),
        },
    }
}

/// Removes what went in and what came out, by the way that `FAL_DELETE` names: a method, and a path below the platform's door
/// with `{}` in the place of the job's name.
pub(super) fn delete(remote: &Remote, access: &Access) -> Exchange {
    let (method, path) = access.option(DELETE).split_once(' ').unwrap_or_default();
    let method = match method {
        "PUT" => Method::Put,
        "POST" => Method::Post,
        _ => Method::Delete,
    };
    let url = format!("{}{}", access.door(PLATFORM), path.trim().replace("{}", &remote.id));
    signed(Exchange::new(method, url), access)
}

/// The address that fal gave with the job, if it lies behind a door of fal's: the key goes nowhere else. Otherwise the one that
/// its documents name: all but the submission know an app by its first two names only.
fn place(which: usize, tail: &str, path: &str, remote: &Remote, access: &Access) -> String {
    match remote.urls.get(which) {
        Some(url) if own(access, url) => url.clone(),
        _ => format!("{}/{}/requests/{}{tail}", access.door(QUEUE), app(path), remote.id),
    }
}

fn app(path: &str) -> String {
    let names = if path.starts_with("workflows/") || path.starts_with("comfy/") { 3 } else { 2 };
    path.split('/').take(names).collect::<Vec<_>>().join("/")
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("authorization", format!("Key {}", access.key))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_app_is_known_by_its_first_names() {
        for (path, app) in [
            ("fal-ai/heygen/avatar4/image-to-video", "fal-ai/heygen"),
            ("fal-ai/ltx-2.3/audio-to-video", "fal-ai/ltx-2.3"),
            ("owner/app", "owner/app"),
            ("workflows/owner/app/x", "workflows/owner/app"),
            ("comfy/owner/app", "comfy/owner/app"),
        ] {
            assert_eq!(super::app(path), app);
        }
    }
}
