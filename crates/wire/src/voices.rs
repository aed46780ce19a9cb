//! Outside voices: copies of a member's voice at a named provider, and speech with them.

use domain::speech::Word;
use domain::{UnixMs, VoiceId};
use serde::{Deserialize, Serialize};

/// Where a voice can be copied, and the copies that there are of the caller's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Voices {
    /// Providers for which there is a key. None: there is nothing to consent to.
    pub offered: Vec<OfferedVoice>,
    /// The caller's, newest first.
    pub voices: Vec<OutsideVoice>,
    /// Version of the consent text that a copy agrees to.
    pub consent_version: u32,
}

/// A provider at which a voice can be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferedVoice {
    /// Its name in this API, which is the one that owners allow.
    pub id: String,
    /// As people know it.
    pub title: String,
    /// What a thousand characters of speech cost, in millionths of a US dollar; none without a price: it cannot speak then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousand_micro_usd: Option<u64>,
    /// When and where somebody looked the price up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_source: Option<String>,
}

/// A copy of the caller's voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutsideVoice {
    /// Which.
    pub id: VoiceId,
    /// At which provider, by the name that owners allow.
    pub provider: String,
    /// As people know it.
    pub title: String,
    /// `copying`, `ready`, or `removing`: it is removed there, again and again until it is gone.
    pub state: String,
    /// Why it is not removed yet, or why it goes: a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether the caller's rules let clips be said with it.
    pub allowed: bool,
    /// Version of the consent text that was agreed to.
    pub consent_version: u32,
    /// When it was agreed to.
    pub agreed_at: UnixMs,
}

/// The outside voices for a cast and a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoiceChoices {
    /// Every provider for which there is a key. The studio's own voice, which costs nothing, is not among them.
    pub voices: Vec<VoiceChoice>,
}

/// An outside voice, as it looks for what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoiceChoice {
    /// Its name.
    pub id: String,
    /// As people know it.
    pub title: String,
    /// What so many characters cost, in millionths of a US dollar; none without a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_micro_usd: Option<u64>,
    /// Why it cannot be chosen: the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfit: Option<String>,
    /// Why it cannot be chosen: a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What is chosen for a render: the price that was shown is agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseVoice {
    /// Its name.
    pub id: String,
    /// The price that was shown.
    pub price_micro_usd: u64,
}

/// The outside voice of a render.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChosenVoice {
    /// Its name.
    pub id: String,
    /// As people know it.
    pub title: String,
    /// The price that was agreed to.
    pub price_micro_usd: u64,
}

/// A script, said by an outside voice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Speech {
    /// The voice's name.
    pub voice: String,
    /// Media type of the sound, as `audio/wav`.
    pub mime: String,
    /// The sound, in base64 (RFC 4648, section 4).
    pub audio: String,
    /// When each word is said, as the provider tells; empty where it does not.
    pub words: Vec<Word>,
    /// What it cost, in millionths of a US dollar.
    pub cost_micro_usd: u64,
}
