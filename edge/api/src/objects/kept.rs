//! What a render's object holds.

use domain::{RenderId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::renders::call::Render;

/// A render, and what is still to be done about it.
#[derive(Serialize, Deserialize)]
pub struct Record {
    /// As it stands.
    pub render: Render,
    /// In this order.
    pub todo: Vec<Todo>,
    /// When it came to its final state.
    pub ended_at: Option<UnixMs>,
    /// Whether there was a clip: then something is left of it after it was withdrawn.
    #[serde(default)]
    pub made: bool,
}

/// What is kept of a render that was removed: an upload under way may still leave something.
#[derive(Serialize, Deserialize)]
pub struct Tombstone {
    /// Which it was.
    pub gone: RenderId,
}

/// What an object holds.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kept {
    /// A render.
    Live(Box<Record>),
    /// One that was removed.
    Gone(Tombstone),
}

/// What a transition makes to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Todo {
    /// Write the row of a new render, or give up when there are too many.
    Open,
    /// Order it from a provider, or give up when the caps say no.
    Order,
    /// Write the state, and the draft once there is one.
    Project,
    /// Remove what was uploaded.
    Discard,
    /// Remove uploads that others took the place of.
    Tidy,
    /// Tell the likenesses of the cast how it ended.
    Tell,
    /// Withdraw what was made out of its clip.
    Uproot,
    /// Remove everything.
    Forget,
}
