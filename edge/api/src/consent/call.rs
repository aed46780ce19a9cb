//! What can be asked of the object of a likeness or of a character about its owner's will, and what that object remembers
//! of it.

use domain::consent::{
    Classify, Facts, Finding, Findings, Grant, Lexicon, Maker, Parts, Policy, Purpose, Reason, Still, Tally,
};
use domain::{AccountId, RenderId, UnixMs};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Subject;

/// What can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Answers [`Standing`].
    Read,
    /// Replaces the policy with the one in the body, if this version is still the one that counts. Answers [`Standing`].
    SetPolicy {
        /// The version that was changed.
        based_on: u32,
    },
    /// Pauses every use, or lets them go on. Answers [`Standing`].
    Pause(bool),
    /// The same by the switch for everything of the owner's, in this turn of it. Answers [`Standing`].
    PauseAll {
        /// Whether everything stands still.
        paused: bool,
        /// Counts up.
        turn: u32,
    },
    /// Whether a member is approved for good. Answers [`Standing`].
    Approve {
        /// Who.
        member: AccountId,
        /// Approved, or no longer.
        yes: bool,
    },
    /// Versions of the policy older than this one, newest first. Answers [`Kept`], in a list.
    Versions {
        /// None of these and later ones.
        before: u32,
        /// At most so many.
        limit: u32,
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

/// A wish as it comes to the object of a likeness or of a character.
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
    /// What an outside moderator found in the words.
    #[serde(default)]
    pub found: Vec<Finding>,
    /// What of the owner is wanted.
    #[serde(default)]
    pub parts: Parts,
    /// What for.
    pub purpose: Purpose,
    /// Whether it is made out of a clip of the owner's, or one that shows them.
    pub remix: bool,
    /// Whether it is cast. If not, it is asked because of a clip of the owner's that this is made out of.
    pub plays: bool,
    /// Whether a character of the owner's is cast beside it.
    #[serde(default)]
    pub beside: bool,
    /// Who else plays, but for the owner and the asker.
    pub others: Vec<AccountId>,
    /// Whether the owner blocked one of these, or is blocked by one.
    #[serde(default)]
    pub apart: bool,
    /// What makes it.
    pub maker: Maker,
    /// The outside provider that says it.
    #[serde(default)]
    pub voice: Option<String>,
    /// Asks although a rule refuses.
    pub appeal: bool,
    /// Only says what would be decided.
    pub dry: bool,
}

impl Asked {
    /// What the words are about: by the lists of words, and by the moderators that were asked.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let mut findings = Lexicon.classify(&self.script, &self.prompt);
        findings.found.extend(self.found.iter().cloned());
        findings
    }

    /// As the decision takes it.
    #[must_use]
    pub fn facts<'a>(
        &'a self,
        owner: &'a AccountId,
        held: &'a Held,
        has_pack: bool,
        findings: &'a Findings,
    ) -> Facts<'a> {
        let approved = |member: &AccountId| held.approved.contains(member);
        Facts {
            asker: &self.asker,
            owner,
            has_pack,
            approved: approved(&self.asker),
            mutual: self.mutual,
            blocked: self.blocked,
            script: &self.script,
            prompt: &self.prompt,
            findings,
            parts: self.parts,
            purpose: self.purpose,
            remix: self.remix,
            plays: self.plays,
            others: self.others.len(),
            others_approved: self.others.iter().all(approved),
            apart: self.apart,
            maker: &self.maker,
            voice: self.voice.as_deref(),
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
    /// This version of the policy, signed for its owner.
    pub signed: String,
}

/// One version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Since when it has counted.
    pub at: UnixMs,
    /// A JWS.
    pub signed: String,
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
    /// Yes still, once they have looked at the file: a rule that said so beforehand says so no more.
    Look,
}

/// What an object remembers of its owner's will.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held {
    /// The owner's standing will.
    pub policy: Policy,
    /// Uses by others, as caps count them.
    pub tally: Tally,
    /// People approved for good.
    pub approved: Vec<AccountId>,
    /// What renders have to be told still.
    pub tell: Vec<Telling>,
    /// While uses are looked at for whether they still fit: all that come after this one in order are still to be.
    pub sift: Option<String>,
    /// What the switch for everything of the owner's has done here.
    pub still: Still,
}

/// A record that is lent to others by its owner's will: a likeness's, or a character's.
pub trait Lent: Serialize + DeserializeOwned {
    /// What is said when there is none.
    const NONE: &'static str;

    /// Whose.
    fn owner(&self) -> &AccountId;
    /// What it is, as it is asked for.
    fn subject(&self) -> Subject;
    /// Whether everything of it is to be removed.
    fn is_leaving(&self) -> bool;
    /// Whether there is a pack to lend.
    fn has_pack(&self) -> bool;
    /// The will as it stands.
    fn held(&self) -> Held;
    /// Keeps a will that has changed. Another version of the policy has to be projected.
    fn keep(&mut self, held: Held);
}
