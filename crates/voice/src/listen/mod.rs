//! Were these words said?
//!
//! A small recogniser gives phone likelihoods every 20 ms. The asked words are fitted in their order; then each must
//! fit its place better than nearly all other words of the challenge list, and well in itself.

pub(crate) mod align;
mod heard;
#[cfg(test)]
mod hints;
mod measure;
pub(crate) mod noise;
pub(crate) mod phones;
#[cfg(test)]
mod tests;

pub use heard::{Heard, Verdict, WordHeard};
pub(crate) use noise::floor_db;

use domain::capture::{WORDS, one_voice};
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
pub(crate) const QUIETEST_DB: f32 = -48.0;
/// A larger share of samples at full scale than this is asked for again.
pub(crate) const MOST_CLIPPED: f32 = 0.01;
/// Less speech than this, in seconds, is none.
pub(crate) const LEAST_SPEECH_S: f32 = 0.25;
/// A word with a score of at least this was said if it is the best fit of all.
const SCORE_ALONE: f32 = -2.6;
/// A word with a score of at least this was said even if another word fits a little better.
const SCORE_CLEAR: f32 = -1.6;
/// Words of the list that may fit better than one with a clear score.
const RANK_CLEAR: usize = 1;
/// Recogniser's frames around a word whose phones may still be its own.
const AROUND: usize = 3;

