//! Writing a clip: what is said, where it plays, who plays.

mod again;
mod anew;
mod bar;
mod cast;
mod company;
mod draft;
mod estimate;
mod generator;
mod manner;
mod pace;
mod page;
mod parts;
mod players;
mod preview;
mod purpose;
mod remix;
mod saying;
mod scenes;
pub mod take;
mod turns;
mod verdicts;

pub use draft::Draft;
pub use generator::price;
pub use page::MakePage;
pub use preview::Speed;
