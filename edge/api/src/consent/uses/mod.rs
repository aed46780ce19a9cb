//! Where a likeness or a character is used.

pub mod store;

pub use store::{Row, by_others, page, under_way};
