//! Arithmetic that gives the same bits on every machine, and small helpers on top of it.
//!
//! The standard library's `sin` and `exp` call whatever the platform has. These are compiled in from `libm` instead.

/// Sine of an angle in radians.
#[must_use]
pub fn sin(x: f32) -> f32 {
    libm::sinf(x)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(x: f32) -> f32 {
    libm::cosf(x)
}

/// e to the power of `x`.
#[must_use]
pub fn exp(x: f32) -> f32 {
    libm::expf(x)
}

/// `x` to the power of `y`, for `x >= 0`.
#[must_use]
pub fn pow(x: f32, y: f32) -> f32 {
    libm::powf(x, y)
}

/// The larger and the smaller of two numbers, as a comparison. What the standard library has for it asks about what is not
/// a number as well, and in WASM that is a call of a function.
pub(crate) trait Bound {
    /// Itself, or `least` where that is more.
    fn at_least(self, least: Self) -> Self;
    /// Itself, or `most` where that is less.
    fn at_most(self, most: Self) -> Self;
}

impl Bound for f32 {
    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        if self > least { self } else { least }
    }

    #[inline(always)]
    fn at_most(self, most: Self) -> Self {
        if self < most { self } else { most }
    }
}

/// From `a` at `t = 0` to `b` at `t = 1`.
#[must_use]
pub fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// 0 below `from`, 1 above `to`, with flat ends (Hermite). `from` may be larger than `to`: then it falls.
#[must_use]
pub fn smoothstep(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A stream of random numbers that depends on its seed alone (`SplitMix64`, Steele et al. 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Streams of different seeds, or of one seed and different `stream`s, are unrelated.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut r = Self(seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        r.bits();
        r
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// Uniform in [`from`, `to`).
    pub fn range(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.unit()
    }

    /// About normal, mean 0 and standard deviation 1 (sum of twelve uniforms, so never beyond 6).
    pub fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.unit()).sum::<f32>() - 6.0
    }
}

/// Smooth noise in about [-1, 1]: three sines whose frequencies share no period, with phases of their own.
#[derive(Debug, Clone)]
pub struct Noise {
    phase: [f32; 3],
    rate: [f32; 3],
}

impl Noise {
    /// `hz` is the middle of the three frequencies.
    #[must_use]
    pub fn new(random: &mut Random, hz: f32) -> Self {
        const TURN: f32 = std::f32::consts::TAU;
        let phase = [random.range(0.0, TURN), random.range(0.0, TURN), random.range(0.0, TURN)];
        Self { phase, rate: [hz * 0.618 * TURN, hz * TURN, hz * 1.732 * TURN] }
    }

    /// Value at a time in seconds.
    #[must_use]
    pub fn at(&self, t_s: f32) -> f32 {
        let wave = |i: usize| sin(self.phase[i] + self.rate[i] * t_s);
        0.5 * wave(0) + 0.35 * wave(1) + 0.15 * wave(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothstep_rises_and_falls() {
        assert_eq!(smoothstep(0.0, 1.0, 0.5), 0.5);
        assert_eq!(smoothstep(1.0, 0.0, 2.0), 0.0);
        assert_eq!(smoothstep(1.0, 0.0, -2.0), 1.0);
    }

    #[test]
    fn random_is_repeatable_and_spread() {
        let take = |seed| (0..1000).map(|_| 0).scan(Random::new(seed, 1), |r, _| Some(r.normal())).collect::<Vec<_>>();
        let a = take(7);
        assert_eq!(a, take(7));
        assert_ne!(a, take(8));
        let mean = a.iter().sum::<f32>() / 1000.0;
        let var = a.iter().map(|x| x * x).sum::<f32>() / 1000.0;
        assert!(mean.abs() < 0.1 && (var - 1.0).abs() < 0.15, "{mean} {var}");
    }
}
