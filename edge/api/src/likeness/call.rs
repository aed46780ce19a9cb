//! What can be asked of a likeness's object, and what it remembers.

use domain::consent::{Facts, Findings, Grant, Maker, Policy, Purpose, Reason, Tally};
use domain::{AccountId, CaptureId, LikenessId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::likeness::Likeness;

use super::pack::Label;

/// What can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Stores the pack in the body, made in this capture. Answers [`Likeness`].
    Store {
        /// Whose.
        account: AccountId,
        /// The capture that allows it.
        capture: CaptureId,
        /// The capture was spent before: only the very pack that it was spent on is answered again.
        spent: bool,
        /// It comes in an export and was not scanned here: `capture` names no scan.
        imported: bool,
    },
    /// Answers `Option<Likeness>`.
    Read,
    /// Answers the pack, opened.
    Open,
    /// Removes everything. Answers nothing.
    Erase,
    /// Answers [`Standing`].
    Will,
    /// Replaces the policy with the one in the body, if this version is still the one that counts. Answers [`Standing`].
    SetPolicy {
        /// The version that was changed.
        based_on: u32,
    },
    /// Pauses every use, or lets them go on. Answers [`Standing`].
    Pause(bool),
    /// Whether a member is approved for good. Answers [`Standing`].
    Approve {
        /// Who.
        member: AccountId,
        /// Approved, or no longer.
        yes: bool,
    },
    /// Asks for a use. Answers [`Considered`].
    Consider(Asked),
    /// Whether a granted use still holds. Answers [`Considered`], never waiting.
    Check(Asked),
    /// The owner's answer to a use that waits. Answers [`Considered`].
    Answer {
        /// Which.
        asked: Asked,
        /// Yes or no.
        yes: bool,
        /// Approve the asker for good.
        always: bool,
        /// Why not.
        note: Option<String>,
    },
    /// A clip was made of it. Answers nothing.
    Made(RenderId),
    /// It ended without a clip. Answers nothing.
    Release(RenderId),
    /// Nothing of it is left. Answers nothing.
    Drop(RenderId),
    /// Takes uses back. Answers [`TakenBack`].
    Revoke(Which),
}

/// Which uses are taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// These.
    Renders(Vec<RenderId>),
    /// All by a member.
    By(AccountId),
    /// All by others.
    All,
    /// Those by others that the policy of this moment would not allow by itself, nor by the yes that was given to them.
    Unfitting,
}

/// What taking back has come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Uses that were taken back so far.
    pub revoked: u32,
    /// Uses that are still to be looked at, or whose renders are still to be told. It goes on by itself.
    pub rest: u32,
}

/// A wish as it comes to a likeness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The render that it is for.
    pub render: RenderId,
    /// Hash of the whole wish.
    pub digest: String,
    /// Who asks.
    pub asker: AccountId,
    /// Whether owner and asker follow each other.
    pub mutual: bool,
    /// Whether the owner blocked the asker.
    pub blocked: bool,
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// What for.
    pub purpose: Purpose,
    /// Whether it is made out of a clip of the owner's, or one that shows them.
    pub remix: bool,
    /// Whether the owner is cast.
    pub plays: bool,
    /// Who else plays, but for the owner and the asker.
    pub others: Vec<AccountId>,
    /// What makes it.
    pub maker: Maker,
    /// Asks although a rule refuses.
    pub appeal: bool,
    /// Only says what would be decided.
    pub dry: bool,
}

impl Asked {
    /// As the decision takes it.
    #[must_use]
    pub fn facts<'a>(&'a self, record: &'a Record, has_pack: bool, findings: &'a Findings) -> Facts<'a> {
        let approved = |member: &AccountId| record.approved.contains(member);
        Facts {
            asker: &self.asker,
            owner: &record.account,
            has_pack,
            approved: approved(&self.asker),
            mutual: self.mutual,
            blocked: self.blocked,
            script: &self.script,
            prompt: &self.prompt,
            findings,
            purpose: self.purpose,
            remix: self.remix,
            plays: self.plays,
            others: self.others.len(),
            others_approved: self.others.iter().all(approved),
            maker: &self.maker,
            maker_approved: matches!(&self.maker, Maker::Device(device) if approved(device)),
        }
    }
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Considered {
    /// Granted.
    Allowed(Grant),
    /// The owner has to answer.
    Waits(Vec<Reason>),
    /// Refused.
    Denied(Reason),
}

/// An owner's standing will, and how often it was made use of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The policy.
    pub policy: Policy,
    /// Who is approved for good.
    pub approved: Vec<AccountId>,
    /// In the last 24 hours, in the last seven days, in all.
    pub used: (u32, u32, u32),
}

/// What a render has to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// Which render.
    pub render: RenderId,
    /// What.
    pub say: Say,
}

/// What an owner says to a render.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Say {
    /// Yes.
    Allow(Grant),
    /// No, and why.
    Refuse(Option<String>),
    /// No more.
    TakeBack,
}

/// What the object remembers.
#[derive(Serialize, Deserialize)]
pub struct Record {
    /// Whose.
    pub account: AccountId,
    /// Which; another one after a deletion.
    pub id: LikenessId,
    /// The owner's standing will.
    pub policy: Policy,
    /// Number of the next version.
    pub next_version: u32,
    /// The version that opens.
    pub current: Option<Version>,
    /// Versions whose objects are being written.
    pub storing: Vec<Version>,
    /// Versions whose objects are to be removed.
    pub remove: Vec<u32>,
    /// Whether D1 has to be told.
    pub project: bool,
    /// Whether everything is to be removed.
    pub leaving: bool,
    /// Uses by others, as caps count them.
    #[serde(default)]
    pub tally: Tally,
    /// People approved for good.
    #[serde(default)]
    pub approved: Vec<AccountId>,
    /// What renders have to be told still.
    #[serde(default)]
    pub tell: Vec<Telling>,
    /// While uses are looked at for whether they still fit: all that come after this one in order are still to be.
    #[serde(default)]
    pub sift: Option<String>,
}

/// One pack.
#[derive(Clone, Serialize, Deserialize)]
pub struct Version {
    /// Counts up.
    pub number: u32,
    /// The object's share of the key, in hexadecimal digits.
    pub share: String,
    /// When.
    pub captured_at: UnixMs,
    /// Size of the pack.
    pub bytes: u32,
    /// The capture that allowed it.
    pub capture: CaptureId,
    /// Hash of the pack, which tells a repetition from another pack.
    pub sha256: String,
    /// It came in an export and was not scanned here.
    #[serde(default)]
    pub imported: bool,
}

impl Record {
    /// As its owner sees it, unless there is none or it goes.
    #[must_use]
    pub fn likeness(&self) -> Option<Likeness> {
        let version = self.current.as_ref().filter(|_| !self.leaving)?;
        Some(Likeness {
            id: self.id.clone(),
            captured_at: version.captured_at,
            version: version.number,
            pack_bytes: version.bytes,
            policy: self.policy.clone(),
            attested_by: if version.imported { "import" } else { "device" }.into(),
        })
    }

    /// What the ciphertext of a version is bound to.
    #[must_use]
    pub fn label(&self, version: u32) -> Label<'_> {
        Label { likeness: &self.id, version, account: &self.account }
    }
}

/// Where the share of a version lies in R2.
#[must_use]
pub fn share_key(id: &LikenessId, version: u32) -> String {
    format!("{id}/{version}.share")
}

/// Where the ciphertext of a version lies in R2.
#[must_use]
pub fn pack_key(id: &LikenessId, version: u32) -> String {
    format!("{id}/{version}.pack")
}
