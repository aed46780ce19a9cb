//! What was said and when: the contract between speech (which makes it) and the studio (which shows it).

use serde::{Deserialize, Serialize};

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

impl Speech {
    /// Length of the sound in seconds.
    #[must_use]
    pub fn duration_s(&self) -> f32 {
        if self.rate_hz == 0 { 0.0 } else { self.samples.len() as f32 / self.rate_hz as f32 }
    }
}
