//! A few numbers about the voice that said a word, made comparable with those of other words: the built-in voice says
//! the same word, and what counts is the difference to it.

use domain::capture::MEASURES;

use crate::convert::align::alignment;
use crate::convert::analyse::{CEPSTRA, WARPS, aligned_costs, centre};
use crate::signal::bands::{Bank, cepstrum};
use crate::signal::{HOP, activity, pitch, spectra};

/// Sound that is looked at before and after a word, so that its first and last frames have a pitch: in samples.
const AROUND: usize = 400;
/// Fewer voiced frames than this give no pitch.
const LEAST_VOICED: usize = 5;
/// How sharply stretches that fit worse count less: relative rise of the cost.
const SHARPNESS: f32 = 0.02;

/// Measures as [`domain::capture::one_voice`] takes them. `place` is the word's, in samples at 16 kHz; `base` is the
/// built-in voice saying the word. The first two are 0 when the word has no pitch.
pub(crate) fn measure(samples: &[f32], place: std::ops::Range<usize>, base: &[f32]) -> Vec<f32> {
    let from = place.start.saturating_sub(AROUND);
    let to = (place.end + AROUND).min(samples.len());
    let own = samples.get(from..to).unwrap_or_default();
    let track = pitch::track(own);
    let (median, spread) = register(&track);
    let mut out = vec![median, spread, stretch(own, base)];
    out.extend(difference(own, &track, base));
    out.resize(MEASURES, 0.0);
    out
}

/// Logarithm of the median pitch and half the width of its middle two thirds.
fn register(track: &[Option<f32>]) -> (f32, f32) {
    let logs: Vec<f32> = track.iter().flatten().map(|f| f.ln()).collect();
    if logs.len() < LEAST_VOICED {
        return (0.0, 0.0);
    }
    let at = |share: f32| activity::percentile(&logs, share);
    (at(0.5), 0.5 * (at(0.84) - at(0.16)))
}

/// Logarithm of the stretch that fits best, averaged over those that fit nearly as well.
fn stretch(own: &[f32], base: &[f32]) -> f32 {
    let costs = aligned_costs(own, base);
    let least = costs.iter().copied().fold(f32::INFINITY, f32::min).max(1e-9);
    let weights = costs.iter().map(|c| (-(c / least - 1.0) / SHARPNESS).exp());
    let (sum, total) = weights.zip(WARPS).fold((0.0, 0.0), |(s, t), (w, warp)| (s + w * warp.ln(), t + w));
    if total > 0.0 && f32::is_finite(sum) { sum / total } else { 0.0 }
}

/// Mean difference of the cepstra of aligned frames, voiced ones if there are any.
fn difference(own: &[f32], track: &[Option<f32>], base: &[f32]) -> Vec<f32> {
    let bank = Bank::new(26, 150.0, 6500.0, spectra::BIN_HZ, spectra::BINS);
    let features = |samples: &[f32]| -> Vec<(usize, Vec<f32>)> {
        let active = activity::speech_frames(&activity::loudness_db(samples));
        let frames = spectra::power(samples).into_iter().zip(active).enumerate();
        frames.filter(|(_, (_, a))| *a).map(|(k, (f, _))| (k, cepstrum(&bank.apply(&f), CEPSTRA))).collect()
    };
    let (own, base) = (features(own), features(base));
    let centred = |frames: &[(usize, Vec<f32>)]| {
        let mut plain: Vec<Vec<f32>> = frames.iter().map(|f| f.1.clone()).collect();
        centre(&mut plain);
        plain
    };
    let path = alignment(&centred(&own), &centred(&base));
    let voiced = |i: usize| own.get(i).and_then(|(k, _)| track.get(*k)).is_some_and(Option::is_some);
    let any_voiced = path.iter().filter(|(i, _)| voiced(*i)).count() >= LEAST_VOICED;
    let kept: Vec<(usize, usize)> = path.into_iter().filter(|(i, _)| voiced(*i) || !any_voiced).collect();
    let count = kept.len().max(1) as f32;
    let mut mean = vec![0f32; MEASURES - 3];
    for (i, j) in kept {
        if let (Some((_, a)), Some((_, b))) = (own.get(i), base.get(j)) {
            for (m, (x, y)) in mean.iter_mut().zip(a.iter().zip(b)) {
                *m += (x - y) / count;
            }
        }
    }
    mean
}

/// Where a word's sound is, in samples at 16 kHz: a little wider than the recogniser's peaks.
pub(crate) fn place(start_s: f32, end_s: f32, after_s: f32, before_s: f32) -> std::ops::Range<usize> {
    let at = |s: f32| (s.max(0.0) * crate::signal::RATE_HZ as f32) as usize;
    let from = at((start_s - 0.06).max(after_s).min(start_s));
    from..at((end_s + 0.1).min(before_s).max(end_s)).max(from + HOP)
}
