//! What a creator chooses for a clip besides its words: how they are shown, and what is heard under them.

use serde::{Deserialize, Serialize};

use crate::limits::{PAUSES_PERCENT, PITCH_RANGE_PERCENT, SPEED_PERCENT};
use crate::speech::{Delivery, Mood};

/// What a creator chooses for a clip besides script, prompt and cast. What is as usual is not written down, so that what was
/// kept before there was a choice reads, and is hashed, as it was.
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
    /// The pace of the speech.
    #[serde(skip_serializing_if = "Percent::is_usual")]
    pub speed: Speed,
    /// How far its pitch rises and falls.
    #[serde(skip_serializing_if = "Percent::is_usual")]
    pub pitch_range: PitchRange,
    /// How long its pauses last.
    #[serde(skip_serializing_if = "Percent::is_usual")]
    pub pauses: Pauses,
    /// What is heard.
    #[serde(skip_serializing_if = "Sound::is_speech")]
    pub sound: Sound,
}

impl Choices {
    /// How the studio says the script: what is not its pace.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        Delivery { pitch_range: self.pitch_range.share(), pauses: self.pauses.share(), mood: self.mood }
    }
}

/// The pace of speech.
pub type Speed = Percent<{ SPEED_PERCENT.0 }, { SPEED_PERCENT.1 }>;
/// How far the pitch of speech rises and falls.
pub type PitchRange = Percent<{ PITCH_RANGE_PERCENT.0 }, { PITCH_RANGE_PERCENT.1 }>;
/// How long the pauses of speech last.
pub type Pauses = Percent<{ PAUSES_PERCENT.0 }, { PAUSES_PERCENT.1 }>;

/// A share of the usual, in percent, from `LOW` to `HIGH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "u16", extend("minimum" = LOW, "maximum" = HIGH)))]
pub struct Percent<const LOW: u16, const HIGH: u16>(u16);

/// A share that is out of its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{found} % is out of range: use {low} to {high}")]
pub struct OutOfRange {
    found: u16,
    low: u16,
    high: u16,
}

impl<const LOW: u16, const HIGH: u16> Percent<LOW, HIGH> {
    /// The nearest that there is.
    #[must_use]
    pub fn nearest(percent: u16) -> Self {
        Self(percent.clamp(LOW, HIGH))
    }

    /// In percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// 1 for the usual.
    #[must_use]
    pub fn share(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// Whether it is the usual.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.0 == 100
    }
}

impl<const LOW: u16, const HIGH: u16> Default for Percent<LOW, HIGH> {
    fn default() -> Self {
        Self::nearest(100)
    }
}

impl<const LOW: u16, const HIGH: u16> TryFrom<u16> for Percent<LOW, HIGH> {
    type Error = OutOfRange;
    fn try_from(found: u16) -> Result<Self, OutOfRange> {
        if (LOW..=HIGH).contains(&found) { Ok(Self(found)) } else { Err(OutOfRange { found, low: LOW, high: HIGH }) }
    }
}

impl<const LOW: u16, const HIGH: u16> From<Percent<LOW, HIGH>> for u16 {
    fn from(percent: Percent<LOW, HIGH>) -> Self {
        percent.0
    }
}

/// What is heard of who plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sound {
    /// The studio's speech.
    #[default]
    Speech,
    /// The creator's own recording of the script: for a clip in which they play alone, drawn by the studio. The recording
    /// stays on their device until it is part of the clip.
    Recording,
}

impl Sound {
    /// Whether the studio speaks.
    #[must_use]
    pub fn is_speech(&self) -> bool {
        *self == Self::Speech
    }
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
