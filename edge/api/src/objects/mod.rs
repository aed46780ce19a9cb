//! Durable Objects: what must be decided once.

pub mod ask;
pub mod likeness;
pub mod limiter;
pub mod record;
pub mod render;
