//! Were these words said?
//!
//! A small recogniser gives phone likelihoods every 20 ms. The asked words are fitted in their order; then each must
//! fit its place better than nearly all other words of the challenge list, and well in itself.

mod align;
mod phones;
#[cfg(test)]
mod tests;

use domain::capture::WORDS;
use rten::{Model, NodeId};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use crate::signal::{HOP_S, RATE_HZ, activity};
use crate::{Speaker, VoiceError, resample};
use align::Evidence;

const FILE: &str = "asr_waveform_fp16.onnx";
/// Most words in one challenge.
const MOST_WORDS: usize = 8;
/// Quieter speech than this, in dB of full scale, is asked for again.
const QUIETEST_DB: f32 = -48.0;
/// A larger share of samples at full scale than this is asked for again.
const MOST_CLIPPED: f32 = 0.01;
/// Less speech than this, in seconds, is none.
const LEAST_SPEECH_S: f32 = 0.25;
/// A word with a score of at least this was said if it is the best fit of all.
const SCORE_ALONE: f32 = -2.6;
/// A word with a score of at least this was said even if another word fits a little better.
const SCORE_CLEAR: f32 = -1.6;
/// Words of the list that may fit better than one with a clear score.
const RANK_CLEAR: usize = 1;

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
    /// No speech.
    NothingHeard,
    /// Speech, but not all of the words.
    NotTheseWords {
        /// Words that were not heard, in the order in which they were asked for.
        missing: Vec<String>,
    },
}

/// What was heard in a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// One for each word that was asked for; empty when nothing was heard.
    pub words: Vec<WordHeard>,
    /// Loudness of the louder parts in dB of full scale.
    pub level_db: f32,
    /// Share of samples at full scale, 0 to 1.
    pub clipped: f32,
    /// Seconds of sound that may be speech.
    pub speech_s: f32,
    /// The decision.
    pub verdict: Verdict,
}

/// Checks spoken words.
pub struct Listener {
    model: Model,
    waveform: NodeId,
    lengths: NodeId,
    log_probs: NodeId,
    /// The words of the challenge list as phones, made at the first use.
    others: Vec<(&'static str, Vec<char>)>,
}

impl Listener {
    /// Loads the recogniser: `asr_waveform_fp16.onnx` of the package `hama` 1.3.10 (Apache-2.0).
    ///
    /// # Errors
    /// [`VoiceError::Model`] for a file that is damaged or of another kind.
    pub fn new(asr_onnx: &[u8]) -> Result<Self, VoiceError> {
        let model = crate::network::load(FILE, asr_onnx)?;
        let node = |name: &str| model.node_id(name).map_err(|e| VoiceError::model(FILE, e));
        let (waveform, lengths, log_probs) = (node("waveform")?, node("waveform_lengths")?, node("log_probs")?);
        Ok(Self { model, waveform, lengths, log_probs, others: Vec::new() })
    }

    /// Looks for words in a mono recording, in their order. The speaker knows how they sound.
    ///
    /// # Errors
    /// [`VoiceError::BadRecording`] for a recording that cannot be used or more than eight words,
    /// [`VoiceError::NothingToSay`] for a word without sounds, [`VoiceError::Network`].
    pub fn hear(
        &mut self,
        samples: &[f32],
        rate_hz: u32,
        words: &[&str],
        speaker: &mut Speaker,
    ) -> Result<Heard, VoiceError> {
        if words.is_empty() || words.len() > MOST_WORDS {
            return Err(VoiceError::BadRecording(format!(
                "1 to {MOST_WORDS} words can be checked, not {}",
                words.len()
            )));
        }
        let phones: Vec<Vec<char>> =
            words.iter().map(|w| Ok(phones::merged(&speaker.phones_of(w)?))).collect::<Result<_, VoiceError>>()?;
        let clipped = share_clipped(samples);
        let samples = resample::to_16k(samples, rate_hz)?;
        let loudness = activity::loudness_db(&samples);
        let active = activity::speech_frames(&loudness);
        let speech_s = active.iter().filter(|a| **a).count() as f32 * HOP_S;
        let level_db = activity::percentile(&loudness, 0.95);
        let mut heard = Heard { words: Vec::new(), level_db, clipped, speech_s, verdict: Verdict::NothingHeard };
        let Some(extent) = activity::extent(&active, 25).filter(|_| speech_s >= LEAST_SPEECH_S) else {
            if level_db < QUIETEST_DB && level_db > -75.0 {
                heard.verdict = Verdict::TooQuiet;
            }
            return Ok(heard);
        };
        let hop = crate::signal::HOP;
        let from = extent.start * hop;
        let evidence = self.evidence(&samples[from..(extent.end * hop).min(samples.len())], level_db)?;
        self.learn_others(speaker)?;
        let refs: Vec<&[char]> = phones.iter().map(Vec::as_slice).collect();
        heard.words = self.judge(&evidence, words, &refs, from as f32 / RATE_HZ as f32);
        let missing: Vec<String> = heard.words.iter().filter(|w| !w.said).map(|w| w.word.clone()).collect();
        heard.verdict = if heard.words.is_empty() {
            Verdict::NothingHeard
        } else if level_db < QUIETEST_DB {
            Verdict::TooQuiet
        } else if clipped > MOST_CLIPPED {
            Verdict::Clipped
        } else if missing.is_empty() {
            Verdict::Said
        } else {
            Verdict::NotTheseWords { missing }
        };
        Ok(heard)
    }

