//! Fundamental frequency by YIN (de Cheveigné and Kawahara 2002).

use super::{HOP, RATE_HZ};

const LOWEST_HZ: f32 = 60.0;
const HIGHEST_HZ: f32 = 450.0;
/// Samples compared at each lag: 32 ms.
const WINDOW: usize = 512;
/// A dip of the normalised difference must be below this.
const THRESHOLD: f32 = 0.15;
/// The same where a rough voice would otherwise have no pitch at all.
const LOOSE_THRESHOLD: f32 = 0.3;

/// Fundamental frequency in hertz of each 10 ms frame, `None` where there is none.
pub(crate) fn track(samples: &[f32]) -> Vec<Option<f32>> {
    track_below(samples, THRESHOLD)
}

/// The same with more frames of creaky and breathy voices, and more mistakes.
pub(crate) fn loose_track(samples: &[f32]) -> Vec<Option<f32>> {
    track_below(samples, LOOSE_THRESHOLD)
}

fn track_below(samples: &[f32], threshold: f32) -> Vec<Option<f32>> {
    let longest = (RATE_HZ as f32 / LOWEST_HZ) as usize;
    let mut difference = vec![0f32; longest + 1];
    let mut out: Vec<Option<f32>> = (0..samples.len() / HOP)
        .map(|k| {
            // Centred on the frame; frames at the very ends have too little sound around them.
            let start = (k * HOP + HOP / 2).checked_sub((WINDOW + longest) / 2)?;
            frame(samples.get(start..start + WINDOW + longest)?, threshold, &mut difference)
        })
        .collect();
    drop_octave_errors(&mut out);
    out
}

fn frame(x: &[f32], threshold: f32, difference: &mut [f32]) -> Option<f32> {
    let head = x.get(..WINDOW)?;
    if head.iter().map(|s| s * s).sum::<f32>() < 1e-6 * WINDOW as f32 {
        return None;
    }
    let mut sum = 0.0;
    for (lag, d) in difference.iter_mut().enumerate() {
        let delayed = x.get(lag..lag + WINDOW)?;
        let raw: f32 = head.iter().zip(delayed).map(|(a, b)| (a - b) * (a - b)).sum();
        sum += raw;
        // The cumulative mean keeps the trivial dip at lag 0 out.
        *d = if lag == 0 || sum <= 0.0 { 1.0 } else { raw * lag as f32 / sum };
    }
    let shortest = (RATE_HZ as f32 / HIGHEST_HZ) as usize;
    let mut lag = (shortest..difference.len() - 1).find(|l| difference[*l] < threshold)?;
    while lag + 1 < difference.len() - 1 && difference[lag + 1] < difference[lag] {
        lag += 1;
    }
    let (a, b, c) = (difference[lag - 1], difference[lag], difference[lag + 1]);
    let bend = a - 2.0 * b + c;
    let shift = if bend > 0.0 { (0.5 * (a - c) / bend).clamp(-0.5, 0.5) } else { 0.0 };
    Some(RATE_HZ as f32 / (lag as f32 + shift))
}

/// Removes values more than 0.7 octaves from the median: they are mostly half or double the true one.
fn drop_octave_errors(track: &mut [Option<f32>]) {
    let voiced: Vec<f32> = track.iter().flatten().copied().collect();
    let median = super::activity::percentile(&voiced, 0.5);
    for f in track.iter_mut() {
        if f.is_some_and(|hz| (hz / median).log2().abs() > 0.7) {
            *f = None;
        }
    }
}

/// Geometric mean in hertz and standard deviation of the natural logarithm of the voiced frames.
pub(crate) fn statistics(track: &[Option<f32>]) -> Option<(f32, f32)> {
    let logs: Vec<f32> = track.iter().flatten().map(|f| f.ln()).collect();
    if logs.is_empty() {
        return None;
    }
    let n = logs.len() as f32;
    let mean = logs.iter().sum::<f32>() / n;
    let variance = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f32>() / n;
    Some((mean.exp(), variance.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pitch_of_a_buzz_is_found_within_one_percent() {
        for hz in [75.0f32, 110.0, 200.0, 330.0] {
            let x: Vec<f32> = (0..16_000)
                .map(|i| {
                    (1..8)
                        .map(|h| (i as f32 * hz * h as f32 * std::f32::consts::TAU / 16_000.0).sin() / h as f32)
                        .sum::<f32>()
                        * 0.2
                })
                .collect();
            let (mean, std) = statistics(&track(&x)).unwrap();
            assert!((mean / hz - 1.0).abs() < 0.01 && std < 0.02, "{hz}: {mean} {std}");
        }
    }

    #[test]
    fn silence_has_no_pitch() {
        assert!(track(&[0.0; 8000]).iter().all(Option::is_none));
        assert!(statistics(&track(&[])).is_none());
    }
}
