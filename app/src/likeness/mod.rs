//! The visitor's understudy: the head that turns, who may use it, redo and delete.

mod page;
mod portrait;

pub use page::UnderstudyPage;
pub use portrait::Portrait;