/// Checks spoken words.
pub struct Listener {
    model: Model,
    waveform: NodeId,
    lengths: NodeId,
    log_probs: NodeId,
    layers: [NodeId; 2],
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
        let [first, second] = measure::LAYERS;
        let layers = [node(first)?, node(second)?];
        Ok(Self { model, waveform, lengths, log_probs, layers, others: Vec::new() })
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
        let noise_db = noise::floor_db(&loudness, &active);
        let mut heard =
            Heard { words: Vec::new(), level_db, noise_db, clipped, speech_s, verdict: Verdict::NothingHeard };
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
        let from_s = from as f32 / RATE_HZ as f32;
        heard.words = self.judge(&evidence, words, &refs, from_s);
        if heard.words.is_empty() {
            return Ok(heard);
        }
        let in_order = heard.words.iter().all(|w| w.said);
        let out_of_order = if in_order { None } else { self.in_another_order(&evidence, words, &refs, from_s) };
        let missing: Vec<String> = heard.words.iter().filter(|w| !w.said).map(|w| w.word.clone()).collect();
        let understood = in_order || out_of_order.is_some();
        heard.verdict = if level_db < QUIETEST_DB {
            Verdict::TooQuiet
        } else if clipped > MOST_CLIPPED {
            Verdict::Clipped
        } else if noise::too_noisy(level_db, noise_db, understood) {
            Verdict::TooNoisy
        } else if let Some(said) = out_of_order {
            heard.words = said;
            Verdict::WrongOrder
        } else if !missing.is_empty() {
            Verdict::NotTheseWords { missing }
        } else {
            self.measure(&samples, &mut heard.words)?;
            let voices: Vec<Vec<f32>> = heard.words.iter().map(|w| w.voice.clone()).collect();
            if one_voice(&voices) { Verdict::Said } else { Verdict::TwoVoices }
        };
        Ok(heard)
    }

    /// Measures the voice of a mono recording of one word or a few, as [`domain::capture::doubt`] takes them.
    ///
    /// # Errors
    /// [`VoiceError::BadRecording`], [`VoiceError::Network`].
    pub fn voice_of(&self, samples: &[f32], rate_hz: u32) -> Result<Vec<f32>, VoiceError> {
        self.measures(&resample::to_16k(samples, rate_hz)?)
    }

    /// The words in the order in which they were said, if all of them were but not as asked.
    fn in_another_order(
        &self,
        evidence: &Evidence,
        words: &[&str],
        phones: &[&[char]],
        from_s: f32,
    ) -> Option<Vec<WordHeard>> {
        // Few enough orders to try them all; longer lists are not drawn.
        if !(2..=4).contains(&words.len()) {
            return None;
        }
        let fitted = orders(words.len()).into_iter().filter_map(|order| {
            let sounds: Vec<&[char]> = order.iter().filter_map(|k| phones.get(*k).copied()).collect();
            let score: f32 = align::fit(evidence, 0..evidence.len(), &sounds)?.iter().map(|f| f.score).sum();
            Some((score, order, sounds))
        });
        let (_, order, sounds) = fitted.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let said: Vec<&str> = order.iter().filter_map(|k| words.get(*k).copied()).collect();
        let heard = self.judge(evidence, &said, &sounds, from_s);
        (said != words && heard.iter().all(|w| w.said)).then_some(heard)
    }

    /// Measures the voice that said each word.
    fn measure(&self, samples: &[f32], words: &mut [WordHeard]) -> Result<(), VoiceError> {
        let times: Vec<(f32, f32)> = words.iter().map(|w| (w.start_s, w.end_s)).collect();
        let place = |k: usize| {
            let (start_s, end_s) = times.get(k)?;
            let after_s = k.checked_sub(1).and_then(|j| times.get(j)).map_or(0.0, |t| t.1);
            let before_s = times.get(k + 1).map_or(f32::MAX, |t| t.0);
            Some(measure::place(*start_s, *end_s, after_s, before_s))
        };
        for (k, word) in words.iter_mut().enumerate() {
            let Some(own) = place(k) else { continue };
            let after = k.checked_sub(1).and_then(place).map_or(0, |p| p.end);
            let before = place(k + 1).map_or(usize::MAX, |p| p.start);
            let own = samples.get(measure::surroundings(&own, after, before, samples.len())).unwrap_or_default();
            word.voice = self.measures(own)?;
        }
        Ok(())
    }

    fn measures(&self, samples: &[f32]) -> Result<Vec<f32>, VoiceError> {
        let level_db = activity::percentile(&activity::loudness_db(samples), 0.95);
        let layers = self.run(samples, level_db, self.layers)?.map(|t| t.to_vec());
        Ok(measure::measure(samples, &layers))
    }

    pub(crate) fn evidence(&self, samples: &[f32], level_db: f32) -> Result<Evidence, VoiceError> {
        let [t] = self.run(samples, level_db, [self.log_probs])?;
        if t.shape().last() != Some(&phones::CLASSES) {
            return Err(VoiceError::network(FILE, "an output has an unexpected shape"));
        }
        Ok(Evidence::new(&t.to_vec()))
    }

    /// Values of the network for a stretch of sound.
    fn run<const N: usize>(
        &self,
        samples: &[f32],
        level_db: f32,
        wanted: [NodeId; N],
    ) -> Result<[Tensor<f32>; N], VoiceError> {
        // The network learned from speech at an ordinary level.
        let gain = 10f32.powf((-20.0 - level_db).clamp(-20.0, 40.0) / 20.0);
        let wave: Vec<f32> = samples.iter().map(|s| (s * gain).clamp(-1.0, 1.0)).collect();
        let length = NdTensor::from_data([1], vec![i32::try_from(wave.len()).unwrap_or(i32::MAX)]);
        let wave = NdTensor::from_data([1, wave.len()], wave);
        let inputs = vec![(self.waveform, wave.view().into()), (self.lengths, length.view().into())];
        let out = self.model.run_n(inputs, wanted, None).map_err(|e| VoiceError::network(FILE, e))?;
        let mut tensors = Vec::with_capacity(N);
        for value in out {
            tensors.push(value.try_into().map_err(|e: rten::TryFromValueError| VoiceError::network(FILE, e))?);
        }
        tensors.try_into().map_err(|_| VoiceError::network(FILE, "an output is missing"))
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
            // The neighbours' own frames stay theirs.
            let around = low.max(fit.start.saturating_sub(AROUND))..high.min(fit.end + AROUND);
            let spelled = phones::spelled(&evidence.best_path(around));
            let word = words.get(k).copied().unwrap_or_default();
            let said = (rank == 0 && fit.score >= SCORE_ALONE) || (rank <= RANK_CLEAR && fit.score >= SCORE_CLEAR);
            // Frames are 20 ms apart.
            let seconds = |t: usize| from_s + 0.02 * t as f32;
            out.push(WordHeard {
                word: word.to_owned(),
                said,
                score: fit.score,
                rank,
                start_s: seconds(fit.start),
                end_s: seconds(fit.end),
                phones: spelled,
                voice: Vec::new(),
            });
        }
        out
    }
}

/// Share of samples within half a percent of full scale.
pub(crate) fn share_clipped(samples: &[f32]) -> f32 {
    samples.iter().filter(|s| s.abs() >= 0.995).count() as f32 / samples.len().max(1) as f32
}

/// All orders of `0..count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..count {
        let longer = |order: Vec<usize>| {
            let rest: Vec<usize> = (0..count).filter(|k| !order.contains(k)).collect();
            rest.into_iter().map(move |k| [order.as_slice(), &[k]].concat())
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}
