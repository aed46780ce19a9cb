//! Convolution as a matrix product without copying patches: a window's row is contiguous in NHWC, so a k x k window
//! is k runs of `kw * channels` floats. Bias, residual and non-linearity are applied while the sums are in registers.

use crate::nn::simd::F32x4;
use crate::nn::slot::{Act4, Slot};

/// Output channels of one tile: two vectors.
pub(crate) const LANES: usize = 8;
/// Pixels of one tile. Four by eight sums fit the 16 vector registers of x86 and of V8's code for it.
const PIXELS: usize = 4;
/// Input floats that should stay in the first-level cache while all output channels pass over them.
const CACHED: usize = 4096;
/// Most pixels handled between two changes of output channels.
const BLOCK: usize = 64;

#[derive(Debug)]
pub(crate) struct Conv {
    pub(crate) from: Slot,
    pub(crate) to: Slot,
    /// Added before the non-linearity; may have fewer channels than the output.
    pub(crate) residual: Option<Slot>,
    pub(crate) stride: (usize, usize),
    /// Padding above and to the left of this window (at most the border of `from`).
    pub(crate) pad: (usize, usize),
    pub(crate) kh: usize,
    /// Floats in one row of the window.
    pub(crate) run: usize,
    /// `[output channels / 8][kh][run][8]`
    pub(crate) weights: Vec<f32>,
    /// Padded to a multiple of 8.
    pub(crate) bias: Vec<f32>,
    pub(crate) act: Act4,
}

/// Where the window starts, where the sum goes and what is added to it.
#[derive(Clone, Copy, Default)]
struct Place {
    from: usize,
    to: usize,
    residual: usize,
}

impl Conv {
    pub(crate) fn run(&self, from: &[f32], residual: Option<&[f32]>, to: &mut [f32]) {
        let window = self.kh * self.run;
        let block = (CACHED / window).clamp(PIXELS, BLOCK) / PIXELS * PIXELS;
        let pixels = self.to.h * self.to.w;
        let mut places = [Place::default(); BLOCK];
        for first in (0..pixels).step_by(block) {
            let places = &mut places[..block.min(pixels - first)];
            let (mut y, mut x) = (first / self.to.w, first % self.to.w);
            for p in places.iter_mut() {
                *p = self.place(y, x);
                x += 1;
                if x == self.to.w {
                    (y, x) = (y + 1, 0);
                }
            }
            for (n, (weights, bias)) in
                self.weights.chunks_exact(window * LANES).zip(self.bias.as_chunks::<LANES>().0).enumerate()
            {
                let mut slopes = [[0.0; 4]; 2];
                let leaky = match &self.act {
                    Act4::Prelu(all) => {
                        let own = all.as_chunks::<4>().0.iter().skip(2 * n);
                        slopes.iter_mut().zip(own).for_each(|(s, own)| *s = *own);
                        true
                    }
                    // A slope of zero is a rectifier.
                    act => matches!(act, Act4::Relu),
                };
                let added = self.residual.map_or(0, |r| (r.cs / 4).saturating_sub(2 * n));
                let tile = Tile { conv: self, n, weights, bias, from, residual, added, slopes };
                let wide = (n + 1) * LANES <= self.to.cs;
                match (self.from.cs == 3, wide, leaky) {
                    (false, true, true) => tile.all::<2, 2, true>(places, to),
                    (false, false, true) => tile.all::<1, 2, true>(places, to),
                    (false, true, false) => tile.all::<2, 2, false>(places, to),
                    (false, false, false) => tile.all::<1, 2, false>(places, to),
                    (true, true, _) => tile.all::<2, 3, false>(places, to),
                    (true, false, _) => tile.all::<1, 3, false>(places, to),
                }
            }
        }
    }

    fn place(&self, y: usize, x: usize) -> Place {
        let corner = self.from.at(y * self.stride.0, x * self.stride.1);
        Place {
            from: corner - self.pad.0 * self.from.row() - self.pad.1 * self.from.cs,
            to: self.to.at(y, x),
            residual: self.residual.map_or(0, |r| r.at(y, x)),
        }
    }
}

/// One block of output channels.
struct Tile<'a> {
    conv: &'a Conv,
    n: usize,
    weights: &'a [f32],
    bias: &'a [f32; LANES],
    from: &'a [f32],
    residual: Option<&'a [f32]>,
    /// Vectors of this block to which a residual is added.
    added: usize,
    /// Slopes for negative sums, where the non-linearity is (leaky) rectification.
    slopes: [[f32; 4]; 2],
}

impl Tile<'_> {
    /// `V` vectors of output channels, `U` steps along the window unrolled; `L`: (leaky) rectification.
    #[inline(always)]
    fn all<const V: usize, const U: usize, const L: bool>(&self, places: &[Place], to: &mut [f32]) {
        let (tiles, rest) = places.as_chunks::<PIXELS>();
        for t in tiles {
            self.some::<PIXELS, V, U, L>(t, to);
        }
        for p in rest {
            self.some::<1, V, U, L>(&[*p], to);
        }
    }

    #[inline(never)]
    fn some<const P: usize, const V: usize, const U: usize, const L: bool>(&self, places: &[Place; P], to: &mut [f32]) {
        let c = self.conv;
        let bias = self.bias.as_chunks::<4>().0;
        let mut sums = [[F32x4::splat(0.0); V]; P];
        for s in &mut sums {
            *s = std::array::from_fn(|v| F32x4::load(&bias[v]));
        }
        let row = c.from.row();
        for ky in 0..c.kh {
            let weights = &self.weights[ky * c.run * LANES..][..c.run * LANES];
            let weights = weights.as_chunks::<LANES>().0.as_chunks::<U>().0;
            let n = weights.len();
            let runs: [&[[f32; U]]; P] =
                std::array::from_fn(|i| &self.from[places[i].from + ky * row..][..c.run].as_chunks::<U>().0[..n]);
            for (k, weights) in weights.iter().enumerate() {
                let w: [[F32x4; V]; U] = weights.map(|w| {
                    let w = w.as_chunks::<4>().0;
                    std::array::from_fn(|v| F32x4::load(&w[v]))
                });
                for (sum, run) in sums.iter_mut().zip(runs) {
                    for (x, w) in run[k].iter().zip(w) {
                        let x = F32x4::splat(*x);
                        for (s, w) in sum.iter_mut().zip(w) {
                            *s = s.mul_add(x, w);
                        }
                    }
                }
            }
        }
        if let Some(data) = self.residual
            && self.added > 0
        {
            for (sum, place) in sums.iter_mut().zip(places) {
                let at = place.residual + 2 * 4 * self.n;
                for (s, r) in sum.iter_mut().zip(data[at..at + 4 * self.added.min(V)].as_chunks::<4>().0) {
                    *s = s.add(F32x4::load(r));
                }
            }
        }
        let first = 2 * self.n;
        if !L {
            for v in 0..V {
                let done = c.act.apply_all(sums.each_ref().map(|s| s[v]), first + v);
                sums.iter_mut().zip(done).for_each(|(s, done)| s[v] = done);
            }
        }
        for (sum, place) in sums.iter().zip(places) {
            let out = to[place.to + 4 * first..][..4 * V].as_chunks_mut::<4>().0;
            for (v, (s, out)) in sum.iter().zip(out).enumerate() {
                if L {
                    let zero = F32x4::splat(0.0);
                    s.max(zero).mul_add(s.min(zero), F32x4::load(&self.slopes[v])).store(out);
                } else {
                    s.store(out);
                }
            }
        }
    }
}
