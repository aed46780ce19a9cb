//! Where the visitor's understudy appears.

mod page;
mod sent;

pub use page::{Uses, UsesPage};
