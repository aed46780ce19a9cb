//! Loudness as ITU-R BS.1770-4 and EBU R 128 define it.

use domain::limits::AUDIO_RATE_HZ;
use ebur128::{EbuR128, Mode};

/// What is too quiet to have a loudness, in LUFS.
const SILENCE_LUFS: f32 = -65.0;
/// Shortest sound that the gates can judge, in samples: 3 s.
const LEAST: usize = 3 * AUDIO_RATE_HZ as usize;

/// Integrated loudness of mono samples at 48 kHz in LUFS; `None` for silence. A sound of less than three seconds is
/// judged as if it went on and on.
#[must_use]
pub fn integrated_lufs(samples: &[f32]) -> Option<f32> {
    if samples.is_empty() {
        return None;
    }
    let mut meter = EbuR128::new(1, AUDIO_RATE_HZ, Mode::I).ok()?;
    for _ in 0..LEAST.div_ceil(samples.len()).max(1) {
        meter.add_frames_f32(samples).ok()?;
    }
    let lufs = meter.loudness_global().ok()? as f32;
    (lufs.is_finite() && lufs > SILENCE_LUFS).then_some(lufs)
}

/// Highest level between and on the samples, in dB below full scale (dBTP); `None` for silence.
#[must_use]
pub fn true_peak_db(samples: &[f32]) -> Option<f32> {
    let mut meter = EbuR128::new(1, AUDIO_RATE_HZ, Mode::TRUE_PEAK).ok()?;
    meter.add_frames_f32(samples).ok()?;
    let peak = meter.true_peak(0).ok()?;
    (peak > 0.0).then(|| 20.0 * libm::log10(peak) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, level: f32, count: usize) -> Vec<f32> {
        (0..count)
            .map(|i| level * libm::sin(f64::from(hz) * i as f64 / 48_000.0 * core::f64::consts::TAU) as f32)
            .collect()
    }

    #[test]
    fn the_standards_tone_has_the_standards_loudness() {
        // BS.1770-4: a sine of 997 Hz at full scale in one channel reads -3.01 LKFS.
        for count in [1600, 24_000, 240_000] {
            let lufs = integrated_lufs(&tone(1000.0, 1.0, count)).unwrap();
            assert!((lufs + 3.01).abs() < 0.1, "{count}: {lufs}");
        }
        assert_eq!(integrated_lufs(&[]), None);
        assert_eq!(integrated_lufs(&vec![0.0; 48_000]), None);
    }

    #[test]
    fn a_peak_between_two_samples_is_seen() {
        // A quarter of the rate, sampled 45 degrees beside its peaks.
        let sharp: Vec<f32> = (0..4800).map(|i| if i % 4 < 2 { 0.5 } else { -0.5 }).collect();
        let db = true_peak_db(&sharp).unwrap();
        assert!((db + 3.01).abs() < 0.4, "{db}");
        assert_eq!(true_peak_db(&[0.0; 100]), None);
    }
}
