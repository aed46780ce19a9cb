//! The page itself: its title, its address, its device.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

use crate::js::{get, window};

/// Names the page.
pub fn set_title(title: &str) {
    if let Some(document) = window().document() {
        document.set_title(title);
    }
}

/// The part of the address behind `#`, which never reaches a server.
#[must_use]
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Takes the fragment out of the address bar and out of the history.
pub fn drop_fragment() {
    let location = window().location();
    if let (Ok(history), Ok(path)) = (window().history(), location.pathname()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Leaves for another address.
pub fn leave_for(address: &str) {
    let _ = window().location().set_href(address);
}

/// Leaves for another address, which takes this one's place in the history.
pub fn replace_with(address: &str) {
    let _ = window().location().replace(address);
}

/// Moves the keyboard focus to the first match, without scrolling the visitor away.
pub fn focus(selector: &str) {
    let found = window().document().and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the device says it has a network.
#[must_use]
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Logical processors; 0 where the browser keeps it to itself.
#[must_use]
pub fn processors() -> u32 {
    get(&window().navigator(), "hardwareConcurrency").as_f64().unwrap_or(0.0) as u32
}

/// Whether the visitor wants little movement.
#[must_use]
pub fn reduced_motion() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|m| m.matches())
}

/// Registers the service worker that keeps the app's shell. Nothing depends on it.
pub fn keep_shell(script: &str) {
    let navigator = window().navigator();
    if get(&navigator, "serviceWorker").is_undefined() {
        return;
    }
    let registered = navigator.service_worker().register(script);
    spawn_local(async move { drop(JsFuture::from(registered).await) });
}

/// Takes away what the document showed while the app was loading.
pub fn remove(selector: &str) {
    if let Some(element) = window().document().and_then(|d| d.query_selector(selector).ok().flatten()) {
        element.remove();
    }
}
