//! The visitor's avatars at outside providers: a consent of its own, a still, the provider's own page, and taking them back.

mod consent;
mod one;
mod section;

pub use section::OutsideAvatars;
