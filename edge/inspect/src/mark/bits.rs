//! A picture as bits: which pixels are lighter than what is around them.

use crate::Luma;

/// By how much a pixel has to be lighter.
const MARGIN: i32 = 6;

/// One bit a pixel, 64 to a word, the left one lowest; each row ends with two words of zeros.
pub(super) struct Bits {
    words: Vec<u64>,
    stride: usize,
}

impl Bits {
    /// `around` is how many pixels to each side are averaged: at most 127, for 255 rows of white to fit a column's sum.
    pub(super) fn of(luma: &Luma, around: usize) -> Self {
        let (width, height) = (luma.width as usize, luma.height as usize);
        let stride = width.div_ceil(64) + 2;
        let around = around.min(127);
        let mut words = vec![0u64; stride * height];
        // Of each column, the sum of the rows around the present one.
        let mut columns = vec![0u16; width];
        let row = |y: usize| luma.pixels.get(y * width..(y + 1) * width).unwrap_or_default();
        for y in 0..around.min(height) {
            columns.iter_mut().zip(row(y)).for_each(|(c, p)| *c += u16::from(*p));
        }
        // Of each pixel, the sum of all columns before it; beyond both ends it goes on as at the end.
        let mut sums = vec![0i32; width + 1 + 2 * around];
        let counts: Vec<i32> =
            (0..width).map(|x| ((x + around + 1).min(width) - x.saturating_sub(around)) as i32).collect();
        let (mut areas, mut rows) = (vec![0i32; width], 0);
        let mut lighter = vec![0u8; width.next_multiple_of(64)];
        for (y, to) in words.chunks_exact_mut(stride).enumerate() {
            if y + around < height {
                columns.iter_mut().zip(row(y + around)).for_each(|(c, p)| *c += u16::from(*p));
            }
            if y > around {
                columns.iter_mut().zip(row(y - around - 1)).for_each(|(c, p)| *c -= u16::from(*p));
            }
            let mut sum = 0;
            let (inside, beyond) = sums.split_at_mut(around + 1 + width);
            for (to, column) in inside.get_mut(around + 1..).unwrap_or_default().iter_mut().zip(&columns) {
                sum += i32::from(*column);
                *to = sum;
            }
            beyond.fill(sum);
            let now = ((y + around + 1).min(height) - y.saturating_sub(around)) as i32;
            if now != rows {
                rows = now;
                areas.iter_mut().zip(&counts).for_each(|(area, count)| *area = count * rows);
            }
            // Slices, not iterators that skip: only those are compared many pixels at a time.
            let sides = sums.iter().zip(sums.get(2 * around + 1..).unwrap_or_default());
            for (((to, pixel), area), (before, end)) in lighter.iter_mut().zip(row(y)).zip(&areas).zip(sides) {
                *to = u8::from((i32::from(*pixel) - MARGIN) * area > end - before);
            }
            for (word, bytes) in to.iter_mut().zip(lighter.as_chunks::<64>().0) {
                *word = packed(bytes);
            }
        }
        Self { words, stride }
    }

    /// Words of a row.
    pub(super) fn row(&self, y: usize) -> &[u64] {
        self.words.get(y * self.stride..(y + 1) * self.stride).unwrap_or_default()
    }
}

/// The lowest bits of 64 bytes, the first one lowest.
fn packed(bytes: &[u8; 64]) -> u64 {
    // A product with one bit for each byte moves eight of them side by side into the highest byte.
    let gathered = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    bytes.as_chunks::<8>().0.iter().rev().fold(0, |word, eight| word << 8 | gathered(eight))
}

/// The 128 bits of a row from pixel `x` on.
pub(super) fn window(row: &[u64], x: usize) -> [u64; 2] {
    let (at, shift) = (x / 64, (x % 64) as u32);
    let Some([a, b, c]) = row.get(at..at + 3) else { return [0; 2] };
    // In two steps, since no word can be shifted by 64.
    [(a >> shift) | ((b << 1) << (63 - shift)), (b >> shift) | ((c << 1) << (63 - shift))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_starts_anywhere() {
        let row = [0x8000_0000_0000_0001, 0b101, 0x1, 0, 0];
        assert_eq!(window(&row, 0), [row[0], row[1]]);
        assert_eq!(window(&row, 63), [0b1011, 0b10]);
        assert_eq!(window(&row, 64), [0b101, 1]);
        assert_eq!(window(&row, 999), [0, 0]);
    }

    #[test]
    fn what_is_lighter_than_its_surroundings_is_one() {
        let mut luma = Luma { width: 100, height: 20, pixels: vec![90; 2000] };
        luma.pixels[10 * 100 + 70] = 200;
        let bits = Bits::of(&luma, 4);
        for y in 0..20 {
            assert_eq!(bits.row(y), [0, if y == 10 { 1 << 6 } else { 0 }, 0, 0], "{y}");
        }
    }
}
