//! One wish of the visitor, sent once however often the button is pressed.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::{Answer, Error};

/// Holds the idempotency key of what a form or button wants. The same wish keeps its key until it is answered; another
/// wish gets a new one.
#[derive(Clone, Copy)]
pub struct Intent(StoredValue<Rc<RefCell<Option<(String, String)>>>, LocalStorage>);

impl Intent {
    /// Nothing wanted yet.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new_local(Rc::default()))
    }

    /// The key for a wish, told by its path and body.
    pub(super) fn key(self, wish: &str) -> String {
        let Some(held) = self.0.try_get_value() else { return browser::crypto::random_key() };
        let mut held = held.borrow_mut();
        match held.as_ref() {
            Some((known, key)) if known == wish => key.clone(),
            _ => {
                let key = browser::crypto::random_key();
                *held = Some((wish.to_owned(), key.clone()));
                key
            }
        }
    }

    /// Forgets the key once the edge has answered. Without an answer the next try is a retry.
    pub(super) fn settle<T>(self, answer: &Answer<T>) {
        if !matches!(answer, Err(Error::Offline))
            && let Some(held) = self.0.try_get_value()
        {
            held.borrow_mut().take();
        }
    }
}
