//! A recording that says a script in place of the studio's speech: what can be wrong with it.

use serde::{Deserialize, Serialize};

/// Why a recording cannot be what is heard in a clip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeFlaw {
    /// No speech.
    NothingHeard,
    /// Too far from the microphone, or it is turned down.
    TooQuiet,
    /// Too close to the microphone, or it is turned up.
    Clipped,
    /// Noise drowns the words.
    TooNoisy,
    /// From the first sound to the last it is longer than [`crate::limits::MAX_SPEECH_S`].
    TooLong {
        /// How long.
        seconds: f32,
    },
    /// The script's words are not what is said.
    OtherWords {
        /// Words of the script that were not heard, in its order, as they are written.
        missing: Vec<String>,
        /// Words of the script after which something else is said; empty text for what is said before the first.
        more_after: Vec<String>,
        /// Words of the script.
        words: u32,
    },
}
