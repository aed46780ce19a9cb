//! Where speech is heard, so that what lies under it can make way in time.

use domain::limits::AUDIO_RATE_HZ;

/// Samples that are judged together: 10 ms.
pub(super) const BLOCK: usize = AUDIO_RATE_HZ as usize / 100;
/// How long before speech the way is clear, and for how long after it, in blocks.
const BEFORE: usize = 4;
const AFTER: usize = 28;
/// Half of the time that the way up or down takes, in blocks.
const SLOPE: usize = 14;
/// What is so far below the loud parts of the speech is no speech, in dB.
const BELOW_DB: f32 = 28.0;

/// Blocks in which something is said, `count` samples in all.
pub(super) fn spoken(speech: &[f32], count: usize) -> Vec<bool> {
    let blocks = count.div_ceil(BLOCK);
    let power: Vec<f32> = (0..blocks)
        .map(|b| {
            let part = speech.get(b * BLOCK..).map_or(&[][..], |s| &s[..BLOCK.min(s.len())]);
            part.iter().map(|s| s * s).sum::<f32>() / BLOCK as f32
        })
        .collect();
    let mut sorted = power.clone();
    sorted.sort_by(f32::total_cmp);
    let loud = sorted.get(sorted.len() * 95 / 100).copied().unwrap_or(0.0);
    let least = loud * libm::powf(10.0, -0.1 * BELOW_DB);
    power.iter().map(|p| loud > 1e-9 && *p > least).collect()
}

/// For each sample, 0 where nothing is said and 1 where speech is, with slopes between that begin before the speech.
pub(super) fn envelope(spoken: &[bool], count: usize) -> Vec<f32> {
    let reach_before = BEFORE + 2 * SLOPE;
    let mut near: Vec<f32> = (0..spoken.len())
        .map(|b| {
            let (from, to) = (b.saturating_sub(AFTER), (b + reach_before + 1).min(spoken.len()));
            f32::from(u8::from(spoken[from..to].contains(&true)))
        })
        .collect();
    for _ in 0..2 {
        let before = near.clone();
        for (b, n) in near.iter_mut().enumerate() {
            // The mean looks back only on the way down, so that the end of a sentence is not covered.
            let (from, to) = (b.saturating_sub(SLOPE), (b + SLOPE + 1).min(before.len()));
            *n = before[from..to].iter().sum::<f32>() / (to - from) as f32;
        }
    }
    (0..count)
        .map(|i| {
            let at = (i as f32 / BLOCK as f32 - 0.5).max(0.0);
            let (b, part) = (at as usize, at - libm::floorf(at));
            let get = |b: usize| near.get(b.min(near.len().saturating_sub(1))).copied().unwrap_or(0.0);
            get(b) + (get(b + 1) - get(b)) * part
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_clear_before_the_first_word_and_while_it_lasts() {
        let count = 5 * 48_000;
        let speech: Vec<f32> = (0..count)
            .map(|i| if (96_000..144_000).contains(&i) { 0.2 * libm::sinf(i as f32 * 0.05) } else { 0.0 })
            .collect();
        let spoken = spoken(&speech, count);
        assert_eq!(spoken.iter().filter(|s| **s).count(), 100);
        let e = envelope(&spoken, count);
        assert!(e[96_000 - 1500..144_000].iter().all(|v| *v > 0.99), "clear while it is said");
        assert!(e[..60_000].iter().all(|v| *v == 0.0) && e[200_000..].iter().all(|v| *v == 0.0));
        assert!(e.windows(2).all(|v| (v[1] - v[0]).abs() < 1e-3), "no step");
        assert!(envelope(&self::spoken(&[], 48_000), 48_000).iter().all(|v| *v == 0.0));
        assert!(envelope(&[], 0).is_empty());
    }
}
