//! What can be asked of a likeness's object, and what it remembers.

use domain::consent::{Policy, Still, Tally};
use domain::{AccountId, CaptureId, LikenessId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::likeness::Likeness;

use super::pack::Label;
use crate::consent;
use crate::consent::Subject;
use crate::consent::call::{Held, Lent, Telling};

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
    /// About its owner's will.
    Will(consent::call::Question),
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
    /// What the switch for everything of the owner's has done here.
    #[serde(default)]
    pub still: Still,
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

impl Lent for Record {
    const NONE: &'static str = "There is no understudy here. Scan your face to make one.";

    fn owner(&self) -> &AccountId {
        &self.account
    }

    fn subject(&self) -> Subject {
        Subject::Likeness(self.account.clone())
    }

    fn is_leaving(&self) -> bool {
        self.leaving
    }

    fn has_pack(&self) -> bool {
        self.current.is_some()
    }

    fn held(&self) -> Held {
        let Self { policy, tally, approved, tell, sift, still, .. } = self;
        let (policy, tally, approved) = (policy.clone(), tally.clone(), approved.clone());
        Held { policy, tally, approved, tell: tell.clone(), sift: sift.clone(), still: *still }
    }

    fn keep(&mut self, held: Held) {
        self.project |= held.policy.version != self.policy.version;
        let Held { policy, tally, approved, tell, sift, still } = held;
        (self.policy, self.tally, self.approved) = (policy, tally, approved);
        (self.tell, self.sift, self.still) = (tell, sift, still);
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
