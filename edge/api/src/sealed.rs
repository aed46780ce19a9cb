//! Values that identify somebody, at rest: JSON under AES-256-GCM, with a key derived from the instance's secret for each
//! purpose. Pure but for the nonce.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::crypto::{self, NONCE, base64url, unbase64url};
use crate::error::{Answer, Failure};
use crate::state::App;

/// Encrypts a value. It opens only for the same purpose and under the same label.
///
/// # Errors
/// The platform has no randomness.
pub fn seal(app: &App, purpose: &str, label: &str, value: &impl Serialize) -> Answer<String> {
    seal_with(&app.key(purpose), app.random()?, label, &serde_json::to_vec(value)?)
}

/// Decrypts a value.
///
/// # Errors
/// [`Failure::Internal`] when it was changed or belongs elsewhere.
pub fn open<T: DeserializeOwned>(app: &App, purpose: &str, label: &str, sealed: &str) -> Answer<T> {
    Ok(serde_json::from_slice(&open_with(&app.key(purpose), label, sealed)?)?)
}

fn seal_with(key: &[u8; 32], nonce: [u8; NONCE], label: &str, plain: &[u8]) -> Answer<String> {
    let sealed = crypto::seal(key, nonce, label.as_bytes(), plain)
        .ok_or_else(|| Failure::Internal("a value could not be encrypted".into()))?;
    Ok(base64url(&sealed))
}

fn open_with(key: &[u8; 32], label: &str, sealed: &str) -> Answer<Vec<u8>> {
    unbase64url(sealed)
        .and_then(|sealed| crypto::open(key, label.as_bytes(), &sealed))
        .ok_or_else(|| Failure::Internal("a sealed value does not open".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_only_as_what_it_is() {
        let sealed = seal_with(&[7; 32], [9; NONCE], "1 report", b"Ana, ana@example.org").unwrap();
        assert_eq!(open_with(&[7; 32], "1 report", &sealed).unwrap(), b"Ana, ana@example.org");
        assert!(open_with(&[8; 32], "1 report", &sealed).is_err());
        assert!(open_with(&[7; 32], "2 report", &sealed).is_err());
        assert!(open_with(&[7; 32], "1 appeal", &sealed).is_err());
        assert!(open_with(&[7; 32], "1 report", &sealed[1..]).is_err());
        assert!(open_with(&[7; 32], "1 report", "").is_err());
    }
}
