//! Turning the built-in voice towards a person's.
//!
//! Three changes to the acoustic network's output, before it becomes sound: the fundamental frequency gets the
//! person's mean and spread, the frequency axis of all spectra is stretched by the ratio of vocal-tract lengths, and
//! the long-term spectrum is equalised, by gains that were fitted to the result when the voice was measured.

pub(crate) mod align;
pub(crate) mod analyse;
pub(crate) mod base;
pub(crate) mod enrol;
mod fit;
mod warp;

use serde::{Deserialize, Serialize};

use crate::acoustic::{BIN_HZ, BINS, Frames};
use crate::signal::bands;
use base::Base;

/// Bands of a voice's long-term spectrum.
pub const ENVELOPE_BANDS: usize = 32;
/// Lowest and highest frequency of the bands.
pub(crate) const ENVELOPE_HZ: (f32, f32) = (80.0, 7600.0);
/// Version of [`VoiceProfile`] that this crate makes.
pub(crate) const VERSION: u32 = 2;
/// Bands of the fitted equaliser, over the same frequencies.
pub(crate) const EQUALISER_BANDS: usize = 48;
/// Limit of the fitted equaliser in dB, either way.
pub(crate) const MOST_FITTED_DB: f32 = 25.0;
/// Limit of an equaliser that was not fitted, in dB, either way.
const MOST_EQ_DB: f32 = 9.0;
/// Share of the measured difference that the equaliser makes up: a few words sample a voice unevenly.
const EQ_SHARE: f32 = 0.8;

/// A voice in a few numbers. Made on the owner's device from a recording that does not leave it; from these numbers no
/// word of the recording can be recovered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoiceProfile {
    /// Geometric mean of the fundamental frequency in hertz: about 120 for men, 210 for women.
    pub f0_mean_hz: f32,
    /// Standard deviation of the natural logarithm of the fundamental frequency, about 0.1 to 0.35.
    pub f0_std: f32,
    /// Resonance frequencies of this voice over those of the built-in one: below 1 for a longer vocal tract.
    pub warp: f32,
    /// Long-term spectrum of voiced sound in dB: [`ENVELOPE_BANDS`] mel-spaced bands from 80 to 7,600 Hz, mean 0.
    pub envelope: Vec<f32>,
    /// Gains in dB of 48 mel-spaced bands over the same frequencies, which give the converted built-in voice this
    /// spectrum. Empty in profiles of version 1.
    #[serde(default)]
    pub equaliser: Vec<f32>,
    /// Seconds of voiced sound that the profile was measured from.
    pub voiced_s: f32,
    /// Version of this form: 2.
    pub version: u32,
}

/// Converts the sentences of one script together, so that their common mean pitch becomes the profile's.
pub(crate) fn apply(sentences: &mut [Frames], voice: &VoiceProfile, base: &Base) {
    // A profile comes from storage: whatever it holds, sound must come out.
    let or = |x: f32, low: f32, high: f32, other: f32| if x.is_finite() { x.clamp(low, high) } else { other };
    let mean_hz = or(voice.f0_mean_hz, 65.0, 400.0, base.f0_mean_hz);
    let std = or(voice.f0_std, 0.05, 0.5, base.f0_std);
    let alpha = or(voice.warp, 0.7, 1.35, 1.0);
    shift_pitch(sentences, mean_hz, (std / base.f0_std.max(0.02)).clamp(0.6, 1.6));
    let gain = equaliser(voice, base, alpha);
    for frames in sentences {
        frames.harmonic = warp::stretched(&frames.harmonic, alpha);
        frames.theta = warp::stretched(&frames.theta, alpha);
        frames.noise = warp::stretched(&frames.noise, alpha);
        frames.free = warp::stretched(&frames.free, alpha);
        // Phases wrap, so they are taken from the nearest bin instead of mixed.
        frames.phi = warp::nearest(&frames.phi, alpha);
        for part in [&mut frames.harmonic, &mut frames.noise, &mut frames.free] {
            for frame in part.chunks_exact_mut(BINS) {
                for (x, g) in frame.iter_mut().zip(&gain) {
                    *x += g;
                }
            }
        }
    }
}

fn shift_pitch(sentences: &mut [Frames], mean_hz: f32, spread: f32) {
    let voiced = |f: f32| f > 40.0;
    let all = || sentences.iter().flat_map(|s| &s.f0_hz).copied().filter(|f| voiced(*f));
    let count = all().count();
    if count == 0 {
        return;
    }
    let own = all().map(f32::ln).sum::<f32>() / count as f32;
    for f in sentences.iter_mut().flat_map(|s| &mut s.f0_hz).filter(|f| voiced(**f)) {
        *f = (mean_hz.ln() + spread * (f.ln() - own)).exp().clamp(55.0, 600.0);
    }
}

/// Natural-log gain of each of the network's bins.
fn equaliser(voice: &VoiceProfile, base: &Base, alpha: f32) -> Vec<f32> {
    if voice.equaliser.len() == EQUALISER_BANDS && voice.equaliser.iter().all(|e| e.is_finite()) {
        let gains: Vec<f32> = voice.equaliser.iter().map(|g| g.clamp(-MOST_FITTED_DB, MOST_FITTED_DB)).collect();
        return across_bins(&gains);
    }
    if voice.envelope.len() != ENVELOPE_BANDS || voice.envelope.iter().any(|e| !e.is_finite()) {
        return vec![0.0; BINS];
    }
    let own = base.spectrum_db(ENVELOPE_BANDS, alpha);
    let difference: Vec<f32> = voice.envelope.iter().zip(&own).map(|(v, o)| v - o).collect();
    let smooth: Vec<f32> = (0..difference.len())
        .map(|i| {
            let near = &difference[i.saturating_sub(2)..(i + 3).min(difference.len())];
            (EQ_SHARE * near.iter().sum::<f32>() / near.len() as f32).clamp(-MOST_EQ_DB, MOST_EQ_DB)
        })
        .collect();
    across_bins(&smooth)
}

/// Gains in dB of bands as natural-log gains of the network's bins.
fn across_bins(gains_db: &[f32]) -> Vec<f32> {
    let centres: Vec<f32> =
        bands::centres_hz(gains_db.len(), ENVELOPE_HZ.0, ENVELOPE_HZ.1).into_iter().map(bands::mel).collect();
    let to_log = std::f32::consts::LN_10 / 20.0;
    (0..BINS)
        .map(|i| {
            let m = bands::mel(i as f32 * BIN_HZ);
            let above = centres.partition_point(|c| *c < m);
            let db = match (above.checked_sub(1), gains_db.get(above)) {
                (None, _) => gains_db[0],
                (Some(b), None) => gains_db[b],
                (Some(b), Some(next)) => {
                    let part = (m - centres[b]) / (centres[above] - centres[b]);
                    gains_db[b] * (1.0 - part) + next * part
                }
            };
            db * to_log
        })
        .collect()
}
