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
            let pairs = row.iter().zip(row.get(2..).unwrap_or_default());
            let inner = steps.get_mut(1..).unwrap_or_default().iter_mut();
            inner.zip(pairs).for_each(|(to, (a, b))| *to = u16::from(a.abs_diff(*b) >= STEP));
            let mut sum = 0u16;
            for step in &mut steps {
                sum = sum.wrapping_add(*step);
                *step = sum;
            }
            let (above, below) = sums.split_at_mut((y + 1) * stride);
            let above = above.get(y * stride + 1..).unwrap_or_default();
            let below = below.get_mut(1..).unwrap_or_default().iter_mut();
            for ((to, above), sum) in below.zip(above).zip(&steps) {
                *to = above.wrapping_add(*sum);
            }
            // The last pixel has none, and its sum was overwritten.
            if let Some(last) = steps.last_mut() {
                *last = 0;
            }
        }
        Self { sums, stride }
    }

    /// How many a line of so many pixels has at least.
    pub(super) fn least(wide: usize, tall: usize) -> u16 {
        ((wide * tall) as u32 * LEAST / 100) as u16
    }

    /// Which of sixteen rectangles, each one pixel right of the one before, have at least so many: in byte i, 1 where the
    /// one that is `i` right of `x` has. Those that do not lie in the picture have not.
    pub(super) fn sixteen(&self, [x, y]: [usize; 2], [wide, tall]: [usize; 2], least: u16) -> u128 {
        let lanes = self.stride.saturating_sub(x + wide).min(PLACES);
        let corner = |x: usize, y: usize| {
            let from = y * self.stride + x;
            let mut sums = [0u16; PLACES];
            match self.sums.get(from..from + PLACES) {
                Some(row) => sums.copy_from_slice(row),
                None => self.sums.get(from..).unwrap_or_default().iter().zip(&mut sums).for_each(|(s, to)| *to = *s),
            }
            sums
        };
        let [a, b, c, d] = [corner(x, y), corner(x + wide, y), corner(x, y + tall), corner(x + wide, y + tall)];
        let enough: [u8; PLACES] =
            std::array::from_fn(|i| u8::from(d[i].wrapping_add(a[i]).wrapping_sub(b[i].wrapping_add(c[i])) >= least));
        let enough = u128::from_le_bytes(enough);
        if lanes < PLACES { enough & ((1 << (8 * lanes)) - 1) } else { enough }
    }
}

/// Places that are looked at together.
pub(super) const PLACES: usize = 16;

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
        let first = |y: usize| {
            let enough = |x: usize| edges.sixteen([x, y], [50, 10], Edges::least(50, 10));
            (0..width)
                .step_by(PLACES)
                .find(|x| enough(*x) != 0)
                .map_or(351, |x| x + enough(x).trailing_zeros() as usize / 8)
        };
        for (y, from) in [(0, 351), (45, 100 - 28), (50, 100 - 39), (290, 100 - 39)] {
            assert!(first(y).abs_diff(from) <= 2, "{y}: {}, not {from}", first(y));
        }
        assert_eq!(edges.sixteen([352, 100], [50, 10], 0), 0, "outside");
        assert_eq!(edges.sixteen([350, 290], [50, 10], 0), 1, "the last place");
    }
}
