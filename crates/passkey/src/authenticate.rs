//! Authentication (§7.2).

use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::key::PublicKey;
use crate::wire::{Assertion, decode, parse};
use crate::{Refusal, RelyingParty, authenticator_data, client_data};

/// A passkey as it was stored.
#[derive(Debug, Clone, Copy)]
pub struct Stored<'a> {
    /// [`crate::Registered::public_key`].
    pub public_key: &'a [u8],
    /// The last counter.
    pub counter: u32,
    /// [`crate::Registered::backup_eligible`].
    pub backup_eligible: bool,
    /// The user handle of the member it belongs to.
    pub user_handle: &'a [u8],
}

/// What changes with each use, to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// The new counter. Store it only while the stored one is lower, or both are 0.
    pub counter: u32,
    /// Whether it has a copy elsewhere now.
    pub backed_up: bool,
}

/// Which passkey an answer claims to be, to look it up.
///
/// # Errors
/// The answer is malformed.
pub fn credential_id(credential: &Value) -> Result<Vec<u8>, Refusal> {
    parse::<serde::de::IgnoredAny>(credential)?.id()
}

/// Checks an `AuthenticationResponseJSON` against the challenge that was handed out and the passkey that was stored under
/// [`credential_id`].
///
/// # Errors
/// The first check that failed.
pub fn authenticate(
    party: &RelyingParty<'_>,
    challenge: &[u8],
    credential: &Value,
    stored: &Stored<'_>,
) -> Result<Used, Refusal> {
    let credential = parse::<Assertion>(credential)?;
    credential.id()?;
    // Nobody was named beforehand, so the passkey must name its member (§7.2 step 6).
    let user_handle = decode(credential.response.user_handle.as_deref().ok_or(Refusal::UserHandle)?)?;
    if !bool::from(user_handle.ct_eq(stored.user_handle)) {
        return Err(Refusal::UserHandle);
    }
    let hash = client_data::check(&credential.response.client_data, "webauthn.get", challenge, party)?;
    let bytes = decode(&credential.response.authenticator_data)?;
    let data = authenticator_data::check(&bytes, party)?;
    if data.backup_eligible != stored.backup_eligible {
        return Err(Refusal::Backup);
    }
    let signature = decode(&credential.response.signature)?;
    PublicKey::from_bytes(stored.public_key)?.verify(&[bytes.as_slice(), &hash].concat(), &signature)?;
    if (data.counter > 0 || stored.counter > 0) && data.counter <= stored.counter {
        return Err(Refusal::Counter);
    }
    Ok(Used { counter: data.counter, backed_up: data.backed_up })
}
