//! Writing a clip: what is said, where it plays, who plays.

mod bar;
mod cast;
mod draft;
mod estimate;
mod manner;
mod page;
mod preview;
mod scenes;

pub use draft::Draft;
pub use page::MakePage;
pub use preview::Speed;
