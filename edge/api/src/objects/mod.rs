//! Durable Objects: what must be decided once.

pub mod aftermath;
pub mod ask;
pub mod avatars;
pub mod character;
pub mod job;
pub mod kept;
pub mod ledger;
pub mod likeness;
pub mod limiter;
pub mod log;
pub mod notice;
pub mod outside;
pub mod record;
pub mod render;
pub mod speech;
pub mod spend;
pub mod standing;
pub mod takedown;
pub mod tiles;
pub mod uploads;
pub mod uses;
pub mod versions;
pub mod voices;
pub mod will;
