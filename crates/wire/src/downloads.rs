//! Saving the file of a clip: where it is, and what its people are told.
//!
//! Only who made a clip and who plays in it is given its file to save. That others can record what they watch is beyond
//! anybody's reach; nothing here says otherwise.

use domain::{ClipId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;

/// Where the file is, for the session that asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DownloadGiven {
    /// Its address: a path below the origin.
    pub address: String,
    /// What it is called.
    pub name: String,
    /// How long the address is good.
    pub expires_at: UnixMs,
}

/// The file of one clip in the hands of one member. It cannot be called back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Download {
    /// Which clip. It may be gone by now; the saved file is not.
    pub clip: ClipId,
    /// Who saved it.
    pub by: Person,
    /// What is said in it, while the clip is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    /// `draft`, `published`, `withdrawn` or `held`; none once it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// SHA-256 of the file, by which a copy can be told: lower-case hexadecimal digits.
    pub sha256: String,
    /// How often.
    pub times: u32,
    /// When first.
    pub first_at: UnixMs,
    /// When last.
    pub last_at: UnixMs,
}

/// A page of them, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Downloads {
    /// The latest first.
    pub downloads: Vec<Download>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}
