//! Where a picture has as many upright edges as letters have.

use crate::Luma;

/// Step of brightness from one pixel to the one after the next that is an edge.
const STEP: u8 = 24;
/// Share of pixels at such an edge that a line of letters has at least, in percent.
const LEAST: u32 = 22;

/// Sums of edges over the rectangle from the top left corner to each pixel.
pub(super) struct Edges {
    sums: Vec<u32>,
    stride: usize,
}

impl Edges {
    pub(super) fn of(luma: &Luma) -> Self {
        let width = luma.width as usize;
        let stride = width + 1;
        let mut sums = vec![0u32; stride * (luma.height as usize + 1)];
        for (y, row) in luma.pixels.chunks_exact(width).enumerate() {
            let (above, below) = sums.split_at_mut((y + 1) * stride);
            let above = above.get(y * stride + 1..).unwrap_or_default();
            let mut sum = 0;
            let steps = row.windows(3).map(|w| u32::from(w[0].abs_diff(w[2]) >= STEP));
            let steps = std::iter::once(0).chain(steps).chain(std::iter::once(0));
            for ((to, above), step) in below.iter_mut().skip(1).zip(above).zip(steps) {
                sum += step;
                *to = above + sum;
            }
        }
        Self { sums, stride }
    }

    /// Whether each place of a rectangle's left edge in this row has enough of them; the rectangle lies in the picture.
    pub(super) fn row(&self, y: usize, wide: usize, tall: usize) -> impl Iterator<Item = bool> {
        let least = (wide * tall) as u32 * LEAST / 100;
        let row = |y: usize| self.sums.get(y * self.stride..(y + 1) * self.stride).unwrap_or_default();
        let (above, below) = (row(y), row(y + tall));
        let sides = above.windows(wide + 1).zip(below.windows(wide + 1));
        sides.map(move |(a, b)| (b[wide] + a[0]).wrapping_sub(b[0] + a[wide]) >= least)
    }
}
