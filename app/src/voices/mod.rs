//! Copies of the visitor's voice at outside providers: a consent of its own, a reading, and taking it back.

mod consent;
mod copy;
mod reading;
mod section;

pub use copy::allow;
pub use section::OutsideVoices;
