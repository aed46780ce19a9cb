//! Clips, the feed and likes.

use domain::text::CharacterName;
use domain::{ClipId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::takedowns::HoldNotice;

/// Where a clip stands, and so who can see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClipState {
    /// Only its creator and its cast see it.
    Draft,
    /// In the feed.
    Published,
    /// One of its cast took back what they had agreed to. Only that it was there is left; its creator may cast it anew.
    Withdrawn,
    /// Taken down by the operator after a report. Only its creator and its cast see that it is.
    Held,
}

/// A clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clip {
    /// Which.
    pub id: ClipId,
    /// Draft or published.
    pub state: ClipState,
    /// Who made it.
    pub creator: Person,
    /// Who plays in it; the owner where a character does.
    pub cast: Vec<Person>,
    /// The name of the character that plays in the owner's place, while it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterName>,
    /// What is said.
    pub script: String,
    /// What it was made from.
    pub prompt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Length after edit lists, in milliseconds.
    pub duration_ms: u32,
    /// Path of the file; answers Range requests.
    pub media: String,
    /// Path of the poster (JPEG).
    pub poster: String,
    /// Absolute link to share.
    pub share: String,
    /// How many members like it.
    pub likes: u32,
    /// Whether the caller does.
    pub liked: bool,
    /// SHA-256 of the file, lower-case hexadecimal digits.
    #[serde(default)]
    pub sha256: String,
    /// Of a draft: whose yes to this file is missing. It can be published once this is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaits: Vec<Person>,
    /// Whether the caller may delete it (its creator, and whoever is in it).
    pub mine: bool,
    /// When the draft was made.
    pub created_at: UnixMs,
    /// When it was published.
    pub published_at: Option<UnixMs>,
    /// Why it is held, for its creator and its cast. Only where one clip is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldNotice>,
}

/// One page of clips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipPage {
    /// In order.
    pub clips: Vec<Clip>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}

/// Publishes a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PublishClip {}

/// Likes of a clip after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Likes {
    /// How many members like it.
    pub likes: u32,
    /// Whether the caller does.
    pub liked: bool,
}
