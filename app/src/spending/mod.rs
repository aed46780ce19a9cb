//! What was spent at outside generators: by the visitor; and the operator's view, with what they cost and jobs that failed.

mod dead;
mod mine;
mod page;
mod plot;
mod prices;

pub use mine::YourBill;
pub use page::SpendingPage;
