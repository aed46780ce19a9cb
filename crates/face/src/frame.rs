//! A picture from a camera.

use thiserror::Error;

/// Why bytes are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    /// A side is 0 or longer than [`Frame::MAX_SIDE`].
    #[error("a frame is 1 to {} pixels wide and high, not {width} x {height}", Frame::MAX_SIDE)]
    Side {
        /// Width that was given, in pixels.
        width: usize,
        /// Height that was given, in pixels.
        height: usize,
    },
    /// The number of bytes is not `4 * width * height`.
    #[error("a frame of {width} x {height} has {} bytes, not {bytes}", 4 * width * height)]
    Length {
        /// Width that was given, in pixels.
        width: usize,
        /// Height that was given, in pixels.
        height: usize,
        /// Bytes that were given.
        bytes: usize,
    },
}

/// One picture: RGBA8, interleaved, row-major, top-left origin, not mirrored (the person's left is on the right).
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// `4 * width * height` bytes; alpha is ignored.
    pub rgba: &'a [u8],
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

impl<'a> Frame<'a> {
    /// Longest side that is taken, in pixels.
    pub const MAX_SIDE: usize = 8192;

    /// Wraps pixels.
    ///
    /// # Errors
    /// A side out of range, or a length that does not fit the sides.
    pub fn new(rgba: &'a [u8], width: usize, height: usize) -> Result<Self, FrameError> {
        let range = 1..=Self::MAX_SIDE;
        if !range.contains(&width) || !range.contains(&height) {
            return Err(FrameError::Side { width, height });
        }
        if rgba.len() != 4 * width * height {
            return Err(FrameError::Length { width, height, bytes: rgba.len() });
        }
        Ok(Self { rgba, width, height })
    }

    /// The colour at a place, or nothing outside the frame (also where a hand-made frame has too few bytes).
    #[inline]
    pub(crate) fn rgb(&self, x: usize, y: usize) -> Option<[u8; 3]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        match self.rgba.get(4 * (y * self.width + x)..)? {
            [r, g, b, _, ..] => Some([*r, *g, *b]),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_four_bytes_a_pixel_and_sane_sides() {
        assert!(Frame::new(&[0; 24], 3, 2).is_ok());
        assert_eq!(Frame::new(&[0; 23], 3, 2).unwrap_err(), FrameError::Length { width: 3, height: 2, bytes: 23 });
        assert!(matches!(Frame::new(&[], 0, 2), Err(FrameError::Side { .. })));
        assert!(matches!(Frame::new(&[], 1, usize::MAX), Err(FrameError::Side { .. })));
    }
}
