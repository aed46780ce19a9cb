//! What the browser says of the ceremony: `clientDataJSON` (§5.8.1).

use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::wire::decode;
use crate::{Refusal, RelyingParty};

#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
    #[serde(rename = "topOrigin", default)]
    top_origin: Option<String>,
}

/// Checks kind, challenge and origin; answers with the hash that the authenticator signed.
pub(crate) fn check(
    client_data: &str,
    kind: &str,
    challenge: &[u8],
    party: &RelyingParty<'_>,
) -> Result<[u8; 32], Refusal> {
    let bytes = decode(client_data)?;
    let data: ClientData = serde_json::from_slice(&bytes).map_err(|_| Refusal::ClientData)?;
    if data.kind != kind {
        return Err(Refusal::Type);
    }
    let found = decode(&data.challenge).map_err(|_| Refusal::Challenge)?;
    if challenge.is_empty() || !bool::from(found.ct_eq(challenge)) {
        return Err(Refusal::Challenge);
    }
    if data.origin != party.origin {
        return Err(Refusal::Origin);
    }
    if data.cross_origin || data.top_origin.is_some() {
        return Err(Refusal::CrossOrigin);
    }
    Ok(Sha256::digest(&bytes).into())
}
