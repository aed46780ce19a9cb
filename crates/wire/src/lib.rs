//! Everything that crosses a boundary: HTTP bodies and paths, problems, and the messages of the web workers.
//!
//! Bodies are JSON with `snake_case` names. Times are milliseconds since 1970 in UTC. Every mutation carries an
//! [`IDEMPOTENCY_KEY`] header. A refusal is always a [`problem::Problem`].

pub mod accounts;
pub mod avatars;
pub mod characters;
pub mod clips;
pub mod consent;
pub mod downloads;
pub mod exports;
pub mod gateway;
pub mod inspection;
pub mod instance;
pub mod invites;
pub mod likeness;
pub mod log;
pub mod notices;
pub mod outside;
pub mod pack;
pub mod paths;
pub mod people;
pub mod problem;
pub mod renders;
pub mod reviews;
pub mod screens;
pub mod takedowns;
pub mod versions;
pub mod voices;
pub mod workers;

pub use problem::{Code, Problem};

/// Header that makes a mutation happen once: 16 to 64 characters of `A-Z a-z 0-9 - _`, new for each intent, the same
/// for each retry. Scoped to the account, the route and the body's hash.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Header that carries a render's ticket: the grant's right to fetch packs and to upload one file.
pub const TICKET: &str = "understudy-ticket";
