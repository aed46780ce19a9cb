//! The page itself: its title, its address, its device.

use js_sys::Object;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

use crate::js::{get, method, set, window};

/// The tokens `--stage` and `--paper`, for what cannot read a style sheet.
const STAGE: &str = "#130e0b";
const PAPER: &str = "#f8f5f0";
/// How long after its start a page has its own files and its first clip, in milliseconds.
const SETTLED_MS: i32 = 5000;

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

/// Whether the visitor loaded the page anew.
#[must_use]
pub fn reloaded() -> bool {
    let entries = window().performance().map(|p| p.get_entries_by_type("navigation")).unwrap_or_default();
    get(&entries.get(0), "type").as_string().as_deref() == Some("reload")
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

/// Closes the first match, a popover.
pub fn close_popover(selector: &str) {
    let found = window().document().and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(hide) = found.as_ref().and_then(|element| method(element, "hidePopover")) {
        let _ = hide.call0(&found.into());
    }
}

/// Whether the page is on the screen.
#[must_use]
pub fn visible() -> bool {
    window().document().is_none_or(|d| !d.hidden())
}

/// The path of the address.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
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

/// Asks the service worker, once there is one and the page has nothing better to do, to keep the page at `path` with all
/// that it needs. Not on a connection that the visitor wants to spare.
pub fn keep_ahead(path: &'static str) {
    let navigator = window().navigator();
    let spare = get(&get(&navigator, "connection"), "saveData").is_truthy();
    if spare || get(&navigator, "serviceWorker").is_undefined() {
        return;
    }
    spawn_local(async move {
        crate::clock::sleep(SETTLED_MS).await;
        let Ok(ready) = navigator.service_worker().ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let worker = get(&registration, "active");
        let message = Object::new();
        set(&message, "keep", &path.into());
        if let Some(post) = method(&worker, "postMessage") {
            let _ = post.call1(&worker, &message);
        }
    });
}

/// Makes the ground around the page, and the browser's own bars, dark as the stage, or that of the visitor's scheme.
pub fn set_stage(on: bool) {
    let Some(document) = window().document() else { return };
    if let Some(root) = document.document_element() {
        root.set_class_name(if on { "watch" } else { "" });
    }
    let bar = document.query_selector("meta[name=theme-color][media*=light]").ok().flatten();
    if let Some(bar) = bar {
        let _ = bar.set_attribute("content", if on { STAGE } else { PAPER });
    }
}

/// Takes away what the document showed while the app was loading.
pub fn remove(selector: &str) {
    if let Some(element) = window().document().and_then(|d| d.query_selector(selector).ok().flatten()) {
        element.remove();
    }
}
