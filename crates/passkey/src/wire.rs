//! The JSON forms of §5.1.8, as far as they are used. Members that are not used (extensions, transports) are ignored.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Refusal;

/// `RegistrationResponseJSON` and `AuthenticationResponseJSON`.
#[derive(Deserialize)]
pub(crate) struct Credential<R> {
    id: String,
    #[serde(rename = "rawId")]
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    pub(crate) response: R,
}

/// `AuthenticatorAttestationResponseJSON`.
#[derive(Deserialize)]
pub(crate) struct Attestation {
    #[serde(rename = "clientDataJSON")]
    pub(crate) client_data: String,
    #[serde(rename = "attestationObject")]
    pub(crate) object: String,
}

/// `AuthenticatorAssertionResponseJSON`.
#[derive(Deserialize)]
pub(crate) struct Assertion {
    #[serde(rename = "clientDataJSON")]
    pub(crate) client_data: String,
    #[serde(rename = "authenticatorData")]
    pub(crate) authenticator_data: String,
    pub(crate) signature: String,
    #[serde(rename = "userHandle", default)]
    pub(crate) user_handle: Option<String>,
}

pub(crate) fn parse<R: DeserializeOwned>(credential: &Value) -> Result<Credential<R>, Refusal> {
    Credential::<R>::deserialize(credential).map_err(|_| Refusal::Malformed)
}

impl<R> Credential<R> {
    /// The credential identifier, when both of its forms agree.
    pub(crate) fn id(&self) -> Result<Vec<u8>, Refusal> {
        if self.kind != "public-key" {
            return Err(Refusal::Malformed);
        }
        if self.id != self.raw_id {
            return Err(Refusal::CredentialId);
        }
        let id = decode(&self.raw_id)?;
        if (1..=crate::MAX_CREDENTIAL_ID_BYTES).contains(&id.len()) { Ok(id) } else { Err(Refusal::CredentialId) }
    }
}

/// Strict: no padding, no line breaks, no bits left over.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Refusal> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_| Refusal::Base64)
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}
