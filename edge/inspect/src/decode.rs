//! From a key frame to its picture.

use mp4::KeyFrame;
use rusty_h264_decoder::{DecodeError, Decoder};
use thiserror::Error;

/// A picture's brightness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// One byte a pixel, row by row from the top.
    pub pixels: Vec<u8>,
}

/// A picture: brightness, and the two colour differences at half of its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Brightness.
    pub luma: Luma,
    /// Difference of blue, half as wide and half as high.
    pub blue: Vec<u8>,
    /// Difference of red, likewise.
    pub red: Vec<u8>,
}

/// Why there is nothing to see.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Undecodable {
    /// The file has no frames to decode.
    #[error("{0}")]
    File(String),
    /// A key frame is no picture.
    #[error("frame {} is damaged ({})", index + 1, why)]
    Frame {
        /// Its number in decoding order, from 0.
        index: u32,
        /// What the decoder found.
        why: String,
    },
}

/// Decodes a key frame alone.
///
/// # Errors
/// [`Undecodable::Frame`] when it is not one whole picture that this decoder knows.
pub fn decode(frame: &KeyFrame) -> Result<Picture, Undecodable> {
    let wrong = |why: String| Undecodable::Frame { index: frame.index, why };
    let failed = |error: DecodeError| wrong(error.to_string());
    let mut pictures = Decoder::new().decode_stream(&frame.annex_b).map_err(failed)?;
    let picture = match (pictures.pop(), pictures.is_empty()) {
        (Some(picture), true) => picture,
        (Some(_), false) => return Err(wrong("more than one picture".to_owned())),
        (None, _) => return Err(wrong("no picture".to_owned())),
    };
    let (width, height) = (picture.width, picture.height);
    let quarter = (width / 2) * (height / 2);
    let whole = picture.y.len() == width * height && picture.u.len() == quarter && picture.v.len() == quarter;
    if width == 0 || height == 0 || !whole {
        return Err(wrong("half a picture".to_owned()));
    }
    let side = |pixels: usize| u32::try_from(pixels).map_err(|_| wrong("a picture without end".to_owned()));
    let luma = Luma { width: side(width)?, height: side(height)?, pixels: picture.y };
    Ok(Picture { luma, blue: picture.u, red: picture.v })
}
