//! From a script to speech.

use std::collections::BTreeSet;

use domain::limits::{AUDIO_RATE_HZ, MAX_SCRIPT_CHARS};
use domain::speech::{Delivery, Speech};

use crate::acoustic::{Acoustic, Frames};
use crate::convert::base::Base;
use crate::convert::{self, VoiceProfile};
use crate::lexicon::phones;
use crate::lexicon::pronounce::{Next, Pronouncer};
use crate::text::tables::Tables;
use crate::text::{self, Piece, Unit};
use crate::vocoder::Vocoder;
use crate::{SpeechModels, VoiceError, delivery, level, timing};

/// Reads scripts aloud in US English.
///
/// Deterministic: the same script, voice and speed give the same samples on one machine.
pub struct Speaker {
    tables: Tables,
    pronouncer: Pronouncer,
    pub(crate) acoustic: Acoustic,
    vocoder: Vocoder,
    base: Option<Base>,
}

/// A phoneme string for one run of the network; for each symbol the unit of the script that it belongs to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sentence {
    pub(crate) symbols: Vec<(char, usize)>,
    /// Which of the symbols are part of an emphasised word.
    pub(crate) emphasised: BTreeSet<usize>,
    /// Pauses of at least so many seconds that the script asks for, by their symbol.
    pub(crate) holds: Vec<(usize, f32)>,
}

#[cfg(test)]
mod tests;

/// Most symbols in one run of the network; longer sentences are cut between words.
const MAX_SYMBOLS: usize = 300;

impl Speaker {
    /// Loads networks and dictionaries: about 25 MB of memory.
    ///
    /// # Errors
    /// [`VoiceError::Model`] for a file that is damaged or of another kind.
    pub fn new(models: &SpeechModels) -> Result<Self, VoiceError> {
        Ok(Self {
            tables: Tables::new(models.normalize_json)?,
            pronouncer: Pronouncer::new(models)?,
            acoustic: Acoustic::new(models.hibari_onnx, models.vocab_json)?,
            vocoder: Vocoder::new(),
            base: None,
        })
    }

    /// Says a script: mono samples at 48 kHz with a peak of at most 0.9, phones and words with their times.
    ///
    /// `voice` turns the built-in voice towards a person's; `speed` is 1 for an ordinary pace, from 0.5 to 2.
    ///
    /// # Errors
    /// [`VoiceError::NothingToSay`] when no word can be spoken, [`VoiceError::ScriptTooLong`],
    /// [`VoiceError::BadSpeed`], [`VoiceError::Script`], [`VoiceError::Network`].
    pub fn speak(&mut self, script: &str, voice: Option<&VoiceProfile>, speed: f32) -> Result<Speech, VoiceError> {
        self.speak_as(script, voice, speed, &Delivery::default())
    }

    /// The same in a manner. In the script, `*asterisks*` emphasise, and `[pause]` or `[0.5s]` is a pause.
    ///
    /// # Errors
    /// As [`Speaker::speak`].
    pub fn speak_as(
        &mut self,
        script: &str,
        voice: Option<&VoiceProfile>,
        speed: f32,
        delivery: &Delivery,
    ) -> Result<Speech, VoiceError> {
        let delivery = delivery.bounded();
        let (units, sentences) = self.sentences(script, speed)?;
        let pace = delivery::pace(speed, delivery.mood);
        let base = match voice {
            Some(_) => Some(self.base()?.clone()),
            None => None,
        };
        let mut frames = self.run(&sentences, pace)?;
        if let (Some(voice), Some(base)) = (voice, &base) {
            convert::apply(&mut frames, voice, base);
        }
        delivery::apply(&mut frames, &sentences, &delivery);
        let mut speech = Speech { rate_hz: AUDIO_RATE_HZ, ..Speech::default() };
        let mut last = None;
        for (sentence, frames) in sentences.iter().zip(&frames) {
            let offset_s = speech.samples.len() as f32 / AUDIO_RATE_HZ as f32;
            speech.samples.extend(self.vocoder.render(frames));
            timing::append(&mut speech, sentence, &frames.durations, &units, offset_s, &mut last);
        }
        level::finish(&mut speech.samples, AUDIO_RATE_HZ);
        Ok(speech)
    }

