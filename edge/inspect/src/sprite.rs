//! Six pictures of a clip side by side, to be looked through without loading it.

use image::{RgbImage, imageops};
use mp4::Colour;

use crate::decode::Picture;
use crate::picture;

/// Pictures side by side.
const PICTURES: usize = 6;
/// Pixels of one.
const SIZE: [u32; 2] = [160, 284];
const QUALITY: u8 = 72;

/// A sprite that grows from frame to frame.
pub(crate) struct Sprite {
    /// The number of the frame that each of them shows: one that has fewer shows some of them longer.
    shown: [usize; PICTURES],
    sheet: RgbImage,
}

impl Sprite {
    /// Of a clip with so many frames.
    pub(crate) fn new(frames: usize) -> Self {
        let shown = std::array::from_fn(|k| (2 * k + 1) * frames / (2 * PICTURES));
        Self { shown, sheet: RgbImage::new(PICTURES as u32 * SIZE[0], SIZE[1]) }
    }

    /// Takes the frame with this number, if it is one of those that are shown.
    pub(crate) fn take(&mut self, number: usize, frame: &Picture, colour: Colour) {
        let places = (0i64..).zip(self.shown).filter(|(_, shown)| *shown == number).map(|(place, _)| place);
        let places: Vec<i64> = places.collect();
        if places.is_empty() {
            return;
        }
        let Some(small) = picture::rgb(&picture::shrunk(frame, SIZE), colour) else { return };
        for place in places {
            imageops::replace(&mut self.sheet, &small, place * i64::from(SIZE[0]), 0);
        }
    }

    /// As JPEG in base64.
    pub(crate) fn finish(&self) -> String {
        picture::jpeg(&self.sheet, QUALITY).map(|bytes| picture::base64(&bytes)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_spread_over_the_clip() {
        assert_eq!(Sprite::new(10).shown, [0, 2, 4, 5, 7, 9]);
        assert_eq!(Sprite::new(20).shown, [1, 5, 8, 11, 15, 18]);
        assert_eq!(Sprite::new(2).shown, [0, 0, 0, 1, 1, 1]);
        assert_eq!(Sprite::new(0).shown, [0; PICTURES]);
    }
}
