//! Dragging things over an element.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, PointerEvent};

use crate::js::get;

/// Where a pointer is in an element: 0 to 1 from its left and its top.
#[must_use]
pub fn place(event: &PointerEvent, of: &Element) -> [f32; 2] {
    let bounds = of.get_bounding_client_rect();
    let part =
        |at: f64, from: f64, length: f64| if length > 0.0 { ((at - from) / length).clamp(0.0, 1.0) } else { 0.0 };
    // Whole numbers or not: that depends on the version of the standard that the bindings follow.
    let at = |name: &str| get(event, name).as_f64().unwrap_or(0.0);
    let x = part(at("clientX"), bounds.left(), bounds.width());
    let y = part(at("clientY"), bounds.top(), bounds.height());
    [x as f32, y as f32]
}

/// Where a pointer is in the window, in CSS pixels.
#[must_use]
pub fn position(event: &PointerEvent) -> [f64; 2] {
    ["clientX", "clientY"].map(|name| get(event, name).as_f64().unwrap_or(0.0))
}

/// Whether a finger or a pen moves the pointer. A mouse selects text where they would swipe.
#[must_use]
pub fn is_touch(event: &PointerEvent) -> bool {
    event.pointer_type() != "mouse"
}

/// Whether the pointer is on something with a meaning of its own: a link, a button, a field, a dialog.
#[must_use]
pub fn is_on_control(event: &PointerEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target
        .and_then(|target| target.closest("a, button, input, label, textarea, select, dialog").ok().flatten())
        .is_some()
}

/// Sends what follows of a pointer to the element that it went down on, wherever it moves.
pub fn hold(event: &PointerEvent, element: &Element) {
    let _ = element.set_pointer_capture(event.pointer_id());
}
