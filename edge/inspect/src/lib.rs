//! What an upload shows and says: key frames are decoded and hashed, made into pictures and searched for the visible
//! mark, and what cannot be decoded is named; the sound is decoded for its fingerprint.
//!
//! A Worker of its own, called by `edge/api` only: a decoder of hostile bytes has its own memory and its own time, and
//! what it does to itself reaches nobody else.

mod decode;
mod mark;
mod picture;
mod print;
mod shrink;
mod sound;
mod sprite;
mod unfiltered;
#[cfg(target_arch = "wasm32")]
mod worker_entry;

use domain::limits::MAX_PRINTS;
use mp4::KeyFrame;
use wire::inspection::{Inspection, Mark};

pub use decode::{Luma, Picture, Undecodable, decode};
pub use print::print;
pub use sound::{Heard, hear};
pub use unfiltered::unfiltered;

/// Decodes the key frames of a clip's file, at most [`MAX_PRINTS`] of them spread evenly: hashes each, looks for the mark
/// in it, and makes pictures of some; takes the fingerprint of the sound, and how loud it is when.
///
/// One picture is in memory at a time. All are decoded without the deblocking filter where that can be ([`unfiltered`]); the
/// one that shows most becomes the poster and is decoded again, with it.
///
/// # Errors
/// [`Undecodable`] when one of the frames is no picture. Sound that cannot be decoded is no error: it is not heard.
pub fn look(bytes: &[u8]) -> Result<Inspection, Undecodable> {
    let file = |rejection: mp4::Rejection| Undecodable::File(rejection.to_string());
    let frames = mp4::key_frames(bytes).map_err(file)?.spread(MAX_PRINTS);
    let (colour, count) = (frames.colour(), frames.len());
    let (mut prints, mut mirrored) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let (mut search, mut places) = (mark::Search::new(), Vec::new());
    let (shown, mut pictures) = (picture::shown(count), Vec::new());
    let mut sprite = sprite::Sprite::new(count);
    let mut best: Option<(f32, KeyFrame)> = None;
    for (number, frame) in frames.enumerate() {
        let seen = decode(&unfiltered(&frame))?;
        let [straight, swapped] = print(&seen.luma);
        prints.push(straight.write());
        mirrored.push(swapped.write());
        places.extend(search.look(&seen.luma));
        if shown.contains(&number) {
            pictures.extend(picture::small(&seen, colour));
        }
        sprite.take(number, &seen, colour);
        let shows = picture::shows(&seen);
        if best.as_ref().is_none_or(|(most, _)| shows > *most) {
            best = Some((shows, frame));
        }
    }
    let best = best.map(|(_, frame)| decode(&frame)).transpose()?;
    let poster = best.map(|picture| picture::poster(&picture, colour)).unwrap_or_default();
    let sound = mp4::sound_track(bytes).map_err(file)?.and_then(|track| hear(&track));
    let (print, wave) = sound.map(|heard| (heard.print, heard.wave)).unwrap_or_default();
    let frames = u32::try_from(prints.len()).unwrap_or(u32::MAX);
    let mark = Mark { looked: frames, places };
    let (sound, sprite) = (print.map(|print| print.write()), sprite.finish());
    Ok(Inspection { frames, prints, mirrored, sound, poster, pictures, sprite, wave, mark })
}
