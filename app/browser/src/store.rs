//! Small things kept on this device: text by name.

use web_sys::Storage;

use crate::js::window;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What is kept under a name. None in a browser that keeps nothing.
#[must_use]
pub fn get(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Keeps a text under a name.
pub fn set(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, text);
    }
}

/// Forgets a name.
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Hands a text to the next page of this tab, which [`take`]s it.
pub fn pass(name: &str, text: &str) {
    if let Some(tab) = tab() {
        let _ = tab.set_item(name, text);
    }
}

/// What an earlier page of this tab passed on, once.
#[must_use]
pub fn take(name: &str) -> Option<String> {
    let tab = tab()?;
    let text = tab.get_item(name).ok().flatten()?;
    let _ = tab.remove_item(name);
    Some(text)
}

/// What an earlier page of this tab passed on, left there for the next.
#[must_use]
pub fn passed(name: &str) -> Option<String> {
    tab()?.get_item(name).ok().flatten()
}

fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
