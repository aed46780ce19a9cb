//! Following and blocking.

mod blocked;
mod change;
mod relation;

pub use blocked::BlockedPeople;
pub use relation::RelationView;
