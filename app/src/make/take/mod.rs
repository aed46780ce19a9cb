//! The visitor's own recording in place of the studio's speech. It is kept in memory, never stored, and leaves the device as
//! part of the finished clip only.

mod check;
mod held;
mod panel;
mod recorder;
mod words;

pub use check::Own;
pub use held::{Take, back, forget, give, of_render};
pub use panel::WhoSpeaks;
pub use words::flaw;
