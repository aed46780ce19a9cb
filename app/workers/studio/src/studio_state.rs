//! What the worker keeps between requests.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use studio::pack::FacePack;
use wasm_bindgen::JsValue;
use wire::workers::Failure;
use wire::workers::studio::Answer;
use worker_port::failure;

/// An answer with its buffers, or why there is none.
pub(crate) type Outcome = Result<(Answer, Vec<JsValue>), Failure>;

/// The opened pack, and which render is wanted.
#[derive(Default)]
pub(crate) struct State {
    pack: RefCell<Option<Rc<FacePack>>>,
    /// Counts up with each render and each cancel: a render that sees another number than its own stops.
    turn: Cell<u32>,
}

impl State {
    pub(crate) fn open(&self, pack: FacePack) {
        *self.pack.borrow_mut() = Some(Rc::new(pack));
    }

    pub(crate) fn pack(&self) -> Result<Rc<FacePack>, Failure> {
        self.pack.borrow().clone().ok_or_else(|| failure("pack", "no understudy is open"))
    }

    pub(crate) fn begin(&self) -> u32 {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.turn.get()
    }

    pub(crate) fn cancel(&self) {
        self.begin();
    }

    /// # Errors
    /// The failure `cancelled` when another render or a cancel came since `turn`.
    pub(crate) fn still(&self, turn: u32) -> Result<(), Failure> {
        if self.turn.get() == turn { Ok(()) } else { Err(failure("cancelled", "the render was stopped")) }
    }
}
