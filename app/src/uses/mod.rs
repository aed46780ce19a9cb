//! Where the visitor's understudy appears.

mod page;
mod receipts;

pub use page::{Uses, UsesPage};
