//! Changing the sample rate of recordings.

use rubato::audioadapter_buffers::owned::InterleavedOwned;
use rubato::{Fft, FixedSync, Resampler};

use crate::VoiceError;
use crate::signal::RATE_HZ;

/// Longest recording that is looked at, in seconds.
const LONGEST_S: u32 = 60;

/// Mono samples at 16 kHz. Samples that are not numbers become 0, louder ones than full scale are clamped.
pub(crate) fn to_16k(samples: &[f32], rate_hz: u32) -> Result<Vec<f32>, VoiceError> {
    to_rate(samples, rate_hz, RATE_HZ)
}

/// The same at another rate.
pub(crate) fn to_rate(samples: &[f32], rate_hz: u32, wanted_hz: u32) -> Result<Vec<f32>, VoiceError> {
    let bad = |e: &dyn std::fmt::Display| VoiceError::BadRecording(e.to_string());
    if !(8_000..=192_000).contains(&rate_hz) {
        return Err(VoiceError::BadRecording(format!("{rate_hz} samples a second; 8,000 to 192,000 can be used")));
    }
    if samples.len() < rate_hz as usize / 10 {
        return Err(VoiceError::BadRecording("it is shorter than a tenth of a second".to_owned()));
    }
    if samples.len() as u64 > u64::from(LONGEST_S) * u64::from(rate_hz) {
        return Err(VoiceError::BadRecording(format!("it is longer than {LONGEST_S} seconds")));
    }
    let clean: Vec<f32> = samples.iter().map(|s| if s.is_finite() { s.clamp(-1.0, 1.0) } else { 0.0 }).collect();
    if rate_hz == wanted_hz {
        return Ok(clean);
    }
    let frames = clean.len();
    let mut fft =
        Fft::<f32>::new(rate_hz as usize, wanted_hz as usize, 2048, 1, FixedSync::Both).map_err(|e| bad(&e))?;
    let input = InterleavedOwned::new_from(clean, 1, frames).map_err(|e| bad(&e))?;
    Ok(fft.process_all(&input, frames, None).map_err(|e| bad(&e))?.take_data())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_keeps_its_length_and_loudness() {
        for rate in [8_000u32, 22_050, 44_100, 48_000, 96_000] {
            let tone = |rate: u32, n: usize| -> Vec<f32> {
                (0..n).map(|i| 0.5 * (i as f32 * 440.0 * std::f32::consts::TAU / rate as f32).sin()).collect()
            };
            let y = to_16k(&tone(rate, rate as usize), rate).unwrap();
            assert!(y.len().abs_diff(16_000) <= 1, "{rate}: {}", y.len());
            let expected = tone(16_000, 16_000);
            let worst = (1000..15_000).map(|i| (y[i] - expected[i]).abs()).fold(0.0, f32::max);
            assert!(worst < 0.05, "{rate}: {worst}");
        }
    }

    #[test]
    fn recordings_that_cannot_be_used_are_refused() {
        for (samples, rate) in
            [(vec![], 48_000), (vec![0.0; 100], 48_000), (vec![0.0; 48_000], 0), (vec![0.0; 48_000], u32::MAX)]
        {
            assert!(matches!(to_16k(&samples, rate), Err(VoiceError::BadRecording(_))), "{rate}");
        }
        assert!(to_16k(&[f32::NAN; 48_000], 48_000).unwrap().iter().all(|s| *s == 0.0));
    }
}
