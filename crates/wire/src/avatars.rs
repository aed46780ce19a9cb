//! Consented avatars: a lasting likeness of a member at a named provider, made of a still of theirs.

use domain::{AvatarId, UnixMs};
use serde::{Deserialize, Serialize};

/// Where an avatar can be made, and those that there are of the caller's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Avatars {
    /// Providers for which there is a key. None: there is nothing to consent to.
    pub offered: Vec<OfferedAvatar>,
    /// The caller's, newest first.
    pub avatars: Vec<OutsideAvatar>,
    /// Version of the consent text that an avatar agrees to.
    pub consent_version: u32,
}

/// A provider at which an avatar can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferedAvatar {
    /// Its name in this API, which is the one that owners allow.
    pub provider: String,
    /// As people know it.
    pub title: String,
    /// What making one costs, in millionths of a US dollar; none without a price: it cannot be made then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_micro_usd: Option<u64>,
    /// When and where somebody looked the price up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_source: Option<String>,
}

/// An avatar of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutsideAvatar {
    /// Which.
    pub id: AvatarId,
    /// At which provider, by the name that owners allow.
    pub provider: String,
    /// As people know it.
    pub title: String,
    /// `making`: asked for; `training`: it is made ready; `consent`: it waits for the caller's yes on the provider's page; `ready`;
    /// `removing`: it is removed there, again and again until it is gone; `over`: it came to nothing.
    pub state: String,
    /// What keeps it, or why it goes or came to nothing: a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The provider's page on which the caller agrees, while it waits for that. For the caller alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Whether the caller's rules let clips be made with it.
    pub allowed: bool,
    /// Version of the consent text that was agreed to.
    pub consent_version: u32,
    /// When it was agreed to.
    pub agreed_at: UnixMs,
    /// What making it cost, or will, in millionths of a US dollar.
    pub price_micro_usd: u64,
}
