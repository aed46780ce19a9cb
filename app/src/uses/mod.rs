//! Where the visitor's understudy appears.

mod block;
mod page;
mod receipts;
mod sent;

pub use page::{Uses, UsesPage};
