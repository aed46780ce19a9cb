//! Mixtures of Gaussians over colour: what the thing and its background look like.

use super::grow::ln;
use crate::math::exp;

/// Colours in a mixture.
const PARTS: usize = 5;
/// Rounds of assigning pixels to colours.
const ROUNDS: usize = 4;
/// Added to each variance: JPEG noise, and colours that a picture has only once.
const FLOOR: f32 = 4e-4;

/// One colour with its spread.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    mean: [f32; 3],
    /// Inverse covariance, upper triangle: xx, xy, xz, yy, yz, zz.
    inverse: [f32; 6],
    /// Logarithm of weight over the root of the determinant.
    scale: f32,
}

/// Some colours together.
#[derive(Debug, Clone)]
pub(super) struct Mixture {
    parts: Vec<Part>,
}

impl Mixture {
    /// Fits weighted colours. None without any weight.
    pub(super) fn fit(colours: &[[f32; 3]], weights: &[f32]) -> Option<Self> {
        let total: f32 = weights.iter().sum();
        if total < 8.0 {
            return None;
        }
        let mut centres = far_apart(colours, weights);
        let mut parts = Vec::new();
        for round in 0..ROUNDS {
            let mut sums = vec![Sums::default(); centres.len()];
            for (c, &w) in colours.iter().zip(weights) {
                if w > 0.02 {
                    let nearest =
                        (0..centres.len()).min_by(|&a, &b| squared(*c, centres[a]).total_cmp(&squared(*c, centres[b])));
                    if let Some(sum) = nearest.and_then(|i| sums.get_mut(i)) {
                        sum.add(*c, w);
                    }
                }
            }
            for (centre, sum) in centres.iter_mut().zip(&sums) {
                if sum.weight > 0.0 {
                    *centre = sum.mean();
                }
            }
            if round + 1 == ROUNDS {
                parts = sums.iter().filter(|s| s.weight > 0.002 * total).map(|s| s.part(total)).collect();
            }
        }
        (!parts.is_empty()).then_some(Self { parts })
    }

    /// Logarithm of how likely a colour is.
    pub(super) fn log_density(&self, colour: [f32; 3]) -> f32 {
        let logs = self.parts.iter().map(|p| p.log(colour));
        let most = logs.clone().fold(f32::MIN, f32::max);
        most + ln(logs.map(|l| exp(l - most)).sum::<f32>())
    }
}

impl Part {
    fn log(&self, c: [f32; 3]) -> f32 {
        let [x, y, z] = [c[0] - self.mean[0], c[1] - self.mean[1], c[2] - self.mean[2]];
        let [xx, xy, xz, yy, yz, zz] = self.inverse;
        self.scale - 0.5 * (xx * x * x + yy * y * y + zz * z * z + 2.0 * (xy * x * y + xz * x * z + yz * y * z))
    }
}

#[derive(Clone, Copy, Default)]
struct Sums {
    weight: f32,
    first: [f64; 3],
    second: [f64; 6],
}

impl Sums {
    fn add(&mut self, c: [f32; 3], w: f32) {
        let [x, y, z] = c.map(f64::from);
        let w64 = f64::from(w);
        self.weight += w;
        for (s, v) in self.first.iter_mut().zip([x, y, z]) {
            *s += w64 * v;
        }
        for (s, v) in self.second.iter_mut().zip([x * x, x * y, x * z, y * y, y * z, z * z]) {
            *s += w64 * v;
        }
    }

    fn mean(&self) -> [f32; 3] {
        self.first.map(|v| (v / f64::from(self.weight)) as f32)
    }

    fn part(&self, total: f32) -> Part {
        let n = f64::from(self.weight);
        let [mx, my, mz] = self.first.map(|v| v / n);
        let products = [mx * mx, mx * my, mx * mz, my * my, my * mz, mz * mz];
        let mut c: [f64; 6] = std::array::from_fn(|k| self.second[k] / n - products[k]);
        for k in [0, 3, 5] {
            c[k] += f64::from(FLOOR);
        }
        let [a, b, d, e, f, i] = c;
        let (co_a, co_b, co_d) = (e * i - f * f, d * f - b * i, b * f - d * e);
        let det = (a * co_a + b * co_b + d * co_d).max(1e-18);
        let inverse = [co_a, co_b, co_d, a * i - d * d, d * b - a * f, a * e - b * b].map(|v| (v / det) as f32);
        Part { mean: self.mean(), inverse, scale: ln(self.weight / total) - 0.5 * ln(det as f32) }
    }
}

fn squared(a: [f32; 3], b: [f32; 3]) -> f32 {
    (0..3).map(|k| (a[k] - b[k]) * (a[k] - b[k])).sum()
}

/// Colours to begin with: the mean, then each time the one that is furthest from all before it.
fn far_apart(colours: &[[f32; 3]], weights: &[f32]) -> Vec<[f32; 3]> {
    let total: f32 = weights.iter().sum();
    let mut mean = [0f32; 3];
    for (c, w) in colours.iter().zip(weights) {
        (0..3).for_each(|k| mean[k] += c[k] * w / total);
    }
    let mut out = vec![mean];
    let mut far: Vec<f32> = colours.iter().map(|c| squared(*c, mean)).collect();
    while out.len() < PARTS {
        let next = far.iter().zip(weights).enumerate().max_by(|a, b| (a.1.0 * a.1.1).total_cmp(&(b.1.0 * b.1.1)));
        let Some(next) = next.and_then(|(i, _)| colours.get(i)) else { break };
        out.push(*next);
        for (f, c) in far.iter_mut().zip(colours) {
            *f = f.min(squared(*c, *next));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_is_likeliest_under_its_own_mixture() {
        let near = |c: [f32; 3]| (0..200).map(move |i| c.map(|v| v + 0.02 * ((i * 7 % 11) as f32 / 11.0 - 0.5)));
        let warm: Vec<_> = near([0.8, 0.4, 0.1]).chain(near([0.9, 0.8, 0.7])).collect();
        let cold: Vec<_> = near([0.1, 0.4, 0.8]).chain(near([0.1, 0.1, 0.2])).collect();
        let ones = vec![1.0; 400];
        let (warm_mix, cold_mix) = (Mixture::fit(&warm, &ones).unwrap(), Mixture::fit(&cold, &ones).unwrap());
        assert!(warm.iter().all(|c| warm_mix.log_density(*c) > cold_mix.log_density(*c)));
        assert!(cold.iter().all(|c| cold_mix.log_density(*c) > warm_mix.log_density(*c)));
        assert!(Mixture::fit(&warm, &vec![0.0; 400]).is_none());
        assert!(Mixture::fit(&[[0.5; 3]; 50], &[1.0; 50]).unwrap().log_density([0.5; 3]).is_finite());
    }
}
