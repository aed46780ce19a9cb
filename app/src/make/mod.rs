//! Writing a clip: what is said, where it plays, who plays.

mod bar;
mod cast;
mod company;
mod draft;
mod estimate;
mod manner;
mod page;
mod parts;
mod players;
mod preview;
mod scenes;
mod turns;
mod verdicts;

pub use draft::Draft;
pub use page::MakePage;
pub use preview::Speed;
