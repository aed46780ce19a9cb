//! Loudness of finished speech.

/// Loudness of the spoken parts, in dB of full scale.
const TARGET_DB: f32 = -20.0;
/// Above this samples are bent, so that none goes over [`PEAK`].
const KNEE: f32 = 0.6;
/// No sample is louder.
const PEAK: f32 = 0.9;

/// Brings spoken parts to -20 dB and bounds peaks without corners. Samples that are not numbers become silence.
pub(crate) fn finish(samples: &mut [f32], rate_hz: u32) {
    for s in samples.iter_mut().filter(|s| !s.is_finite()) {
        *s = 0.0;
    }
    let frame = (rate_hz / 50).max(1) as usize;
    let powers: Vec<f32> =
        samples.chunks(frame).map(|c| c.iter().map(|s| s * s).sum::<f32>() / c.len() as f32).collect();
    let loudest = powers.iter().copied().fold(0.0, f32::max);
    // Spoken parts are within 25 dB of the loudest frame.
    let spoken: Vec<f32> = powers.into_iter().filter(|p| *p > loudest * 0.003).collect();
    if spoken.is_empty() || loudest < 1e-12 {
        return;
    }
    let mean = spoken.iter().sum::<f32>() / spoken.len() as f32;
    let gain = 10f32.powf(TARGET_DB / 20.0) / mean.sqrt();
    for s in samples.iter_mut() {
        let x = *s * gain;
        let over = x.abs() - KNEE;
        *s = if over > 0.0 { (KNEE + (PEAK - KNEE) * (over / (PEAK - KNEE)).tanh()).copysign(x) } else { x };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_input_ends_bounded_and_finite() {
        for scale in [0.0, 1e-9, 1e-3, 1.0, 1e6, f32::INFINITY, f32::NAN] {
            let mut x: Vec<f32> = (0..4800).map(|i| (i as f32 * 0.05).sin() * scale).collect();
            finish(&mut x, 48_000);
            assert!(x.iter().all(|s| s.is_finite() && s.abs() <= 0.9), "{scale}");
        }
    }
}
