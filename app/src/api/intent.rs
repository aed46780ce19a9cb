//! One wish of the visitor, sent once however often the button is pressed.

use leptos::prelude::*;

use super::{Answer, Error};

/// What is wanted: where, and the body that says it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// Path.
    pub(super) path: String,
    /// JSON, or nothing.
    pub(super) body: String,
}

/// Holds the idempotency key of what a form or button wants. The same wish keeps its key until it is answered; another
/// wish gets a new one.
#[derive(Clone, Copy)]
pub struct Intent(StoredValue<Option<(Wish, String)>, LocalStorage>);

impl Intent {
    /// Nothing wanted yet.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// The key for a wish.
    pub(super) fn key(self, path: &str, body: &str) -> String {
        let key = self.0.try_update_value(|held| match held {
            Some((known, key)) if known.path == path && known.body == body => key.clone(),
            _ => {
                let key = browser::crypto::random_key();
                *held = Some((Wish { path: path.to_owned(), body: body.to_owned() }, key.clone()));
                key
            }
        });
        key.unwrap_or_else(browser::crypto::random_key)
    }

    /// What was sent and never answered.
    pub(super) fn unanswered(self) -> Option<Wish> {
        self.0.try_get_value().flatten().map(|(wish, _)| wish)
    }

    /// Forgets the key once the edge has answered. Without an answer the next try is a retry.
    pub(super) fn settle<T>(self, answer: &Answer<T>) {
        if !answer.as_ref().is_err_and(Error::unanswered) {
            self.0.try_update_value(|held| *held = None);
        }
    }
}
