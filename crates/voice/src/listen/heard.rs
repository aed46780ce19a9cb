//! What listening finds.

use domain::capture::HeardWord;

/// One word of the challenge.
#[derive(Debug, Clone, PartialEq)]
pub struct WordHeard {
    /// The word that was asked for.
    pub word: String,
    /// Whether it was said.
    pub said: bool,
    /// How well it fits where it fits best: 0 is perfect, -5 is not at all.
    pub score: f32,
    /// Words of the challenge list that fit the same place better; 0 when none does.
    pub rank: usize,
    /// Where it begins, in seconds.
    pub start_s: f32,
    /// Where it ends, in seconds.
    pub end_s: f32,
    /// What the recogniser heard there, in the alphabet of [`domain::capture::SOUNDS`].
    pub phones: String,
    /// Measures of the voice, for [`domain::capture::one_voice`]. Empty unless all words were said in their order.
    pub voice: Vec<f32>,
}

/// What to tell the speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every word was said, in order.
    Said,
    /// Too far from the microphone, or it is turned down.
    TooQuiet,
    /// Too close to the microphone, or it is turned up.
    Clipped,
    /// Noise drowns the words, or what could be measured on them.
    TooNoisy,
    /// No speech.
    NothingHeard,
    /// Every word was said, but not in the order in which they were asked for.
    WrongOrder,
    /// The words do not sound like one voice's.
    TwoVoices,
    /// Speech, but not all of the words.
    NotTheseWords {
        /// Words that were not heard, in the order in which they were asked for.
        missing: Vec<String>,
    },
}

/// What was heard in a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// One for each word that was asked for, in the order in which they were said; empty when nothing was heard.
    pub words: Vec<WordHeard>,
    /// Loudness of the louder parts in dB of full scale.
    pub level_db: f32,
    /// Loudness in dB of full scale of what is there when nobody speaks.
    pub noise_db: f32,
    /// Share of samples at full scale, 0 to 1.
    pub clipped: f32,
    /// Seconds of sound that may be speech.
    pub speech_s: f32,
    /// The decision.
    pub verdict: Verdict,
}

impl WordHeard {
    /// As the edge is told.
    #[must_use]
    pub fn told(&self) -> HeardWord {
        let ms = |s: f32| (1000.0 * s.max(0.0)) as u32;
        HeardWord {
            word: self.word.clone(),
            said: self.said,
            start_ms: ms(self.start_s),
            end_ms: ms(self.end_s),
            phones: self.phones.clone(),
            voice: self.voice.clone(),
        }
    }
}
