//! What providers reach: callbacks, and the inputs of their jobs.
//!
//! A callback is a hint. Whatever it says, the job asks the provider itself; so one that comes late, twice, in another order or
//! without a signature that its provider could have made does no harm. It is checked all the same, over the raw bytes: what
//! is forged is refused, and makes nobody ask.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::extract::{Extension, Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::UnixMs;
use domain::limits::MAX_CALLBACK_BYTES;
use gateway::signature::{self, Forged, Keys, Scheme};
use gateway::{Access, Exchange, Method, table};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use wire::{Code, Problem};

use super::call::{Question, What};
use super::handed::Handing;
use super::hint::Hint;
use super::{carry, inputs};
use crate::avatars;
use crate::body;
use crate::clips::range::{Asked, Plan, plan};
use crate::crypto::{hex, sha256};
use crate::error::{Answer, Failure, not_found};
use crate::router::HeadersOnly;
use crate::state::App;

/// How old the keys of a provider may be, in milliseconds, before they are fetched again.
const KEYS_KEPT_MS: UnixMs = 3_600_000;
/// How old where they do not fit: nobody may make us ask more than now and then.
const KEYS_DOUBTED_MS: UnixMs = 10_000;
/// How old where newer ones cannot be had. fal wants them fetched again after a day at the latest.
const KEYS_SPARE_MS: UnixMs = 24 * 3_600_000;
/// When a provider may call again whose keys cannot be had, in seconds.
const CALL_AGAIN_S: u32 = 30;

thread_local! {
    /// Published keys by their address, and when they came.
    static KEYS: RefCell<BTreeMap<String, (UnixMs, Value)>> = const { RefCell::new(BTreeMap::new()) };
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
    let order = inputs::called(&app, &token).ok_or_else(unknown)?;
    let adapter = table::generator(&order.generator).ok_or_else(unknown)?;
    if adapter.provider().name != provider {
        return Err(unknown());
    }
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let provider = adapter.provider();
    match checked(&app, provider, &headers, &bytes).await {
        Ok(()) => {}
        // Whether it is forged cannot be told now: a refusal would be the last that the provider says of it.
        Err(Forged::NoKey) if matches!(provider.signs, Scheme::Fal(..)) => {
            let detail = "The keys that this provider publishes cannot be had at the moment. Call again.";
            let problem = Problem::new(Code::Unavailable, detail).rule("keys").retry_after_s(CALL_AGAIN_S);
            return Err(problem.into());
        }
        Err(forged) => {
            return Err(Problem::new(Code::NotAllowed, body::sentence(&forged.to_string())).rule("signature").into());
        }
    }
    let said = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let mark = hex(&sha256(&bytes));
    let named = adapter.called_back(&said);
    let render = order.render.clone();
    super::ask(&app, &render, &Question::Hint(Hint { named, order, mark })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether this came from the provider. [`Forged::NoKey`]: that cannot be told without keys that cannot be had.
async fn checked(
    app: &App,
    provider: &gateway::Provider,
    headers: &[(String, String)],
    bytes: &[u8],
) -> Result<(), Forged> {
    let secret = secret(app, &provider.signs);
    let now = app.now_ms();
    let verify = |jwks: Option<&Value>| {
        let keys = Keys { secret: secret.as_deref(), jwks };
        signature::verify(&provider.signs, headers, bytes, now / 1000, &keys).map(drop)
    };
    // What is old, or has no signature at all, makes nobody fetch keys.
    let outright = verify(None);
    if outright != Err(Forged::NoKey) {
        return outright;
    }
    let Some(access) = carry::access(app, provider) else { return outright };
    let Some(url) = provider.signs.published(&access) else { return outright };
    let known = KEYS.with_borrow(|kept| kept.get(&url).cloned());
    let age = known.as_ref().map_or(UnixMs::MAX, |(at, _)| now.saturating_sub(*at));
    let by_known = known.filter(|_| age < KEYS_SPARE_MS).map_or(Err(Forged::NoKey), |(_, keys)| verify(Some(&keys)));
    if age < KEYS_DOUBTED_MS || (age < KEYS_KEPT_MS && by_known.is_ok()) {
        return by_known;
    }
    // What the keys at hand do not fit may fit those of today.
    match fetched(provider, &access, &url).await {
        Some(keys) => {
            let by_new = verify(Some(&keys));
            if by_new != Err(Forged::NoKey) {
                KEYS.with_borrow_mut(|kept| kept.insert(url, (now, keys)));
            }
            by_new
        }
        None => by_known.map_err(|_| Forged::NoKey),
    }
}

/// The secret with which a provider signs, where it has one and the operator has set it.
fn secret(app: &App, scheme: &Scheme) -> Option<String> {
    let (Scheme::Standard(name) | Scheme::HeyGen(name)) = scheme else { return None };
    app.env().var(name).ok().map(|value| value.to_string())
}

/// The keys that a provider publishes now; none where they cannot be had.
async fn fetched(provider: &gateway::Provider, access: &Access, url: &str) -> Option<Value> {
    let exchange = Exchange::new(Method::Get, url.to_owned());
    let answer = carry::exchange(provider, access, &exchange).await.ok()?;
    (answer.status == 200).then(|| answer.json())
}

/// `GET /inputs/{token}`, with HEAD and ranges. What is fetched is counted by the job before it goes out.
#[worker::send]
pub async fn input(
    State(app): State<App>,
    Path(token): Path<String>,
    headers_only: Option<Extension<HeadersOnly>>,
    headers: HeaderMap,
) -> Answer<Response> {
    if let Some(still) = avatars::still::at(&app, &token).await? {
        return Ok(part(still, What::Still, &headers).1);
    }
    let (render, what) = inputs::named(&token).ok_or_else(unknown)?;
    let record = super::read(&app, &render).await?.ok_or_else(unknown)?;
    if !inputs::opens(&app, &record, what, &token) {
        return Err(unknown());
    }
    let bytes = inputs::open(&app, &render, what).await?.ok_or_else(unknown)?;
    let whole = bytes.len() as u64;
    let (bytes, response) = part(bytes, what, &headers);
    if headers_only.is_none() {
        super::ask(&app, &render, &Question::Hand(Handing { what, bytes, whole })).await?;
    }
    Ok(response)
}

/// How many bytes go out, and the answer.
fn part(bytes: Vec<u8>, what: What, headers: &HeaderMap) -> (u64, Response) {
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
    let out = body.len() as u64;
    answered.push((header::CONTENT_LENGTH, out.to_string()));
    let mut response = (status, body).into_response();
    response.headers_mut().clear();
    for (name, value) in answered {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    (out, response)
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
            let (_, response) = part(vec![7; 100], What::Speech, &headers);
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
