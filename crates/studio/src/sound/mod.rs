//! The sound of a clip: speech over music and the quiet tone of its place, at the loudness that feeds want, and AAC from
//! our own encoder in every browser.

mod aac;
mod duck;
mod film;
mod limiter;
mod loudness;
mod mix;
mod music;
mod tone;

pub use aac::{EncodedAudio, SoundError, encode_aac};
pub use film::{at_clip_rate, decode_aac};
pub use loudness::{integrated_lufs, true_peak_db};
pub use mix::{TARGET_LUFS, mix, mix_film};
pub use music::choose;
