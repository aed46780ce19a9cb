//! Server-sent events: a stream that is kept up until it is dropped. The browser goes on by itself where a connection broke;
//! where it was answered with anything but a stream it gives up for good, and it is opened again from here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use crate::clock;
use crate::listen::Listener;

/// Longest wait before the next try, in seconds.
const LONGEST_S: u32 = 30;
/// Between two asks where the browser has no such streams, in seconds.
const ASK_S: u32 = 4;

/// What both ends share.
#[derive(Default)]
struct Inner {
    /// Ends the stream that is open.
    done: RefCell<Option<oneshot::Sender<()>>>,
    over: Cell<bool>,
}

impl Inner {
    fn end(&self) {
        if let Some(done) = self.done.borrow_mut().take() {
            let _ = done.send(());
        }
    }
}

/// A stream of events until this is dropped.
pub struct Events(Rc<Inner>);

impl Drop for Events {
    fn drop(&mut self) {
        self.0.over.set(true);
        self.0.end();
    }
}

/// Listens to a path on this origin. `hear` gets the data of each event. `closed` is called whenever the stream ended for
/// good: what it tells of has to be asked for, until it is opened again after a wait that grows. Where the browser has no
/// such streams it is called every few seconds.
#[must_use]
pub fn keep(path: String, hear: impl Fn(&str) + 'static, closed: impl Fn() + 'static) -> Events {
    let inner = Rc::new(Inner::default());
    let (run, hear) = (Rc::clone(&inner), Rc::new(hear));
    wasm_bindgen_futures::spawn_local(async move {
        let mut failed = 0;
        while !run.over.get() {
            let opened = once(&run, &path, Rc::clone(&hear)).await;
            if run.over.get() {
                break;
            }
            closed();
            let wait_s = if opened.is_none() { ASK_S } else { wait_s(failed) };
            failed = if opened == Some(true) { 0 } else { failed + 1 };
            for _ in 0..2 * wait_s {
                if run.over.get() {
                    break;
                }
                clock::sleep(500).await;
            }
        }
    });
    Events(inner)
}

/// Seconds before the next try after so many that failed in a row.
fn wait_s(failed: u32) -> u32 {
    LONGEST_S.min(1 << failed.min(5))
}

/// One stream, until it ends for good. Whether it ever opened; none where there are no such streams.
async fn once(inner: &Rc<Inner>, path: &str, hear: Rc<impl Fn(&str) + 'static>) -> Option<bool> {
    let source = EventSource::new(path).ok()?;
    let (done, wait) = oneshot::channel();
    *inner.done.borrow_mut() = Some(done);
    let opened = Rc::new(Cell::new(false));
    let (open, ended, failing) = (Rc::clone(&opened), Rc::clone(inner), source.clone());
    let _guards = (
        Listener::new(&source, "open", move |_| open.set(true)),
        Listener::new(&source, "message", move |event| {
            if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
                hear(&text);
            }
        }),
        Listener::new(&source, "error", move |_| {
            // While it says that it connects, the browser tries again by itself.
            if failing.ready_state() == EventSource::CLOSED {
                ended.end();
            }
        }),
    );
    let _ = wait.await;
    source.close();
    Some(opened.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_up_to_half_a_minute() {
        let waits: Vec<u32> = (0..8).map(wait_s).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
    }
}
