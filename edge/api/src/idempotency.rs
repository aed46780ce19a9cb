//! Mutations happen once: the first answer to a key is kept for a day and given again.
//!
//! Handlers need not know: an operation marked `Replay::Stored` in [`crate::operations`] is wrapped by the router. What
//! is kept is encrypted under a key that only the caller's idempotency key opens, since answers carry recovery codes,
//! invite links and cookies.

pub mod store;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use wire::{Code, IDEMPOTENCY_KEY, Problem};

use crate::crypto::{self, base64url, hex, hmac, unbase64url};
use crate::error::{Answer, Failure};
use crate::state::App;

/// Characters that a key may have.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 16..=64;
/// A first request that has not answered for so long has died: its key is free again.
const PENDING_MS: u64 = 30_000;
/// How long answers are kept.
pub const KEPT_MS: u64 = 24 * 3600 * 1000;
/// Answers above this size are not kept; none of ours comes near.
const MAX_KEPT_BYTES: usize = 64 * 1024;

/// The scope of whoever is not signed in.
pub const ANYONE: &str = "anyone";

/// A mutation as it came.
pub struct Call<'a> {
    /// The account, or [`ANYONE`].
    pub scope: &'a str,
    /// Method and path.
    pub route: String,
    /// The caller's key.
    pub key: String,
    /// The whole body.
    pub body: Bytes,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// The request's key.
///
/// # Errors
/// [`Code::IdempotencyKey`] when it is missing or malformed.
pub fn key(headers: &HeaderMap) -> Answer<String> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if KEY_CHARS.contains(&key.len()) && key.bytes().all(fits) {
        return Ok(key.to_owned());
    }
    let detail = format!(
        "Send the header {IDEMPOTENCY_KEY} with {} to {} characters of A-Z a-z 0-9 - _, new for each intent and the \
         same for each retry.",
        KEY_CHARS.start(),
        KEY_CHARS.end()
    );
    Err(Problem::new(Code::IdempotencyKey, detail).rule("malformed").into())
}

/// Does `work` unless this call was answered before; then answers the same again. Our own failures and requests to slow
/// down are not kept; nor is any refusal of somebody who is not signed in, or anyone could fill the database.
///
/// # Errors
/// [`Code::IdempotencyKey`] when the key came with another body; [`Code::Conflict`] while the first request runs.
pub async fn once(app: &App, call: Call<'_>, work: impl AsyncFnOnce() -> Answer<Response>) -> Answer<Response> {
    let (db, now) = (app.db()?, app.now_ms());
    let id = app.blind("idempotency", &format!("{}\n{}\n{}", call.scope, call.route, call.key));
    let mut content = call.key.clone().into_bytes();
    content.push(b'\n');
    content.extend_from_slice(&call.body);
    let body = hex(&hmac(&app.key("idempotency body"), &content));
    let owner = owner(app, call.scope);
    if !store::begin(&db, &id, &owner, &body, now, now.saturating_sub(PENDING_MS)).await? {
        return match store::find(&db, &id).await? {
            Some(row) if row.body != body => {
                Err(Problem::new(Code::IdempotencyKey, "This key came before with another body. Take a new key.")
                    .rule("other_body")
                    .into())
            }
            Some(store::Row { answer: Some(answer), .. }) => open(app, &call.key, &answer),
            _ => Err(Problem::new(Code::Conflict, "The first request with this key is still running. Wait a second.")
                .rule("in_flight")
                .retry_after_s(1)
                .into()),
        };
    }
    let response = match work().await {
        Ok(response) => response,
        Err(failure) => crate::error::problem_response(&failure.into_problem()),
    };
    let status = response.status();
    let passing = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    if passing || (call.scope == ANYONE && !status.is_success()) {
        store::forget(&db, &id).await?;
        return Ok(response);
    }
    let (parts, stream) = response.into_parts();
    let bytes = crate::body::read(stream, MAX_KEPT_BYTES).await?;
    let kept = Kept {
        status: parts.status.as_u16(),
        headers: [header::CONTENT_TYPE, header::SET_COOKIE]
            .iter()
            .filter_map(|name| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned())))
            .collect(),
        body: base64url(&bytes),
    };
    store::finish(&db, &id, &seal(app, &call.key, &kept)?).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// Bytes that only this instance can make, the same for each retry of one intent: what is made of them can be told again
/// when the answer was lost, though nothing keeps it.
#[must_use]
pub fn derived<const N: usize>(app: &App, purpose: &str, intent: &str) -> [u8; N] {
    const { assert!(N <= 32, "HMAC-SHA256 gives 32 bytes") };
    let bytes = hmac(&app.key(purpose), intent.as_bytes());
    std::array::from_fn(|i| bytes[i])
}

/// What stands for a scope beside its kept answers.
#[must_use]
pub fn owner(app: &App, scope: &str) -> String {
    app.blind("idempotency owner", scope)
}

fn secret(app: &App, key: &str) -> [u8; 32] {
    hmac(&app.key("idempotency answer"), key.as_bytes())
}

fn seal(app: &App, key: &str, kept: &Kept) -> Answer<String> {
    let sealed = crypto::seal(&secret(app, key), app.random()?, b"", &serde_json::to_vec(kept)?)
        .ok_or_else(|| Failure::Internal("sealing an answer".into()))?;
    Ok(base64url(&sealed))
}

fn open(app: &App, key: &str, answer: &str) -> Answer<Response> {
    let broken = || Failure::Internal("a kept answer does not open".into());
    let opened = unbase64url(answer).and_then(|sealed| crypto::open(&secret(app, key), b"", &sealed));
    let plain = opened.ok_or_else(broken)?;
    let kept: Kept = serde_json::from_slice(&plain)?;
    let mut response = Response::builder().status(kept.status).header("idempotency-replayed", "true");
    for (name, value) in &kept.headers {
        response = response.header(name, HeaderValue::from_str(value).map_err(|_| broken())?);
    }
    response = response.header(header::CACHE_CONTROL, "no-store");
    Ok(response.body(Body::from(unbase64url(&kept.body).ok_or_else(broken)?))?)
}
