//! Every adapter against answers in the form that its provider documents.

mod every;
mod fal;
mod gemini;
mod heygen;
mod openai;
mod replicate;
mod runway;

use serde_json::{Value, json};

use crate::{Access, Adapter, Answer, Body, Cause, Exchange, Failure, Film, Input, Order, Progress, Remote, Retry};

/// A key as no other text holds it.
const KEY: &str = "k3y-0123456789abcdef-SECRET";

fn adapter(id: &str) -> &'static dyn Adapter {
    crate::table::generator(id).unwrap()
}

fn access(adapter: &dyn Adapter) -> Access {
    let provider = adapter.provider();
    Access::read(provider, |name| match name {
        "OPENAI_VIDEO_URL" => Some("https://video.example".to_owned()),
        name if name == provider.key => Some(KEY.to_owned()),
        _ => None,
    })
    .unwrap()
}

fn order() -> Order {
    Order {
        key: "r-1-0".into(),
        prompt: "On a beach, always the red hat".into(),
        script: "Hello there".into(),
        still: Input { url: "https://us.example/i/still".into(), mime: "image/jpeg", data: Some(vec![1, 2, 3]) },
        avatar: Some("look-1".into()),
        speech: Input { url: "https://us.example/i/speech".into(), mime: "audio/wav", data: None },
        seconds: 4.2,
        seed: 7,
        callback: Some("https://us.example/callbacks/t0ken?x=1&y=2".into()),
    }
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

fn with(mut answer: Answer, name: &str, value: &str) -> Answer {
    answer.headers.push((name.into(), value.into()));
    answer
}

fn remote(id: &str) -> Remote {
    Remote { id: id.into(), urls: Vec::new() }
}

fn body(exchange: &Exchange) -> Value {
    match &exchange.body {
        Body::Json(bytes) => serde_json::from_slice(bytes).unwrap(),
        other => panic!("no JSON: {other:?}"),
    }
}

fn header<'a>(exchange: &'a Exchange, name: &str) -> Option<&'a str> {
    exchange.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
}

/// How an adapter takes an answer to a question about a job.
fn progress(id: &str, status: u16, body: &Value) -> Result<Progress, Failure> {
    let adapter = adapter(id);
    adapter.progress(&answer(status, body), &remote("j1"), 0, &access(adapter))
}

fn failure(id: &str, status: u16, body: &Value) -> (Cause, Retry) {
    let failure = progress(id, status, body).unwrap_err();
    (failure.cause, failure.retry)
}

/// How an adapter takes a refusal of an order.
fn refusal(id: &str, status: u16, body: &Value) -> (Cause, Retry) {
    let failure = adapter(id).accepted(&answer(status, body), 0).unwrap_err();
    (failure.cause, failure.retry)
}

fn done(url: &str) -> Result<Progress, Failure> {
    Ok(Progress::Done(Film { url: url.into(), locked: false }))
}

const NEVER: Retry = Retry::Never;
const LATER: Retry = Retry::Later;
