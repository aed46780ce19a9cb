//! Messages between the page and its web workers.
//!
//! A message is a JavaScript object `{ id, body, buffers }`: `id` is a number that an answer repeats, `body` is the JSON
//! text of the enum here, `buffers` an array of what is transferred (`ArrayBuffer`, `VideoFrame`, `ImageBitmap`), in the
//! order that the variant's documentation names. A worker posts its `Ready` once, with `id` 0, before it takes requests.
//! Progress repeats the id of its request; exactly one final answer ends it.

pub mod face;
pub mod studio;
pub mod voice;

use serde::{Deserialize, Serialize};

/// Why a worker could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// For programs: `model`, `bad_input`, `unsupported`, `cancelled`, `internal`, or a noun of the worker's own.
    pub code: String,
    /// What happened and what to do, in plain words.
    pub message: String,
}
