//! The operators that cost little: pools, sums, products, non-linearities, enlargements.

use crate::nn::simd::F32x4;
use crate::nn::slot::{Act4, Slot};

fn pixel<'a>(slot: &Slot, data: &'a [f32], y: usize, x: usize) -> &'a [[f32; 4]] {
    data[slot.at(y, x)..][..slot.cs].as_chunks::<4>().0
}

fn pixel_mut<'a>(slot: &Slot, data: &'a mut [f32], y: usize, x: usize) -> &'a mut [[f32; 4]] {
    data[slot.at(y, x)..][..slot.cs].as_chunks_mut::<4>().0
}

/// Largest of each window; windows do not overlap and fill the input.
pub(crate) fn max_pool(from: &Slot, size: (usize, usize), data: &[f32], to: &Slot, out: &mut [f32]) {
    for y in 0..to.h {
        for x in 0..to.w {
            let out = pixel_mut(to, out, y, x);
            out.copy_from_slice(pixel(from, data, y * size.0, x * size.1));
            for i in 1..size.0 * size.1 {
                let p = pixel(from, data, y * size.0 + i / size.1, x * size.1 + i % size.1);
                for (o, p) in out.iter_mut().zip(p) {
                    F32x4::load(o).max(F32x4::load(p)).store(o);
                }
            }
        }
    }
}

/// Mean over all pixels.
pub(crate) fn mean(from: &Slot, data: &[f32], to: &Slot, out: &mut [f32]) {
    let out = pixel_mut(to, out, 0, 0);
    out.fill([0.0; 4]);
    for y in 0..from.h {
        for x in 0..from.w {
            for (o, p) in out.iter_mut().zip(pixel(from, data, y, x)) {
                F32x4::load(o).add(F32x4::load(p)).store(o);
            }
        }
    }
    let scale = F32x4::splat(1.0 / (from.h * from.w) as f32);
    for o in out {
        F32x4::load(o).mul(scale).store(o);
    }
}

/// Sum or product of two activations of the same size, or of one and a single pixel.
pub(crate) fn combine(
    product: bool,
    (a, left): (&Slot, &[f32]),
    (b, right): (&Slot, &[f32]),
    act: &Act4,
    to: &Slot,
    out: &mut [f32],
) {
    let single = b.h * b.w == 1;
    for y in 0..to.h {
        for x in 0..to.w {
            let q = if single { pixel(b, right, 0, 0) } else { pixel(b, right, y, x) };
            let p = pixel(a, left, y, x);
            for (o, (p, q)) in pixel_mut(to, out, y, x).iter_mut().zip(p.iter().zip(q)) {
                let (p, q) = (F32x4::load(p), F32x4::load(q));
                if product { p.mul(q) } else { p.add(q) }.store(o);
            }
        }
    }
    act_in_place(to, act, out);
}

/// A non-linearity by itself.
pub(crate) fn act(from: &Slot, data: &[f32], act: &Act4, to: &Slot, out: &mut [f32]) {
    for y in 0..to.h {
        for x in 0..to.w {
            pixel_mut(to, out, y, x).copy_from_slice(pixel(from, data, y, x));
        }
    }
    act_in_place(to, act, out);
}

/// A non-linearity over an activation that is already there.
#[inline(never)]
pub(crate) fn act_in_place(slot: &Slot, act: &Act4, data: &mut [f32]) {
    if matches!(act, Act4::None) {
        return;
    }
    for y in 0..slot.h {
        for x in 0..slot.w {
            for (v, o) in pixel_mut(slot, data, y, x).iter_mut().enumerate() {
                act.apply(F32x4::load(o), v).store(o);
            }
        }
    }
}

/// `1 / (1 + exp(-x))`
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The logistic function of every value; lanes without a channel become zero.
pub(crate) fn logistic_all(from: &Slot, data: &[f32], to: &Slot, out: &mut [f32]) {
    for y in 0..to.h {
        for x in 0..to.w {
            let p = &data[from.at(y, x)..][..from.c];
            let out = &mut out[to.at(y, x)..][..to.cs];
            out.fill(0.0);
            for (o, p) in out.iter_mut().zip(p) {
                *o = logistic(*p);
            }
        }
    }
}

/// The two source places and the share of the second, for each place of a longer line with half-pixel centres.
fn taps(from: usize, to: usize) -> impl Fn(usize) -> (usize, usize, f32) {
    let scale = from as f32 / to as f32;
    move |i| {
        let at = ((i as f32 + 0.5) * scale - 0.5).max(0.0);
        let low = (at as usize).min(from - 1);
        (low, (low + 1).min(from - 1), at - low as f32)
    }
}

/// Bilinear resizing with half-pixel centres.
pub(crate) fn resize(from: &Slot, data: &[f32], to: &Slot, out: &mut [f32]) {
    let (rows, columns) = (taps(from.h, to.h), taps(from.w, to.w));
    for y in 0..to.h {
        let (y0, y1, fy) = rows(y);
        let fy = F32x4::splat(fy);
        for x in 0..to.w {
            let (x0, x1, fx) = columns(x);
            let fx = F32x4::splat(fx);
            let mix = |a: F32x4, b: F32x4, f: F32x4| a.mul_add(b.sub(a), f);
            let corners = [(y0, x0), (y0, x1), (y1, x0), (y1, x1)].map(|(y, x)| pixel(from, data, y, x));
            for (v, o) in pixel_mut(to, out, y, x).iter_mut().enumerate() {
                let [a, b, c, d] = corners.map(|p| F32x4::load(&p[v]));
                mix(mix(a, b, fx), mix(c, d, fx), fy).store(o);
            }
        }
    }
}

/// Transposed convolution to one channel whose windows do not overlap: each pixel becomes a small picture.
///
/// `weights` are `[size.0][size.1][channel stride]`.
pub(crate) fn enlarge(
    from: &Slot,
    data: &[f32],
    size: (usize, usize),
    weights: &[f32],
    bias: f32,
    to: &Slot,
    out: &mut [f32],
) {
    for y in 0..from.h {
        for x in 0..from.w {
            let p = pixel(from, data, y, x);
            for (i, w) in weights.chunks_exact(from.cs).enumerate() {
                let sum = p
                    .iter()
                    .zip(w.as_chunks::<4>().0)
                    .fold(F32x4::splat(0.0), |s, (p, w)| s.mul_add(F32x4::load(p), F32x4::load(w)));
                out[to.at(y * size.0 + i / size.1, x * size.1 + i % size.1)] = sum.sum() + bias;
            }
        }
    }
}
