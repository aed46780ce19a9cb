//! Event listeners that end when their guard is dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, HtmlAnchorElement, KeyboardEvent};

use crate::js::{get, window};

/// A listener on a target; dropping it removes it.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    /// Whether it comes before the listeners of what is inside.
    first: bool,
    run: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub(crate) fn new(target: &EventTarget, kind: &'static str, run: impl FnMut(Event) + 'static) -> Self {
        Self::add(target, kind, false, run)
    }

    fn add(target: &EventTarget, kind: &'static str, first: bool, run: impl FnMut(Event) + 'static) -> Self {
        let run = Closure::<dyn FnMut(Event)>::new(run);
        // Adding a listener fails only for a null callback.
        let _ = target.add_event_listener_with_callback_and_bool(kind, run.as_ref().unchecked_ref(), first);
        Self { target: target.clone(), kind, first, run }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let run = self.run.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.kind, run, self.first);
    }
}

/// Leaves links to the browser when `leave` says so of their path: the router lets pass what is marked as external.
#[must_use]
pub fn links(leave: impl Fn(&str) -> bool + 'static) -> Listener {
    let window = window();
    let origin = window.location().origin().unwrap_or_default();
    Listener::add(&window, "click", true, move |event| {
        let link = event.target().and_then(|t| t.dyn_into::<Element>().ok()).and_then(|e| e.closest("a[href]").ok()?);
        let Some(link) = link.and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        // A place on this very page.
        if link.get_attribute("href").is_some_and(|href| href.starts_with('#')) {
            return;
        }
        if link.origin() == origin && leave(&link.pathname()) {
            let _ = link.set_attribute("rel", "external");
        }
    })
}

/// Calls `run` for each key pressed outside of text fields and without modifiers, once however long it is held. `run`
/// says whether it used the key.
#[must_use]
pub fn keys(mut run: impl FnMut(&str) -> bool + 'static) -> Listener {
    let mut used = false;
    Listener::new(&window(), "keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let typing = event.target().and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|e| {
            matches!(e.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                || e.closest("dialog").ok().flatten().is_some()
        });
        // Space and Enter belong to the button that has the focus.
        let on_control = event.target().and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|e| {
            matches!(e.tag_name().as_str(), "BUTTON" | "A") && matches!(event.key().as_str(), " " | "Enter")
        });
        if typing || on_control || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if !event.repeat() {
            used = run(&event.key());
        }
        if used {
            event.prevent_default();
        }
    })
}

/// Calls `run` with whether the network is there, each time that changes.
#[must_use]
pub fn online(run: impl Fn(bool) + Clone + 'static) -> (Listener, Listener) {
    let back = run.clone();
    (Listener::new(&window(), "online", move |_| back(true)), Listener::new(&window(), "offline", move |_| run(false)))
}

/// Calls `run` with whether the page is visible, each time that changes.
#[must_use]
pub fn visibility(run: impl Fn(bool) + 'static) -> Option<Listener> {
    let document = window().document()?;
    let page = document.clone();
    Some(Listener::new(&document, "visibilitychange", move |_| run(!page.hidden())))
}

/// Calls `run` when the browser brings this page back as it was left, with all that was known then.
#[must_use]
pub fn brought_back(run: impl Fn() + 'static) -> Listener {
    Listener::new(&window(), "pageshow", move |event| {
        if get(&event, "persisted").is_truthy() {
            run();
        }
    })
}
