//! The generators, a file each.

pub mod fal;
mod gemini;
pub(crate) mod heygen;
mod openai;
pub(crate) mod read;
mod replicate;
mod runway;

pub use gemini::OMNI as GEMINI_OMNI;
pub use heygen::{AVATAR as HEYGEN_AVATAR, PHOTO as HEYGEN_PHOTO};
pub use openai::VIDEOS as OPENAI_VIDEOS;
pub use replicate::SEEDANCE as REPLICATE_SEEDANCE;
pub use runway::GEN45 as RUNWAY_GEN45;

#[cfg(test)]
mod tests;
