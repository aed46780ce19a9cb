//! Where a likeness or a character is used.

pub mod store;

pub use store::{Row, page, under_way};
