//! A live connection that comes back by itself.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, WebSocket};

use crate::js::window;
use crate::listen::{self, Listener};
use crate::{clock, page};

/// How often the other side is asked whether it is there, in milliseconds.
const PING_MS: i32 = 45_000;
/// Longest wait before the next try, in seconds.
const LONGEST_S: u32 = 60;

/// What both ends share.
#[derive(Default)]
struct Inner {
    socket: RefCell<Option<WebSocket>>,
    over: Cell<bool>,
    /// The page came back, or the network did: no reason to wait any longer.
    awake: Cell<bool>,
}

impl Inner {
    fn close(&self) {
        if let Some(socket) = self.socket.borrow().as_ref() {
            let _ = socket.close();
        }
    }
}

/// A connection that is kept up until this is dropped.
pub struct Socket(Rc<Inner>);

impl Drop for Socket {
    fn drop(&mut self) {
        self.0.over.set(true);
        self.0.close();
    }
}

/// Opens a WebSocket at the path on this origin that `address` gives, and opens it again whenever it is lost, after a wait
/// that grows; not while the page is hidden or without a network. `hear` gets each text message. `lost` is called when a
/// try fails, with how many in a row. `ping` is sent now and then; anything that comes back says that the other side
/// lives.
#[must_use]
pub fn keep(
    address: impl Fn() -> String + 'static,
    ping: &'static str,
    hear: impl Fn(&str) + 'static,
    lost: impl Fn(u32) + 'static,
) -> Socket {
    let inner = Rc::new(Inner::default());
    let (run, hear) = (Rc::clone(&inner), Rc::new(hear));
    wasm_bindgen_futures::spawn_local(async move {
        let wake = |inner: &Rc<Inner>| {
            let inner = Rc::clone(inner);
            move |on: bool| inner.awake.set(on)
        };
        let (hidden, shown) = (Rc::clone(&run), Rc::clone(&run));
        let _guards = (
            listen::visibility(wake(&run)),
            listen::online(wake(&run)),
            listen::brought_back(move || shown.awake.set(true)),
            // A page with an open connection cannot be brought back as it was left.
            Listener::new(&window(), "pagehide", move |_| hidden.close()),
        );
        let mut failed = 0;
        while !run.over.get() {
            if page::visible() && page::online() {
                if once(&run, &address(), ping, Rc::clone(&hear)).await {
                    failed = 0;
                } else {
                    failed += 1;
                    if !run.over.get() {
                        lost(failed);
                    }
                }
            }
            run.awake.set(false);
            // Not all at once: whoever lost the same server comes back at another moment.
            let wait_s = f64::from(LONGEST_S.min(1 << failed.min(6))) * (0.5 + js_sys::Math::random());
            for _ in 0..(2.0 * wait_s) as u32 {
                if run.over.get() || run.awake.get() {
                    break;
                }
                clock::sleep(500).await;
            }
        }
    });
    Socket(inner)
}

/// One connection, until it ends. Whether it ever opened.
async fn once(inner: &Rc<Inner>, address: &str, ping: &'static str, hear: Rc<impl Fn(&str) + 'static>) -> bool {
    let Ok(socket) = WebSocket::new(address) else { return false };
    *inner.socket.borrow_mut() = Some(socket.clone());
    let (opened, alive) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(true)));
    let (done, wait) = oneshot::channel::<()>();
    let mut done = Some(done);
    let (open, heard) = (Rc::clone(&opened), Rc::clone(&alive));
    let _guards = (
        Listener::new(&socket, "open", move |_| open.set(true)),
        Listener::new(&socket, "message", move |event| {
            heard.set(true);
            if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
                hear(&text);
            }
        }),
        Listener::new(&socket, "close", move |_| {
            if let Some(done) = done.take() {
                let _ = done.send(());
            }
        }),
        clock::every(PING_MS, {
            let socket = socket.clone();
            move || {
                // Nothing since the last time it was asked: it is not there any more.
                if !alive.replace(false) || socket.send_with_str(ping).is_err() {
                    let _ = socket.close();
                }
            }
        }),
    );
    let _ = wait.await;
    *inner.socket.borrow_mut() = None;
    opened.get()
}
