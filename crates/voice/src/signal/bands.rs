//! Triangular bands on the mel scale, and cepstra from them.

/// Hertz to mel (O'Shaughnessy 1987).
pub(crate) fn mel(hz: f32) -> f32 {
    2595.0 * (1.0 + hz / 700.0).log10()
}

/// Mel to hertz.
pub(crate) fn hz(mel: f32) -> f32 {
    700.0 * (10f32.powf(mel / 2595.0) - 1.0)
}

/// Centres in hertz of `count` bands between two frequencies.
pub(crate) fn centres_hz(count: usize, low_hz: f32, high_hz: f32) -> Vec<f32> {
    let (low, high) = (mel(low_hz), mel(high_hz));
    (0..count).map(|b| hz(low + (high - low) * (b + 1) as f32 / (count + 1) as f32)).collect()
}

/// Bands as (first bin, weights).
pub(crate) struct Bank(Vec<(usize, Vec<f32>)>);

impl Bank {
    /// Triangles that overlap by half.
    pub(crate) fn new(count: usize, low_hz: f32, high_hz: f32, bin_hz: f32, bins: usize) -> Self {
        let mut edges = vec![low_hz];
        edges.extend(centres_hz(count, low_hz, high_hz));
        edges.push(high_hz);
        let triangle = |w: &[f32]| {
            let [a, b, c] = [w[0] / bin_hz, w[1] / bin_hz, w[2] / bin_hz];
            // At least as wide as one bin, so that no band is empty.
            let (a, c) = (a.min(b - 1.0), c.max(b + 1.0));
            let first = (a.ceil().max(0.0) as usize).min(bins - 1);
            let last = (c.floor().max(0.0) as usize).clamp(first, bins - 1);
            let height = |x: f32| if x < b { (x - a) / (b - a) } else { (c - x) / (c - b) };
            let weights: Vec<f32> = (first..=last).map(|i| height(i as f32).max(1e-3)).collect();
            let sum: f32 = weights.iter().sum();
            (first, weights.into_iter().map(|w| w / sum).collect())
        };
        Self(edges.windows(3).map(triangle).collect())
    }

    /// Mean power in each band.
    pub(crate) fn apply(&self, power: &[f32]) -> Vec<f32> {
        self.0.iter().map(|(first, w)| w.iter().zip(power.iter().skip(*first)).map(|(w, p)| w * p).sum()).collect()
    }
}

/// Cepstral coefficients 1 to `count` of band powers (the zeroth, loudness, is left out).
pub(crate) fn cepstrum(bands: &[f32], count: usize) -> Vec<f32> {
    let n = bands.len() as f32;
    let logs: Vec<f32> = bands.iter().map(|b| (b + 1e-9).ln()).collect();
    (1..=count)
        .map(|q| {
            let turn = std::f32::consts::PI * q as f32 / n;
            logs.iter().enumerate().map(|(i, l)| l * (turn * (i as f32 + 0.5)).cos()).sum::<f32>() * (2.0 / n).sqrt()
        })
        .collect()
}
