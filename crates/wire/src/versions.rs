//! Versions of a policy: what an owner's rules said, and when.

use domain::UnixMs;
use domain::consent::Policy;
use serde::{Deserialize, Serialize};

/// One version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyVersion {
    /// Counts up with each change.
    pub version: u32,
    /// Since when it has counted.
    pub at: UnixMs,
    /// What it said.
    pub policy: Policy,
    /// The same, signed by the instance when it was made: a JWS (RFC 7515), type `understudy-policy+jwt`.
    pub signed: String,
}

/// A page of versions, newest first: the first one is what holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyVersions {
    /// Newest first.
    pub versions: Vec<PolicyVersion>,
    /// What the last of them was changed from; none where that is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Policy>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
    /// How many are kept: the oldest goes for the newest.
    pub kept: u32,
}
