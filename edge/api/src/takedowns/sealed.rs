//! What identifies somebody in a report, at rest.

use domain::TakedownId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Answer;
use crate::sealed;
use crate::state::App;

const PURPOSE: &str = "takedowns";

/// Encrypts a value. It opens only in the same case and as the same `what`.
///
/// # Errors
/// The platform has no randomness.
pub fn seal(app: &App, case: &TakedownId, what: &str, value: &impl Serialize) -> Answer<String> {
    sealed::seal(app, PURPOSE, &format!("{case} {what}"), value)
}

/// Decrypts a value.
///
/// # Errors
/// It was changed or belongs elsewhere.
pub fn open<T: DeserializeOwned>(app: &App, case: &TakedownId, what: &str, text: &str) -> Answer<T> {
    sealed::open(app, PURPOSE, &format!("{case} {what}"), text)
}
