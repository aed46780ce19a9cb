//! Server-sent events: a stream that the browser keeps up by itself, and goes on with where it broke.

use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use crate::listen::Listener;

/// A stream of events until this is dropped.
pub struct Events {
    source: EventSource,
    _hear: Listener,
}

impl Drop for Events {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Listens to a path on this origin. `hear` gets the data of each event. None where the browser has no such streams.
#[must_use]
pub fn listen(path: &str, hear: impl Fn(&str) + 'static) -> Option<Events> {
    let source = EventSource::new(path).ok()?;
    let listener = Listener::new(&source, "message", move |event| {
        if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
            hear(&text);
        }
    });
    Some(Events { source, _hear: listener })
}
