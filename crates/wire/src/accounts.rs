//! Accounts, passkeys and sessions.

use domain::text::{DisplayName, Handle};
use domain::{CeremonyId, UnixMs};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::people::Relation;

/// Begins a registration. The invite is spent when it finishes, not before.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StartRegistration {
    /// The secret of the invite link (its URL fragment).
    pub invite: String,
    /// Wanted handle; [`domain::text::Handle`] says what fits.
    pub handle: String,
    /// How the member is called on the screen.
    pub display_name: String,
    /// The visitor says they are 18 or older. `false` is refused.
    pub adult: bool,
}

/// A passkey ceremony in progress.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ceremony {
    /// Names the ceremony when it is finished.
    pub id: CeremonyId,
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON` of W3C Web Authentication
    /// Level 3, for `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.
    pub options: Value,
    /// When it can no longer be finished.
    pub expires_at: UnixMs,
}

/// Finishes a ceremony with what the authenticator answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FinishCeremony {
    /// `RegistrationResponseJSON` or `AuthenticationResponseJSON` of W3C Web Authentication Level 3.
    pub credential: Value,
}

/// Begins a sign-in. Empty: the passkey itself says whose it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StartSignIn {}

/// Begins a recovery: a one-time code opens the registration of a new passkey.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StartRecovery {
    /// Whose account.
    pub handle: String,
    /// One of the ten codes of the registration.
    pub code: String,
}

/// What a member is to themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    /// Public name.
    pub handle: Handle,
    /// Name on the screen.
    pub display_name: DisplayName,
    /// Whether this member runs the instance.
    pub operator: bool,
    /// When they joined.
    pub joined_at: UnixMs,
    /// Whether a face has been scanned.
    pub has_likeness: bool,
    /// Invites that can still be given.
    pub invites_left: u32,
    /// Recovery codes not used yet.
    pub recovery_codes_left: u32,
}

/// A finished registration. The codes are shown once and never again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Registered {
    /// The new member.
    pub account: Account,
    /// Ten one-time recovery codes.
    pub recovery_codes: Vec<String>,
}

/// Who is signed in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// The member, or nobody.
    pub account: Option<Account>,
}

/// Changes what is named.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// New name on the screen.
    pub display_name: String,
}

/// Deletes the account with everything that is theirs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteAccount {
    /// The account's own handle, typed to confirm.
    pub handle: String,
}

/// How many of each there were of a deleted account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Removed {
    /// Understudies: packs, with their rules.
    pub likenesses: u32,
    /// Characters.
    pub characters: u32,
    /// Published clips of theirs, files and all.
    pub published_clips: u32,
    /// Drafts of theirs, those that were taken back included.
    pub drafts: u32,
    /// Clips by others that showed them.
    pub appearances: u32,
    /// Clips that were not finished.
    pub renders: u32,
    /// Likes.
    pub likes: u32,
    /// Requests to them and by them.
    pub requests: u32,
    /// Passkeys.
    pub passkeys: u32,
    /// Recovery codes.
    pub recovery_codes: u32,
    /// Sessions.
    pub sessions: u32,
    /// Invites that nobody had used.
    pub invites: u32,
    /// Copies of their voice at outside providers, which were told to remove them.
    #[serde(default)]
    pub outside_voices: u32,
    /// Avatars of theirs at outside providers, which were told to remove them.
    #[serde(default)]
    pub avatars: u32,
}

/// An account is deleted. Nothing of this is kept: a lost answer cannot be had again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountDeleted {
    /// The receipt: JWS in compact form (RFC 7515), EdDSA, type `understudy-deletion+jwt`, over [`DeletionReceipt`]. It
    /// names nobody.
    pub receipt: String,
    /// What it says.
    pub says: DeletionReceipt,
}

/// What a receipt of a deletion says. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeletionReceipt {
    /// Origin of the instance.
    pub iss: String,
    /// When, in seconds since 1970.
    pub iat: u64,
    /// Whether all of it was gone at that time. If not, it goes within minutes, and nobody can stop it.
    pub complete: bool,
    /// What was removed.
    pub removed: Removed,
}

/// A member as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    /// Public name.
    pub handle: Handle,
    /// Name on the screen.
    pub display_name: DisplayName,
}

/// A member's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// Who.
    pub person: Person,
    /// When they joined.
    pub joined_at: UnixMs,
    /// Published clips of theirs.
    pub clips: u32,
    /// How many follow them.
    pub followers: u32,
    /// How many they follow.
    pub following: u32,
    /// How the caller stands to them; none for visitors and for the member themselves.
    pub relation: Option<Relation>,
}
