//! Depthwise convolution: every channel has its own small window. Four outputs of a row are summed at a time, so that
//! each input vector is loaded once for all of them.

use crate::nn::simd::F32x4;
use crate::nn::slot::{Act4, Slot};

/// Outputs of one row summed together.
const OUTPUTS: usize = 4;

#[derive(Debug)]
pub(crate) struct Depthwise {
    pub(crate) from: Slot,
    pub(crate) to: Slot,
    /// Side of the window, 3 or 5.
    pub(crate) k: usize,
    /// Step in both directions, 1 or 2.
    pub(crate) stride: usize,
    /// Padding above and to the left of this window (at most the border of `from`).
    pub(crate) pad: (usize, usize),
    /// `[channels / 4][k][k][4]`
    pub(crate) weights: Vec<f32>,
    /// Padded to the channel stride.
    pub(crate) bias: Vec<f32>,
    pub(crate) act: Act4,
}

impl Depthwise {
    pub(crate) fn run(&self, from: &[f32], to: &mut [f32]) {
        match (self.k, self.stride) {
            (3, 1) => self.all::<3, 9, 1>(from, to),
            (3, _) => self.all::<3, 9, 2>(from, to),
            (_, 1) => self.all::<5, 25, 1>(from, to),
            _ => self.all::<5, 25, 2>(from, to),
        }
    }

    fn all<const K: usize, const KK: usize, const S: usize>(&self, from: &[f32], to: &mut [f32]) {
        let from4 = from.as_chunks::<4>().0;
        for y in 0..self.to.h {
            let corner = self.from.at(y * S, 0) - self.pad.0 * self.from.row() - self.pad.1 * self.from.cs;
            let mut x = 0;
            while x + OUTPUTS <= self.to.w {
                let out = &mut to[self.to.at(y, x)..][..OUTPUTS * self.to.cs];
                self.some::<K, KK, S, OUTPUTS>(from4, corner + x * S * self.from.cs, out);
                x += OUTPUTS;
            }
            while x < self.to.w {
                let out = &mut to[self.to.at(y, x)..][..self.to.cs];
                self.some::<K, KK, S, 1>(from4, corner + x * S * self.from.cs, out);
                x += 1;
            }
        }
    }

    /// `Q` outputs from the window whose first float is at `corner`.
    #[inline(always)]
    fn some<const K: usize, const KK: usize, const S: usize, const Q: usize>(
        &self,
        from: &[[f32; 4]],
        corner: usize,
        to: &mut [f32],
    ) {
        let vectors = self.to.cs / 4;
        let row = self.from.row() / 4;
        let to = to.as_chunks_mut::<4>().0;
        let lines: [&[[f32; 4]]; K] =
            std::array::from_fn(|ky| &from[corner / 4 + ky * row..][..((Q - 1) * S + K) * vectors]);
        let weights = self.weights.as_chunks::<4>().0.as_chunks::<KK>().0;
        for (v, (weights, bias)) in weights.iter().zip(self.bias.as_chunks::<4>().0).enumerate() {
            let mut sums = [F32x4::load(bias); Q];
            for (ky, line) in lines.iter().enumerate() {
                for j in 0..(Q - 1) * S + K {
                    let x = F32x4::load(&line[j * vectors + v]);
                    for (q, s) in sums.iter_mut().enumerate() {
                        if j >= q * S && j < q * S + K {
                            *s = s.mul_add(x, F32x4::load(&weights[ky * K + j - q * S]));
                        }
                    }
                }
            }
            for (q, s) in self.act.apply_all(sums, v).into_iter().enumerate() {
                s.store(&mut to[q * vectors + v]);
            }
        }
    }
}
