//! Talking to the edge: typed requests over [`wire::paths`], refusals as [`wire::Problem`].

mod accounts;
mod avatars;
mod characters;
mod clips;
mod consent;
mod downloads;
mod exports;
mod gateway;
mod intent;
mod likeness;
mod notices;
mod people;
mod renders;
mod reviews;
mod takedowns;
mod voices;

pub use accounts::*;
pub use avatars::*;
pub use characters::*;
pub use clips::*;
pub use consent::*;
pub use downloads::*;
pub use exports::*;
pub use gateway::*;
pub use intent::Intent;
pub use likeness::*;
pub use notices::*;
pub use people::*;
pub use renders::*;
pub use reviews::*;
pub use takedowns::*;
pub use voices::*;

use browser::http::{Method, OnProgress, Reply, Unreachable};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{Code, IDEMPOTENCY_KEY, Problem};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Nothing came back.
    Offline,
    /// Something came back that this version does not know.
    Unreadable,
    /// The edge refused.
    Problem(Box<Problem>),
}

impl Error {
    /// Seconds to wait when an earlier sending of the same request still runs: no answer to it yet.
    fn still_running_s(&self) -> Option<u32> {
        match self {
            Self::Problem(p) if p.code == Code::Conflict && p.rule.as_deref() == Some("in_flight") => {
                Some(p.retry_after_s.unwrap_or(1))
            }
            _ => None,
        }
    }

    /// Whether the same question has the same answer until somebody does something: signed out, not allowed, not there.
    #[must_use]
    pub fn is_final(&self) -> bool {
        use Code::{NotAllowed, NotFound, SignInFirst};
        matches!(self, Self::Problem(p) if matches!(p.code, NotAllowed | NotFound | SignInFirst))
    }

    /// Whether the edge may still answer the same request.
    fn unanswered(&self) -> bool {
        *self == Self::Offline || self.still_running_s().is_some()
    }
}

/// What the edge answers.
pub type Answer<T> = Result<T, Error>;

/// How often a request that nobody answered is sent, with the same key.
const TRIES: i32 = 3;
/// How often a request is sent again while an earlier sending of it still runs.
const WAITS: u32 = 10;

/// The address of a page of a list.
fn page(path: &str, cursor: Option<&str>) -> String {
    match cursor {
        Some(cursor) => format!("{path}?cursor={cursor}"),
        None => path.to_owned(),
    }
}

fn refused(reply: &Reply) -> Error {
    match serde_json::from_slice::<Problem>(&reply.body.to_bytes()) {
        Ok(problem) => Error::Problem(Box::new(problem)),
        // A proxy between us and the edge may answer in its own words.
        Err(_) if reply.status >= 500 => Error::Offline,
        Err(_) => Error::Unreadable,
    }
}

fn checked(reply: Result<Reply, Unreachable>) -> Answer<Reply> {
    match reply {
        Ok(reply) if reply.status < 400 => Ok(reply),
        Ok(reply) => Err(refused(&reply)),
        Err(Unreachable) => Err(Error::Offline),
    }
}

fn read<T: DeserializeOwned>(reply: &Reply) -> Answer<T> {
    serde_json::from_slice(&reply.body.to_bytes()).map_err(|_| Error::Unreadable)
}

/// Reads something.
async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    read(&fetch(path).await?)
}

/// Apart from [`get`], so that there is one of it, not one for each type.
async fn fetch(path: &str) -> Answer<Reply> {
    checked(browser::http::send(Method::Get, path, &[("accept", "application/json")], None, None).await)
}

/// Reads bytes.
async fn get_bytes(path: &str, headers: &[(&str, &str)]) -> Answer<browser::Buffer> {
    Ok(checked(browser::http::send(Method::Get, path, headers, None, None).await)?.body)
}

/// Changes something once, however often it has to be sent. `progress` is asked at each sending.
async fn change(
    method: Method,
    path: &str,
    key: &str,
    headers: &[(&str, &str)],
    body: Option<&[u8]>,
    progress: &mut dyn FnMut() -> Option<OnProgress>,
) -> Answer<Reply> {
    let mut all = vec![(IDEMPOTENCY_KEY, key), ("accept", "application/json")];
    all.extend_from_slice(headers);
    let (mut tries, mut waits) = (0, 0);
    loop {
        let answer = checked(browser::http::send(method, path, &all, body, progress()).await);
        if let Some(wait_s) = answer.as_ref().err().and_then(Error::still_running_s).filter(|_| waits < WAITS) {
            waits += 1;
            browser::clock::sleep(wait_s.clamp(1, 10) as i32 * 1000).await;
            continue;
        }
        tries += 1;
        if !matches!(answer, Err(Error::Offline)) || tries == TRIES || !browser::page::online() {
            return answer;
        }
        browser::clock::sleep(400 << tries).await;
    }
}

/// Sends JSON and reads JSON.
async fn send<T: DeserializeOwned>(method: Method, path: &str, intent: Intent, body: &impl Serialize) -> Answer<T> {
    read(&tell(method, path, intent, body).await?)
}

/// Sends JSON and reads nothing.
async fn tell(method: Method, path: &str, intent: Intent, body: &impl Serialize) -> Answer<Reply> {
    let text = serde_json::to_string(body).map_err(|_| Error::Unreadable)?;
    tell_text(method, path, intent, &text).await
}

/// Sends JSON that is text already.
async fn tell_text(method: Method, path: &str, intent: Intent, text: &str) -> Answer<Reply> {
    let key = intent.key(path, text);
    let json = [("content-type", "application/json")];
    let answer = change(method, path, &key, &json, Some(text.as_bytes()), &mut || None).await;
    intent.settle(&answer);
    answer
}

/// Removes something.
async fn remove(path: &str, intent: Intent) -> Answer<Reply> {
    let key = intent.key(path, "");
    let answer = change(Method::Delete, path, &key, &[], None, &mut || None).await;
    intent.settle(&answer);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_still_runs_is_not_answered() {
        let running = Problem::new(Code::Conflict, "The first request still runs.").rule("in_flight").retry_after_s(2);
        let running = Error::Problem(Box::new(running));
        assert_eq!(running.still_running_s(), Some(2));
        assert!(running.unanswered() && Error::Offline.unanswered());
        let changed = Error::Problem(Box::new(Problem::new(Code::Conflict, "It was published.")));
        assert!(!changed.unanswered() && !Error::Unreadable.unanswered());
    }
}
