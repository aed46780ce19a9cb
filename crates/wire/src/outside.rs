//! What members see of outside providers: what theirs cost, and what of theirs went there.

use domain::{ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;

/// What a member spent at providers, as they see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bill {
    /// What one account may spend a day (UTC), in millionths of a US dollar.
    pub cap_micro_usd: u64,
    /// Reserved or spent today.
    pub today_micro_usd: u64,
    /// Reserved or spent in all.
    pub total_micro_usd: u64,
    /// What it went for, newest first.
    pub charges: Vec<Charge>,
    /// Where the next page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What a film, a speech or an avatar cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Charge {
    /// The day (UTC) on which it was reserved, as `2026-11-30`.
    pub day: String,
    /// What it is for: `film`, `speech` or `avatar`.
    pub what: String,
    /// Who made it, as people know it.
    pub title: String,
    /// In millionths of a US dollar.
    pub micro_usd: u64,
    /// `reserved`, `spent` or `given_back`.
    pub state: String,
    /// The render that it is for, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub render: Option<RenderId>,
    /// The clip that came of it, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<ClipId>,
    /// What is said in that clip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
}

/// What of a member's left this site for a generator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentUses {
    /// Newest first.
    pub sent: Vec<SentUse>,
    /// Where the next page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One film's inputs that went to a provider: a still that shows a likeness or a character, and a speech in its voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentUse {
    /// The render that it went for.
    pub render: RenderId,
    /// Who ordered the film; none once their account is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Person>,
    /// The character that it shows, by its name; none for the likeness, and for a character that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<String>,
    /// The generator, as people know it.
    pub title: String,
    /// Its provider, as people know it.
    pub provider_title: String,
    /// Whether a still went along; an avatar that lies there needs none.
    pub still: bool,
    /// When it was first sent.
    pub sent_at: UnixMs,
    /// When the last of it was removed there, as far as the provider says; none while something is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<UnixMs>,
    /// Whether the provider took anything of it. One that refuses outright fetches nothing of what it was offered.
    pub fetched: bool,
}
