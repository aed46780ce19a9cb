//! The gateway: outside generators, voices and moderators behind one trait each.
//!
//! Nothing here does input or output. An adapter turns an order into an HTTP exchange and reads what came back; the
//! edge carries exchanges out, keeps keys and times, and decides when to ask again. So every adapter can be proved
//! against recorded answers, and a new provider is one file and one line in [`table`].

pub mod adapter;
pub mod adapters;
pub mod choose;
pub mod exchange;
pub mod failure;
pub mod film;
pub mod job;
pub mod offer;
pub mod order;
pub mod price;
pub mod provider;
pub mod signature;
pub mod spend;
pub mod table;

pub mod avatars;
pub mod moderation;
pub mod voices;

pub use adapter::{Accepted, Adapter, Cancelled, Film, Progress, Remote};
pub use exchange::{Answer, Body, Exchange, Method, Part};
pub use failure::{Cause, Failure, Retry};
pub use offer::{Offer, Unfit};
pub use order::{Input, Order};
pub use provider::{Access, Provider};
