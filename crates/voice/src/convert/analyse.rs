//! Measuring a voice from a short recording.

use super::align::time_warp_cost;
use super::base::Base;
use super::{ENVELOPE_BANDS, VERSION, VoiceProfile, fit};
use crate::signal::bands::{Bank, cepstrum};
use crate::signal::{activity, spectra};
use crate::{Speaker, VoiceError, resample};

/// Stretches that are tried: the range of adult voices against the built-in one, and some more.
pub(crate) const WARPS: [f32; 21] = [
    0.76, 0.78, 0.80, 0.82, 0.84, 0.86, 0.88, 0.90, 0.92, 0.94, 0.96, 0.98, 1.00, 1.02, 1.04, 1.06, 1.08, 1.10, 1.12,
    1.14, 1.16,
];
/// How far a measured stretch is expected from what the pitch suggests (standard deviation).
const PRIOR_SPREAD: f32 = 0.06;
/// Cepstral coefficients of a frame.
pub(crate) const CEPSTRA: usize = 13;

/// Measures a voice from a recording whose words are not known. [`analyse_words`] finds the stretch of the vocal tract
/// better.
///
/// # Errors
/// [`VoiceError::TooLittleSpeech`] with less than 0.4 s of voiced speech, [`VoiceError::BadRecording`] for samples that
/// cannot be used, and what [`Speaker::speak`] may return.
pub fn analyse(samples: &[f32], rate_hz: u32, speaker: &mut Speaker) -> Result<VoiceProfile, VoiceError> {
    analyse_words(samples, rate_hz, &[], speaker)
}

/// Measures a voice from a recording of the given words.
///
/// The built-in voice says the same words; the stretch of the frequency axis that brings its spectra closest to the
/// recording's, after dynamic time warping (Sakoe and Chiba 1978), is the profile's.
///
/// # Errors
/// As [`analyse`].
pub fn analyse_words(
    samples: &[f32],
    rate_hz: u32,
    words: &[&str],
    speaker: &mut Speaker,
) -> Result<VoiceProfile, VoiceError> {
    let samples = resample::to_16k(samples, rate_hz)?;
    let own = Base::measure(&samples)?;
    let costs = stretch_costs(&samples, &own, words, speaker)?;
    let rises = rises(&costs);
    let aligned = if words.is_empty() { &[][..] } else { &rises };
    let warp = best_stretch(&rises, aligned, own.f0_mean_hz, speaker.base()?);
    profile(&own, warp, speaker)
}

/// Distance to the built-in voice at each of [`WARPS`]: saying the same words, or over all sounds if they are unknown.
pub(crate) fn stretch_costs(
    samples: &[f32],
    own: &Base,
    words: &[&str],
    speaker: &mut Speaker,
) -> Result<Vec<f32>, VoiceError> {
    if words.is_empty() {
        return Ok(long_term_costs(own, speaker.base()?));
    }
    Ok(aligned_costs(samples, &speaker.plain(&format!("{}.", words.join(", ")))?))
}

/// Costs as their rise over the least: comparable between recordings.
pub(crate) fn rises(costs: &[f32]) -> Vec<f32> {
    let least = costs.iter().copied().fold(f32::INFINITY, f32::min).max(1e-9);
    costs.iter().map(|c| c / least - 1.0).collect()
}

/// The stretch half way between the likeliest of [`WARPS`] and the one that fits best: on five voices a speaker
/// encoder preferred it to either. `aligned` holds the rises over the same words alone; without them it is the
/// likeliest.
pub(crate) fn best_stretch(rises: &[f32], aligned: &[f32], f0_mean_hz: f32, base: &Base) -> f32 {
    // Tract length and pitch go together over speakers: formants fall by about a seventh where pitch falls by half.
    let expected = (f0_mean_hz / base.f0_mean_hz).powf(0.22).clamp(0.8, 1.12);
    // A rise of 4 % is as unlikely as one standard deviation of the prior.
    let score = |(warp, rise): (f32, f32)| rise / 0.04 + 0.5 * ((warp - expected) / PRIOR_SPREAD).powi(2);
    let least = |costs: &mut dyn Iterator<Item = (f32, f32)>| costs.min_by(|a, b| a.1.total_cmp(&b.1)).map(|b| b.0);
    let pairs = WARPS.into_iter().zip(rises.iter().copied());
    let likeliest = least(&mut pairs.map(|pair| (pair.0, score(pair)))).unwrap_or(1.0);
    let nearest = least(&mut WARPS.into_iter().zip(aligned.iter().copied())).unwrap_or(likeliest);
    0.5 * (likeliest + nearest)
}

