//! What an upload shows and says: key frames are decoded and hashed, and what cannot be decoded is named; the sound is
//! decoded for its fingerprint.
//!
//! A Worker of its own, called by `edge/api` only: a decoder of hostile bytes has its own memory and its own time, and
//! what it does to itself reaches nobody else.

mod decode;
mod print;
mod sound;
#[cfg(target_arch = "wasm32")]
mod worker_entry;

use domain::limits::MAX_PRINTS;
use wire::inspection::Inspection;

pub use decode::{Luma, Undecodable, decode};
pub use print::print;
pub use sound::fingerprint;

/// Decodes the key frames of a clip's file, at most [`MAX_PRINTS`] of them spread evenly, and hashes each; takes the
/// fingerprint of its sound.
///
/// # Errors
/// [`Undecodable`] when one of the frames is no picture. Sound that cannot be decoded is no error: it is not heard.
pub fn look(bytes: &[u8]) -> Result<Inspection, Undecodable> {
    let file = |rejection: mp4::Rejection| Undecodable::File(rejection.to_string());
    let frames = mp4::key_frames(bytes).map_err(file)?.spread(MAX_PRINTS);
    let (mut prints, mut mirrored) = (Vec::with_capacity(frames.len()), Vec::with_capacity(frames.len()));
    for frame in frames {
        let [straight, swapped] = print(&decode(&frame)?);
        prints.push(straight.write());
        mirrored.push(swapped.write());
    }
    let sound = mp4::sound_track(bytes).map_err(file)?.and_then(|track| fingerprint(&track));
    let frames = u32::try_from(prints.len()).unwrap_or(u32::MAX);
    Ok(Inspection { frames, prints, mirrored, sound: sound.map(|print| print.write()), pictures: Vec::new() })
}
