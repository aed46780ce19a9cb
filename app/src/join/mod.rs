//! Joining by an invite: a name, a passkey, ten codes.

mod codes;
mod form;
mod page;

pub use page::JoinPage;
