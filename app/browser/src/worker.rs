//! Clients of the web workers: typed questions, answers and progress over `postMessage`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Object};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use wire::workers::{Failure, face, studio, voice};

use crate::Buffer;
use crate::js::{get, set};
use crate::listen::Listener;

/// What an answer means for the question that it belongs to.
pub enum Meaning {
    /// The worker runs.
    Ready,
    /// More will come.
    Progress,
    /// This was it.
    Done,
    /// It could not be done.
    Failed(Failure),
}

/// The two message types of one worker.
pub trait Protocol: 'static {
    /// To the worker.
    type Ask: Serialize;
    /// From the worker.
    type Answer: DeserializeOwned + 'static;
    /// Sorts an answer.
    fn meaning(answer: &Self::Answer) -> Meaning;
}

/// Alignment.
pub struct Face;
/// Speech.
pub struct Voice;
/// Drawing.
pub struct Studio;

impl Protocol for Face {
    type Ask = face::Request;
    type Answer = face::Answer;
    fn meaning(answer: &face::Answer) -> Meaning {
        match answer {
            face::Answer::Ready => Meaning::Ready,
            face::Answer::Failed(f) => Meaning::Failed(f.clone()),
            _ => Meaning::Done,
        }
    }
}

impl Protocol for Voice {
    type Ask = voice::Request;
    type Answer = voice::Answer;
    fn meaning(answer: &voice::Answer) -> Meaning {
        match answer {
            voice::Answer::Ready => Meaning::Ready,
            voice::Answer::Failed(f) => Meaning::Failed(f.clone()),
            _ => Meaning::Done,
        }
    }
}

impl Protocol for Studio {
    type Ask = studio::Request;
    type Answer = studio::Answer;
    fn meaning(answer: &studio::Answer) -> Meaning {
        match answer {
            studio::Answer::Ready => Meaning::Ready,
            studio::Answer::Progress { .. } => Meaning::Progress,
            studio::Answer::Failed(f) => Meaning::Failed(f.clone()),
            _ => Meaning::Done,
        }
    }
}

type Reply<A> = Result<(A, Vec<Buffer>), Failure>;

struct Waiting<A> {
    done: oneshot::Sender<Reply<A>>,
    progress: Box<dyn FnMut(A)>,
}

type Pending<A> = Rc<RefCell<HashMap<u32, Waiting<A>>>>;

/// A running worker. Dropping it ends the worker.
pub struct Client<P: Protocol> {
    worker: Worker,
    next: Cell<u32>,
    pending: Pending<P::Answer>,
    dead: Rc<Cell<bool>>,
    _listeners: [Listener; 2],
}

fn failure(code: &str, message: &str) -> Failure {
    Failure { code: code.to_owned(), message: message.to_owned() }
}

fn stopped() -> Failure {
    failure("internal", "A part of the app stopped working. Try again.")
}

/// A worker, or a file that one needs, did not come. While there is a network, it is no longer where this page looks.
#[must_use]
pub fn not_loaded() -> Failure {
    if crate::page::online() {
        failure("missing", "Reload the page to get the current version.")
    } else {
        failure("model", "Check the connection, then try again.")
    }
}

impl<P: Protocol> Client<P> {
    /// Starts the worker at `url` and waits until it is ready.
    ///
    /// # Errors
    /// When the worker cannot be loaded or started.
    pub async fn start(url: &str) -> Result<Self, Failure> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(url, &options).map_err(|_| not_loaded())?;
        let pending: Pending<P::Answer> = Rc::default();

        let (ready, wait) = oneshot::channel();
        pending.borrow_mut().insert(0, Waiting { done: ready, progress: Box::new(|_| ()) });
        let table = Rc::clone(&pending);
        let on_message = Listener::new(&worker, "message", move |event| {
            if let Some(event) = event.dyn_ref::<MessageEvent>() {
                receive::<P>(&table, &event.data());
            }
        });
        let dead: Rc<Cell<bool>> = Rc::default();
        let (table, fallen) = (Rc::clone(&pending), Rc::clone(&dead));
        let on_error = Listener::new(&worker, "error", move |_| {
            // An uncaught error leaves the worker in an unknown state: nobody should wait for it or ask it again.
            fallen.set(true);
            for (id, waiting) in table.borrow_mut().drain() {
                let _ = waiting.done.send(Err(if id == 0 { not_loaded() } else { stopped() }));
            }
        });
        let client = Self { worker, next: Cell::new(1), pending, dead, _listeners: [on_message, on_error] };
        wait.await.map_err(|_| not_loaded())??;
        Ok(client)
    }

    /// Whether the worker has stopped for good: another has to be started.
    #[must_use]
    pub fn dead(&self) -> bool {
        self.dead.get()
    }

    /// Asks and waits for the final answer.
    ///
    /// # Errors
    /// What the worker says, or that it stopped.
    pub async fn ask(&self, ask: &P::Ask, buffers: Vec<Buffer>) -> Reply<P::Answer> {
        self.ask_with(ask, buffers, |_| ()).await
    }

    /// Asks, hears the progress, and waits for the final answer.
    ///
    /// # Errors
    /// What the worker says, or that it stopped.
    pub async fn ask_with(
        &self,
        ask: &P::Ask,
        buffers: Vec<Buffer>,
        progress: impl FnMut(P::Answer) + 'static,
    ) -> Reply<P::Answer> {
        if self.dead() {
            return Err(stopped());
        }
        let id = self.next.get();
        self.next.set(id.wrapping_add(1).max(1));
        let (done, wait) = oneshot::channel();
        self.pending.borrow_mut().insert(id, Waiting { done, progress: Box::new(progress) });
        if !self.post(id, ask, buffers) {
            self.pending.borrow_mut().remove(&id);
            return Err(failure("internal", "A message inside the app could not be sent. Try again."));
        }
        wait.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Says something that nobody waits for.
    pub fn tell(&self, ask: &P::Ask) {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1).max(1));
        self.post(id, ask, Vec::new());
    }

    fn post(&self, id: u32, ask: &P::Ask, buffers: Vec<Buffer>) -> bool {
        let Ok(body) = serde_json::to_string(ask) else { return false };
        let list: Array = buffers.into_iter().map(|b| b.0).collect();
        let message = Object::new();
        set(&message, "id", &id.into());
        set(&message, "body", &body.into());
        set(&message, "buffers", &list);
        self.worker.post_message_with_transfer(&message, &list).is_ok()
    }
}

fn receive<P: Protocol>(pending: &Pending<P::Answer>, data: &JsValue) {
    let Some(id) = get(data, "id").as_f64().map(|id| id as u32) else { return };
    let Some(body) = get(data, "body").as_string() else { return };
    let buffers: Vec<Buffer> = Array::from(&get(data, "buffers")).iter().map(Buffer).collect();
    // Taken out while it is used: its callbacks may ask again.
    let Some(mut waiting) = pending.borrow_mut().remove(&id) else { return };
    let Ok(answer) = serde_json::from_str::<P::Answer>(&body) else {
        let _ = waiting.done.send(Err(failure("outdated", "Reload it to get the current version.")));
        return;
    };
    match P::meaning(&answer) {
        Meaning::Progress => {
            (waiting.progress)(answer);
            pending.borrow_mut().insert(id, waiting);
        }
        Meaning::Ready | Meaning::Done => drop(waiting.done.send(Ok((answer, buffers)))),
        Meaning::Failed(failure) => drop(waiting.done.send(Err(failure))),
    }
}

impl<P: Protocol> Drop for Client<P> {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
