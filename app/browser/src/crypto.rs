//! Random keys and digests.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

use crate::js::window;

/// A new random key of 32 characters, for an idempotency header.
#[must_use]
pub fn random_key() -> String {
    let mut bytes = [0u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// SHA-256 of bytes in base 64, as `Content-Digest` wants it. None where the browser has no subtle crypto.
pub async fn sha256_base64(bytes: &[u8]) -> Option<String> {
    let subtle = window().crypto().ok()?.subtle();
    // A copy: the promise may outlive this borrow of WASM memory.
    let copy = Uint8Array::from(bytes);
    let digest = JsFuture::from(subtle.digest_with_str_and_js_u8_array("SHA-256", &copy).ok()?).await.ok()?;
    let text: String = Uint8Array::new(&digest).to_vec().iter().map(|b| char::from(*b)).collect();
    window().btoa(&text).ok()
}
