//! Registration (§7.1).

use ciborium::Value as Cbor;
use serde_json::Value;

use crate::authenticator_data::{self, cbor, member};
use crate::key::PublicKey;
use crate::wire::{Attestation, decode, parse};
use crate::{Refusal, RelyingParty, client_data};

/// A new passkey, to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its identifier, 1 to 1023 bytes. Whoever stores it must refuse one that is known.
    pub credential_id: Vec<u8>,
    /// Its public key in this crate's compact form: 33 or 34 bytes, with RSA 257 to 513.
    pub public_key: Vec<u8>,
    /// Its signature counter.
    pub counter: u32,
    /// Whether it may leave its device. Never changes.
    pub backup_eligible: bool,
    /// Whether it has a copy elsewhere.
    pub backed_up: bool,
}

/// Checks a `RegistrationResponseJSON` against the challenge that was handed out.
///
/// # Errors
/// The first check that failed.
pub fn register(party: &RelyingParty<'_>, challenge: &[u8], credential: &Value) -> Result<Registered, Refusal> {
    let credential = parse::<Attestation>(credential)?;
    let id = credential.id()?;
    client_data::check(&credential.response.client_data, "webauthn.create", challenge, party)?;
    let object = decode(&credential.response.object)?;
    let mut rest = object.as_slice();
    let object = cbor(&mut rest)?;
    if !rest.is_empty() {
        return Err(Refusal::AuthenticatorData);
    }
    let part = |name: &str| member(&object, &Cbor::from(name)).ok_or(Refusal::AuthenticatorData);
    let bytes = part("authData")?.as_bytes().ok_or(Refusal::AuthenticatorData)?;
    let format = part("fmt")?.as_text().ok_or(Refusal::AuthenticatorData)?;
    let statement = part("attStmt")?.as_map().ok_or(Refusal::AuthenticatorData)?;
    let data = authenticator_data::check(bytes, party)?;
    let attested = data.attested.ok_or(Refusal::AuthenticatorData)?;
    // No attestation was asked for, so statements of other formats are not judged (§7.1, last note of step 22).
    if format == "none" && !statement.is_empty() {
        return Err(Refusal::Attestation);
    }
    if attested.credential_id != id {
        return Err(Refusal::CredentialId);
    }
    Ok(Registered {
        credential_id: id,
        public_key: PublicKey::from_cose(&attested.public_key)?.to_bytes(),
        counter: data.counter,
        backup_eligible: data.backup_eligible,
        backed_up: data.backed_up,
    })
}
