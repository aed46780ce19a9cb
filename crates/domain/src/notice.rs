//! What members are told: each thing once, live where they are and kept for when they come.

use serde::{Deserialize, Serialize};

use crate::{AccountId, ClipId, RenderId, ReviewId};

/// One thing to tell. `Who` names a person: an account inside the edge, a person with a name on the wire, none once
/// they have left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice<Who = AccountId> {
    /// Somebody follows the member.
    Followed {
        /// Who.
        by: Who,
    },
    /// Somebody asks for the member's likeness.
    RequestReceived {
        /// What waits for an answer.
        request: RenderId,
        /// Who asks.
        by: Who,
    },
    /// A request of the member's was answered.
    RequestAnswered {
        /// Which.
        request: RenderId,
        /// Yes or no.
        allowed: bool,
    },
    /// A published clip shows the member and names them.
    Tagged {
        /// Which.
        clip: ClipId,
        /// Who made it.
        by: Who,
    },
    /// A draft shows the member: they see it, and can remove it.
    DraftShowsYou {
        /// Which.
        clip: ClipId,
        /// Who made it.
        by: Who,
    },
    /// Somebody saved the file of a clip that shows the member. Told once for each clip and person.
    ClipDownloaded {
        /// Which.
        clip: ClipId,
        /// Who saved it.
        by: Who,
    },
    /// A clip of the member's was taken down.
    ClipWithdrawn {
        /// Which.
        clip: ClipId,
        /// Whether one of its people took it back, rather than one of what it was made out of.
        by_cast: bool,
    },
    /// A clip of the member's waits: a rule held it back.
    ClipHeld {
        /// Which.
        clip: ClipId,
        /// The rule's name.
        rule: String,
    },
    /// The operator has answered about words of the member's that were held back.
    WordsReviewed {
        /// Which.
        review: ReviewId,
        /// Whether a clip may be made with them.
        allowed: bool,
    },
    /// An owner whose likeness plays in the member's running drafts changed their policy.
    PolicyChanged {
        /// Whose policy.
        owner: Who,
    },
}

impl<Who> Notice<Who> {
    /// The person it is about, if it is about one.
    pub fn person(&self) -> Option<&Who> {
        match self {
            Self::Followed { by }
            | Self::RequestReceived { by, .. }
            | Self::Tagged { by, .. }
            | Self::DraftShowsYou { by, .. }
            | Self::ClipDownloaded { by, .. } => Some(by),
            Self::PolicyChanged { owner } => Some(owner),
            Self::RequestAnswered { .. }
            | Self::ClipWithdrawn { .. }
            | Self::ClipHeld { .. }
            | Self::WordsReviewed { .. } => None,
        }
    }

    /// The clip it is about, if it is about one.
    pub fn clip(&self) -> Option<&ClipId> {
        match self {
            Self::Tagged { clip, .. }
            | Self::DraftShowsYou { clip, .. }
            | Self::ClipDownloaded { clip, .. }
            | Self::ClipWithdrawn { clip, .. }
            | Self::ClipHeld { clip, .. } => Some(clip),
            Self::Followed { .. }
            | Self::RequestReceived { .. }
            | Self::RequestAnswered { .. }
            | Self::WordsReviewed { .. }
            | Self::PolicyChanged { .. } => None,
        }
    }

    /// The same with the person named in another way.
    pub fn named<Other>(self, name: impl FnOnce(Who) -> Other) -> Notice<Other> {
        match self {
            Self::Followed { by } => Notice::Followed { by: name(by) },
            Self::RequestReceived { request, by } => Notice::RequestReceived { request, by: name(by) },
            Self::RequestAnswered { request, allowed } => Notice::RequestAnswered { request, allowed },
            Self::Tagged { clip, by } => Notice::Tagged { clip, by: name(by) },
            Self::DraftShowsYou { clip, by } => Notice::DraftShowsYou { clip, by: name(by) },
            Self::ClipDownloaded { clip, by } => Notice::ClipDownloaded { clip, by: name(by) },
            Self::ClipWithdrawn { clip, by_cast } => Notice::ClipWithdrawn { clip, by_cast },
            Self::ClipHeld { clip, rule } => Notice::ClipHeld { clip, rule },
            Self::WordsReviewed { review, allowed } => Notice::WordsReviewed { review, allowed },
            Self::PolicyChanged { owner } => Notice::PolicyChanged { owner: name(owner) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Notice> {
        let (by, clip, request) =
            (AccountId::from_bytes(&[1; 16]), ClipId::from_bytes(&[2; 16]), RenderId::from_bytes(&[3; 16]));
        vec![
            Notice::Followed { by: by.clone() },
            Notice::RequestReceived { request: request.clone(), by: by.clone() },
            Notice::RequestAnswered { request, allowed: true },
            Notice::Tagged { clip: clip.clone(), by: by.clone() },
            Notice::DraftShowsYou { clip: clip.clone(), by: by.clone() },
            Notice::ClipDownloaded { clip: clip.clone(), by: by.clone() },
            Notice::ClipWithdrawn { clip: clip.clone(), by_cast: true },
            Notice::ClipHeld { clip, rule: "near_copy".to_owned() },
            Notice::PolicyChanged { owner: by },
        ]
    }

    #[test]
    fn naming_a_person_anew_changes_nothing_else() {
        for notice in all() {
            let (person, clip) = (notice.person().cloned(), notice.clip().cloned());
            let gone = notice.clone().named(|_| None::<AccountId>);
            assert_eq!(gone.person().is_some(), person.is_some());
            assert_eq!(gone.clip(), clip.as_ref());
            if let Some(person) = person {
                assert_eq!(gone.named(|_| person), notice);
            }
        }
    }
}
