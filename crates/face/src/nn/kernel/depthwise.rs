//! Depthwise convolution: every channel has its own small window. Four outputs of a row are summed at a time, so that
//! each input vector is loaded once for all of them.

use crate::nn::simd::F32x4;
use crate::nn::slot::{Act4, Slot};

use super::plain::act_in_place;

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
    /// For negative sums, padded likewise; empty where they stay as they are.
    pub(crate) slopes: Vec<f32>,
    /// Any other non-linearity: after all sums.
    pub(crate) then: Option<Act4>,
}

impl Depthwise {
    pub(crate) fn run(&self, from: &[f32], to: &mut [f32]) {
        let from = from.as_chunks::<4>().0;
        match (self.k, self.stride) {
            (3, 1) => self.all::<3, 6, 1>(from, to),
            (3, _) => self.all::<3, 9, 2>(from, to),
            (_, 1) => self.all::<5, 8, 1>(from, to),
            _ => self.all::<5, 11, 2>(from, to),
        }
        if let Some(act) = &self.then {
            act_in_place(&self.to, act, to);
        }
    }

    /// A window of `K`; `J` pixels of a row are under the windows of [`OUTPUTS`] outputs that are `S` apart.
    fn all<const K: usize, const J: usize, const S: usize>(&self, from: &[[f32; 4]], to: &mut [f32]) {
        let (vectors, row) = (self.to.cs / 4, self.from.row() / 4);
        let count = OUTPUTS.min(self.to.w);
        let last = (self.to.w - 1) * S + K - 1;
        for y in 0..self.to.h {
            let corner = self.from.at(y * S, 0) - self.pad.0 * self.from.row() - self.pad.1 * self.from.cs;
            for x in (0..self.to.w).step_by(OUTPUTS) {
                // The last outputs of a row begin so that they end with it: some are computed twice.
                let x = x.min(self.to.w - count);
                let pixels: [[&[[f32; 4]]; J]; K] = std::array::from_fn(|ky| {
                    let line = &from[corner / 4 + ky * row..];
                    std::array::from_fn(|j| &line[(x * S + j).min(last) * vectors..][..vectors])
                });
                self.some::<K, J, S>(&pixels, &mut to[self.to.at(y, x)..][..count * self.to.cs]);
            }
        }
    }

    /// Sums under the windows of a few outputs. Not inlined: then the places of the pixels are known, not computed again.
    #[inline(never)]
    fn some<const K: usize, const J: usize, const S: usize>(&self, pixels: &[[&[[f32; 4]]; J]; K], to: &mut [f32]) {
        let vectors = self.to.cs / 4;
        let pixels = pixels.each_ref().map(|row| row.map(|p| &p[..vectors]));
        let weights = self.weights.as_chunks::<4>().0.as_chunks::<K>().0.as_chunks::<K>().0;
        let slopes = self.slopes.as_chunks::<4>().0;
        let (to, _) = to.as_chunks_mut::<4>();
        for (v, (weights, bias)) in weights[..vectors].iter().zip(self.bias.as_chunks::<4>().0).enumerate() {
            let mut sums = [F32x4::load(bias); OUTPUTS];
            for (ky, (weights, pixels)) in weights.iter().zip(&pixels).enumerate() {
                let w: [F32x4; K] = std::array::from_fn(|i| F32x4::load(&weights[i]));
                let x: [F32x4; J] = std::array::from_fn(|j| F32x4::load(&pixels[j][v]));
                for (q, s) in sums.iter_mut().enumerate() {
                    for (i, w) in w.iter().enumerate() {
                        *s = s.mul_add(x[q * S + i], *w);
                    }
                }
                // Always the last row here. The question keeps rows apart: LLVM would mix them, and there are too few
                // registers for that.
                if ky + 1 == self.k {
                    break;
                }
            }
            if let Some(slope) = slopes.get(v) {
                let (slope, zero) = (F32x4::load(slope), F32x4::splat(0.0));
                sums = sums.map(|s| s.max(zero).mul_add(s.min(zero), slope));
            }
            for (out, s) in to.chunks_exact_mut(vectors).zip(sums) {
                s.store(&mut out[v]);
            }
        }
    }
}
