//! What an instance says of itself.

use serde::{Deserialize, Serialize};

/// An instance of Understudy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Instance {
    /// Its public origin, for example `http://localhost:8787`.
    pub origin: String,
    /// Version of the software.
    pub version: String,
    /// Whether somebody has become its operator.
    pub has_operator: bool,
}
