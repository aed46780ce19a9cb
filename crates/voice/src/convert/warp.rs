//! Stretching the frequency axis of spectra.

use crate::acoustic::BINS;

/// Frames of [`BINS`] values with all frequencies multiplied by `alpha`; values between bins are interpolated.
pub(crate) fn stretched(spectra: &[f32], alpha: f32) -> Vec<f32> {
    let at: Vec<(usize, f32)> = (0..BINS)
        .map(|i| {
            let x = (i as f32 / alpha).min((BINS - 1) as f32);
            let low = (x as usize).min(BINS - 2);
            (low, x - low as f32)
        })
        .collect();
    let mut out = Vec::with_capacity(spectra.len());
    for frame in spectra.chunks_exact(BINS) {
        out.extend(at.iter().map(|(low, part)| frame[*low] * (1.0 - part) + frame[low + 1] * part));
    }
    out
}

/// The same with the value of the nearest bin.
pub(crate) fn nearest(spectra: &[f32], alpha: f32) -> Vec<f32> {
    let at: Vec<usize> = (0..BINS).map(|i| ((i as f32 / alpha).round() as usize).min(BINS - 1)).collect();
    let mut out = Vec::with_capacity(spectra.len());
    for frame in spectra.chunks_exact(BINS) {
        out.extend(at.iter().map(|i| frame[*i]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_moves_by_the_ratio() {
        let frame: Vec<f32> = (0..BINS).map(|i| -((i as f32 - 200.0) / 10.0).powi(2)).collect();
        for alpha in [0.8f32, 1.0, 1.2] {
            let out = stretched(&frame, alpha);
            let peak = out.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
            assert!((peak as f32 - 200.0 * alpha).abs() <= 1.0, "{alpha}: {peak}");
            assert_eq!(nearest(&frame, alpha).len(), BINS);
        }
        assert_eq!(stretched(&frame, 1.0), frame);
    }
}
