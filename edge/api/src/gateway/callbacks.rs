//! What providers reach: callbacks, and the inputs of their jobs.
//!
//! A callback is a hint. Whatever it says, the job asks the provider itself; so one that comes late, twice, in another order or
//! without a signature that its provider could have made does no harm. It is checked all the same, over the raw bytes: what
//! is forged is refused, and makes nobody ask.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::UnixMs;
use domain::limits::MAX_CALLBACK_BYTES;
use gateway::signature::{self, Keys, Scheme};
use gateway::{Exchange, Method, table};
use http::{HeaderMap, StatusCode, header};
use wire::{Code, Problem};

use super::call::{Question, What};
use super::{carry, inputs};
use crate::body;
use crate::clips::range::{Asked, Plan, plan};
use crate::error::{Answer, Failure, not_found};
use crate::state::App;

/// How old the keys of a provider may be, in milliseconds, and how old where they do not fit: fal wants them fetched again
/// after a day at the latest, and nobody may make us ask more than now and then.
const KEYS_KEPT_MS: [UnixMs; 2] = [3_600_000, 10_000];

thread_local! {
    /// Published keys by their address, and when they came.
    static KEYS: RefCell<BTreeMap<String, (UnixMs, serde_json::Value)>> = const { RefCell::new(BTreeMap::new()) };
}

fn unknown() -> Failure {
    not_found("There is nothing at this address.").into()
}

/// `POST /callbacks/{provider}/{token}`.
#[worker::send]
pub async fn receive(
    State(app): State<App>,
    Path((provider, token)): Path<(String, String)>,
    request: Request,
) -> Answer<StatusCode> {
    let (head, stream) = request.into_parts();
    let bytes = body::read(stream, MAX_CALLBACK_BYTES).await?;
    let render = inputs::called(&app, &token).ok_or_else(unknown)?;
    let record = super::read(&app, &render).await?.ok_or_else(unknown)?;
    let adapter = table::generator(&record.ordered.generator).ok_or_else(unknown)?;
    if adapter.provider().name != provider {
        return Err(unknown());
    }
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let provider = adapter.provider();
    let secret = secret(&app, &provider.signs);
    let mut checked = Err(signature::Forged::NoKey);
    for age_ms in KEYS_KEPT_MS {
        let jwks = published(&app, provider, age_ms).await;
        let keys = Keys { secret: secret.as_deref(), jwks: jwks.as_ref() };
        checked = signature::verify(&provider.signs, &headers, &bytes, app.now_ms() / 1000, &keys);
        // What the keys at hand do not fit may fit those of today.
        if checked.is_ok() || !matches!(provider.signs, Scheme::Fal(..)) {
            break;
        }
    }
    if let Err(forged) = checked {
        return Err(Problem::new(Code::NotAllowed, body::sentence(&forged.to_string())).rule("signature").into());
    }
    let said = serde_json::from_slice(&bytes).unwrap_or(serde_json::Value::Null);
    super::ask(&app, &render, &Question::Hint(adapter.called_back(&said))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The secret with which a provider signs, where it has one and the operator has set it.
fn secret(app: &App, scheme: &Scheme) -> Option<String> {
    let (Scheme::Standard(name) | Scheme::HeyGen(name)) = scheme else { return None };
    app.env().var(name).ok().map(|value| value.to_string())
}

/// The keys that a provider publishes, at most so old: asked for again when that is over.
async fn published(app: &App, provider: &gateway::Provider, age_ms: UnixMs) -> Option<serde_json::Value> {
    let Scheme::Fal(door, path) = provider.signs else { return None };
    let access = carry::access(app, provider)?;
    let url = format!("{}{path}", access.door(door));
    let now = app.now_ms();
    let known =
        KEYS.with_borrow(|kept| kept.get(&url).filter(|(at, _)| now < at + age_ms).map(|(_, keys)| keys.clone()));
    if known.is_some() {
        return known;
    }
    let exchange = Exchange::new(Method::Get, url.clone());
    let answer = carry::exchange(provider, &access, &exchange).await.ok()?;
    let keys = (answer.status == 200).then(|| answer.json())?;
    KEYS.with_borrow_mut(|kept| kept.insert(url, (now, keys.clone())));
    Some(keys)
}

/// `GET /inputs/{token}`, with HEAD and ranges.
#[worker::send]
pub async fn input(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let (render, what) = inputs::named(&token).ok_or_else(unknown)?;
    let record = super::read(&app, &render).await?.ok_or_else(unknown)?;
    if !inputs::opens(&app, &record, what, &token) {
        return Err(unknown());
    }
    let bytes = inputs::open(&app, &render, what).await?.ok_or_else(unknown)?;
    Ok(part(bytes, what, &headers))
}

fn part(bytes: Vec<u8>, what: What, headers: &HeaderMap) -> Response {
    let size = bytes.len() as u64;
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut answered = vec![
        (header::CONTENT_TYPE, what.mime().to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let (status, body) = match plan(size, "", Asked { range, if_range: "", if_none_match: "" }) {
        Plan::Part { first, last } => {
            answered.push((header::CONTENT_RANGE, format!("bytes {first}-{last}/{size}")));
            let from = usize::try_from(first).unwrap_or(usize::MAX);
            let to = usize::try_from(last).unwrap_or(usize::MAX);
            (StatusCode::PARTIAL_CONTENT, bytes.get(from..=to).unwrap_or_default().to_vec())
        }
        Plan::Unsatisfiable => {
            answered.push((header::CONTENT_RANGE, format!("bytes */{size}")));
            (StatusCode::RANGE_NOT_SATISFIABLE, Vec::new())
        }
        Plan::Whole | Plan::NotModified => (StatusCode::OK, bytes),
    };
    answered.push((header::CONTENT_LENGTH, body.len().to_string()));
    let mut response = (status, body).into_response();
    response.headers_mut().clear();
    for (name, value) in answered {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_given_whole_or_in_part() {
        let ask = |range: &str| {
            let mut headers = HeaderMap::new();
            if !range.is_empty() {
                headers.insert(header::RANGE, range.parse().unwrap());
            }
            let response = part(vec![7; 100], What::Speech, &headers);
            let get =
                |name| response.headers().get(name).map_or("", |v: &http::HeaderValue| v.to_str().unwrap()).to_owned();
            (response.status().as_u16(), get(header::CONTENT_LENGTH), get(header::CONTENT_RANGE))
        };
        assert_eq!(ask(""), (200, "100".into(), String::new()));
        assert_eq!(ask("bytes=0-9"), (206, "10".into(), "bytes 0-9/100".into()));
        assert_eq!(ask("bytes=90-"), (206, "10".into(), "bytes 90-99/100".into()));
        assert_eq!(ask("bytes=100-"), (416, "0".into(), "bytes */100".into()));
    }
}
