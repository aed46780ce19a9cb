//! The sound of a clip: speech over the quiet tone of its place, and AAC from our own encoder in every browser.

mod aac;
mod mix;
mod tone;

pub use aac::{EncodedAudio, SoundError, encode_aac};
pub use mix::mix;
