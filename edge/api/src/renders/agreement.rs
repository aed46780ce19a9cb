//! What the owners of a render's cast have said: one agreement for each likeness and each character that is asked for.

use domain::consent::{Grant, Parts, Reason};
use domain::{AccountId, CharacterId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::consent::Subject;

/// What the owner of one of a cast has said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Who.
    pub owner: AccountId,
    /// The character of theirs that it is about; none for their likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
    /// Where it stands.
    pub answer: Spoken,
    /// Why a rule did not decide it.
    pub reasons: Vec<Reason>,
    /// Whether the file needs their yes before it is published.
    pub looks: bool,
    /// The file that they agreed to.
    pub agreed: Option<String>,
    /// What they wrote when they said no.
    pub note: Option<String>,
    /// What of them may be used.
    pub parts: Parts,
    /// What the generator is told.
    pub wishes: Vec<String>,
    /// When they answered.
    pub answered_at: Option<UnixMs>,
}

/// Where an agreement stands. Of several by one person, the last in this order is what they have said to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Spoken {
    /// Yes.
    Allowed,
    /// Not yet.
    Asked,
    /// No more.
    Withdrawn,
    /// No.
    Refused,
}

impl Spoken {
    /// The name on the wire and in the projection.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Agreement {
    /// One that was granted.
    #[must_use]
    pub fn granted(subject: &Subject, grant: Grant) -> Self {
        let Grant { parts, wishes, publish_unseen, .. } = grant;
        Self { answer: Spoken::Allowed, looks: !publish_unseen, parts, wishes, ..Self::asked(subject, Vec::new()) }
    }

    /// One that waits for its owner.
    #[must_use]
    pub fn asked(subject: &Subject, reasons: Vec<Reason>) -> Self {
        Self {
            owner: subject.owner().clone(),
            character: subject.character().cloned(),
            answer: Spoken::Asked,
            reasons,
            looks: true,
            agreed: None,
            note: None,
            parts: Parts::Both,
            wishes: Vec::new(),
            answered_at: None,
        }
    }

    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match &self.character {
            Some(id) => Subject::Character(self.owner.clone(), id.clone()),
            None => Subject::Likeness(self.owner.clone()),
        }
    }

    /// Whether its owner was, or is, to answer it themselves.
    #[must_use]
    pub fn was_put(&self) -> bool {
        self.answer == Spoken::Asked || self.answered_at.is_some()
    }

    /// Whether the file with this hash may be shown, as far as they are concerned.
    #[must_use]
    pub fn shows(&self, sha256: &str) -> bool {
        self.answer == Spoken::Allowed && (!self.looks || self.agreed.as_deref() == Some(sha256))
    }
}