    /// How long a script takes to say, in seconds, pauses included: the lengths only, without making sound.
    ///
    /// # Errors
    /// As [`Speaker::speak`].
    pub fn estimate_s(&mut self, script: &str, speed: f32) -> Result<f32, VoiceError> {
        self.estimate_as_s(script, speed, &Delivery::default())
    }

    /// The same for a script that is said in a manner.
    ///
    /// # Errors
    /// As [`Speaker::speak`].
    pub fn estimate_as_s(&mut self, script: &str, speed: f32, delivery: &Delivery) -> Result<f32, VoiceError> {
        let delivery = delivery.bounded();
        let (_, sentences) = self.sentences(script, speed)?;
        let mut total = 0.0;
        for s in &sentences {
            let durations = self.acoustic.durations(s, delivery::pace(speed, delivery.mood))?;
            total += delivery::lengths(s, &durations, &delivery).iter().sum::<f32>() * crate::acoustic::UNIT_S;
        }
        Ok(total)
    }

    /// The phones of a word or phrase said by itself, without stress marks and pauses.
    ///
    /// # Errors
    /// [`VoiceError::NothingToSay`] when it has none.
    pub fn phones_of(&mut self, word: &str) -> Result<Vec<String>, VoiceError> {
        let (_, sentences) = self.sentences(word, 1.0)?;
        let symbols = sentences.iter().flat_map(|s| &s.symbols);
        Ok(symbols.filter(|s| phones::is_phone(s.0)).map(|s| s.0.to_string()).collect())
    }

    fn run(&self, sentences: &[Sentence], pace: f32) -> Result<Vec<Frames>, VoiceError> {
        sentences.iter().map(|s| self.acoustic.run(s, pace)).collect()
    }

    /// What the network says about a script, before any conversion.
    pub(crate) fn frames(&mut self, script: &str) -> Result<Vec<Frames>, VoiceError> {
        let (_, sentences) = self.sentences(script, 1.0)?;
        self.run(&sentences, 1.0)
    }

    /// The sound of some sentences, at 16 kHz for measuring.
    pub(crate) fn sound_16k(&self, sentences: &[Frames]) -> Result<Vec<f32>, VoiceError> {
        let mut samples: Vec<f32> = sentences.iter().flat_map(|s| self.vocoder.render(s)).collect();
        level::finish(&mut samples, AUDIO_RATE_HZ);
        crate::resample::to_16k(&samples, AUDIO_RATE_HZ)
    }

    /// What the built-in voice measures, made at the first call.
    pub(crate) fn base(&mut self) -> Result<&Base, VoiceError> {
        if self.base.is_none() {
            let samples = self.plain(crate::convert::base::SENTENCE)?;
            self.base = Some(Base::measure(&samples)?);
        }
        self.base.as_ref().ok_or(VoiceError::NothingToSay)
    }

    /// A script in the built-in voice at 16 kHz, for comparison with a recording of it.
    pub(crate) fn plain(&mut self, script: &str) -> Result<Vec<f32>, VoiceError> {
        let speech = self.speak(script, None, 1.0)?;
        crate::resample::to_16k(&speech.samples, speech.rate_hz)
    }

