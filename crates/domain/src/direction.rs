//! What a creator chooses for a clip besides its words: how they are shown, and what is heard under them.

use serde::{Deserialize, Serialize};

use crate::speech::Mood;

/// What a creator chooses for a clip besides script, prompt and cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Choices {
    /// How it is said and acted.
    pub mood: Mood,
    /// How spoken words are shown.
    pub captions: CaptionStyle,
    /// What is played under the speech.
    pub music: Music,
}

/// How spoken words are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaptionStyle {
    /// A few words at a time, the spoken one lit.
    #[default]
    Karaoke,
    /// One word at a time, large and in the spot colour.
    Pop,
    /// A plate in the lower third on which letters appear as they are said.
    Typewriter,
    /// Plain text on a soft plate.
    Minimal,
    /// No words.
    None,
}

impl CaptionStyle {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Karaoke, Self::Pop, Self::Typewriter, Self::Minimal, Self::None];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Karaoke => "karaoke",
            Self::Pop => "pop",
            Self::Typewriter => "typewriter",
            Self::Minimal => "minimal",
            Self::None => "none",
        }
    }
}

/// What is played under the speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Music {
    /// Chosen by prompt, mood and place.
    #[default]
    Auto,
    /// Nothing but the room.
    None,
    /// Slow pads and a few soft keys.
    Calm,
    /// Electric piano, dusty drums, crackle.
    LoFi,
    /// Four on the floor, plucks, claps.
    Upbeat,
    /// A drone, a ticking clock, a rising cluster.
    Tense,
    /// A sting of brass and bells, then a busy pulse.
    News,
    /// Strings that swell over drums.
    Cinematic,
}

impl Music {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 8] =
        [Self::Auto, Self::None, Self::Calm, Self::LoFi, Self::Upbeat, Self::Tense, Self::News, Self::Cinematic];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::None => "none",
            Self::Calm => "calm",
            Self::LoFi => "lo_fi",
            Self::Upbeat => "upbeat",
            Self::Tense => "tense",
            Self::News => "news",
            Self::Cinematic => "cinematic",
        }
    }
}
