//! What the worker keeps between requests.

use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;

use studio::Look;
use studio::pack::FacePack;
use studio::puppet::Puppet;
use wasm_bindgen::JsValue;
use wire::workers::Failure;
use wire::workers::studio::Answer;
use worker_port::failure;

use crate::encoder;

/// An answer with its buffers, or why there is none.
pub(crate) type Outcome = Result<(Answer, Vec<JsValue>), Failure>;

/// The opened pack, and which render is wanted.
#[derive(Default)]
pub(crate) struct State {
    pack: RefCell<Option<Rc<FacePack>>>,
    /// A portrait turns many times a second: its puppet is kept, with its size.
    portrait: RefCell<Option<((usize, usize), Puppet)>>,
    /// Counts up with each render and each cancel: a render that sees another number than its own stops.
    turn: Cell<u32>,
    /// Known to encode clips.
    able: Cell<bool>,
}

impl State {
    pub(crate) fn open(&self, pack: FacePack) {
        *self.pack.borrow_mut() = Some(Rc::new(pack));
        *self.portrait.borrow_mut() = None;
    }

    /// The opened pack's puppet in even light.
    pub(crate) fn portrait(&self, width: usize, height: usize) -> Result<RefMut<'_, Puppet>, String> {
        let mut kept = self.portrait.borrow_mut();
        if kept.as_ref().is_none_or(|(size, _)| *size != (width, height)) {
            let pack = self.pack().map_err(|f| f.message)?;
            let puppet = Puppet::new(&pack, width, height, &Look::default()).map_err(|e| e.to_string())?;
            *kept = Some(((width, height), puppet));
        }
        RefMut::filter_map(kept, |k| k.as_mut().map(|(_, puppet)| puppet))
            .map_err(|_| "no understudy is open".to_owned())
    }

    /// # Errors
    /// `unsupported` where no clip can be encoded.
    pub(crate) async fn able(&self) -> Result<(), Failure> {
        if !self.able.get() {
            encoder::check().await?;
            self.able.set(true);
        }
        Ok(())
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
