//! The relying party's checks of W3C Web Authentication Level 3, for passkeys: discoverable credentials, user
//! verification required, attestation not asked for, EdDSA (Ed25519), ES256 and RS256.
//!
//! Pure: no clock, no randomness, no storage. Who calls draws a challenge of at least 16 unpredictable bytes, hands it out
//! with [`creation_options`] or [`request_options`], takes it out of its store exactly once, and gives what the browser
//! answered to [`register`] (§7.1) or [`authenticate`] (§7.2).
//!
//! Section numbers in this crate are those of <https://www.w3.org/TR/webauthn-3/>.

mod authenticate;
mod authenticator_data;
mod client_data;
mod key;
mod options;
mod refusal;
mod register;
mod wire;

pub use authenticate::{Stored, Used, authenticate, credential_id};
pub use key::Algorithm;
pub use options::{CreationOptions, creation_options, request_options};
pub use refusal::Refusal;
pub use register::{Registered, register};

/// Longest credential identifier in bytes (§4, Credential ID).
pub const MAX_CREDENTIAL_ID_BYTES: usize = 1023;
/// Longest user handle in bytes (§5.4.3).
pub const MAX_USER_HANDLE_BYTES: usize = 64;

/// Who asks: the relying party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelyingParty<'a> {
    /// The relying-party identifier: a host such as `localhost` or `example.org`.
    pub id: &'a str,
    /// The only origin that ceremonies may come from, for example `https://example.org`.
    pub origin: &'a str,
}

#[cfg(test)]
mod tests;
