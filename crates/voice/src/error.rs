//! What can go wrong, in words that a page can show.

/// Why speech could not be made or heard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// A model or data file cannot be read: truncated, damaged or of another kind.
    #[error("the speech model {what} cannot be used: {detail}")]
    Model {
        /// Which file.
        what: &'static str,
        /// What its reader said.
        detail: String,
    },
    /// A network refused its input or gave an output of an unexpected form.
    #[error("the speech network {what} failed: {detail}")]
    Network {
        /// Which network.
        what: &'static str,
        /// What it said.
        detail: String,
    },
    /// The script has no word that can be spoken in English.
    #[error("there is nothing to say in this script")]
    NothingToSay,
    /// The script has words in another writing than Latin.
    #[error("the voice reads English: it cannot say {}", .words.join(", "))]
    Script {
        /// The first of these words, as written.
        words: Vec<String>,
    },
    /// The script is longer than [`domain::limits::MAX_SCRIPT_CHARS`].
    #[error("this script has {chars} characters, at most {limit} can be spoken")]
    ScriptTooLong {
        /// Characters in the script.
        chars: usize,
        /// The limit.
        limit: usize,
    },
    /// The speaking rate is not a number from 0.5 to 2.
    #[error("the speaking rate must be between 0.5 and 2")]
    BadSpeed,
    /// The recording is too short, too long or at a sample rate that cannot be used.
    #[error("this recording cannot be used: {0}")]
    BadRecording(String),
    /// There is too little voiced speech to measure a voice.
    #[error("too little speech was heard: {voiced_s_tenths} tenths of a second, 4 are needed")]
    TooLittleSpeech {
        /// Tenths of a second of voiced speech.
        voiced_s_tenths: u32,
    },
    /// A WAV file that cannot be read or written.
    #[error("the WAV file cannot be read: {0}")]
    Wav(String),
}

impl VoiceError {
    pub(crate) fn model(what: &'static str, detail: impl ToString) -> Self {
        Self::Model { what, detail: detail.to_string() }
    }

    pub(crate) fn network(what: &'static str, detail: impl ToString) -> Self {
        Self::Network { what, detail: detail.to_string() }
    }
}
