//! The clip file: MP4 with one H.264 track and at most one AAC-LC or Opus track.
//!
//! The studio writes it with [`write`]; the edge looks at it with [`inspect`], decides with [`check`], and takes pictures to
//! decode with [`key_frames`] and sound with [`sound_track`]. Films that others made are read by [`Film::read`], or
//! by [`Skim`] while they pass. Boxes are
//! read and written by `mp4-atom`; what this crate adds is the layout of a clip, and reading that stays cheap on hostile
//! input: boxes are walked without recursion and nothing is allocated that the file's own length does not justify.

mod avc;
mod boxes;
mod check;
mod codec_frames;
mod colour;
mod film;
mod index;
mod inspect;
mod keys;
mod layout;
mod report;
mod sound;
mod table;
mod track;
mod write;

pub use check::{MAX_KEY_GAP, check};
pub use codec_frames::{SoundTrack, sound_track};
pub use colour::Colour;
pub use film::{Coded, Film, Heard, Picture, Skim};
pub use inspect::inspect;
pub use keys::{KeyFrame, KeyFrames, key_frames};
pub use report::{AudioReport, Rejection, Report, Rule};
pub use write::{Audio, Mp4Error, Sample, Video, write};
