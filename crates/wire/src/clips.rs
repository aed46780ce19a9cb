//! Clips, the feed and likes.

use domain::direction::Choices;
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
    /// One of its cast took back what they had agreed to, or what it was made out of was withdrawn. Only that it was there
    /// is left; its creator may cast it anew.
    Withdrawn,
    /// Taken down by the operator after a report. Only its creator and its cast see that it is.
    Held,
}

/// What became of the clip that another was made out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OriginalState {
    /// It can be watched.
    Here,
    /// Someone in it took back their yes. What was made out of it went with it.
    Withdrawn,
    /// It is no longer here: its creator deleted it, or it cannot be watched now.
    Gone,
}

/// What a remix was made out of. Of a clip that cannot be watched nothing is told but that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemixOf {
    /// Which clip.
    pub clip: ClipId,
    /// What became of it.
    pub state: OriginalState,
    /// Who made it, while it can be watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<Person>,
}

impl RemixOf {
    /// In words: `Remix of @ana's clip`.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.creator, self.state) {
            (Some(creator), OriginalState::Here) => format!("Remix of @{}'s clip", creator.handle),
            (_, OriginalState::Withdrawn) => "Remix of a clip that was withdrawn".to_owned(),
            _ => "Remix of a clip that is no longer here".to_owned(),
        }
    }
}

/// What a remix of a clip begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemixDraft {
    /// Which clip.
    pub clip: ClipId,
    /// Who made it.
    pub creator: Person,
    /// What is said in it.
    pub script: String,
    /// What it was made from.
    pub prompt: String,
    /// How it is said, shown and accompanied.
    pub choices: Choices,
    /// Who plays in it, the speaker first; nobody where a character does, which only its owner can cast.
    pub cast: Vec<Person>,
}

/// Whether a clip may still be played, for anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlayState {
    /// Go on.
    Live,
    /// Someone in it, or in what it was made out of, took back their yes: stop.
    Withdrawn,
    /// It cannot be watched by everyone, or is not here at all: stop.
    Gone,
}

/// The answer to an open player.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipAlive {
    /// Whether it may still be played.
    pub state: PlayState,
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
    /// Who plays in it; the owner where a character does, who is here twice where it speaks with their voice.
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
    /// What it was made out of, where it is a remix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remix_of: Option<RemixOf>,
    /// How many published clips were made out of it.
    #[serde(default)]
    pub remixes: u32,
    /// How often it was viewed, for its creator and its cast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<u32>,
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

impl Clip {
    /// Who plays in it, each once.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        let mut people: Vec<&Person> = Vec::with_capacity(self.cast.len());
        for person in &self.cast {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        people
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_that_is_gone_is_not_named() {
        let clip = ClipId::from_bytes(&[7; 16]);
        let ana = || Person { handle: "ana".parse().unwrap(), display_name: "Ana".parse().unwrap() };
        let of = |state, creator| RemixOf { clip: clip.clone(), state, creator }.words();
        assert_eq!(of(OriginalState::Here, Some(ana())), "Remix of @ana's clip");
        for state in [OriginalState::Withdrawn, OriginalState::Gone] {
            assert!(!of(state, Some(ana())).contains("ana"), "{state:?}");
        }
    }
}
