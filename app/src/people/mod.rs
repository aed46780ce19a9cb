//! Following and blocking.

mod block;
mod blocked;
mod relation;

pub use blocked::BlockedPeople;
pub use relation::RelationView;
