//! Convolution as a matrix product without copying patches: a window's row is contiguous in NHWC, so a k x k window
//! is k runs of `kw * channels` floats. Bias, residual and leaky rectification are applied while the sums are in
//! registers.

use crate::nn::simd::F32x4;
use crate::nn::slot::{Act4, Slot};

use super::plain::act_in_place;

/// Output channels of one tile: two vectors.
pub(crate) const LANES: usize = 8;
/// Pixels of one tile. Four by eight sums fit the 16 vector registers of x86 and of V8's code for it.
const PIXELS: usize = 4;
/// Input floats that should stay in the first-level cache while all output channels pass over them.
const CACHED: usize = 4096;
/// Most pixels handled between two changes of output channels.
const BLOCK: usize = 64;

/// Steps along a row of the window from one turn of the loop to the next. A row that ends within a turn leaves it there,
/// but the floats of the whole turn must exist: every buffer has so many more.
pub(crate) const TURN: usize = 4;

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
    /// `[output channels / 8][kh][run][8]`, `run` rounded up to [`TURN`]
    pub(crate) weights: Vec<f32>,
    /// Padded to a multiple of 8.
    pub(crate) bias: Vec<f32>,
    /// For negative sums, padded likewise: 1 leaves them as they are, 0 rectifies.
    pub(crate) slopes: Vec<f32>,
    /// Any other non-linearity: after all sums.
    pub(crate) then: Option<Act4>,
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
        let window = self.kh * self.run.next_multiple_of(TURN);
        let block = (CACHED / window).clamp(PIXELS, BLOCK) / PIXELS * PIXELS;
        let pixels = self.to.h * self.to.w;
        let mut places = [Place::default(); BLOCK];
        for first in (0..pixels).step_by(block) {
            // The last tile is filled up with its last pixel, which is then computed more than once.
            let count = block.min(pixels - first);
            let places = &mut places[..count.next_multiple_of(PIXELS)];
            let (mut y, mut x) = (first / self.to.w, first % self.to.w);
            for (i, p) in places.iter_mut().enumerate() {
                *p = self.place(y, x);
                if i + 1 < count {
                    x += 1;
                    if x == self.to.w {
                        (y, x) = (y + 1, 0);
                    }
                }
            }
            let lanes = self.bias.as_chunks::<LANES>().0.iter().zip(self.slopes.as_chunks::<LANES>().0);
            for (n, (weights, (bias, slopes))) in self.weights.chunks_exact(window * LANES).zip(lanes).enumerate() {
                let added = self.residual.map_or(0, |r| r.cs.saturating_sub(n * LANES).min(LANES));
                let stored = LANES.min(self.to.cs - n * LANES);
                let tile = Tile { conv: self, n, weights, bias, from, residual, added, stored, slopes };
                tile.run(places.as_chunks::<PIXELS>().0, to);
            }
        }
        if let Some(act) = &self.then {
            act_in_place(&self.to, act, to);
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
    slopes: &'a [f32; LANES],
    from: &'a [f32],
    residual: Option<&'a [f32]>,
    /// Channels of this block to which a residual is added, 0, 4 or 8.
    added: usize,
    /// Channels of this block that the output has, 4 or 8.
    stored: usize,
}

type Pair = [F32x4; 2];

fn pair(a: &[f32; LANES]) -> Pair {
    let [low, high] = a.as_chunks::<4>().0 else { return [F32x4::splat(0.0); 2] };
    [F32x4::load(low), F32x4::load(high)]
}

impl Tile<'_> {
    /// All tiles of these output channels. Not inlined: in a larger function the sums would not stay in registers.
    #[inline(never)]
    fn run(&self, tiles: &[[Place; PIXELS]], to: &mut [f32]) {
        let c = self.conv;
        let (row, run) = (c.from.row(), c.run.next_multiple_of(TURN));
        let (bias, slopes, zero) = (pair(self.bias), pair(self.slopes), F32x4::splat(0.0));
        let first = LANES * self.n;
        for places in tiles {
            let mut sums = [bias; PIXELS];
            for ky in 0..c.kh {
                let weights = self.weights[ky * run * LANES..][..run * LANES].as_chunks::<LANES>().0;
                let weights = weights.as_chunks::<TURN>().0;
                let runs = places.map(|p| self.from[p.from + ky * row..][..run].as_chunks::<TURN>().0);
                let runs = runs.map(|r| &r[..weights.len()]);
                let mut left = c.run;
                'row: for (k, weights) in weights.iter().enumerate() {
                    for (u, w) in weights.iter().enumerate() {
                        let w = pair(w);
                        for (sum, run) in sums.iter_mut().zip(runs) {
                            let x = F32x4::splat(run[k][u]);
                            for (s, w) in sum.iter_mut().zip(w) {
                                *s = s.mul_add(x, w);
                            }
                        }
                        // Asked after every step, not only for rows that end within a turn: the question keeps steps
                        // apart. LLVM would mix them, and there are too few registers for that.
                        left -= 1;
                        if left == 0 {
                            break 'row;
                        }
                    }
                }
            }
            if let Some(data) = self.residual
                && self.added > 0
            {
                for (sum, place) in sums.iter_mut().zip(places) {
                    let data = &data[place.residual + first..];
                    match data.first_chunk::<LANES>() {
                        Some(data) if self.added == LANES => {
                            let [low, high] = pair(data);
                            *sum = [sum[0].add(low), sum[1].add(high)];
                        }
                        _ => {
                            if let Some(data) = data.first_chunk::<4>() {
                                sum[0] = sum[0].add(F32x4::load(data));
                            }
                        }
                    }
                }
            }
            for (sum, place) in sums.into_iter().zip(places) {
                let leaky = |i: usize| sum[i].max(zero).mul_add(sum[i].min(zero), slopes[i]);
                let (low, high) = to[place.to + first..].split_at_mut(4);
                if let Some(low) = low.first_chunk_mut::<4>() {
                    leaky(0).store(low);
                }
                if self.stored == LANES
                    && let Some(high) = high.first_chunk_mut::<4>()
                {
                    leaky(1).store(high);
                }
            }
        }
    }
}