/// The profile of what was measured.
pub(crate) fn profile(own: &Base, warp: f32, speaker: &mut Speaker) -> Result<VoiceProfile, VoiceError> {
    let mut profile = VoiceProfile {
        f0_mean_hz: own.f0_mean_hz,
        f0_std: own.f0_std.clamp(0.06, 0.4),
        warp,
        envelope: own.spectrum_db(ENVELOPE_BANDS, 1.0),
        equaliser: Vec::new(),
        voiced_s: own.voiced_s,
        version: VERSION,
    };
    profile.equaliser = fit::equaliser_db(&profile, own, speaker)?;
    Ok(profile)
}

/// Distance between long-term spectra at each stretch, in dB.
fn long_term_costs(own: &Base, base: &Base) -> Vec<f32> {
    let target = own.spectrum_db(ENVELOPE_BANDS, 1.0);
    WARPS
        .iter()
        .map(|a| {
            let difference: Vec<f32> =
                target.iter().zip(base.spectrum_db(ENVELOPE_BANDS, *a)).map(|(t, b)| t - b).collect();
            // The slope is loudness and microphone, not tract: only the shape around a running mean counts.
            let shape = (3..difference.len() - 3).map(|i| {
                let mean = difference[i - 3..=i + 3].iter().sum::<f32>() / 7.0;
                (difference[i] - mean).powi(2)
            });
            // The constant keeps small differences between nearly equal spectra from deciding.
            (shape.sum::<f32>() / (difference.len() - 6) as f32).sqrt() + 6.0
        })
        .collect()
}

/// Mean distance of aligned frames at each stretch.
pub(crate) fn aligned_costs(recording: &[f32], said: &[f32]) -> Vec<f32> {
    let (target, source) = (spoken(recording), spoken(said));
    let bank = Bank::new(26, 150.0, 6500.0, spectra::BIN_HZ, spectra::BINS);
    let features = |frames: &[Vec<f32>], alpha: f32| -> Vec<Vec<f32>> {
        let mut all: Vec<Vec<f32>> =
            frames.iter().map(|f| cepstrum(&bank.apply(&spectra::warped(f, alpha)), CEPSTRA)).collect();
        centre(&mut all);
        all
    };
    let target = features(&target, 1.0);
    WARPS.iter().map(|a| time_warp_cost(&features(&source, *a), &target)).collect()
}

/// Power spectra of the spoken frames; pauses are left out, since their lengths differ most.
fn spoken(samples: &[f32]) -> Vec<Vec<f32>> {
    let active = activity::speech_frames(&activity::loudness_db(samples));
    spectra::power(samples).into_iter().zip(active).filter(|(_, a)| *a).map(|(f, _)| f).collect()
}

/// Takes the mean off each coefficient.
pub(crate) fn centre(frames: &mut [Vec<f32>]) {
    let n = frames.len().max(1) as f32;
    for q in 0..CEPSTRA {
        let mean = frames.iter().map(|f| f[q]).sum::<f32>() / n;
        for f in frames.iter_mut() {
            f[q] -= mean;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_mans_and_a_womans_pitch_are_measured() {
        let mut speaker = testing::speaker();
        for (file, words, pitch, warp) in [
            ("goforward.raw", vec!["go", "forward", "ten", "meters"], 80.0..160.0, 0.76..0.97),
            ("Front_Center.wav", vec!["front", "center"], 160.0..260.0, 0.9..1.12),
        ] {
            let (samples, rate) = testing::recording(file);
            let plain = analyse(&samples, rate, &mut speaker).unwrap();
            let known = analyse_words(&samples, rate, &words, &mut speaker).unwrap();
            eprintln!(
                "{file}: {:.0} Hz, spread {:.2}, warp {} ({})",
                known.f0_mean_hz, known.f0_std, known.warp, plain.warp
            );
            assert!(pitch.contains(&known.f0_mean_hz), "{file}: {}", known.f0_mean_hz);
            assert!(warp.contains(&known.warp) && warp.contains(&plain.warp), "{file}: {} {}", known.warp, plain.warp);
            assert_eq!(known.envelope.len(), super::super::ENVELOPE_BANDS);
        }
    }

    #[test]
    fn recordings_without_a_voice_are_refused() {
        let mut speaker = testing::speaker();
        let (noise, rate) = testing::recording("Noise.wav");
        assert!(analyse(&noise, rate, &mut speaker).is_err());
        for bad in [vec![0.0; 96_000], vec![f32::NAN; 96_000], vec![f32::INFINITY; 96_000], vec![1.0; 96_000], vec![]] {
            assert!(analyse(&bad, 48_000, &mut speaker).is_err());
        }
    }
}
