//! Seeded randomness and smooth noise that are the same on every machine: integer hashes, and float operations that
//! IEEE 754 defines exactly (no library calls whose last bit differs between platforms).

/// SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// Uniform in [low, high).
    pub(crate) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// One of a list that must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[(self.bits() % list.len() as u64) as usize]
    }
}

/// Largest integer not above `x`. Spelled out because the instruction for it is not in every baseline.
pub(crate) fn floor(x: f32) -> i32 {
    let i = x as i32;
    i - i32::from(x < i as f32)
}

/// A hash of a lattice point, uniform in [0, 1).
pub(crate) fn hash(x: i32, y: i32, seed: u32) -> f32 {
    let mut h =
        (x as u32).wrapping_mul(0x85eb_ca6b) ^ (y as u32).wrapping_mul(0xc2b2_ae35) ^ seed.wrapping_mul(0x27d4_eb2f);
    h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
    h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
    h ^= h >> 15;
    (h >> 8) as f32 / 16_777_216.0
}

/// Value noise in [0, 1] with one feature per unit.
pub(crate) fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (xi, yi) = (floor(x), floor(y));
    let (fx, fy) = (x - xi as f32, y - yi as f32);
    let (sx, sy) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
    let a = hash(xi, yi, seed);
    let b = hash(xi.wrapping_add(1), yi, seed);
    let c = hash(xi, yi.wrapping_add(1), seed);
    let d = hash(xi.wrapping_add(1), yi.wrapping_add(1), seed);
    let top = a + (b - a) * sx;
    let bottom = c + (d - c) * sx;
    top + (bottom - top) * sy
}

/// Sum of `octaves` of [`noise`], each of double frequency and half strength, in [0, 1].
pub(crate) fn fbm(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut strength, mut total) = (0.0, 0.5, 0.0);
    let (mut x, mut y) = (x, y);
    for k in 0..octaves {
        sum += strength * noise(x, y, seed.wrapping_add(k));
        total += strength;
        strength *= 0.5;
        // Turning each octave by some 37 degrees hides the lattice.
        (x, y) = (1.6 * x + 1.2 * y + 13.7, 1.6 * y - 1.2 * x + 7.3);
    }
    sum / total
}

/// Like [`fbm`] with creases: mountain ridges, folds of cloth, veins of light under water.
pub(crate) fn ridged(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut strength, mut total) = (0.0, 0.5, 0.0);
    let (mut x, mut y) = (x, y);
    for k in 0..octaves {
        let n = 1.0 - (2.0 * noise(x, y, seed.wrapping_add(k)) - 1.0).abs();
        sum += strength * n * n;
        total += strength;
        strength *= 0.5;
        (x, y) = (1.6 * x + 1.2 * y + 13.7, 1.6 * y - 1.2 * x + 7.3);
    }
    sum / total
}

/// 0 below `low`, 1 above `high`, smooth between. `low` may be above `high` to fall instead of rise.
pub(crate) fn smooth(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// `a` at 0, `b` at 1.
pub(crate) fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}
