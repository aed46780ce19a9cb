//! Words, and pictures for generators, that a moderator held back: their creator asks the operator, who lets them pass or
//! does not.

use domain::{ReviewId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::consent::Told;

/// Asks the operator about words that were held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskReview {
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// What the operator should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Nobody has answered yet.
    Waiting,
    /// A clip may be made with these words.
    Allowed,
    /// It may not.
    Refused,
}

/// Words that were held back, and what came of asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// Which.
    pub id: ReviewId,
    /// Whose words; none once they have left.
    pub person: Option<Person>,
    /// What is said; empty for a picture.
    pub script: String,
    /// Where it plays; empty for a picture.
    pub prompt: String,
    /// Whether it is about a picture for a generator, which the operator can look at while it waits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub still: bool,
    /// What their author wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was found in them; nothing where the moderator failed.
    pub reasons: Vec<Told>,
    /// Where it stands.
    pub state: ReviewState,
    /// What the operator wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// When.
    pub asked_at: UnixMs,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<UnixMs>,
}

/// Words that wait for the operator, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reviews {
    /// At most a hundred.
    pub reviews: Vec<Review>,
}

/// Lets words pass, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerReview {
    /// Yes or no.
    pub allow: bool,
    /// Why; their author reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
