//! Carries exchanges to providers: allowed hosts only, no redirects, a time limit, and a limit on what is read back.

use futures_util::StreamExt;
use gateway::{Access, Answer as Said, Body, Cause, Exchange, Failure, Method as Verb, Part, Provider, Retry, table};
use wasm_bindgen::JsValue;
use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response, js_sys, web_sys};

use crate::state::App;

/// How long a provider may take to answer, in milliseconds. Longer than any of them holds a connection by default.
const PATIENCE_MS: u32 = 60_000;
/// Longest answer that is read whole, in bytes.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// What is needed to talk to a provider; none while the operator has not set its key.
#[must_use]
pub fn access(app: &App, provider: &Provider) -> Option<Access> {
    // Secrets and variables are read alike.
    Access::read(provider, |name| app.env().var(name).ok().map(|value| value.to_string()))
}

/// Sends, and gives the answer with its body unread.
///
/// # Errors
/// The host is not allowed, or there was no answer.
pub async fn send(provider: &Provider, access: &Access, exchange: &Exchange) -> Result<Response, Failure> {
    if !table::allowed(provider, access, &exchange.url) {
        return Err(Failure::of(
            Cause::Broken,
            format!("{} is none of the hosts of {}", exchange.place(), provider.name),
        ));
    }
    let request = request(exchange).map_err(|error| Failure::of(Cause::Broken, error.to_string()))?;
    let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(PATIENCE_MS));
    let said = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
    let response = Fetch::Request(request).send_with_signal(&signal).await.map_err(said)?;
    if (300..400).contains(&response.status_code()) {
        return Err(Failure { retry: Retry::Never, ..Failure::passing(Cause::Contract, "it redirects") });
    }
    Ok(response)
}

/// Sends, and reads the answer whole.
///
/// # Errors
/// As [`send`]; or the answer is too long, or breaks off.
pub async fn exchange(provider: &Provider, access: &Access, exchange: &Exchange) -> Result<Said, Failure> {
    exchange_within(provider, access, exchange, MAX_ANSWER_BYTES).await
}

/// Sends, and reads an answer of at most `limit` bytes whole.
///
/// # Errors
/// As [`exchange`].
pub async fn exchange_within(
    provider: &Provider,
    access: &Access,
    exchange: &Exchange,
    limit: usize,
) -> Result<Said, Failure> {
    let mut response = send(provider, access, exchange).await?;
    let headers = response.headers().entries().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    let status = response.status_code();
    let broke = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
    let mut body = Vec::new();
    // An answer may have no body at all.
    if let Ok(mut stream) = response.stream() {
        while let Some(chunk) = stream.next().await {
            body.extend(chunk.map_err(broke)?);
            if body.len() > limit {
                return Err(Failure::of(Cause::Contract, "its answer is too long"));
            }
        }
    }
    Ok(Said { status, headers, body })
}

fn request(exchange: &Exchange) -> worker::Result<Request> {
    let headers = Headers::new();
    for (name, value) in &exchange.headers {
        headers.set(name, value)?;
    }
    let body = match &exchange.body {
        Body::None => None,
        Body::Json(bytes) => {
            headers.set("content-type", "application/json")?;
            Some(js_sys::Uint8Array::from(bytes.as_slice()).into())
        }
        // The platform writes the boundary and the content type.
        Body::Form(parts) => Some(form(parts)?.into()),
    };
    let mut init = RequestInit::new();
    init.with_method(match exchange.method {
        Verb::Get => Method::Get,
        Verb::Post => Method::Post,
        Verb::Put => Method::Put,
        Verb::Delete => Method::Delete,
    })
    .with_headers(headers)
    .with_redirect(RequestRedirect::Manual)
    .with_body(body);
    Request::new_with_init(&exchange.url, &init)
}

fn form(parts: &[(&'static str, Part)]) -> Result<web_sys::FormData, JsValue> {
    let form = web_sys::FormData::new()?;
    for (name, part) in parts {
        match part {
            Part::Text(text) => form.append_with_str(name, text)?,
            Part::File(file, mime, bytes) => {
                let chunks = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
                let options = web_sys::BlobPropertyBag::new();
                options.set_type(mime);
                let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&chunks, &options)?;
                form.append_with_blob_and_filename(name, &blob, file)?;
            }
        }
    }
    Ok(form)
}
