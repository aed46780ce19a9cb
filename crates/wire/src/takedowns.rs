//! Reports against clips: the public form, what came of it, the operator's desk, and the creator's appeal.

use domain::takedown::{Ground, How, Stage, Standing};
use domain::{ClipId, TakedownId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::clips::ClipState;

/// Reports a clip. Nobody needs an account for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportClip {
    /// Where the clip is: its share link, its embed link, or its identifier.
    pub locator: String,
    /// What is wrong with it.
    pub ground: Ground,
    /// What it shows, and why it should go.
    pub statement: String,
    /// Who reports.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// Whether it is about the reporter, or about somebody for whom they may act: must be true.
    pub entitled: bool,
    /// "I believe in good faith that what I say here is true": must be true.
    pub good_faith: bool,
    /// The reporter's name, typed once more as a signature.
    pub signature: String,
}

/// A report was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reported {
    /// Names the case.
    pub number: String,
    /// Opens the case to whoever reported it. Told once.
    pub code: String,
    /// Where number and code show how the case stands.
    pub link: String,
    /// By when it is answered.
    pub due_at: UnixMs,
}

/// Asks how a report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LookUpReport {
    /// The number of the case.
    pub number: String,
    /// Its code.
    pub code: String,
}

/// How a report stands, for whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportStatus {
    /// The number of the case.
    pub number: String,
    /// Which clip was reported.
    pub clip: ClipId,
    /// On which ground.
    pub ground: Ground,
    /// Where it stands.
    pub stage: Stage,
    /// When it came in.
    pub received_at: UnixMs,
    /// When it was decided.
    pub decided_at: Option<UnixMs>,
    /// By when something that waits is answered: the report, or an appeal against the hold.
    pub due_at: Option<UnixMs>,
    /// Clips that are down because of it.
    pub down: u32,
    /// The operator's reason, once there is one.
    pub reason: Option<String>,
    /// When name, contact and statement are removed. None while something waits.
    pub contact_until: Option<UnixMs>,
}

/// Why a clip is held, for its creator and its cast: the statement of reasons (Regulation (EU) 2022/2065, article 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldNotice {
    /// The number of the case.
    pub number: String,
    /// The ground on which it is held.
    pub ground: Ground,
    /// How it was found.
    pub how: How,
    /// What the operator wrote when they decided.
    pub reason: String,
    /// Since when.
    pub held_at: UnixMs,
    /// Where it stands.
    pub standing: Standing,
    /// Until when its creator may appeal. None when they cannot.
    pub appeal_until: Option<UnixMs>,
    /// By when the appeal is answered, while one waits.
    pub answer_until: Option<UnixMs>,
    /// What the operator wrote about the appeal.
    pub answer: Option<String>,
}

/// Appeals against a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppealHold {
    /// Why the clip should come back.
    pub words: String,
}

/// The operator's list: what is due first comes first, what is answered last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Takedowns {
    /// In order.
    pub takedowns: Vec<TakedownLine>,
    /// The time by the edge's clock, by which the deadlines run.
    pub now: UnixMs,
}

/// A case in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakedownLine {
    /// Which.
    pub id: TakedownId,
    /// Its number.
    pub number: String,
    /// The clip that was reported.
    pub clip: ClipId,
    /// On which ground.
    pub ground: Ground,
    /// Where it stands.
    pub stage: Stage,
    /// When it came in.
    pub received_at: UnixMs,
    /// By when something must be answered. None when nothing waits.
    pub due_at: Option<UnixMs>,
    /// Appeals that wait.
    pub appeals: u32,
    /// Clips that are down because of it.
    pub down: u32,
}

/// A case with everything that the operator needs to decide it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Takedown {
    /// The case as in the list.
    pub line: TakedownLine,
    /// The clip, while it exists.
    pub shown: Option<ShownClip>,
    /// Who reports and what they say; none once it was removed.
    pub reporter: Option<Reporter>,
    /// When that is removed. None while something waits.
    pub contact_until: Option<UnixMs>,
    /// Copies that would go with it. Only while nothing is decided.
    pub copies: Vec<Copied>,
    /// What is or was held.
    pub holds: Vec<HeldClip>,
    /// The audit trail, oldest first.
    pub events: Vec<Event>,
    /// The time by the edge's clock.
    pub now: UnixMs,
}

/// A clip as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownClip {
    /// Which.
    pub id: ClipId,
    /// Who can see it.
    pub state: ClipState,
    /// Who made it.
    pub creator: Person,
    /// What is said.
    pub script: String,
    /// Path of the file.
    pub media: String,
    /// Path of the poster.
    pub poster: String,
}

/// Who reports, and what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reporter {
    /// Their name.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What the clip shows, and why it should go.
    pub statement: String,
    /// Their signature.
    pub signature: String,
}

/// A copy of a reported clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Copied {
    /// The clip, if the operator may see it: not while it is a draft.
    pub shown: Option<ShownClip>,
    /// How it was found.
    pub how: How,
}

/// A clip that is or was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldClip {
    /// Which.
    pub clip: ClipId,
    /// The clip, while it exists.
    pub shown: Option<ShownClip>,
    /// How it was found.
    pub how: How,
    /// Where it stands.
    pub standing: Standing,
    /// Since when.
    pub held_at: UnixMs,
    /// When its creator appealed.
    pub appealed_at: Option<UnixMs>,
    /// What they said; none once it was removed.
    pub appeal: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Whoever reported the clip.
    Reporter,
    /// An operator.
    Operator,
    /// The creator of a clip.
    Creator,
    /// A program.
    Program,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The report came in.
    Reported,
    /// It was dismissed.
    Dismissed,
    /// The clip was taken down.
    Held,
    /// A copy was found and taken down.
    Matched,
    /// What looked like a near copy is none, and stays up.
    Spared,
    /// A creator appealed.
    Appealed,
    /// The hold stays.
    Upheld,
    /// The clip came back.
    Reinstated,
    /// Name, contact and words of the reporter, and the words of appeals, were removed.
    ContactRemoved,
    /// The operator looked at what the reporter wrote.
    Opened,
}

/// One line of the audit trail. Lines are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// When.
    pub at: UnixMs,
    /// Who.
    pub actor: Actor,
    /// What.
    pub deed: Deed,
    /// To which clip.
    pub clip: Option<ClipId>,
    /// The reason given.
    pub reason: Option<String>,
}

/// What the operator decides about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Takes the clip down with its copies.
    Hold,
    /// Does nothing.
    Dismiss,
}

/// Decides a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideTakedown {
    /// What.
    pub decision: Decision,
    /// Why. A hold's reason is read by the clip's creator, each is read by the reporter.
    pub reason: String,
    /// With a hold: near copies that are none and stay up. What is not named goes with the clip.
    #[serde(default)]
    pub spare: Vec<ClipId>,
}

/// What the operator decides about a clip that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It stays down, after an appeal.
    Uphold,
    /// It comes back.
    Reinstate,
}

/// Decides about a clip that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideHold {
    /// Which clip.
    pub clip: ClipId,
    /// What.
    pub outcome: Outcome,
    /// Why, for its creator.
    pub reason: String,
}
