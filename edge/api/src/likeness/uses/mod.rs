//! Where a likeness is used.

pub mod store;

pub use store::{Row, page, under_way};
