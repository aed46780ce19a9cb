//! Clips on the screen: the picture with its words and actions, and the page of one clip.

mod actions;
mod delete;
mod draft;
mod heart;
mod held;
mod page;
mod papers;
mod player;
mod remixes;
mod view;

pub use actions::{ClipSignals, copy_link};
pub use page::ClipPage;
pub use papers::Papers;
pub use player::Steering;
pub use remixes::{Original, RemixesPage};
pub use view::ClipView;
