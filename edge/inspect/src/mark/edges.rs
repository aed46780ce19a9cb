//! Where a picture has as many upright edges as letters have.

use crate::Luma;

/// Step of brightness from one pixel to the one after the next that is an edge.
const STEP: u8 = 24;
/// Share of pixels at such an edge that a line of letters has at least, in percent.
const LEAST: u32 = 22;

/// Sums of edges over the rectangle from the top left corner to each pixel, of which the lower 16 bits are kept: what is
/// asked for are differences, and no line has as many pixels.
pub(super) struct Edges {
    sums: Vec<u16>,
    stride: usize,
}

impl Edges {
    pub(super) fn of(luma: &Luma) -> Self {
        let width = luma.width as usize;
        let stride = width + 1;
        let mut sums = vec![0u16; stride * (luma.height as usize + 1)];
        let mut steps = vec![0u16; width];
        for (y, row) in luma.pixels.chunks_exact(width).enumerate() {
            // In three passes, of which the first and the last are computed many pixels at a time.
            let pairs = row.iter().zip(row.iter().skip(2));
            steps.iter_mut().skip(1).zip(pairs).for_each(|(to, (a, b))| *to = u16::from(a.abs_diff(*b) >= STEP));
            let mut sum = 0u16;
            for step in &mut steps {
                sum = sum.wrapping_add(*step);
                *step = sum;
            }
            let (above, below) = sums.split_at_mut((y + 1) * stride);
            let above = above.get(y * stride + 1..).unwrap_or_default();
            for ((to, above), sum) in below.iter_mut().skip(1).zip(above).zip(&steps) {
                *to = above.wrapping_add(*sum);
            }
            // The last pixel has none, and its sum was overwritten.
            if let Some(last) = steps.last_mut() {
                *last = 0;
            }
        }
        Self { sums, stride }
    }

    /// For each place of a rectangle's left edge in this row, 1 where it has enough of them and 0 where not; the rectangle
    /// lies in the picture. Beyond the last are zeros, until they are a multiple of sixteen.
    pub(super) fn row(&self, y: usize, wide: usize, tall: usize, enough: &mut Vec<u8>) {
        let least = ((wide * tall) as u32 * LEAST / 100) as u16;
        let row = |y: usize| self.sums.get(y * self.stride..(y + 1) * self.stride).unwrap_or_default();
        let (above, below) = (row(y), row(y + tall));
        let right = |row| <[u16]>::get(row, wide..).unwrap_or_default();
        enough.clear();
        let corners = above.iter().zip(right(above)).zip(below.iter().zip(right(below)));
        enough.extend(corners.map(|((a, b), (c, d))| {
            let sum = d.wrapping_add(*a).wrapping_sub(c.wrapping_add(*b));
            u8::from(sum >= least)
        }));
        enough.resize(enough.len().next_multiple_of(16), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stripes two pixels wide, which have an edge everywhere, in one corner of a picture with more of them than fit 16 bits.
    #[test]
    fn places_with_stripes_have_enough() {
        let (width, height) = (400usize, 300usize);
        let pixel = |x: usize, y: usize| if x >= 100 && y >= 50 && x % 4 >= 2 { 200 } else { 60 };
        let pixels = (0..width * height).map(|i| pixel(i % width, i / width)).collect();
        let edges = Edges::of(&Luma { width: width as u32, height: height as u32, pixels });
        assert!(edges.sums.windows(2).any(|w| w[0] > w[1] && w[1] > 0), "16 bits were enough");
        let mut enough = Vec::new();
        for (y, from) in [(0, 401 - 50), (45, 100 - 28), (50, 100 - 39), (280, 100 - 39)] {
            edges.row(y, 50, 10, &mut enough);
            assert!(enough.len() == 352 && enough[351] == 0);
            let first = enough.iter().position(|e| *e == 1).unwrap_or(351);
            assert!(first.abs_diff(from) <= 2, "{y}: {first}, not {from}");
        }
    }
}
