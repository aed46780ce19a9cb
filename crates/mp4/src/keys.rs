//! The key frames of a file, each as a byte stream that a decoder takes alone.

use crate::colour::Colour;
use crate::inspect::{Pictures, facts};
use crate::report::Rejection;

/// Start code of a NAL unit (ITU-T H.264, annex B).
const START: [u8; 4] = [0, 0, 0, 1];

/// A frame that can be decoded alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFrame {
    /// Its number among the frames of the file in decoding order, from 0.
    pub index: u32,
    /// Parameter sets and the access unit, in the byte stream format of ITU-T H.264, annex B.
    pub annex_b: Vec<u8>,
}

/// The key frames of a file in their order. Each is copied when it is asked for.
#[derive(Debug)]
pub struct KeyFrames<'a> {
    bytes: &'a [u8],
    pictures: Pictures,
    /// Indices of those that are still to come, the last first.
    left: Vec<u32>,
}

/// The key frames of a file that [`inspect`](crate::inspect()) takes.
///
/// # Errors
/// What [`inspect`](crate::inspect()) refuses. Never panics, whatever the bytes are.
pub fn key_frames(bytes: &[u8]) -> Result<KeyFrames<'_>, Rejection> {
    let facts = facts(bytes)?;
    let mut left = facts.report.key_frames;
    left.reverse();
    Ok(KeyFrames { bytes, pictures: facts.pictures, left })
}

impl KeyFrames<'_> {
    /// What the numbers in a decoded picture mean.
    #[must_use]
    pub fn colour(&self) -> Colour {
        self.pictures.colour
    }

    /// Leaves at most `most` of those to come, spread evenly, the first among them.
    #[must_use]
    pub fn spread(mut self, most: usize) -> Self {
        let count = self.left.len();
        if count > most {
            self.left.reverse();
            self.left = (0..most).rev().filter_map(|i| self.left.get(i * count / most).copied()).collect();
        }
        self
    }
}

impl Iterator for KeyFrames<'_> {
    type Item = KeyFrame;

    fn next(&mut self) -> Option<KeyFrame> {
        let index = self.left.pop()?;
        let range = self.pictures.ranges.get(index as usize)?.clone();
        let mut rest = self.bytes.get(range)?;
        let mut annex_b = Vec::with_capacity(rest.len() + 128);
        for set in &self.pictures.sets {
            annex_b.extend_from_slice(&START);
            annex_b.extend_from_slice(set);
        }
        // The lengths were checked when the file was read.
        while let Some((length, after)) = rest.split_at_checked(self.pictures.length_size) {
            let length = length.iter().fold(0usize, |n, b| n << 8 | usize::from(*b));
            let Some((nal, after)) = after.split_at_checked(length).filter(|(nal, _)| !nal.is_empty()) else { break };
            annex_b.extend_from_slice(&START);
            annex_b.extend_from_slice(nal);
            rest = after;
        }
        Some(KeyFrame { index, annex_b })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.len(), Some(self.left.len()))
    }
}

impl ExactSizeIterator for KeyFrames<'_> {}
