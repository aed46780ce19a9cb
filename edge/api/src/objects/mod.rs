//! Durable Objects: what must be decided once.

pub mod ask;
pub mod character;
pub mod kept;
pub mod likeness;
pub mod limiter;
pub mod record;
pub mod render;
pub mod takedown;
pub mod uploads;
