//! Where the visitor's understudy appears.

mod block;
mod page;
mod receipts;

pub use page::{Uses, UsesPage};
