//! Following and blocking.

use domain::UnixMs;
use domain::people;
use serde::{Deserialize, Serialize};

use crate::accounts::Person;

/// How the caller stands to somebody. Whether they are blocked themselves is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Relation {
    /// The caller follows them.
    pub follows: bool,
    /// They follow the caller.
    pub followed_by: bool,
    /// Both.
    pub mutual: bool,
    /// The caller blocked them.
    pub blocked: bool,
}

impl From<people::Relation> for Relation {
    fn from(relation: people::Relation) -> Self {
        let people::Relation { follows, followed_by, mutual, blocked, .. } = relation;
        Self { follows, followed_by, mutual, blocked }
    }
}

/// Somebody in a list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// Who.
    pub person: Person,
    /// Since when they are in this list.
    pub since: UnixMs,
    /// How the caller stands to them.
    pub relation: Relation,
}

/// One page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct People {
    /// The latest first.
    pub people: Vec<Listed>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}