    fn evidence(&self, samples: &[f32], level_db: f32) -> Result<Evidence, VoiceError> {
        // The network learned from speech at an ordinary level.
        let gain = 10f32.powf((-20.0 - level_db).clamp(-20.0, 40.0) / 20.0);
        let wave: Vec<f32> = samples.iter().map(|s| (s * gain).clamp(-1.0, 1.0)).collect();
        let length = NdTensor::from_data([1], vec![i32::try_from(wave.len()).unwrap_or(i32::MAX)]);
        let wave = NdTensor::from_data([1, wave.len()], wave);
        let inputs = vec![(self.waveform, wave.view().into()), (self.lengths, length.view().into())];
        let out = self.model.run_n(inputs, [self.log_probs], None).map_err(|e| VoiceError::network(FILE, e))?;
        let [value] = out;
        let t: Tensor<f32> = value.try_into().map_err(|e: rten::TryFromValueError| VoiceError::network(FILE, e))?;
        if t.shape().last() != Some(&phones::CLASSES) {
            return Err(VoiceError::network(FILE, "an output has an unexpected shape"));
        }
        Ok(Evidence::new(&t.to_vec()))
    }

    fn learn_others(&mut self, speaker: &mut Speaker) -> Result<(), VoiceError> {
        if self.others.is_empty() {
            let sound = |w: &'static str| Ok((w, phones::merged(&speaker.phones_of(w)?)));
            self.others = WORDS.into_iter().map(sound).collect::<Result<_, VoiceError>>()?;
        }
        Ok(())
    }

    fn judge(&self, evidence: &Evidence, words: &[&str], phones: &[&[char]], from_s: f32) -> Vec<WordHeard> {
        let Some(fits) = align::fit(evidence, 0..evidence.len(), phones) else { return Vec::new() };
        let mut out = Vec::with_capacity(words.len());
        for (k, fit) in fits.iter().enumerate() {
            // A word's place: between its neighbours, and no wider than words are.
            let low = k.checked_sub(1).and_then(|j| fits.get(j)).map_or(0, |f| f.end).max(fit.start.saturating_sub(15));
            let high = fits.get(k + 1).map_or(evidence.len(), |f| f.start).min(fit.end + 15);
            let place = low.min(fit.start)..high.max(fit.end);
            let rank = self
                .others
                .iter()
                .filter(|(w, _)| !words.iter().any(|asked| asked.eq_ignore_ascii_case(w)))
                .filter_map(|(_, p)| align::fit(evidence, place.clone(), &[p]))
                .filter(|f| f.first().is_some_and(|f| f.score > fit.score))
                .count();
            let said = (rank == 0 && fit.score >= SCORE_ALONE) || (rank <= RANK_CLEAR && fit.score >= SCORE_CLEAR);
            // Frames are 20 ms apart.
            let seconds = |t: usize| from_s + 0.02 * t as f32;
            out.push(WordHeard {
                word: words.get(k).copied().unwrap_or_default().to_owned(),
                said,
                score: fit.score,
                rank,
                start_s: seconds(fit.start),
                end_s: seconds(fit.end),
            });
        }
        out
    }
}

/// Share of samples within half a percent of full scale.
fn share_clipped(samples: &[f32]) -> f32 {
    samples.iter().filter(|s| s.abs() >= 0.995).count() as f32 / samples.len().max(1) as f32
}
