//! Power spectra of short frames.

use realfft::RealFftPlanner;

use super::HOP;

/// Length of a frame in samples at 16 kHz: 32 ms.
const WINDOW: usize = 512;
/// Bins of a power spectrum: 0 to 8 kHz.
pub(crate) const BINS: usize = WINDOW / 2 + 1;
/// Width of a bin in hertz.
pub(crate) const BIN_HZ: f32 = super::RATE_HZ as f32 / WINDOW as f32;

/// One power spectrum for each 10 ms.
pub(crate) fn power(samples: &[f32]) -> Vec<Vec<f32>> {
    let plan = RealFftPlanner::<f32>::new().plan_fft_forward(WINDOW);
    let window: Vec<f32> =
        (0..WINDOW).map(|i| 0.5 - 0.5 * (std::f32::consts::TAU * i as f32 / WINDOW as f32).cos()).collect();
    let mut block = plan.make_input_vec();
    let mut spectrum = plan.make_output_vec();
    (0..samples.len() / HOP)
        .map(|k| {
            let from = (k * HOP + HOP / 2) as isize - (WINDOW / 2) as isize;
            for (i, (b, w)) in block.iter_mut().zip(&window).enumerate() {
                let s = usize::try_from(from + i as isize).ok().and_then(|j| samples.get(j));
                *b = w * s.copied().unwrap_or(0.0);
            }
            // Lengths are those of the plan, so this cannot fail.
            if plan.process(&mut block, &mut spectrum).is_err() {
                return vec![0.0; BINS];
            }
            spectrum.iter().map(|c| c.norm_sqr()).collect()
        })
        .collect()
}

/// The spectrum with its frequencies multiplied by `alpha`.
pub(crate) fn warped(power: &[f32], alpha: f32) -> Vec<f32> {
    (0..power.len())
        .map(|i| {
            let x = i as f32 / alpha;
            let at = (x as usize).min(power.len() - 1);
            let next = (at + 1).min(power.len() - 1);
            let part = (x - at as f32).clamp(0.0, 1.0);
            power[at] * (1.0 - part) + power[next] * part
        })
        .collect()
}
