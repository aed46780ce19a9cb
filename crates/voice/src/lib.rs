//! Speech for Understudy: reading scripts aloud, turning the built-in voice towards a person's, checking spoken words.
//!
//! - [`Speaker`] reads a script: text rules ([`text`]), pronunciation ([`lexicon`]), the acoustic network
//!   ([`acoustic`]), sound ([`vocoder`]), phone and word times ([`timing`]).
//! - [`analyse_words`] measures a voice from a short recording; [`Speaker::speak`] applies the [`VoiceProfile`].
//! - [`Listener`] decides whether given words were said, in their order and by one voice.
//! - [`enrol`] measures a voice for a pack, from the words and an optional longer reading.
//!
//! Pure: samples and bytes in, samples and decisions out.

mod acoustic;
mod convert;
mod delivery;
mod error;
mod level;
mod lexicon;
mod listen;
mod models;
mod network;
mod resample;
mod signal;
mod speak;
mod take;
mod text;
mod timing;
mod turns;
mod vocoder;
pub mod wav;

#[cfg(test)]
mod testing;

pub use convert::analyse::{analyse, analyse_words};
pub use convert::enrol::{Enrolment, enrol};
pub use convert::{ENVELOPE_BANDS, VoiceProfile};
pub use error::VoiceError;
pub use listen::{Heard, Listener, Verdict, WordHeard};
pub use models::SpeechModels;
pub use speak::Speaker;
pub use turns::Line;
