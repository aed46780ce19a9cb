//! A member's export: everything that is theirs, as one ZIP (PKWARE APPNOTE 6.3) that any program can open.
//!
//! [`Writer`] makes it piece by piece, so that the edge holds only what was not sent yet. [`Reader`] opens it without
//! loading it: it says which bytes it needs next, and refuses whatever no instance wrote. What stands in the files is
//! [`wire::exports`]; where they stand is [`layout`].
//!
//! Files are stored, not compressed: clips and packs are compressed already, and what is not compressed cannot burst.
//! Pure: nothing here reads, waits or asks for the time.

mod contents;
pub mod layout;
mod reader;
mod writer;

pub use contents::Contents;
pub use reader::{Damaged, Entry, Listing, Reader, Wants};
pub use writer::{File, Sink, Writer};
