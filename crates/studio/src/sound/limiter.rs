//! A limiter that looks ahead, and holds the peaks between samples, too.

use core::f32::consts::PI;

/// How far it looks ahead, in samples: 4 ms.
const AHEAD: usize = 192;
/// Part of the way back to full level per sample: half of it in 60 ms.
const RETURN: f32 = 2.4e-4;
/// Samples on each side that a value between two samples is made of.
const REACH: usize = 12;

/// Brings peaks, those between samples included, down to `ceiling` (0..1). What is below it is left alone.
pub(super) fn limit(samples: &mut [f32], ceiling: f32) {
    let peaks = peaks(samples);
    let wanted: Vec<f32> = peaks.iter().map(|p| if *p > ceiling { ceiling / p } else { 1.0 }).collect();
    if wanted.iter().all(|g| *g >= 1.0) {
        return;
    }
    let mut held = lowest_ahead(&wanted);
    let mut level = 1.0f32;
    for g in &mut held {
        level = (level + RETURN * (1.0 - level)).min(*g);
        *g = level;
    }
    // A mean over the past reaches the lowest gain just when its peak comes, as the gain was there all that time.
    let first = held.first().copied().unwrap_or(1.0);
    let mut sum: f64 = AHEAD as f64 * f64::from(first);
    for i in 0..samples.len() {
        let old = if i >= AHEAD { held[i - AHEAD] } else { first };
        sum += f64::from(held[i]) - f64::from(old);
        samples[i] *= (sum / AHEAD as f64) as f32;
    }
}

/// The lowest value among the next [`AHEAD`] ones, each.
fn lowest_ahead(values: &[f32]) -> Vec<f32> {
    let mut out = vec![1.0; values.len()];
    let mut waiting = std::collections::VecDeque::new();
    for i in (0..values.len()).rev() {
        while waiting.back().is_some_and(|&j: &usize| values[j] >= values[i]) {
            waiting.pop_back();
        }
        waiting.push_back(i);
        while waiting.front().is_some_and(|&j| j >= i + AHEAD) {
            waiting.pop_front();
        }
        out[i] = waiting.front().map_or(1.0, |&j| values[j]);
    }
    out
}

/// The highest of a sample and the three values between it and the next, of four times the rate.
fn peaks(samples: &[f32]) -> Vec<f32> {
    let kernels: [[f32; 2 * REACH]; 3] = std::array::from_fn(|k| kernel(0.25 * (k + 1) as f32));
    (0..samples.len())
        .map(|i| {
            let mut top = samples[i].abs();
            // Where all is quiet nothing between can be loud.
            let (from, to) = ((i + 1).saturating_sub(REACH), (i + REACH + 1).min(samples.len()));
            let near = &samples[from..to];
            if near.iter().fold(0.0f32, |p, s| p.max(s.abs())) > 0.4 {
                let skip = (from + REACH).saturating_sub(i + 1);
                for kernel in &kernels {
                    let value: f32 = near.iter().zip(&kernel[skip..]).map(|(s, k)| s * k).sum();
                    top = top.max(value.abs());
                }
            }
            top
        })
        .collect()
}

/// Weights of the samples around a place `part` of the way from the middle one to the next: a windowed sinc.
fn kernel(part: f32) -> [f32; 2 * REACH] {
    std::array::from_fn(|n| {
        let x = n as f32 - (REACH - 1) as f32 - part;
        let window = 0.5 + 0.5 * libm::cosf(PI * x / REACH as f32);
        window * libm::sinf(PI * x) / (PI * x)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::loudness::true_peak_db;

    #[test]
    fn no_peak_passes_and_quiet_parts_stay_as_they_were() {
        let mut rng = crate::scene::Rng::new(5);
        let noisy: Vec<f32> = (0..48_000)
            .map(|i| {
                let loud = if (20_000..22_000).contains(&i) { 2.5 } else { 0.3 };
                loud * (0.7 * libm::sinf(i as f32 * 1.55) + 0.3 * (2.0 * rng.unit() - 1.0))
            })
            .collect();
        let mut out = noisy.clone();
        limit(&mut out, 0.84);
        assert!(true_peak_db(&out).unwrap() < 20.0 * 0.84f32.log10() + 0.15, "{:?}", true_peak_db(&out));
        assert_eq!(&out[..19_000], &noisy[..19_000]);
        assert!(out[47_000..].iter().zip(&noisy[47_000..]).all(|(a, b)| (a - b).abs() < 0.01));
        // No step in the gain: it moves by its whole way in not less than the time that it looks ahead.
        let gains: Vec<f32> = out.iter().zip(&noisy).filter(|(_, n)| n.abs() > 0.05).map(|(o, n)| o / n).collect();
        assert!(gains.windows(2).all(|g| (g[1] - g[0]).abs() < 0.05));
        let mut short = [3.0, -3.0];
        limit(&mut short, 0.5);
        assert!(short.iter().all(|s| s.abs() <= 0.51), "{short:?}");
    }
}
