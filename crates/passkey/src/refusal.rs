//! Why a ceremony was refused.

/// The first check that failed. The message says what happened, [`Refusal::rule`] is stable for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not the JSON form of §5.1.8, or a member is missing.
    #[error("the answer is not that of a passkey")]
    Malformed,
    /// A binary member is not base64url without padding, or not in its only form.
    #[error("a part of the answer is not strict base64url")]
    Base64,
    /// `clientDataJSON` is not JSON with the members that every browser writes.
    #[error("the browser's part of the answer cannot be read")]
    ClientData,
    /// The answer belongs to the other ceremony.
    #[error("the answer belongs to another kind of ceremony")]
    Type,
    /// Another challenge was answered.
    #[error("the answer is to another challenge, or to one that was used before")]
    Challenge,
    /// Another origin asked.
    #[error("the answer was given to another site")]
    Origin,
    /// The request came from inside another site's page.
    #[error("the answer was given inside another site's page")]
    CrossOrigin,
    /// Authenticator data or attestation object is cut short, too long or not canonical.
    #[error("the authenticator's part of the answer cannot be read")]
    AuthenticatorData,
    /// The passkey belongs to another relying party.
    #[error("the passkey belongs to another site")]
    RpId,
    /// Nobody was there.
    #[error("nobody confirmed the passkey on the device")]
    UserPresence,
    /// The device did not check who was there.
    #[error("the device did not verify who you are: unlock it with fingerprint, face or PIN")]
    UserVerification,
    /// Backup flags contradict each other or what was said at registration.
    #[error("the passkey's backup flags contradict each other")]
    Backup,
    /// The key is not of an offered algorithm, or not a valid point or modulus.
    #[error("the passkey uses an algorithm that is not offered")]
    Algorithm,
    /// The credential identifier is empty, too long, or differs between the parts of the answer.
    #[error("the passkey's identifier is not valid")]
    CredentialId,
    /// The attestation statement of format `none` is not empty.
    #[error("the passkey came with a statement that is not valid")]
    Attestation,
    /// The passkey names no member, or another one.
    #[error("the passkey belongs to somebody else")]
    UserHandle,
    /// The signature does not fit.
    #[error("the passkey's signature is not valid")]
    Signature,
    /// The signature counter did not go up: two devices hold the same key.
    #[error("the passkey seems to have been copied: its counter did not go up")]
    Counter,
}

impl Refusal {
    /// Name of the rule that refused.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Base64 => "base64url",
            Self::ClientData => "client_data",
            Self::Type => "type",
            Self::Challenge => "challenge",
            Self::Origin => "origin",
            Self::CrossOrigin => "cross_origin",
            Self::AuthenticatorData => "authenticator_data",
            Self::RpId => "rp_id",
            Self::UserPresence => "user_presence",
            Self::UserVerification => "user_verification",
            Self::Backup => "backup",
            Self::Algorithm => "algorithm",
            Self::CredentialId => "credential_id",
            Self::Attestation => "attestation",
            Self::UserHandle => "user_handle",
            Self::Signature => "signature",
            Self::Counter => "counter",
        }
    }
}