    pub(crate) fn sentences(&mut self, script: &str, speed: f32) -> Result<(Vec<Unit>, Vec<Sentence>), VoiceError> {
        let chars = script.chars().count();
        if chars > MAX_SCRIPT_CHARS {
            return Err(VoiceError::ScriptTooLong { chars, limit: MAX_SCRIPT_CHARS });
        }
        if !(0.5..=2.0).contains(&speed) {
            return Err(VoiceError::BadSpeed);
        }
        let words = text::script::unreadable(script);
        if !words.is_empty() {
            return Err(VoiceError::Script { words });
        }
        let units = text::read(script, &self.tables);
        let mut sentences = Vec::new();
        let mut from = 0;
        for to in 1..=units.len() {
            if to == units.len() || units[to - 1].ends_sentence {
                self.pronounce(&units[from..to], from, &mut sentences)?;
                from = to;
            }
        }
        let speaks = |s: &Sentence| s.symbols.iter().any(|c| phones::is_phone(c.0));
        sentences.retain(speaks);
        if sentences.is_empty() { Err(VoiceError::NothingToSay) } else { Ok((units, sentences)) }
    }

    /// Phonemes of one sentence, whose first unit has the index `first`.
    fn pronounce(&mut self, units: &[Unit], first: usize, out: &mut Vec<Sentence>) -> Result<(), VoiceError> {
        let pieces: Vec<(&Piece, usize)> =
            units.iter().enumerate().flat_map(|(i, u)| u.pieces.iter().map(move |p| (p, first + i))).collect();
        let texts: Vec<String> = pieces
            .iter()
            .map(|(p, _)| match p {
                Piece::Word(w) | Piece::Spell(w) => w.clone(),
                Piece::Mark(c) => c.to_string(),
                Piece::Pause(_) => "…".to_owned(),
            })
            .collect();
        let tags = self.pronouncer.tags(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        // Backwards, since small words sound by what comes after them.
        let mut next = Next::default();
        let mut sounds = vec![String::new(); pieces.len()];
        for (i, (piece, _)) in pieces.iter().enumerate().rev() {
            match piece {
                Piece::Mark(_) | Piece::Pause(_) => next = Next::default(),
                Piece::Spell(letters) => sounds[i] = self.pronouncer.spelled(letters),
                Piece::Word(w) => sounds[i] = self.pronouncer.word(w, &tags[i], next)?,
            }
            if let Some(c) = sounds[i].chars().find(|c| phones::is_phone(*c)) {
                next.vowel = Some(phones::is_vowel(c));
            }
            next.to = texts[i].eq_ignore_ascii_case("to");
        }
        let mut sentence = Sentence::default();
        for ((piece, unit), sound) in pieces.into_iter().zip(sounds) {
            match piece {
                Piece::Mark(c) => {
                    sentence.symbols.push((*c, unit));
                    continue;
                }
                Piece::Pause(seconds) => {
                    sentence.holds.push((sentence.symbols.len(), *seconds));
                    sentence.symbols.push(('…', unit));
                    continue;
                }
                Piece::Word(_) | Piece::Spell(_) => {}
            }
            if sound.is_empty() {
                continue;
            }
            if sentence.symbols.len() + sound.chars().count() > MAX_SYMBOLS {
                out.push(std::mem::take(&mut sentence));
            }
            if !sentence.symbols.is_empty() {
                sentence.symbols.push((' ', unit));
            }
            // The network writes the flap as T, and has no glottal stop.
            let symbol = |c| match c {
                'ɾ' => 'T',
                'ʔ' => 't',
                c => c,
            };
            let from = sentence.symbols.len();
            sentence.symbols.extend(sound.chars().map(|c| (symbol(c), unit)));
            if unit.checked_sub(first).and_then(|k| units.get(k)).is_some_and(|u| u.emphasised) {
                sentence.emphasised.extend(from..sentence.symbols.len());
            }
        }
        out.push(sentence);
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn phonemes(&mut self, script: &str) -> String {
        let (_, sentences) = self.sentences(script, 1.0).unwrap();
        let text = |s: &Sentence| s.symbols.iter().map(|c| c.0).collect::<String>();
        sentences.iter().map(text).collect::<Vec<_>>().join(" | ")
    }
}
