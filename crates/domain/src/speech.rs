//! What was said and when: the contract between speech (which makes it) and the studio (which shows it).

use serde::{Deserialize, Serialize};

/// How something is said, in voice and face alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// As one tells a friend something.
    #[default]
    Neutral,
    /// Smiling, lively.
    Happy,
    /// Flat, with hardly a move.
    Deadpan,
    /// Wide eyes, raised brows.
    Shocked,
    /// Slow and low.
    Sad,
    /// Hard, with knitted brows.
    Angry,
    /// Close and without voice.
    Whisper,
}

impl Mood {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Neutral, Self::Happy, Self::Deadpan, Self::Shocked, Self::Sad, Self::Angry, Self::Whisper];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Happy => "happy",
            Self::Deadpan => "deadpan",
            Self::Shocked => "shocked",
            Self::Sad => "sad",
            Self::Angry => "angry",
            Self::Whisper => "whisper",
        }
    }
}

/// One phone of spoken English. Times are seconds from the first sample, `start_s < end_s`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phone {
    /// One IPA symbol of hibari's US inventory without its stress mark (for example `"b"`, `"ʃ"`, `"A"` for the
    /// diphthong in *day*). Pauses are not phones: a gap between two phones is silence.
    pub symbol: String,
    /// When the phone starts, in seconds.
    pub start_s: f32,
    /// When the phone ends, in seconds.
    pub end_s: f32,
    /// 2 for primary stress, 1 for secondary, 0 for none.
    pub stress: u8,
}

/// One written word as it was spoken, for captions. Times are seconds from the first sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Word {
    /// As written in the script, punctuation included.
    pub text: String,
    /// When the word starts, in seconds.
    pub start_s: f32,
    /// When the word ends, in seconds.
    pub end_s: f32,
}

/// Speech made from a script: sound, and what is heard when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Speech {
    /// Mono samples in [-1, 1].
    pub samples: Vec<f32>,
    /// Samples a second.
    pub rate_hz: u32,
    /// In order of time, not overlapping.
    pub phones: Vec<Phone>,
    /// In order of time, not overlapping.
    pub words: Vec<Word>,
}

/// How a script is said, apart from its pace. The default is the voice's own manner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// Width of the intonation: 0 is one note, 1 the voice's own, at most 2.
    pub pitch_range: f32,
    /// Length of pauses: 1 is ordinary, from 0.25 to 4.
    pub pauses: f32,
    /// The mood.
    pub mood: Mood,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { pitch_range: 1.0, pauses: 1.0, mood: Mood::Neutral }
    }
}

impl Delivery {
    /// The same with every number within its range; one that is not a number becomes 1.
    #[must_use]
    pub fn bounded(self) -> Self {
        let or_one = |x: f32, low: f32, high: f32| if x.is_nan() { 1.0 } else { x.clamp(low, high) };
        Self { pitch_range: or_one(self.pitch_range, 0.0, 2.0), pauses: or_one(self.pauses, 0.25, 4.0), ..self }
    }
}

impl Speech {
    /// Length of the sound in seconds.
    #[must_use]
    pub fn duration_s(&self) -> f32 {
        if self.rate_hz == 0 { 0.0 } else { self.samples.len() as f32 / self.rate_hz as f32 }
    }
}
