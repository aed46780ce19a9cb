//! The finishing pass over films that a provider made: which of its pictures each frame of the clip shows, which part of
//! them, and what is drawn over them. Decoding and encoding are the caller's.

mod crop;
mod overlay;
mod pace;

pub use crop::{Crop, fit};
pub use overlay::Overlay;
pub use pace::{Pace, PaceError, Shown};
