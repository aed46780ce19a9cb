//! What identifies somebody in a report, at rest: AES-256-GCM under a key derived from the instance's secret. Pure but
//! for the nonce.

use domain::TakedownId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::crypto::{self, NONCE, base64url, unbase64url};
use crate::error::{Answer, Failure};
use crate::state::App;

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
    let sealed = crypto::seal(key, nonce, format!("{case} {what}").as_bytes(), plain)
        .ok_or_else(|| Failure::Internal("a report could not be encrypted".into()))?;
    Ok(base64url(&sealed))
}

fn open_with(key: &[u8; 32], case: &TakedownId, what: &str, sealed: &str) -> Answer<Vec<u8>> {
    unbase64url(sealed)
        .and_then(|sealed| crypto::open(key, format!("{case} {what}").as_bytes(), &sealed))
        .ok_or_else(|| Failure::Internal("a report does not open".into()))
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
