//! The transparency log of uses, and receipts.
//!
//! The log's own files are no JSON of ours: their formats are those of C2SP tlog-tiles, below [`crate::paths::LOG`]. A
//! receipt is a JWS (RFC 7515); `crates/tlog` says what stands in it and in an entry.

use domain::{ClipId, UnixMs};
use serde::{Deserialize, Serialize};

/// What opens an entry: for the owner of the likeness alone. Who has it can show that the entry is about this person and
/// this clip; nobody else can even guess it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opening {
    /// Identifier of the account.
    pub account: String,
    /// Identifier of the likeness, or of the character that played.
    pub likeness: String,
    /// 32 random bytes as 64 hexadecimal digits.
    pub subject_salt: String,
    /// 32 random bytes as 64 hexadecimal digits.
    pub clip_salt: String,
}

/// One use of one likeness in one published clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// The receipt itself: JWS in compact form, type `understudy-receipt+jwt`. It stays valid.
    pub receipt: String,
    /// The clip. It may be gone.
    pub clip: ClipId,
    /// Index of the entry in the log.
    pub index: u64,
    /// Version of the policy that allowed the use.
    pub policy_version: u32,
    /// Time of the entry: the hour in which the clip was published.
    pub at: UnixMs,
    /// Index of the entry that withdraws the use, once the clip is taken back.
    pub withdrawn: Option<u64>,
    /// Salts. None where the caller is not the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
}

/// One page of receipts, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipts {
    /// Newest first.
    pub receipts: Vec<Receipt>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}

/// Receipts of one clip: one for each likeness in it, in the order of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClipReceipts {
    /// In the order of the log.
    pub receipts: Vec<Receipt>,
}

/// Where the log is, and the key of its checkpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogPlace {
    /// Name of the log: first line of its checkpoints.
    pub origin: String,
    /// Address below which its files are: `checkpoint`, `tile/…`.
    pub url: String,
    /// Verifier key as C2SP signed notes write it.
    pub vkey: String,
}

/// `/.well-known/understudy.json`: what somebody needs who checks this instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WellKnown {
    /// Origin of the instance: issuer of its receipts.
    pub issuer: String,
    /// The log.
    pub log: LogPlace,
    /// Where the keys of receipts are: a JWK set (RFC 7517).
    pub jwks_uri: String,
    /// The same keys, here.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, Vec<std::collections::BTreeMap<String, String>>>")
    )]
    pub jwks: serde_json::Value,
    /// The page that checks in the browser.
    pub verify: String,
}
