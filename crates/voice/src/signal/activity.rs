//! Where speech is, by loudness.

use super::{HOP, HOP_S};

/// Loudness of each 10 ms frame in dB of full scale (0 is a square wave at full scale), over 20 ms.
pub(crate) fn loudness_db(samples: &[f32]) -> Vec<f32> {
    (0..samples.len() / HOP)
        .map(|k| {
            let frame = &samples[k * HOP..(k * HOP + 2 * HOP).min(samples.len())];
            let power = frame.iter().map(|s| s * s).sum::<f32>() / frame.len().max(1) as f32;
            10.0 * (power + 1e-10).log10()
        })
        .collect()
}

/// The value below which a share of `values` lies.
pub(crate) fn percentile(values: &[f32], share: f32) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let at = (share * sorted.len().saturating_sub(1) as f32) as usize;
    sorted.get(at).copied().unwrap_or(f32::NEG_INFINITY)
}

/// Which frames hold speech: louder than a third of the way (in dB) from the quiet parts to the loud ones. Gaps up to
/// 0.15 s are filled and bursts under 0.06 s dropped.
pub(crate) fn speech_frames(loudness_db: &[f32]) -> Vec<bool> {
    let (floor, peak) = (percentile(loudness_db, 0.05), percentile(loudness_db, 0.97));
    // Sound that is equally loud throughout is speech without pauses if it is loud, and noise if it is not.
    let threshold = if peak - floor < 8.0 { -45.0 } else { floor + 0.35 * (peak - floor) }.max(-65.0);
    let mut active: Vec<bool> = loudness_db.iter().map(|l| *l > threshold).collect();
    flip_short_runs(&mut active, false, (0.15 / HOP_S) as usize);
    flip_short_runs(&mut active, true, (0.06 / HOP_S) as usize);
    active
}

/// Flips runs of `value` that are at most `longest` frames long and lie inside.
fn flip_short_runs(flags: &mut [bool], value: bool, longest: usize) {
    let mut k = 0;
    while k < flags.len() {
        let length = flags[k..].iter().take_while(|f| **f == value).count();
        // Quiet before the first and after the last sound stays quiet.
        let inside = k > 0 && k + length < flags.len();
        if length > 0 && length <= longest && (inside || value) {
            flags[k..k + length].fill(!value);
        }
        k += length.max(1);
    }
}

/// First and last speech frame, widened by `margin` frames.
pub(crate) fn extent(active: &[bool], margin: usize) -> Option<std::ops::Range<usize>> {
    let first = active.iter().position(|a| *a)?;
    let last = active.iter().rposition(|a| *a)?;
    Some(first.saturating_sub(margin)..(last + 1 + margin).min(active.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_between_silences_is_found() {
        let mut x = vec![0.0f32; 16_000];
        for (i, s) in x[4_000..12_000].iter_mut().enumerate() {
            *s = 0.3 * (i as f32 * 0.1).sin();
        }
        let range = extent(&speech_frames(&loudness_db(&x)), 0).unwrap();
        assert!(range.start.abs_diff(25) <= 2 && range.end.abs_diff(75) <= 2, "{range:?}");
    }

    #[test]
    fn silence_and_nothing_hold_no_speech() {
        assert!(extent(&speech_frames(&loudness_db(&[0.0; 16_000])), 0).is_none());
        assert!(speech_frames(&loudness_db(&[])).is_empty());
    }
}
