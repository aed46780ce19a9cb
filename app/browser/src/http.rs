//! Requests to our own origin, with progress in both directions.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{ArrayBuffer, Object, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{ProgressEvent, RequestInit, XmlHttpRequest, XmlHttpRequestResponseType};

use crate::Buffer;
use crate::js::{set, window};
use crate::listen::Listener;

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes.
    Post,
    /// Puts in place.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Buffer,
}

/// Nothing came back: no network, or the server is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server did not answer")]
pub struct Unreachable;

/// Called with the part of the transfer that is done, 0 to 1.
pub type OnProgress = Box<dyn FnMut(f32)>;

/// Aborts a request that nobody waits for any more.
struct Abort(XmlHttpRequest);

impl Drop for Abort {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}

/// Sends a request and waits for its whole reply. Progress is that of the upload if there is a body, else of the
/// download.
///
/// # Errors
/// [`Unreachable`] without any answer; an answer with an error status is a [`Reply`].
pub async fn send(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&[u8]>,
    progress: Option<OnProgress>,
) -> Result<Reply, Unreachable> {
    let request = XmlHttpRequest::new().map_err(|_| Unreachable)?;
    request.open(method.name(), path).map_err(|_| Unreachable)?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    for (name, value) in headers {
        request.set_request_header(name, value).map_err(|_| Unreachable)?;
    }

    let (done, wait) = oneshot::channel::<()>();
    let done = Rc::new(RefCell::new(Some(done)));
    let _ended = Listener::new(&request, "loadend", move |_| {
        if let Some(done) = done.borrow_mut().take() {
            let _ = done.send(());
        }
    });
    let _progress = match progress {
        None => None,
        Some(mut report) => {
            let run = move |event: web_sys::Event| {
                if let Some(e) = event.dyn_ref::<ProgressEvent>().filter(|e| e.length_computable() && e.total() > 0.0) {
                    report((e.loaded() / e.total()) as f32);
                }
            };
            match (body, request.upload()) {
                (Some(_), Ok(upload)) => Some(Listener::new(&upload, "progress", run)),
                _ => Some(Listener::new(&request, "progress", run)),
            }
        }
    };
    let _abort = Abort(request.clone());
    match body {
        Some(bytes) => request.send_with_opt_js_u8_array(Some(&Uint8Array::from(bytes))),
        None => request.send(),
    }
    .map_err(|_| Unreachable)?;
    wait.await.map_err(|_| Unreachable)?;

    let status = request.status().unwrap_or(0);
    if status == 0 {
        return Err(Unreachable);
    }
    let body = request.response().ok().filter(|r| r.is_instance_of::<ArrayBuffer>());
    Ok(Reply { status, body: Buffer(body.unwrap_or_else(|| ArrayBuffer::new(0).into())) })
}

/// Sends a request that goes on when the page is left. Nobody waits for its answer.
pub fn send_off(method: Method, path: &str, headers: &[(&str, &str)], body: &str) {
    let all = Object::new();
    for (name, value) in headers {
        set(&all, name, &(*value).into());
    }
    let init = Object::new();
    set(&init, "method", &method.name().into());
    set(&init, "headers", &all);
    set(&init, "body", &body.into());
    set(&init, "keepalive", &true.into());
    let sent = window().fetch_with_str_and_init(path, init.unchecked_ref::<RequestInit>());
    wasm_bindgen_futures::spawn_local(async move { drop(wasm_bindgen_futures::JsFuture::from(sent).await) });
}

/// Text as it stands in a query (percent-encoded).
#[must_use]
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
