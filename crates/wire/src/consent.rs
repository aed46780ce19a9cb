//! Consent on the wire: policies, checks while typing, requests and their answers, and where a likeness is used.

use domain::consent::{Parts, Policy, Purpose, Reason, Span};
use domain::direction::Choices;
use domain::text::CharacterName;
use domain::{CharacterId, ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::clips::RemixOf;
use crate::log::Receipt;

/// A rule that speaks against a use, as the asker is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Told {
    /// The rule's name, for programs.
    pub rule: String,
    /// What it says.
    pub sentence: String,
    /// What to do about it.
    pub advice: String,
    /// The words that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// Whether the owner can be asked to say yes all the same.
    pub can_be_asked: bool,
}

impl From<&Reason> for Told {
    fn from(reason: &Reason) -> Self {
        Self {
            rule: reason.rule.name().to_owned(),
            sentence: reason.rule.sentence(),
            advice: reason.rule.advice().to_owned(),
            spans: reason.spans.clone(),
            can_be_asked: reason.rule.can_be_asked(),
        }
    }
}

/// Asks what would be decided about a wish. Nothing is granted or counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckConsent {
    /// What the cast would say; may be empty while typing.
    pub script: String,
    /// Where it would play; may be empty while typing.
    pub prompt: String,
    /// As in [`crate::renders::CreateRender`].
    pub cast: Vec<String>,
    /// As in [`crate::renders::CreateRender`].
    #[serde(default)]
    pub parts: Vec<Parts>,
    /// What for.
    #[serde(default)]
    pub purpose: Purpose,
    /// The clip that it would be made out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remix_of: Option<ClipId>,
}

/// What would be decided about one of a cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Goes ahead.
    Allow,
    /// The owner will be asked.
    Ask,
    /// Refused.
    Deny,
}

/// The answer about one of a cast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verdict {
    /// Who.
    pub person: Person,
    /// The character of theirs that it is about; none for their likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CastCharacter>,
    /// What.
    pub answer: Answer,
    /// Why, where it is not allowed right away.
    pub reasons: Vec<Told>,
    /// What of them may be used.
    pub parts: Parts,
    /// Whether they would play. If not, they are asked because it would be made out of a clip of theirs.
    #[serde(default = "yes")]
    pub plays: bool,
}

fn yes() -> bool {
    true
}

/// A character in a cast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CastCharacter {
    /// Which.
    pub id: CharacterId,
    /// What it is called.
    pub name: CharacterName,
}

/// The answers about a whole cast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentChecked {
    /// In the order of the cast, then whose clip it would be made out of.
    pub verdicts: Vec<Verdict>,
    /// On whose device it would be drawn; none when on no single one.
    pub drawn_by: Option<Person>,
}

/// The caller's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyPolicy {
    /// The standing will.
    pub policy: Policy,
    /// People approved for good.
    pub approved: Vec<Person>,
    /// Uses by others that count: in the last 24 hours, in the last seven days, in all.
    pub used: (u32, u32, u32),
    /// This version of the policy, signed by the instance for its owner to keep: a JWS (RFC 7515).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// Outside providers that this site can ask, which the policy may name.
    #[serde(default)]
    pub outside: Vec<Outside>,
}

/// What an outside provider makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Makes {
    /// Films, of a still picture and a speech.
    Films,
    /// Speech, with a copy of the owner's voice.
    Speech,
}

/// An outside provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outside {
    /// As policies name it: `fal`.
    pub name: String,
    /// As people know it: `fal.ai`.
    pub title: String,
    /// What it makes.
    pub makes: Makes,
}

/// Replaces the caller's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePolicy {
    /// The new will; its version is set by the edge.
    pub policy: Policy,
    /// The version that was changed: another one since then is a conflict.
    pub based_on: u32,
}

/// Pauses every use, or lets them go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Whether everything stands still.
    pub paused: bool,
}

/// The switch for everything of the caller's: their likeness and every character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EverythingPaused {
    /// Whether it is on. What was paused by itself before stays so when it is turned off.
    pub paused: bool,
}

/// What an owner has to do about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Say whether it may be made.
    Wish,
    /// Draw it on their own device.
    Draw,
    /// Look at the finished file and say whether it may be shown.
    File,
    /// Nothing: it is being made, or it is over.
    Nothing,
}

/// What of an owner's a request asks for: their likeness, or a character of theirs. Each is lent by rules of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wanted {
    /// The character; none for the likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
    /// What the character is called, while it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<CharacterName>,
    /// What of it is wanted.
    pub parts: Parts,
    /// Whether it is cast. If not, the owner is asked because it is a remix of a clip of theirs.
    pub plays: bool,
    /// Why its rules did not decide it.
    pub reasons: Vec<Told>,
}

