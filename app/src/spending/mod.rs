//! The operator's view of outside generators: what was spent, what they cost, and jobs that failed.

mod dead;
mod page;
mod plot;
mod prices;

pub use page::SpendingPage;
