//! The mark's line in one size, and how alike a place in a picture is.

use studio::mark::Badge;

use super::bits::{Bits, window};
use super::edges::Edges;
use crate::Luma;

/// Every how many rows bits are compared.
const EVERY: usize = 2;
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
        let (mut places, mut enough) = (Vec::new(), Vec::new());
        for y in 0..(luma.height as usize + 1).saturating_sub(tall) {
            edges.row(y, wide, tall, &mut enough);
            let mut rows: Vec<&[u64]> = Vec::new();
            // Most of a picture is no text: sixteen places at a time are passed over.
            for (from, some) in enough.as_chunks::<16>().0.iter().enumerate() {
                let mut left = u128::from_le_bytes(*some);
                if left != 0 && rows.is_empty() {
                    rows.extend((y..y + tall).step_by(EVERY).map(|y| bits.row(y)));
                }
                while left != 0 {
                    let x = 16 * from + left.trailing_zeros() as usize / 8;
                    if let Some(apart) = self.apart(&rows, x, most) {
                        places.push((apart, x, y));
                    }
                    left &= left - 1;
                }
            }
        }
        places
    }

    /// How many bits of a place are not alike; none where more than `most` are not.
    fn apart(&self, rows: &[&[u64]], x: usize, most: u32) -> Option<u32> {
        let mut apart = 0;
        for (row, own) in rows.iter().zip(&self.bits) {
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
