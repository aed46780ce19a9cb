//! What the authenticator says: authenticator data (§6.1).

use ciborium::Value;
use sha2::{Digest, Sha256};

use crate::{MAX_CREDENTIAL_ID_BYTES, Refusal, RelyingParty};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

/// Authenticator data after its checks.
#[derive(Debug)]
pub(crate) struct AuthenticatorData {
    pub(crate) counter: u32,
    pub(crate) backup_eligible: bool,
    pub(crate) backed_up: bool,
    pub(crate) attested: Option<Attested>,
}

/// Attested credential data (§6.5.1).
#[derive(Debug)]
pub(crate) struct Attested {
    pub(crate) credential_id: Vec<u8>,
    pub(crate) public_key: Value,
}

/// Reads the bytes to their end and checks what both ceremonies check: relying party, presence, verification, backup.
pub(crate) fn check(bytes: &[u8], party: &RelyingParty<'_>) -> Result<AuthenticatorData, Refusal> {
    let mut rest = bytes;
    let rp_id_hash: [u8; 32] = take(&mut rest)?;
    let [flags] = take(&mut rest)?;
    let counter = u32::from_be_bytes(take(&mut rest)?);
    let attested = if flags & ATTESTED != 0 { Some(attested(&mut rest)?) } else { None };
    if flags & EXTENSIONS != 0 && !cbor(&mut rest)?.is_map() {
        return Err(Refusal::AuthenticatorData);
    }
    if !rest.is_empty() {
        return Err(Refusal::AuthenticatorData);
    }
    if rp_id_hash != <[u8; 32]>::from(Sha256::digest(party.id.as_bytes())) {
        return Err(Refusal::RpId);
    }
    if flags & USER_PRESENT == 0 {
        return Err(Refusal::UserPresence);
    }
    if flags & USER_VERIFIED == 0 {
        return Err(Refusal::UserVerification);
    }
    let (backup_eligible, backed_up) = (flags & BACKUP_ELIGIBLE != 0, flags & BACKED_UP != 0);
    if backed_up && !backup_eligible {
        return Err(Refusal::Backup);
    }
    Ok(AuthenticatorData { counter, backup_eligible, backed_up, attested })
}

fn attested(rest: &mut &[u8]) -> Result<Attested, Refusal> {
    let _aaguid: [u8; 16] = take(rest)?;
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    if length == 0 || length > MAX_CREDENTIAL_ID_BYTES {
        return Err(Refusal::CredentialId);
    }
    let (id, after) = rest.split_at_checked(length).ok_or(Refusal::AuthenticatorData)?;
    *rest = after;
    Ok(Attested { credential_id: id.to_vec(), public_key: cbor(rest)? })
}

/// The next CBOR item.
pub(crate) fn cbor(rest: &mut &[u8]) -> Result<Value, Refusal> {
    ciborium::de::from_reader_with_recursion_limit(rest, 8).map_err(|_| Refusal::AuthenticatorData)
}

/// The only value of `key` in a map of CBOR: a key that is there twice makes the map ambiguous.
pub(crate) fn member<'a>(map: &'a Value, key: &Value) -> Option<&'a Value> {
    let mut found = map.as_map()?.iter().filter(|(k, _)| k == key).map(|(_, value)| value);
    let first = found.next();
    if found.next().is_some() { None } else { first }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Refusal> {
    let (head, after) = rest.split_first_chunk().ok_or(Refusal::AuthenticatorData)?;
    *rest = after;
    Ok(*head)
}
