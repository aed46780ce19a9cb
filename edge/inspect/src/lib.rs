//! What an upload shows: key frames are decoded and hashed, and what cannot be decoded is named.
//!
//! A Worker of its own, called by `edge/api` only: a decoder of hostile bytes has its own memory and its own time, and
//! what it does to itself reaches nobody else.

mod decode;
mod print;
#[cfg(target_arch = "wasm32")]
mod worker_entry;

use domain::limits::MAX_PRINTS;
use wire::inspection::Inspection;

pub use decode::{Luma, Undecodable, decode};
pub use print::print;

/// Decodes the key frames of a clip's file, at most [`MAX_PRINTS`] of them spread evenly, and hashes each.
///
/// # Errors
/// [`Undecodable`] when one of them is no picture.
pub fn look(bytes: &[u8]) -> Result<Inspection, Undecodable> {
    let frames =
        mp4::key_frames(bytes).map_err(|rejection| Undecodable::File(rejection.to_string()))?.spread(MAX_PRINTS);
    let mut prints = Vec::with_capacity(frames.len());
    for frame in frames {
        prints.push(print(&decode(&frame)?).write());
    }
    Ok(Inspection { frames: u32::try_from(prints.len()).unwrap_or(u32::MAX), prints })
}
