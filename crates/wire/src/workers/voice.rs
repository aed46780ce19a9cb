//! The voice worker: speech with times, listening to the challenge, and the voice's profile.

use domain::dialogue::Cue;
use domain::speech::{Delivery, Phone, Word};
use domain::take::TakeFlaw;
use serde::{Deserialize, Serialize};

use super::Failure;
use crate::likeness::WordHeard;

/// To the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Request {
    /// Loads the models for speaking. Buffers: hibari.onnx, lexicon_us_gold.json.gz, lexicon_us_silver.json.gz,
    /// tagger.json.gz, oov.onnx, oov.json, vocab.json, normalize.json.
    LoadSpeaker,
    /// Loads the model for listening. Buffers: asr_waveform_fp16.onnx.
    LoadListener,
    /// Says a script. Buffers: a voice pack, or none for the unconverted voice. Answered by [`Answer::Spoken`].
    Speak {
        /// What to say. `*asterisks*` emphasise; `[pause]` and `[0.5s]` are pauses.
        script: String,
        /// 1 is the ordinary pace.
        speed: f32,
        /// In which manner.
        #[serde(default)]
        delivery: Delivery,
    },
    /// Says the lines of a cast one after another, with the pause of a conversation between them. Buffers: the voice packs
    /// that the lines name. Answered by [`Answer::Spoken`].
    Converse {
        /// In this order.
        lines: Vec<Line>,
        /// 1 is the ordinary pace.
        speed: f32,
        /// In which manner.
        #[serde(default)]
        delivery: Delivery,
    },
    /// Follows a script through a take of somebody who says it. Buffers: mono samples as `Float32Array` buffer. Answered by
    /// [`Answer::Followed`], or [`Answer::Flawed`] where the take cannot be heard in a clip.
    Follow {
        /// As in [`Request::Speak`].
        script: String,
        /// Samples a second.
        rate_hz: u32,
    },
    /// Speech as a file. Buffers: mono samples as `Float32Array` buffer. Answered by [`Answer::Written`].
    Write {
        /// Samples a second.
        rate_hz: u32,
    },
    /// How long such lines take, without saying them. Answered by [`Answer::Estimated`].
    Estimate {
        /// What would be said, in this order.
        texts: Vec<String>,
        /// 1 is the ordinary pace.
        speed: f32,
        /// In which manner.
        #[serde(default)]
        delivery: Delivery,
    },
    /// Listens for words in a take. Buffers: mono samples as `Float32Array` buffer. Answered by [`Answer::Heard`].
    Hear {
        /// In this order.
        words: Vec<String>,
        /// Samples a second.
        rate_hz: u32,
    },
    /// Makes the voice pack from a take in which these words are said. Buffers: mono samples as `Float32Array` buffer,
    /// then those of a longer reading in the same voice, if there is one. Answered by [`Answer::Profiled`].
    Profile {
        /// In this order.
        words: Vec<String>,
        /// Samples a second, of both.
        rate_hz: u32,
    },
}

/// What one of the cast says in one go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Place in the cast.
    pub who: usize,
    /// As in [`Request::Speak`].
    pub text: String,
    /// Which of the voice packs it is said with; the unconverted voice without.
    #[serde(default)]
    pub voice: Option<usize>,
}

/// What listening found, as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every word, in order.
    Said,
    /// Too quiet to tell.
    TooQuiet,
    /// The microphone overloads.
    Clipped,
    /// Too much noise to tell.
    TooNoisy,
    /// The words are there, in another order.
    WrongOrder,
    /// Not one voice said them all.
    TwoVoices,
    /// No speech.
    NothingHeard,
    /// Speech, but these words are missing.
    NotTheseWords {
        /// Which.
        missing: Vec<String>,
    },
}

/// From the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Answer {
    /// The worker runs.
    Ready,
    /// What was asked to load is in.
    Loaded,
    /// WAV, 16 bit. Buffers: the file's bytes.
    Written,
    /// The speech. Buffers: mono samples as `Float32Array` buffer.
    Spoken {
        /// Samples a second.
        rate_hz: u32,
        /// In order of time.
        phones: Vec<Phone>,
        /// In order of time.
        words: Vec<Word>,
        /// Who speaks when, in order of time; one for a script that one says.
        #[serde(default)]
        cues: Vec<Cue>,
        /// What it cost, in milliseconds.
        took_ms: f32,
    },
    /// The take, as speech: cut to what is said, as loud as speech is. Buffers: mono samples as `Float32Array` buffer.
    Followed {
        /// Samples a second.
        rate_hz: u32,
        /// In order of time.
        phones: Vec<Phone>,
        /// In order of time.
        words: Vec<Word>,
        /// What it cost, in milliseconds.
        took_ms: f32,
    },
    /// Why a take cannot be heard in a clip.
    Flawed {
        /// What is wrong with it.
        flaw: TakeFlaw,
    },
    /// The length.
    Estimated {
        /// Seconds of speech.
        seconds: f32,
        /// How many words fit into [`domain::limits::MAX_SPEECH_S`], counted from the first.
        words_fit: u32,
        /// How many words the script has, without the names of who speaks.
        words: u32,
    },
    /// What was heard.
    Heard {
        /// As a whole.
        verdict: Verdict,
        /// Each word, as the edge is told.
        words: Vec<WordHeard>,
        /// Loudness of the speech in dB of full scale.
        level_db: f32,
        /// Loudness of what is there when nobody speaks, in dB of full scale.
        noise_db: f32,
    },
    /// The voice pack. Buffers: its bytes.
    Profiled {
        /// Mean pitch in hertz.
        f0_hz: f32,
        /// How well the voice is known, 0 to 1: length, noise and clipping of what it was measured on.
        quality: f32,
        /// A longer reading was given, but by another voice or too noisy, and was left out.
        reading_left_out: bool,
    },
    /// It could not be done.
    Failed(Failure),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_without_a_manner_is_in_the_voices_own() {
        let old: Request = serde_json::from_str(r#"{"ask":"speak","script":"Hi","speed":1.0}"#).unwrap();
        assert_eq!(old, Request::Speak { script: "Hi".to_owned(), speed: 1.0, delivery: Delivery::default() });
        let sad: Request =
            serde_json::from_str(r#"{"ask":"estimate","texts":["Hi"],"speed":1.0,"delivery":{"mood":"sad"}}"#).unwrap();
        let Request::Estimate { delivery, .. } = sad else { panic!("{sad:?}") };
        assert_eq!((delivery.mood, delivery.pauses), (domain::speech::Mood::Sad, 1.0));
    }
}
