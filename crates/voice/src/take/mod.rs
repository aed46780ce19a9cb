//! A recording in place of speech: does it say the script, and when is which sound heard?
//!
//! The recogniser of [`crate::listen`] gives phone likelihoods every 20 ms; [`trellis`] fits the whole script into them;
//! [`judge`] decides by each word's and each gap's share of what the fit costs; [`times`] makes it phones and words as
//! [`crate::Speaker::speak`] gives them. The sound stays the visitor's own: cut to what is said, and as loud as speech.

mod judge;
mod sounds;
#[cfg(test)]
mod tests;
mod times;
mod trellis;

use domain::limits::{AUDIO_RATE_HZ, MAX_SPEECH_S};
use domain::speech::Speech;
use domain::take::TakeFlaw;

use crate::listen::{LEAST_SPEECH_S, Listener, MOST_CLIPPED, QUIETEST_DB, noise, share_clipped};
use crate::signal::{HOP, HOP_S, RATE_HZ, activity};
use crate::{Speaker, VoiceError, level, resample};

/// What is kept before the first sound and after the last, in seconds.
const KEPT_S: [f32; 2] = [0.12, 0.22];
/// How long the sound rises and falls where it is cut, in seconds.
const FADE_S: f32 = 0.008;
/// Quiet around the speech that the recogniser is given, in frames of 10 ms.
const AROUND: usize = 25;
/// So near to speech, in frames of 10 ms, soft sounds count.
const BESIDE: usize = 10;
/// What is heard in a clip stands out of the noise around it by at least so many dB.
const LEAST_SNR_DB: f32 = 10.0;
/// How much longer than a clip's speech a recording may be by what is quiet in it, in seconds.
const SLACK_S: f32 = 20.0;

impl Listener {
    /// Follows a script through a mono recording of somebody who says it. What comes back is the recording itself at
    /// 48 kHz, cut to what is said and as loud as [`Speaker::speak`] is, with the times of its phones and words; or what
    /// is wrong with it.
    ///
    /// # Errors
    /// [`VoiceError::BadRecording`] for samples that cannot be used, [`VoiceError::NothingToSay`],
    /// [`VoiceError::ScriptTooLong`], [`VoiceError::Script`] for the script, [`VoiceError::Network`].
    pub fn follow(
        &self,
        samples: &[f32],
        rate_hz: u32,
        script: &str,
        speaker: &mut Speaker,
    ) -> Result<Result<Speech, TakeFlaw>, VoiceError> {
        let (units, sentences) = speaker.sentences(script, 1.0)?;
        let sounds = sounds::of(&sentences);
        let whole_s = samples.len() as f32 / rate_hz.max(1) as f32;
        if whole_s > MAX_SPEECH_S + SLACK_S {
            return Ok(Err(TakeFlaw::TooLong { seconds: whole_s }));
        }
        let heard = resample::to_16k(samples, rate_hz)?;
        let loudness = activity::loudness_db(&heard);
        let active = activity::speech_frames(&loudness);
        let level_db = activity::percentile(&loudness, 0.95);
        let noise_db = noise::floor_db(&loudness, &active);
        let speech_s = active.iter().filter(|a| **a).count() as f32 * HOP_S;
        let extent = activity::extent(&active, AROUND).filter(|_| speech_s >= LEAST_SPEECH_S);
        let Some(extent) = extent.filter(|_| level_db > QUIETEST_DB) else {
            let faint = level_db > QUIETEST_DB - 27.0 && level_db <= QUIETEST_DB;
            return Ok(Err(if faint { TakeFlaw::TooQuiet } else { TakeFlaw::NothingHeard }));
        };
        if share_clipped(samples) > MOST_CLIPPED {
            return Ok(Err(TakeFlaw::Clipped));
        }
        let seconds = (extent.len().saturating_sub(2 * AROUND)) as f32 * HOP_S;
        if seconds > MAX_SPEECH_S {
            return Ok(Err(TakeFlaw::TooLong { seconds }));
        }
        let from = extent.start * HOP;
        let part = heard.get(from..(extent.end * HOP).min(heard.len())).unwrap_or_default();
        let evidence = self.evidence(part, level_db)?;
        let quiet: Vec<bool> = (0..evidence.len()).map(|t| is_quiet(&active, extent.start + 2 * t)).collect();
        let path = trellis::fit(&evidence, &quiet, &sounds.tokens);
        let flaw = match &path {
            Some(path) => judge::flaw(path, &sounds, &units),
            None => Some(TakeFlaw::NothingHeard),
        };
        if level_db - noise_db < LEAST_SNR_DB {
            return Ok(Err(TakeFlaw::TooNoisy));
        }
        let (None, Some(path)) = (&flaw, path) else { return Ok(Err(flaw.unwrap_or(TakeFlaw::NothingHeard))) };
        let from_s = from as f32 / RATE_HZ as f32;
        let mut speech = times::speech(&path, &sounds, &units, &active, from_s);
        cut(&mut speech, &resample::to_rate(samples, rate_hz, AUDIO_RATE_HZ)?);
        if speech.duration_s() > MAX_SPEECH_S {
            return Ok(Err(TakeFlaw::TooLong { seconds: speech.duration_s() }));
        }
        Ok(Ok(speech))
    }
}

/// Whether nobody speaks for a while before and after a frame of 10 ms: the beginning of *s* is as soft as a pause.
fn is_quiet(active: &[bool], frame: usize) -> bool {
    let around = frame.saturating_sub(BESIDE).min(active.len())..(frame + BESIDE + 1).min(active.len());
    active.get(around).is_none_or(|a| a.iter().all(|a| !*a))
}

/// Gives a speech the part of a recording at 48 kHz in which it is heard, and counts its times from there.
fn cut(speech: &mut Speech, samples: &[f32]) {
    let rate = AUDIO_RATE_HZ as f32;
    let at = |s: f32| ((s.max(0.0) * rate) as usize).min(samples.len());
    let first_s = speech.phones.first().map_or(0.0, |p| p.start_s);
    let last_s = speech.phones.last().map_or(0.0, |p| p.end_s);
    let (from, to) = (at(first_s - KEPT_S[0]), at(last_s + KEPT_S[1]));
    let mut own = samples.get(from..to).unwrap_or_default().to_vec();
    level::finish(&mut own, AUDIO_RATE_HZ);
    let fade = ((FADE_S * rate) as usize).min(own.len() / 2);
    for i in 0..fade {
        let gain = (i as f32 + 0.5) / fade as f32;
        own[i] *= gain;
        let end = own.len() - 1 - i;
        own[end] *= gain;
    }
    let (shift_s, end_s) = (from as f32 / rate, own.len() as f32 / rate);
    let within = |s: f32| (s - shift_s).clamp(0.0, end_s);
    for phone in &mut speech.phones {
        (phone.start_s, phone.end_s) = (within(phone.start_s), within(phone.end_s));
    }
    for word in &mut speech.words {
        (word.start_s, word.end_s) = (within(word.start_s), within(word.end_s));
    }
    speech.phones.retain(|p| p.end_s > p.start_s);
    speech.words.retain(|w| w.end_s > w.start_s);
    (speech.samples, speech.rate_hz) = (own, AUDIO_RATE_HZ);
}
