//! What the built-in voice measures, by the same means as a person's recording.

use super::ENVELOPE_HZ;
use crate::VoiceError;
use crate::signal::bands::Bank;
use crate::signal::{activity, pitch, spectra};

/// Says most sounds of English once or twice.
pub(crate) const SENTENCE: &str = "The young boys were joking about a huge yellow bird. Please show her that old \
    measuring cup, and choose four good thick pages.";

/// Less voiced sound than this, in seconds, does not measure a voice.
const LEAST_VOICED_S: f32 = 0.4;

/// Share of the power that is left of a bin that noise fills.
const LEAST_VOICE: f32 = 0.1;

fn mean<'a>(frames: impl Iterator<Item = &'a Vec<f32>>) -> Vec<f32> {
    let mut sum = vec![0f32; spectra::BINS];
    let mut count = 0f32;
    for frame in frames {
        count += 1.0;
        for (s, p) in sum.iter_mut().zip(frame) {
            *s += p;
        }
    }
    sum.into_iter().map(|s| s / count.max(1.0)).collect()
}

/// Measurements of a stretch of speech.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Base {
    pub(crate) f0_mean_hz: f32,
    pub(crate) f0_std: f32,
    /// Mean power spectrum of voiced frames.
    pub(crate) power: Vec<f32>,
    /// Seconds of voiced sound.
    pub(crate) voiced_s: f32,
}

impl Base {
    /// Measures samples at 16 kHz.
    pub(crate) fn measure(samples: &[f32]) -> Result<Self, VoiceError> {
        let active = activity::speech_frames(&activity::loudness_db(samples));
        let mut track = pitch::track(samples);
        for (f, a) in track.iter_mut().zip(&active) {
            if !a {
                *f = None;
            }
        }
        let voiced = track.iter().flatten().count();
        let voiced_s = voiced as f32 * crate::signal::HOP_S;
        let few = VoiceError::TooLittleSpeech { voiced_s_tenths: (voiced_s * 10.0) as u32 };
        if voiced_s < LEAST_VOICED_S {
            return Err(few);
        }
        let (f0_mean_hz, f0_std) = pitch::statistics(&track).ok_or(few)?;
        let frames = spectra::power(samples);
        let mut power = mean(frames.iter().zip(&track).filter(|(_, f)| f.is_some()).map(|(p, _)| p));
        // What is there when nobody speaks is no part of the voice.
        let noise = mean(frames.iter().zip(&active).filter(|(_, a)| !**a).map(|(p, _)| p));
        for (p, n) in power.iter_mut().zip(noise) {
            *p = (*p - n).max(LEAST_VOICE * *p);
        }
        Ok(Self { f0_mean_hz, f0_std, power, voiced_s })
    }

    /// Long-term spectrum of so many bands in dB with mean 0, as if all frequencies were multiplied by `alpha`.
    pub(crate) fn spectrum_db(&self, count: usize, alpha: f32) -> Vec<f32> {
        let bank = Bank::new(count, ENVELOPE_HZ.0, ENVELOPE_HZ.1, spectra::BIN_HZ, spectra::BINS);
        let loudest = self.power.iter().copied().fold(1e-12, f32::max);
        let bands = bank.apply(&spectra::warped(&self.power, alpha));
        // 60 dB below the loudest there is only noise of the microphone.
        let db: Vec<f32> = bands.into_iter().map(|p| 10.0 * p.max(loudest * 1e-6).log10()).collect();
        let mean = db.iter().sum::<f32>() / db.len() as f32;
        db.into_iter().map(|d| d - mean).collect()
    }
}
