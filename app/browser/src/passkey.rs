//! Passkeys (W3C Web Authentication Level 3), JSON in and out.

use js_sys::{JSON, Object, Promise};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::js::{error_name, get, method, set, window};

/// Why there is no passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// The visitor closed the dialog, or it ran out of time.
    #[error("closed")]
    Cancelled,
    /// This device already has a passkey for the account.
    #[error("already here")]
    AlreadyHere,
    /// The address is not one for which passkeys can be made.
    #[error("wrong address")]
    WrongAddress,
    /// The browser has no passkeys.
    #[error("not supported")]
    Unsupported,
}

fn explain(error: &JsValue) -> PasskeyError {
    match error_name(error).as_str() {
        "NotAllowedError" | "AbortError" => PasskeyError::Cancelled,
        "InvalidStateError" => PasskeyError::AlreadyHere,
        "SecurityError" => PasskeyError::WrongAddress,
        _ => PasskeyError::Unsupported,
    }
}

/// Makes a passkey from `PublicKeyCredentialCreationOptionsJSON`; answers `RegistrationResponseJSON`.
///
/// # Errors
/// Why there is none.
pub async fn create(options: &Value) -> Result<Value, PasskeyError> {
    run(options, "parseCreationOptionsFromJSON", "create").await
}

/// Uses a passkey by `PublicKeyCredentialRequestOptionsJSON`; answers `AuthenticationResponseJSON`.
///
/// # Errors
/// Why there is none.
pub async fn get_one(options: &Value) -> Result<Value, PasskeyError> {
    run(options, "parseRequestOptionsFromJSON", "get").await
}

async fn run(options: &Value, parse: &str, verb: &str) -> Result<Value, PasskeyError> {
    let class = get(&window(), "PublicKeyCredential");
    let parse = method(&class, parse).ok_or(PasskeyError::Unsupported)?;
    let json = JSON::parse(&options.to_string()).map_err(|e| explain(&e))?;
    let public_key = parse.call1(&class, &json).map_err(|e| explain(&e))?;
    let ask = Object::new();
    set(&ask, "publicKey", &public_key);
    let credentials = get(&window().navigator(), "credentials");
    let verb = method(&credentials, verb).ok_or(PasskeyError::Unsupported)?;
    let promise: Promise = verb.call1(&credentials, &ask).map_err(|e| explain(&e))?.unchecked_into();
    let credential = JsFuture::from(promise).await.map_err(|e| explain(&e))?;
    // `toJSON` is called by stringify.
    let text = JSON::stringify(&credential).map_err(|e| explain(&e))?;
    serde_json::from_str(&String::from(text)).map_err(|_| PasskeyError::Unsupported)
}
