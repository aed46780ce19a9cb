//! Frames of a playing video, one call for each that is shown.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlVideoElement;

use crate::Buffer;
use crate::js::{get, method, window};

/// Calls back for each frame until it is dropped.
pub struct Frames {
    going: Rc<Cell<bool>>,
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.going.set(false);
    }
}

type Slot = Rc<RefCell<Option<Closure<dyn FnMut(JsValue)>>>>;

/// Calls `run` for each new frame of a video, or for each repaint where the browser does not tell frames.
#[must_use]
pub fn each(video: &HtmlVideoElement, mut run: impl FnMut() + 'static) -> Frames {
    let going = Rc::new(Cell::new(true));
    let slot: Slot = Rc::default();
    let (again, alive, own) = (video.clone(), Rc::clone(&going), Rc::clone(&slot));
    *slot.borrow_mut() = Some(Closure::new(move |_: JsValue| {
        if !alive.get() {
            // The loop ends here; its closure goes after this call.
            let own = Rc::clone(&own);
            wasm_bindgen_futures::spawn_local(async move { drop(own.borrow_mut().take()) });
            return;
        }
        run();
        request(&again, &own);
    }));
    request(video, &slot);
    Frames { going }
}

fn request(video: &HtmlVideoElement, slot: &Slot) {
    let slot = slot.borrow();
    let Some(run) = slot.as_ref() else { return };
    match method(video, "requestVideoFrameCallback") {
        Some(ask) => drop(ask.call1(video, run.as_ref())),
        None => drop(window().request_animation_frame(run.as_ref().unchecked_ref())),
    }
}

/// Whether this browser can hand frames of a camera to a worker.
#[must_use]
pub fn supported() -> bool {
    !get(&window(), "VideoFrame").is_undefined()
}

/// The frame that the video shows now, to be transferred. None before the first.
#[must_use]
pub fn take(video: &HtmlVideoElement) -> Option<Buffer> {
    if video.ready_state() < 2 || video.video_width() == 0 {
        return None;
    }
    // By name: the typed binding is behind a flag that only some targets set.
    let class: Function = get(&window(), "VideoFrame").dyn_into().ok()?;
    Reflect::construct(&class, &Array::of1(video)).ok().map(Buffer)
}
