//! Where an activation lies in memory: rows of pixels of channels, with a border of zeros as wide as its readers need,
//! so that no kernel asks whether a pixel is inside.

use super::simd::F32x4;

/// Padding in pixels: top, left, bottom, right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Border {
    pub(crate) top: usize,
    pub(crate) left: usize,
    pub(crate) bottom: usize,
    pub(crate) right: usize,
}

impl Border {
    pub(crate) fn cover(self, o: Self) -> Self {
        Self {
            top: self.top.max(o.top),
            left: self.left.max(o.left),
            bottom: self.bottom.max(o.bottom),
            right: self.right.max(o.right),
        }
    }
}

/// One activation, `[height][width][channel stride]` with a border around.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    /// Which buffer.
    pub(crate) buffer: usize,
    pub(crate) h: usize,
    pub(crate) w: usize,
    /// Channels that carry values.
    pub(crate) c: usize,
    /// Floats from pixel to pixel: `c` rounded up to 4 (lanes beyond `c` are zero), or 3 for a picture, or 1 for a mask.
    pub(crate) cs: usize,
    pub(crate) border: Border,
}

impl Slot {
    /// Floats from row to row.
    pub(crate) fn row(&self) -> usize {
        (self.w + self.border.left + self.border.right) * self.cs
    }

    /// Floats in all.
    pub(crate) fn len(&self) -> usize {
        self.row() * (self.h + self.border.top + self.border.bottom)
    }

    /// Where pixel `(y, x)` starts.
    pub(crate) fn at(&self, y: usize, x: usize) -> usize {
        (y + self.border.top) * self.row() + (x + self.border.left) * self.cs
    }

    /// Makes the border zero again after another activation used the buffer.
    pub(crate) fn clear_border(&self, data: &mut [f32]) {
        if self.border == Border::default() {
            return;
        }
        let row = self.row();
        let (left, right) = (self.border.left * self.cs, self.border.right * self.cs);
        for (y, line) in data.chunks_exact_mut(row).enumerate().take(self.h + self.border.top + self.border.bottom) {
            if y < self.border.top || y >= self.border.top + self.h {
                line.fill(0.0);
            } else {
                line[..left].fill(0.0);
                line[row - right..].fill(0.0);
            }
        }
    }

    /// Appends the values in `[height][width][channel]` order, without border and stride.
    pub(crate) fn flatten(&self, data: &[f32], to: &mut Vec<f32>) {
        for y in 0..self.h {
            let line = &data[self.at(y, 0)..][..self.w * self.cs];
            if self.c == self.cs {
                to.extend_from_slice(line);
            } else {
                line.chunks_exact(self.cs).for_each(|px| to.extend_from_slice(&px[..self.c]));
            }
        }
    }
}

/// A non-linearity ready for four channels at a time; what is a slope a channel is padded to the channel stride.
#[derive(Debug, Clone)]
pub(crate) enum Act4 {
    None,
    Relu,
    Relu6,
    HardSwish,
    Prelu(Vec<f32>),
}

impl Act4 {
    /// As slopes for negative values, of so many channels, and what is to be done after that.
    pub(crate) fn split(self, channels: usize) -> (Vec<f32>, Option<Self>) {
        match self {
            Self::None => (vec![1.0; channels], None),
            Self::Relu => (vec![0.0; channels], None),
            Self::Prelu(mut slopes) => {
                slopes.resize(channels, 0.0);
                (slopes, None)
            }
            other => (vec![1.0; channels], Some(other)),
        }
    }

    /// Applies to channels `4 * v ..`.
    #[inline(always)]
    pub(crate) fn apply(&self, x: F32x4, v: usize) -> F32x4 {
        let zero = F32x4::splat(0.0);
        let six = F32x4::splat(6.0);
        match self {
            Self::None => x,
            Self::Relu => x.max(zero),
            Self::Relu6 => x.max(zero).min(six),
            Self::HardSwish => {
                let gate = x.add(F32x4::splat(3.0)).max(zero).min(six);
                x.mul(gate).mul(F32x4::splat(1.0 / 6.0))
            }
            Self::Prelu(slopes) => {
                let slope = slopes.as_chunks::<4>().0.get(v).map_or(zero, F32x4::load);
                x.max(zero).mul_add(x.min(zero), slope)
            }
        }
    }
}
