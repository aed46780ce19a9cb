//! Where the visitor's understudy appears.

mod page;

pub use page::{Uses, UsesPage};
