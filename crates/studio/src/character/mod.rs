//! Characters: a pet, a toy or a drawing, cut out of one picture, that bounces and speaks.
//!
//! There is no face to find: [`cut`] tells the thing from what is behind it by their colours, within a frame that the
//! visitor drew, and the visitor marks mouth and eyes. [`CharacterPack`] is what is kept; [`CharacterPuppet`] draws it.

mod cut;
mod grow;
mod lids;
mod matte;
mod mixture;
mod motion;
mod mouth;
mod pack;
mod puppet;

pub use cut::{Cutout, cut};
pub use pack::{CharacterPack, Eyes, Marks};
pub use puppet::{CharacterPuppet, Pose};

/// A picture to cut a character out of.
#[derive(Debug, Clone, Copy)]
pub struct Photo<'a> {
    /// `width * height` RGBA8 pixels, alpha not multiplied.
    pub rgba: &'a [u8],
    /// Width in pixels, 16 to [`MAX_SIDE`].
    pub width: usize,
    /// Height in pixels, 16 to [`MAX_SIDE`].
    pub height: usize,
}

/// Largest side of a [`Photo`] in pixels.
pub const MAX_SIDE: usize = 1024;

/// What the visitor drew around the thing, as fractions of the picture's width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// 0 to 1.
    pub left: f32,
    /// 0 to 1.
    pub top: f32,
    /// Above `left`.
    pub right: f32,
    /// Above `top`.
    pub bottom: f32,
}

/// Why a character cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CharacterError {
    /// Sizes, or numbers that are none.
    #[error("the picture cannot be used: {0}")]
    Malformed(&'static str),
    /// Everything in the frame looks like what is around it.
    #[error("nothing stands out in the frame: draw it closer around the thing, or take a picture on another ground")]
    Nothing,
    /// The mouth lies outside, or its corners are one point.
    #[error("the mouth is not on the character: move its two points")]
    NoMouth,
    /// A picture could not be compressed.
    #[error("a picture could not be stored")]
    Encode,
    /// The pack is larger than may be stored.
    #[error("the pack would be {0} bytes: too large")]
    TooLarge(usize),
    /// These bytes are not a pack, or are damaged.
    #[error("not a readable character: {0}")]
    Unreadable(&'static str),
}
