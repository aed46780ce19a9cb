//! What the browser is asked: the JSON forms of creation and request options (§5.4, §5.5).

use serde_json::{Value, json};

use crate::wire::encode;
use crate::{Algorithm, RelyingParty};

/// Whose passkey is made.
#[derive(Debug, Clone, Copy)]
pub struct CreationOptions<'a> {
    /// How the relying party calls itself.
    pub party_name: &'a str,
    /// 1 to 64 unpredictable bytes that name the member to the authenticator and say nothing about them.
    pub user_handle: &'a [u8],
    /// The member's account name, to tell accounts apart.
    pub name: &'a str,
    /// How the member is called.
    pub display_name: &'a str,
    /// Passkeys that the member has, by identifier: the device that holds one of them makes no second.
    pub exclude: &'a [Vec<u8>],
    /// How long the ceremony may take, in milliseconds.
    pub timeout_ms: u64,
}

/// `PublicKeyCredentialCreationOptionsJSON` for a discoverable passkey.
#[must_use]
pub fn creation_options(party: &RelyingParty<'_>, challenge: &[u8], options: &CreationOptions<'_>) -> Value {
    let algorithms: Vec<Value> =
        Algorithm::OFFERED.iter().map(|a| json!({ "type": "public-key", "alg": a.cose() })).collect();
    let exclude: Vec<Value> =
        options.exclude.iter().map(|id| json!({ "type": "public-key", "id": encode(id) })).collect();
    json!({
        "rp": { "id": party.id, "name": options.party_name },
        "user": {
            "id": encode(options.user_handle),
            "name": options.name,
            "displayName": options.display_name,
        },
        "challenge": encode(challenge),
        "pubKeyCredParams": algorithms,
        "timeout": options.timeout_ms,
        "excludeCredentials": exclude,
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        },
        "attestation": "none",
    })
}

/// `PublicKeyCredentialRequestOptionsJSON` for any passkey of the relying party.
#[must_use]
pub fn request_options(party: &RelyingParty<'_>, challenge: &[u8], timeout_ms: u64) -> Value {
    json!({
        "challenge": encode(challenge),
        "rpId": party.id,
        "timeout": timeout_ms,
        "allowCredentials": [],
        "userVerification": "required",
    })
}
