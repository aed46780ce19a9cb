//! From vocoder parameters to sound.
//!
//! Each frame's spectrum is the sum of three parts: pulses at the fundamental frequency shaped by the harmonic filter,
//! noise shaped by the noise filter, and a part that brings its own phase. An inverse short-time Fourier transform
//! with overlapping Hann windows (Griffin and Lim 1984) makes the samples. The network works at 24 kHz; the inverse
//! transform is twice as long with an empty upper half, which gives 48 kHz without a resampler.

use std::f32::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use crate::acoustic::{BINS, Frames};

const RATE_HZ: f32 = 24_000.0;
const WINDOW: usize = 1200;
const HOP: usize = 300;
/// Output samples for one at the network's rate.
const UP: usize = 2;
/// Below this a frame is unvoiced.
const VOICED_HZ: f32 = 40.0;
/// No harmonic above this.
const TOP_HZ: f32 = 11_000.0;
/// Largest log magnitude: e^7.
const LOUDEST: f32 = 7.0;

/// Plans and windows, made once.
pub(crate) struct Vocoder {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    /// Scaled so that a cosine of amplitude 1 has magnitude 1.
    analysis: Vec<f32>,
    synthesis: Vec<f32>,
}

fn hann(n: usize) -> Vec<f32> {
    (0..n).map(|i| 0.5 - 0.5 * (2.0 * PI * i as f32 / n as f32).cos()).collect()
}

impl Vocoder {
    pub(crate) fn new() -> Self {
        let mut planner = RealFftPlanner::new();
        Self {
            forward: planner.plan_fft_forward(WINDOW),
            inverse: planner.plan_fft_inverse(WINDOW * UP),
            analysis: hann(WINDOW).into_iter().map(|w| w / (WINDOW / 4) as f32).collect(),
            synthesis: hann(WINDOW * UP),
        }
    }

    /// Samples at 48 kHz: 600 a frame.
    pub(crate) fn render(&self, frames: &Frames) -> Vec<f32> {
        let count = frames.len();
        if count == 0 {
            return Vec::new();
        }
        let source = pulses(&frames.f0_hz);
        let (hop, window) = (HOP * UP, WINDOW * UP);
        let mut out = vec![0f32; (count - 1) * hop + window];
        let mut weight = vec![0f32; out.len()];
        let mut noise = Noise::new();
        let mut block = vec![0f32; WINDOW];
        let mut spectrum = self.forward.make_output_vec();
        let mut wide = self.inverse.make_input_vec();
        let mut samples = self.inverse.make_output_vec();
        for k in 0..count {
            let centre = (k * HOP) as isize;
            for (i, (b, w)) in block.iter_mut().zip(&self.analysis).enumerate() {
                *b = w * mirrored(&source, centre + i as isize - (WINDOW / 2) as isize);
            }
            // Lengths are those of the plans, so neither transform can fail.
            if self.forward.process(&mut block, &mut spectrum).is_err() {
                continue;
            }
            let at = k * BINS..(k + 1) * BINS;
            let parts = frames.harmonic[at.clone()].iter().zip(&frames.theta[at.clone()]);
            let parts = parts.zip(frames.noise[at.clone()].iter().zip(&frames.free[at.clone()]).zip(&frames.phi[at]));
            for (i, ((lh, theta), ((ln, lr), phi))) in parts.enumerate() {
                let harmonic = spectrum[i] * Complex32::from_polar(magnitude(*lh), PI * theta.tanh());
                let free = Complex32::from_polar(magnitude(*lr), *phi);
                wide[i] = harmonic + noise.next() * magnitude(*ln) + free;
            }
            wide[0].im = 0.0;
            wide[BINS - 1] = Complex32::ZERO;
            wide[BINS..].fill(Complex32::ZERO);
            if self.inverse.process(&mut wide, &mut samples).is_err() {
                continue;
            }
            let start = k * hop;
            for (((o, n), s), w) in out[start..].iter_mut().zip(&mut weight[start..]).zip(&samples).zip(&self.synthesis)
            {
                *o += s * w / WINDOW as f32;
                *n += w * w;
            }
        }
        let middle = window / 2..window / 2 + count * hop;
        let (out, weight) = (&out[middle.start..middle.end.min(out.len())], &weight[middle.start..]);
        let mut result: Vec<f32> = out.iter().zip(weight).map(|(o, n)| o / n.max(1e-3)).collect();
        result.resize(count * hop, 0.0);
        result
    }
}

/// e^x, bounded; a value that is not a number is silence.
fn magnitude(x: f32) -> f32 {
    if x.is_nan() { 0.0 } else { x.min(LOUDEST).exp() }
}

/// The sample at `i`, with the signal reflected at both ends.
fn mirrored(x: &[f32], i: isize) -> f32 {
    let last = x.len() as isize - 1;
    let j = if i < 0 {
        -i
    } else if i > last {
        2 * last - i
    } else {
        i
    };
    usize::try_from(j).ok().and_then(|j| x.get(j)).copied().unwrap_or(0.0)
}

/// Pulses with all harmonics below [`TOP_HZ`] at amplitude 1, by the closed form of a sum of cosines.
fn pulses(f0_hz: &[f32]) -> Vec<f32> {
    let mut out = Vec::with_capacity(f0_hz.len() * HOP);
    let mut turns = 0f64;
    let frame = |k: isize| f0_hz.get(k.clamp(0, f0_hz.len() as isize - 1) as usize).copied().unwrap_or(0.0);
    for k in 0..f0_hz.len() as isize {
        for j in 0..HOP {
            // Frame values stand in the middle of their frames.
            let x = (j as f32 + 0.5) / HOP as f32 - 0.5;
            let f0 = if x < 0.0 {
                frame(k - 1) * -x + frame(k) * (1.0 + x)
            } else {
                frame(k) * (1.0 - x) + frame(k + 1) * x
            };
            let hz = f0.clamp(VOICED_HZ, 1000.0);
            turns = (turns + f64::from(hz) / f64::from(RATE_HZ)).fract();
            if f0.is_nan() || f0 <= VOICED_HZ {
                out.push(0.0);
                continue;
            }
            let phase = 2.0 * PI * turns as f32;
            let harmonics = (TOP_HZ / hz).floor() + 0.5;
            let below = 2.0 * (0.5 * phase).sin();
            let sum = if below.abs() <= 2e-3 { harmonics } else { (harmonics * phase).sin() / below };
            out.push(sum - 0.5);
        }
    }
    out
}

/// Complex noise, nearly Gaussian with variance 1 in each part: sums of four uniform numbers from a xorshift
/// generator (Marsaglia 2003).
struct Noise(u64);

impl Noise {
    fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    fn gauss(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let x = self.0;
        let sum = (x & 0xffff) + (x >> 16 & 0xffff) + (x >> 32 & 0xffff) + (x >> 48);
        // Four uniform numbers in [0, 1) have mean 2 and variance 1/3.
        (sum as f32 / 65_536.0 - 2.0) * 1.732_050_8
    }

    fn next(&mut self) -> Complex32 {
        Complex32::new(self.gauss(), self.gauss())
    }
}