/// A request to cast someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CastRequest {
    /// The render that it is about.
    pub id: RenderId,
    /// Who asks.
    pub creator: Person,
    /// Who is asked.
    pub owner: Person,
    /// Who plays.
    pub cast: Vec<Person>,
    /// The character that plays in place of the first of them, while it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CastCharacter>,
    /// What of the owner's is asked for: a character, their likeness, or both. One answer is to all of it.
    #[serde(default)]
    pub wants: Vec<Wanted>,
    /// What it is to be made out of, where it is a remix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remix_of: Option<RemixOf>,
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// How it is said, shown and accompanied.
    pub choices: Choices,
    /// Seed of every random choice.
    pub seed: u32,
    /// The outside voice that would say it with the copy of the owner's, as people know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// The outside generator that would make it, as people know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// What for.
    pub purpose: Purpose,
    /// What the asker wrote to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// `asked`, `allowed`, `refused`, `withdrawn` or `ended`.
    pub state: String,
    /// What the owner wrote when refusing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_note: Option<String>,
    /// What is left to do for the owner.
    pub matter: Matter,
    /// The draft, once there is one.
    pub clip: Option<ClipId>,
    /// Hash of its file: what a yes is about.
    pub sha256: Option<String>,
    /// When.
    pub asked_at: UnixMs,
    /// When it was answered.
    pub answered_at: Option<UnixMs>,
}

/// A page of requests, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CastRequests {
    /// Newest first.
    pub requests: Vec<CastRequest>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
    /// How many wait for the caller in all.
    pub waiting: u32,
}

/// An owner's answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// Yes or no.
    pub allow: bool,
    /// Approve the asker for good.
    #[serde(default)]
    pub always: bool,
    /// Why not, for the asker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One answer to many requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerRequests {
    /// Which.
    pub ids: Vec<RenderId>,
    /// Yes or no.
    pub allow: bool,
}

/// What became of each of many answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestsAnswered {
    /// Answered.
    pub done: Vec<RenderId>,
    /// Not, because they had ended, or a rule stands against them.
    pub left: Vec<RenderId>,
    /// Why not, of each that was left.
    #[serde(default)]
    pub why: Vec<NotAnswered>,
}

/// A request that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotAnswered {
    /// Which.
    pub id: RenderId,
    /// Why, and what to do.
    pub detail: String,
    /// The rule that stands against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// Agrees to the very file of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreeClip {
    /// SHA-256 of the file, lower-case hexadecimal digits: that of another file is refused.
    pub sha256: String,
}

/// One use of the caller's likeness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LikenessUse {
    /// The render behind it.
    pub render: RenderId,
    /// By whom.
    pub creator: Person,
    /// The clip, once there is one.
    pub clip: Option<ClipId>,
    /// `asked`, `making`, `draft`, `published`, `withdrawn` or `held`.
    pub state: String,
    /// What is said.
    pub script: String,
    /// Whether the caller plays in it. If not, it was made out of a clip of theirs.
    #[serde(default = "yes")]
    pub plays: bool,
    /// The clip that it was made out of, where it is a remix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remix_of: Option<ClipId>,
    /// How many members like it.
    pub likes: u32,
    /// How often it was viewed, by whoever counts as [`crate::paths::CLIP_VIEW`] says.
    #[serde(default)]
    pub views: u32,
    /// How many published clips were made out of it.
    #[serde(default)]
    pub remixes: u32,
    /// How often others saved its file.
    #[serde(default)]
    pub downloads: u32,
    /// When they did last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub downloaded_at: Option<UnixMs>,
    /// Sites that embedded it, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<EmbedSite>,
    /// When it was asked for.
    pub at: UnixMs,
    /// Its receipt, with what opens its entry in the public log, once it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// A site that embedded a clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmbedSite {
    /// Its host name.
    pub host: String,
    /// How often the player was loaded there.
    pub loads: u32,
    /// When it was loaded there last: the start of that day (UTC).
    pub last_day: UnixMs,
}

/// A page of uses, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LikenessUses {
    /// Newest first.
    pub uses: Vec<LikenessUse>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}

/// Takes uses back, finished clips included. Final.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Revoke {
    /// One use.
    Render(RenderId),
    /// Everything by one member.
    By(String),
    /// Everything that the policy of this moment would not allow.
    Unfitting,
    /// Everything by others.
    All,
}

/// How many uses were taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Revoked {
    /// How many.
    pub revoked: u32,
    /// Uses that are still being looked at or told. It goes on by itself, within minutes.
    #[serde(default)]
    pub rest: u32,
}
