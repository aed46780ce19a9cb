//! Why a camera or a microphone could not be opened.

use wasm_bindgen::JsValue;

use crate::js::error_name;

/// What could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// The camera.
    Camera,
    /// The microphone.
    Microphone,
}

/// Why a camera or a microphone could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// There is none.
    #[error("none found")]
    Missing,
    /// The visitor or the browser said no.
    #[error("not allowed")]
    Denied,
    /// Something else uses it.
    #[error("in use")]
    Busy,
    /// This browser or this address cannot open one: cameras need https or localhost.
    #[error("not supported")]
    Unsupported,
}

impl MediaError {
    pub(crate) fn from_js(error: &JsValue) -> Self {
        match error_name(error).as_str() {
            "NotAllowedError" | "SecurityError" | "PermissionDeniedError" => Self::Denied,
            "NotFoundError" | "OverconstrainedError" | "DevicesNotFoundError" => Self::Missing,
            "NotReadableError" | "AbortError" | "TrackStartError" => Self::Busy,
            _ => Self::Unsupported,
        }
    }
}
