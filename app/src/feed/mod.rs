//! The feed: the stage, one clip a screen.

mod clips;
mod empty;
mod keys;
mod page;

pub use clips::Clips;
pub use page::FeedPage;
