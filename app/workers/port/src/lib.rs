//! The port of a web worker: messages in, messages out, as [`wire::workers`] describes them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use wire::workers::Failure;
use zeroize::Zeroizing;

/// One message as it came: its id, its decoded body, and what was transferred with it.
pub struct Message<Q> {
    /// Repeated by every answer.
    pub id: u32,
    /// What is asked.
    pub ask: Q,
    /// What came along, in the order that the request's documentation names.
    pub buffers: Vec<JsValue>,
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Milliseconds of the worker's own clock.
#[must_use]
pub fn now_ms() -> f64 {
    scope().performance().map_or(0.0, |p| p.now())
}

/// A message as both sides of a worker's port expect it, and the list of what is transferred with it.
fn envelope(id: u32, body: &impl Serialize, buffers: &[JsValue]) -> Option<(js_sys::Object, js_sys::Array)> {
    let body = serde_json::to_string(body).ok()?;
    let list: js_sys::Array = buffers.iter().collect();
    let message = js_sys::Object::new();
    for (key, value) in [("id", JsValue::from(id)), ("body", JsValue::from(body)), ("buffers", list.clone().into())] {
        let _ = js_sys::Reflect::set(&message, &key.into(), &value);
    }
    Some((message, list))
}

/// Posts one answer. `buffers` are transferred, not copied.
pub fn post(id: u32, answer: &impl Serialize, buffers: &[JsValue]) {
    if let Some((message, list)) = envelope(id, answer, buffers) {
        let _ = scope().post_message_with_transfer(&message, &list);
    }
}

/// Asks another worker that this one started. `buffers` are transferred, not copied.
pub fn ask(worker: &web_sys::Worker, id: u32, ask: &impl Serialize, buffers: &[JsValue]) {
    if let Some((message, list)) = envelope(id, ask, buffers) {
        let _ = worker.post_message_with_transfer(&message, &list);
    }
}

/// What came in an event: id, body and buffers.
fn opened(event: &MessageEvent) -> (u32, String, Vec<JsValue>) {
    let data = event.data();
    let field = |name: &str| js_sys::Reflect::get(&data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let id = field("id").as_f64().unwrap_or(0.0) as u32;
    let buffers = field("buffers").dyn_into::<js_sys::Array>().map(|a| a.iter().collect()).unwrap_or_default();
    (id, field("body").as_string().unwrap_or_default(), buffers)
}

/// The answer of another worker, and what was transferred with it. None for what cannot be read.
#[must_use]
pub fn answer<A: DeserializeOwned>(event: &MessageEvent) -> Option<(A, Vec<JsValue>)> {
    let (_, body, buffers) = opened(event);
    serde_json::from_str(&body).ok().map(|answer| (answer, buffers))
}

/// Starts another worker of this one's own kind. None where workers cannot start workers.
#[must_use]
pub fn another() -> Option<web_sys::Worker> {
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    web_sys::Worker::new_with_options(&scope().location().href(), &options).ok()
}

/// Processors that the browser tells of; 1 if it does not.
#[must_use]
pub fn processors() -> u32 {
    scope().navigator().hardware_concurrency() as u32
}

/// Hands every message to `handle`, for ever. A body that cannot be read is answered by `failed`.
pub fn listen<Q: DeserializeOwned + 'static, A: Serialize + 'static>(
    ready: &A,
    failed: fn(Failure) -> A,
    mut handle: impl FnMut(Message<Q>) + 'static,
) {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (id, body, buffers) = opened(&event);
        match serde_json::from_str(&body) {
            Ok(ask) => handle(Message { id, ask, buffers }),
            Err(error) => post(id, &failed(failure("bad_input", error.to_string())), &[]),
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The port lives as long as the worker.
    on_message.forget();
    post(0, ready, &[]);
}

/// A failure with a code and plain words.
#[must_use]
pub fn failure(code: &str, message: impl Into<String>) -> Failure {
    Failure { code: code.to_owned(), message: message.into() }
}

/// Copies the bytes of an `ArrayBuffer`.
#[must_use]
pub fn bytes(buffer: Option<&JsValue>) -> Vec<u8> {
    buffer.map(|b| js_sys::Uint8Array::new(b).to_vec()).unwrap_or_default()
}

/// The bytes of an `ArrayBuffer` that nobody may keep: they are written over there, and here once they are dropped.
#[must_use]
pub fn taken(buffer: Option<&JsValue>) -> Zeroizing<Vec<u8>> {
    let Some(buffer) = buffer else { return Zeroizing::default() };
    let there = js_sys::Uint8Array::new(buffer);
    let here = Zeroizing::new(there.to_vec());
    there.fill(0, 0, there.length());
    here
}

/// Copies the numbers of a `Float32Array`'s buffer.
#[must_use]
pub fn floats(buffer: Option<&JsValue>) -> Vec<f32> {
    buffer.map(|b| js_sys::Float32Array::new(b).to_vec()).unwrap_or_default()
}

/// A new `ArrayBuffer` with these bytes, to transfer.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).buffer().into()
}

/// A new `ArrayBuffer` with these numbers, to transfer.
#[must_use]
pub fn from_floats(numbers: &[f32]) -> JsValue {
    js_sys::Float32Array::from(numbers).buffer().into()
}
