//! What is asked of the visitor's understudy, and what they asked of others.

mod answer;
mod card;
mod many;
mod page;
mod still;
mod swipe;

pub use page::RequestsPage;
