//! What identifies somebody in a report, at rest: AES-256-GCM under a key derived from the instance's secret. Pure but
//! for the nonce.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use domain::TakedownId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::crypto::{base64url, unbase64url};
use crate::error::{Answer, Failure};
use crate::state::App;

/// Bytes of a nonce (NIST SP 800-38D, 96 bits), which goes before the ciphertext.
const NONCE: usize = 12;

/// Encrypts a value. It opens only in the same case and as the same `what`.
///
/// # Errors
/// The platform has no randomness.
pub fn seal(app: &App, case: &TakedownId, what: &str, value: &impl Serialize) -> Answer<String> {
    seal_with(&app.key("takedowns"), app.random()?, case, what, &serde_json::to_vec(value)?)
}

/// Decrypts a value.
///
/// # Errors
/// [`Failure::Internal`] when it was changed or belongs elsewhere.
pub fn open<T: DeserializeOwned>(app: &App, case: &TakedownId, what: &str, sealed: &str) -> Answer<T> {
    Ok(serde_json::from_slice(&open_with(&app.key("takedowns"), case, what, sealed)?)?)
}

fn seal_with(key: &[u8; 32], nonce: [u8; NONCE], case: &TakedownId, what: &str, plain: &[u8]) -> Answer<String> {
    let label = format!("{case} {what}");
    let sealed = Aes256Gcm::new(key.into())
        .encrypt(Nonce::from_slice(&nonce), Payload { msg: plain, aad: label.as_bytes() })
        .map_err(|_| Failure::Internal("a report could not be encrypted".into()))?;
    Ok(base64url(&[nonce.as_slice(), &sealed].concat()))
}

fn open_with(key: &[u8; 32], case: &TakedownId, what: &str, sealed: &str) -> Answer<Vec<u8>> {
    let wrong = || Failure::Internal("a report does not open".into());
    let bytes = unbase64url(sealed).ok_or_else(wrong)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
    let label = format!("{case} {what}");
    Aes256Gcm::new(key.into())
        .decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: label.as_bytes() })
        .map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_opens_only_as_what_it_is() {
        let (case, other) = (TakedownId::from_bytes(&[1; 16]), TakedownId::from_bytes(&[2; 16]));
        let sealed = seal_with(&[7; 32], [9; NONCE], &case, "report", b"Ana, ana@example.org").unwrap();
        assert_eq!(open_with(&[7; 32], &case, "report", &sealed).unwrap(), b"Ana, ana@example.org");
        assert!(open_with(&[8; 32], &case, "report", &sealed).is_err());
        assert!(open_with(&[7; 32], &other, "report", &sealed).is_err());
        assert!(open_with(&[7; 32], &case, "appeal", &sealed).is_err());
        assert!(open_with(&[7; 32], &case, "report", &sealed[1..]).is_err());
        assert!(open_with(&[7; 32], &case, "report", "").is_err());
    }
}
