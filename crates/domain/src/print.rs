//! Perceptual hashes of key frames: when two of them show the same, and when two clips do.

use crate::limits::{MAX_PRINT_BITS, MAX_SAME_PICTURE_BITS};

/// Bands of 16 bits into which a hash is cut, so that near ones are found by equality. Two hashes that differ by at most
/// [`MAX_PRINT_BITS`] bits differ by at most one bit in at least one of four bands (pigeonhole).
pub const BANDS: usize = 4;
const BAND_BITS: u32 = 16;
const _: () = assert!(MAX_PRINT_BITS < 2 * BANDS as u32, "a band with at most one differing bit must exist");

/// A perceptual hash of a picture, 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Print(pub u64);

impl Print {
    /// Reads 16 lower-case hexadecimal digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| u64::from_str_radix(text, 16).ok())?.map(Self)
    }

    /// As 16 lower-case hexadecimal digits.
    #[must_use]
    pub fn write(self) -> String {
        format!("{:016x}", self.0)
    }

    /// Differing bits, 0 to 64 (Hamming distance).
    #[must_use]
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Its bands, highest bits first.
    #[must_use]
    pub fn bands(self) -> [u32; BANDS] {
        std::array::from_fn(|i| (self.0 >> (48 - BAND_BITS * i as u32) & 0xffff) as u32)
    }

    /// A band with each value that differs from it by at most one bit.
    pub fn around(band: u32) -> impl Iterator<Item = u32> {
        std::iter::once(band).chain((0..BAND_BITS).map(move |bit| band ^ 1 << bit))
    }

    /// Whether it says anything: a picture of one colour hashes to all zeros or ones but for rounding, and every such
    /// picture is like every other.
    #[must_use]
    pub fn is_telling(self) -> bool {
        (8..=56).contains(&self.0.count_ones())
    }
}

/// Whether two clips show the same, by the hashes of their key frames: most of those of the shorter one are found again
/// in the other. Gives the median distance of those.
#[must_use]
pub fn near(a: &[Print], b: &[Print]) -> Option<u32> {
    near_within(a, b, MAX_PRINT_BITS)
}

/// [`near`] with another limit of differing bits.
#[must_use]
pub fn near_within(a: &[Print], b: &[Print], limit: u32) -> Option<u32> {
    let telling = |prints: &[Print]| prints.iter().copied().filter(|print| print.is_telling()).collect::<Vec<_>>();
    let (a, b) = (telling(a), telling(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut found: Vec<u32> = few
        .iter()
        .filter_map(|one| many.iter().map(|other| one.distance(*other)).min())
        .filter(|distance| *distance <= limit)
        .collect();
    // More than three in five: a clip that only begins alike is another one.
    if few.is_empty() || 5 * found.len() <= 3 * few.len() {
        return None;
    }
    found.sort_unstable();
    found.get(found.len() / 2).copied()
}

/// Whether two clips show the very same, by the hashes of their key frames: every one of those of the shorter one that says
/// anything is found again in the other, but for what an encoder changes.
#[must_use]
pub fn same(a: &[Print], b: &[Print]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut telling = few.iter().filter(|print| print.is_telling()).peekable();
    let found = |one: &Print| many.iter().any(|other| one.distance(*other) == MAX_SAME_PICTURE_BITS);
    telling.peek().is_some() && telling.all(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_are_written_as_they_are_read() {
        let print = Print(0x00ff_1234_abcd_0001);
        assert_eq!(Print::read(&print.write()), Some(print));
        assert_eq!(print.bands(), [0x00ff, 0x1234, 0xabcd, 0x0001]);
        for bad in ["", "00ff1234abcd000", "00FF1234ABCD0001", "+0ff1234abcd0001", "é0ff1234abcd001"] {
            assert_eq!(Print::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn whatever_is_near_is_found_by_a_band() {
        let mut x: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut draw = || {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            x >> 16
        };
        for _ in 0..20_000 {
            let print = Print(draw() ^ draw() << 32);
            let other = (0..MAX_PRINT_BITS).fold(print.0, |bits, _| bits ^ 1 << (draw() % 64));
            let found = print
                .bands()
                .into_iter()
                .zip(Print(other).bands())
                .any(|(band, other)| Print::around(band).any(|value| value == other));
            assert!(found, "{:016x} {other:016x}", print.0);
        }
    }

    #[test]
    fn most_of_the_shorter_clip_must_be_found_again() {
        let base = Print(0x0f0f_3c3c_5a5a_9696);
        let others: Vec<Print> = (0..5).map(|i| Print(base.0.rotate_left(11 * i))).collect();
        let slightly = |print: &Print| Print(print.0 ^ 0b111);
        let copy: Vec<Print> = others.iter().map(slightly).collect();
        assert_eq!(near(&others, &copy), Some(3));
        assert_eq!(near(&others[..2], &copy), Some(3), "a part of it");
        let half: Vec<Print> = copy[..3].iter().copied().chain([Print(!base.0), Print(!base.0)]).collect();
        assert_eq!(near(&others, &half), None, "three of five are not enough");
        assert!(
            same(&others, &others[1..3])
                && !same(&others, &copy)
                && !same(&[], &copy)
                && !same(&[Print(0)], &[Print(0)])
        );
        assert_eq!(near(&[], &copy), None);
        assert_eq!(near(&[Print(0)], &[Print(1)]), None, "black is like black");
    }
}
