//! Acoustic fingerprints of soundtracks: when two of them sound the same.
//!
//! L. Lalinsky, How does Chromaprint work? (2011): a word of 32 bits for each stretch of time, of which each bit compares
//! the strength of tones with that of their neighbours. Words are compared bit by bit at every offset in time.

use crate::limits::{MAX_SOUND_BITS, MIN_SOUND_WORDS};

/// Words that a fingerprint can have: a clip gives some 150.
const MAX_WORDS: usize = 512;
/// Digits of a word.
const DIGITS: usize = 8;
/// Words apart by which a sound that changes has changed: half a second.
const APART: usize = 8;

/// The acoustic fingerprint of a soundtrack: words in the order of time, one every 62 ms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundPrint(Vec<u32>);

impl SoundPrint {
    /// Of these words. None where they say nothing: too few, or a sound that never changes (silence, a hum, one tone),
    /// which is like every other of its kind.
    #[must_use]
    pub fn of(words: &[u32]) -> Option<Self> {
        if !(MIN_SOUND_WORDS..=MAX_WORDS).contains(&words.len()) {
            return None;
        }
        let apart = words.iter().zip(words.iter().skip(APART));
        let (changed, pairs) = apart.fold((0u32, 0u32), |(bits, n), (a, b)| (bits + (a ^ b).count_ones(), n + 1));
        // Less than two bits of 32.
        (pairs > 0 && changed >= 2 * pairs).then(|| Self(words.to_vec()))
    }

    /// Reads eight lower-case hexadecimal digits a word.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits || !text.len().is_multiple_of(DIGITS) || text.len() / DIGITS > MAX_WORDS {
            return None;
        }
        let words: Vec<u32> = (0..text.len())
            .step_by(DIGITS)
            .filter_map(|at| u32::from_str_radix(text.get(at..at + DIGITS)?, 16).ok())
            .collect();
        Self::of(&words)
    }

    /// As eight lower-case hexadecimal digits a word.
    #[must_use]
    pub fn write(&self) -> String {
        self.0.iter().map(|word| format!("{word:08x}")).collect()
    }

    /// Differing bits in a thousand where the two fit best: at any offset at which they have at least three in five words
    /// of the shorter in common. Two sounds that have nothing to do with each other differ in some 400 to 500.
    #[must_use]
    pub fn distance(&self, other: &Self) -> u32 {
        let (few, many) = if self.0.len() <= other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        let least = (3 * few.len()).div_ceil(5).max(MIN_SOUND_WORDS.min(few.len()));
        let at = |begin: usize, skip: usize| {
            let pairs = few.iter().skip(skip).zip(many.iter().skip(begin));
            let (bits, n) = pairs.fold((0u32, 0u32), |(bits, n), (a, b)| (bits + (a ^ b).count_ones(), n + 1));
            (n as usize >= least).then(|| 1000 * bits / (32 * n))
        };
        let later = (0..many.len()).filter_map(|begin| at(begin, 0));
        let earlier = (1..few.len()).filter_map(|skip| at(0, skip));
        later.chain(earlier).min().unwrap_or(1000)
    }

    /// Whether the two are the same sound, encoded again or cut.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.distance(other) <= MAX_SOUND_BITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u64, words: usize) -> Vec<u32> {
        let mut x = seed;
        let mut draw = || {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (x >> 32) as u32
        };
        (0..words).map(|_| draw()).collect()
    }

    #[test]
    fn words_are_written_as_they_are_read() {
        let print = SoundPrint::of(&noise(1, 40)).unwrap();
        assert_eq!(SoundPrint::read(&print.write()), Some(print));
        let long = "0123456789abcdef".repeat(257);
        for bad in ["", "0123456", "0123456G", "é0123456", &"00".repeat(63), &long] {
            assert_eq!(SoundPrint::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_never_changes_says_nothing() {
        assert_eq!(SoundPrint::of(&[0x1234_5678; 100]), None);
        assert_eq!(SoundPrint::of(&noise(1, MIN_SOUND_WORDS - 1)), None);
    }

    #[test]
    fn a_cut_copy_is_found_at_any_offset_and_another_sound_is_not() {
        let words = noise(3, 120);
        let whole = SoundPrint::of(&words).unwrap();
        for (from, to) in [(0, 120), (17, 120), (0, 90), (30, 100)] {
            let rough: Vec<u32> = words[from..to].iter().map(|word| word ^ 0x0001_0100).collect();
            let cut = SoundPrint::of(&rough).unwrap();
            assert_eq!((cut.distance(&whole), whole.distance(&cut)), (62, 62), "{from} to {to}");
            assert!(cut.is_like(&whole));
        }
        // A beginning that was put before it.
        let before: Vec<u32> = noise(4, 30).into_iter().chain(words[..100].iter().copied()).collect();
        assert_eq!(SoundPrint::of(&before).unwrap().distance(&whole), 0);
        let other = SoundPrint::of(&noise(5, 100)).unwrap();
        assert!(other.distance(&whole) > 400 && !other.is_like(&whole));
    }
}
