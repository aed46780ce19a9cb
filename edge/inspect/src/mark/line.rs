//! The mark's line in one size, and how alike a place in a picture is.

use studio::mark::Badge;

use super::bits::{Bits, window};
use super::edges::{Edges, PLACES};
use crate::Luma;

/// Every how many rows bits are compared.
const EVERY: usize = 2;
/// Rows of places that are passed over together where all that they cover has too few edges.
const BAND: usize = 8;
/// Most bits that may differ, in percent of those compared.
const APART: u32 = 30;
/// Least difference between letters and what is between them that can be read, in steps of 256.
const READABLE: f32 = 36.0;

/// The line in one size.
pub(super) struct Line {
    badge: Badge,
    /// Its letters, less their mean.
    weights: Vec<f32>,
    /// Length of `weights` as a vector.
    norm: f32,
    /// Its bits, of every [`EVERY`] rows, and which of them count.
    bits: Vec<[u64; 2]>,
    mask: [u64; 2],
}

impl Line {
    /// None where the picture is so small that there are no letters.
    pub(super) fn of(badge: &Badge) -> Option<Self> {
        let mean = badge.cover.iter().map(|c| f32::from(*c)).sum::<f32>() / badge.cover.len().max(1) as f32;
        let weights: Vec<f32> = badge.cover.iter().map(|c| f32::from(*c) - mean).collect();
        let norm = weights.iter().map(|w| w * w).sum::<f32>().sqrt();
        if badge.height < 6 || norm < 1.0 {
            return None;
        }
        // As the picture's bits are made, with the dark that is around the letters.
        let around = badge.height / 2;
        let (width, height) = (badge.width + 2 * around, badge.height + 2 * around);
        let mut pixels = vec![0; width * height];
        for (row, to) in badge.cover.chunks_exact(badge.width).zip(pixels.chunks_exact_mut(width).skip(around)) {
            to.iter_mut().skip(around).zip(row).for_each(|(to, c)| *to = *c);
        }
        let all = Bits::of(&Luma { width: width as u32, height: height as u32, pixels }, around);
        let mask = [badge.width, badge.width.saturating_sub(64)].map(|n| if n >= 64 { u64::MAX } else { (1 << n) - 1 });
        let rows = (around..around + badge.height).step_by(EVERY).map(|y| window(all.row(y), around));
        let bits = rows.map(|row| [row[0] & mask[0], row[1] & mask[1]]).collect();
        Some(Self { badge: badge.clone(), weights, norm, bits, mask })
    }

    /// How many pixels around each a picture's bits are to be averaged over.
    pub(super) fn around(&self) -> usize {
        self.badge.height / 2
    }

    pub(super) fn width(&self) -> u32 {
        self.badge.width as u32
    }

    pub(super) fn height(&self) -> u32 {
        self.badge.height as u32
    }

    /// Left, top and likeness in thousandths of the place that is most alike, among the `best` by bits.
    pub(super) fn find(&self, luma: &Luma, bits: &Bits, edges: &Edges, best: usize) -> Option<[u32; 3]> {
        let mut places = self.likely(luma, bits, edges);
        if places.len() > best {
            places.select_nth_unstable(best);
            places.truncate(best);
        }
        places
            .iter()
            .filter_map(|(_, x, y)| Some([*x as u32, *y as u32, self.likeness(luma, *x, *y)?]))
            .max_by_key(|[_, _, score]| *score)
    }

    /// Places with enough edges whose bits are alike: how many are not, left and top.
    fn likely(&self, luma: &Luma, bits: &Bits, edges: &Edges) -> Vec<(u32, usize, usize)> {
        let (wide, tall) = (self.badge.width, self.badge.height);
        let counted = (self.mask[0].count_ones() + self.mask[1].count_ones()) * self.bits.len() as u32;
        let most = counted * APART / 100;
        let least = Edges::least(wide, tall);
        let (end, width) = ((luma.height as usize + 1).saturating_sub(tall), luma.width as usize);
        let (mut places, mut rows) = (Vec::new(), Vec::new());
        for top in (0..end).step_by(BAND) {
            let band = BAND.min(end - top);
            rows.clear();
            for left in (0..(width + 1).saturating_sub(wide)).step_by(PLACES) {
                // What the rows of a band have together is not less than what each of its places has.
                if edges.sixteen([left, top], [wide, tall + band - 1], least) == 0 {
                    continue;
                }
                if rows.is_empty() {
                    rows.extend((top..top + band + tall - 1).map(|y| bits.row(y)));
                }
                for (y, rows) in (top..top + band).zip(rows.windows(tall)) {
                    let mut enough = edges.sixteen([left, y], [wide, tall], least);
                    while enough != 0 {
                        let x = left + enough.trailing_zeros() as usize / 8;
                        places.extend(self.apart(rows, x, most).map(|apart| (apart, x, y)));
                        enough &= enough - 1;
                    }
                }
            }
        }
        places
    }

    /// How many bits of the place at `x` in these rows are not alike; none where more than `most` are not.
    fn apart(&self, rows: &[&[u64]], x: usize, most: u32) -> Option<u32> {
        let mut apart = 0;
        for (row, own) in rows.iter().step_by(EVERY).zip(&self.bits) {
            let [a, b] = window(row, x);
            apart += ((a ^ own[0]) & self.mask[0]).count_ones() + ((b ^ own[1]) & self.mask[1]).count_ones();
            if apart > most {
                return None;
            }
        }
        Some(apart)
    }

    /// Normalised cross-correlation in thousandths; none where nobody could read it.
    fn likeness(&self, luma: &Luma, x: usize, y: usize) -> Option<u32> {
        let (wide, width) = (self.badge.width, luma.width as usize);
        let (mut sum, mut squares, mut both) = (0.0f32, 0.0f32, 0.0f32);
        for (row, weights) in self.weights.chunks_exact(wide).enumerate() {
            let at = (y + row) * width + x;
            for (pixel, weight) in luma.pixels.get(at..at + wide)?.iter().zip(weights) {
                let pixel = f32::from(*pixel);
                sum += pixel;
                squares += pixel * pixel;
                both += pixel * weight;
            }
        }
        let spread = (squares - sum * sum / self.weights.len() as f32).max(1.0).sqrt();
        // What letters add to the brightness, by least squares.
        let contrast = 255.0 * both / (self.norm * self.norm);
        (contrast >= READABLE).then_some((1000.0 * both / (self.norm * spread)).clamp(0.0, 1000.0) as u32)
    }
}
