//! A second studio worker that draws some of a clip's frames, so that two processors are busy. Frames depend on nothing
//! but the clip and their number, so it does not matter who draws which.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Uint8Array};
use studio::sound::EncodedAudio;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};
use wire::workers::studio::{Answer, Direction, Request};
use worker_port::{ask, bytes, from_bytes, from_floats};
use zeroize::Zeroizing;

use crate::breath::pause;
use crate::clip::Said;

/// Frames that it may be asked for before the first has come: one to draw, one to go on with.
const ASKED: u32 = 2;
/// Milliseconds after which a frame that was asked for is not expected any more: a hundred times what one takes here.
const SILENT_MS: i32 = 10_000;

#[derive(Default)]
struct Desk {
    /// It has prepared the clip.
    ready: bool,
    /// It fell, or could not prepare the clip: nothing will come.
    fallen: bool,
    asked: u32,
    drawn: BTreeMap<u32, Uint8Array>,
    /// Asked for, and not come yet.
    open: Vec<u32>,
    /// The sound is asked for, and not come yet.
    mixing: bool,
    sound: Option<EncodedAudio>,
    waiting: Option<Function>,
}

/// Dropping it ends the worker.
pub(crate) struct Assistant {
    worker: Worker,
    desk: Rc<RefCell<Desk>>,
    // Kept alive as long as the worker may call them.
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut()>,
}

impl Assistant {
    /// Starts one for a clip. None where there is no processor for it, or no worker can be started: the clip is then
    /// drawn alone.
    pub(crate) fn hire(packs: &[Rc<Zeroizing<Vec<u8>>>], direction: &Direction, said: &Said) -> Option<Self> {
        if worker_port::processors() < 2 {
            return None;
        }
        let worker = worker_port::another()?;
        let desk: Rc<RefCell<Desk>> = Rc::default();
        let (table, to) = (Rc::clone(&desk), worker.clone());
        let speech = &said.speech;
        let mut buffers: Vec<JsValue> = packs.iter().map(|pack| from_bytes(pack)).collect();
        buffers.push(from_floats(&speech.samples));
        let mut first = Some((
            Request::Assist {
                direction: direction.clone(),
                rate_hz: speech.rate_hz,
                phones: speech.phones.clone(),
                words: speech.words.clone(),
                cues: said.cues.clone(),
            },
            buffers,
        ));
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let wake = {
                let mut desk = table.borrow_mut();
                match worker_port::answer(&event) {
                    Some((Answer::Ready, _)) => {
                        if let Some((request, buffers)) = first.take() {
                            ask(&to, 1, &request, &buffers);
                        }
                    }
                    Some((Answer::Assisting, _)) => desk.ready = true,
                    Some((Answer::Frame { index }, buffers)) => {
                        desk.open.retain(|open| *open != index);
                        if let Some(pixels) = buffers.first() {
                            desk.drawn.insert(index, Uint8Array::new(pixels));
                        }
                    }
                    Some((Answer::Sound { lengths, asc, priming, samples }, buffers)) => {
                        let units = bytes(buffers.first());
                        let mut rest = units.as_slice();
                        let cut = |length| rest.split_off(..length as usize).map(<[u8]>::to_vec).unwrap_or_default();
                        let frames = lengths.into_iter().map(cut).collect();
                        desk.mixing = false;
                        desk.sound = Some(EncodedAudio { frames, asc, priming, samples });
                    }
                    _ => desk.fallen = true,
                }
                desk.waiting.take()
            };
            call(wake);
        });
        let table = Rc::clone(&desk);
        let error = Closure::<dyn FnMut()>::new(move || {
            table.borrow_mut().fallen = true;
            let wake = table.borrow_mut().waiting.take();
            call(wake);
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { worker, desk, _message: message, _error: error })
    }

    /// Whether it takes one more frame now.
    pub(crate) fn free(&self) -> bool {
        let desk = self.desk.borrow();
        desk.ready && !desk.fallen && !desk.mixing && desk.open.len() < ASKED as usize
    }

    /// Asks for the sound of so many frames. No frame is asked for until it has come.
    pub(crate) fn mix(&self, frames: u32) {
        let mut desk = self.desk.borrow_mut();
        desk.mixing = true;
        desk.asked += 1;
        ask(&self.worker, 2 + desk.asked, &Request::Sound { frames }, &[]);
    }

    /// The sound, if it was asked for and could be made.
    pub(crate) async fn sound(&self) -> Option<EncodedAudio> {
        while self.mixing() {
            self.news().await;
        }
        self.desk.borrow_mut().sound.take()
    }

    fn mixing(&self) -> bool {
        let desk = self.desk.borrow();
        desk.mixing && !desk.fallen
    }

    /// Asks for a frame.
    pub(crate) fn ask(&self, index: u32) {
        let mut desk = self.desk.borrow_mut();
        desk.open.push(index);
        desk.asked += 1;
        ask(&self.worker, 2 + desk.asked, &Request::Frame { index }, &[]);
    }

    /// A frame that has come.
    pub(crate) fn take(&self, index: u32) -> Option<Uint8Array> {
        self.desk.borrow_mut().drawn.remove(&index)
    }

    /// Whether a frame is asked for and can still come.
    pub(crate) fn owes(&self, index: u32) -> bool {
        let desk = self.desk.borrow();
        !desk.fallen && desk.open.contains(&index)
    }

    /// Waits until something changed. An assistant that is silent for too long counts as fallen, so that it cannot hang
    /// the render.
    pub(crate) async fn news(&self) {
        let desk = Rc::clone(&self.desk);
        let promise = Promise::new(&mut |resolve, _| desk.borrow_mut().waiting = Some(resolve));
        let _ = JsFuture::from(Promise::race(&Array::of2(&promise, &pause(SILENT_MS)))).await;
        let mut desk = self.desk.borrow_mut();
        // Still there: nobody called it, the clock ran out.
        if desk.waiting.take().is_some() {
            desk.fallen = true;
        }
    }
}

fn call(wake: Option<Function>) {
    if let Some(wake) = wake {
        let _ = wake.call0(&JsValue::NULL);
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
