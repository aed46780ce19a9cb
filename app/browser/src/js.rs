//! Small helpers around untyped JavaScript values.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property, or `undefined`.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of a plain object.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A method, when the browser has it.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    if object.is_undefined() || object.is_null() {
        return None;
    }
    get(object, name).dyn_into().ok()
}

/// The `name` of a `DOMException` or an `Error`.
pub(crate) fn error_name(error: &JsValue) -> String {
    get(error, "name").as_string().unwrap_or_default()
}

/// The window; the page always has one.
pub(crate) fn window() -> web_sys::Window {
    js_sys::global().unchecked_into()
}
