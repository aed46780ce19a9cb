//! Something that is made once, when it is first asked for, however many ask at the same time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wire::workers::Failure;

/// A place for one shared thing.
pub(super) struct Slot<T> {
    thing: RefCell<Option<Rc<T>>>,
    making: Cell<bool>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { thing: RefCell::new(None), making: Cell::new(false) }
    }
}

impl<T> Slot<T> {
    /// The thing, made now if it is not there. After a failure the next caller tries anew.
    pub(super) async fn get(&self, make: impl AsyncFnOnce() -> Result<T, Failure>) -> Result<Rc<T>, Failure> {
        loop {
            if let Some(thing) = self.now() {
                return Ok(thing);
            }
            if !self.making.get() {
                break;
            }
            browser::clock::sleep(50).await;
        }
        self.making.set(true);
        // Also cleared when the caller gives up in the middle.
        let _made = Cleared(&self.making);
        let thing = Rc::new(make().await?);
        *self.thing.borrow_mut() = Some(Rc::clone(&thing));
        Ok(thing)
    }

    /// The thing, if it is there.
    pub(super) fn now(&self) -> Option<Rc<T>> {
        self.thing.borrow().clone()
    }

    /// Lets it go if it is of no more use; says whether it did.
    pub(super) fn empty_if(&self, useless: impl FnOnce(&T) -> bool) -> bool {
        let gone = self.now().is_some_and(|thing| useless(&thing));
        if gone {
            self.empty();
        }
        gone
    }

    /// Lets it go.
    pub(super) fn empty(&self) {
        self.thing.borrow_mut().take();
    }
}

struct Cleared<'a>(&'a Cell<bool>);

impl Drop for Cleared<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
