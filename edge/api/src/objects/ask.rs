//! Calls to Durable Objects: a typed question in a header, bytes in the body, a typed answer or a problem back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wire::Problem;
use worker::{Headers, Method, Request, RequestInit, Response};

use crate::error::{Answer, Failure};
use crate::state::App;

/// Header with the question, as base64url of JSON.
const QUESTION: &str = "understudy-question";

/// Asks the object `name` of the namespace `binding`.
///
/// # Errors
/// The problem with which the object refused, or an internal failure.
pub async fn ask(app: &App, binding: &str, name: &str, question: &impl Serialize, body: &[u8]) -> Answer<Response> {
    let headers = headers(question)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers);
    if !body.is_empty() {
        init.with_body(Some(JsValue::from(worker::js_sys::Uint8Array::from(body))));
    }
    let request = Request::new_with_init("https://object/", &init)?;
    let stub = app.env().durable_object(binding)?.get_by_name(name)?;
    answered(stub.fetch_with_request(request).await?, binding, 200).await
}

/// Asks for a WebSocket. The answer holds it.
///
/// # Errors
/// As [`ask`].
pub async fn upgrade(app: &App, binding: &str, name: &str, question: &impl Serialize) -> Answer<Response> {
    let headers = headers(question)?;
    headers.set("upgrade", "websocket")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    let request = Request::new_with_init("https://object/", &init)?;
    let stub = app.env().durable_object(binding)?.get_by_name(name)?;
    answered(stub.fetch_with_request(request).await?, binding, 101).await
}

fn headers(question: &impl Serialize) -> Answer<Headers> {
    let headers = Headers::new();
    headers.set(QUESTION, &crate::crypto::base64url(&serde_json::to_vec(question)?))?;
    Ok(headers)
}

async fn answered(mut response: Response, binding: &str, wanted: u16) -> Answer<Response> {
    match response.status_code() {
        status if status == wanted => Ok(response),
        status => match response.json::<Problem>().await {
            Ok(problem) if problem.status == status => Err(problem.into()),
            _ => Err(Failure::Internal(format!("object {binding} answered {status}"))),
        },
    }
}

/// Asks, and reads the answer as JSON.
///
/// # Errors
/// As [`ask`].
pub async fn ask_json<T: DeserializeOwned>(
    app: &App,
    binding: &str,
    name: &str,
    question: &impl Serialize,
    body: &[u8],
) -> Answer<T> {
    Ok(ask(app, binding, name, question, body).await?.json().await?)
}

/// The question that came to an object.
///
/// # Errors
/// It is none of ours.
pub fn question<T: DeserializeOwned>(request: &Request) -> Answer<T> {
    let text = request.headers().get(QUESTION)?.unwrap_or_default();
    let bytes =
        crate::crypto::unbase64url(&text).ok_or_else(|| Failure::Internal("an object was asked nothing".into()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// An object's answer in HTTP.
///
/// # Errors
/// The platform cannot make a response.
pub fn reply<T: Serialize>(answer: Answer<T>) -> worker::Result<Response> {
    match answer {
        Ok(value) => Response::from_json(&value),
        Err(failure) => {
            let problem = failure.into_problem();
            Ok(Response::from_json(&problem)?.with_status(problem.status))
        }
    }
}

/// A failure as the platform takes it, from where no answer goes out.
pub fn to_worker(failure: Failure) -> worker::Error {
    worker::Error::RustError(failure.into_problem().detail)
}
