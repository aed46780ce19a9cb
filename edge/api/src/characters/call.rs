//! What can be asked of a character's object, and what it remembers.

use domain::character::Kind;
use domain::consent::{Policy, Still, Tally};
use domain::text::CharacterName;
use domain::{AccountId, CharacterId, LikenessId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::characters::Character;

use crate::consent;
use crate::consent::Subject;
use crate::consent::call::{Held, Lent, Telling};
use crate::error::{Answer, Failure};

/// What can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Stores the pack in the body as a new character. Answers [`Character`].
    Store {
        /// Which.
        id: CharacterId,
        /// Whose.
        account: AccountId,
        /// What it is called.
        name: CharacterName,
        /// Pet, toy or drawing.
        kind: Kind,
    },
    /// Answers `Option<Owned>`.
    Read,
    /// Another name. Answers [`Character`].
    Rename(CharacterName),
    /// Answers the pack, opened.
    Open,
    /// Removes everything. Answers nothing.
    Erase,
    /// About its owner's will.
    Will(consent::call::Question),
}

/// A character and whose it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Owned {
    /// Whose.
    pub owner: AccountId,
    /// As the owner sees it, without its address.
    pub character: Character,
}

/// What the object remembers.
#[derive(Serialize, Deserialize)]
pub struct Record {
    /// Which.
    pub id: CharacterId,
    /// Whose.
    pub account: AccountId,
    /// What it is called.
    pub name: CharacterName,
    /// Pet, toy or drawing.
    pub kind: Kind,
    /// The owner's standing will.
    pub policy: Policy,
    /// When.
    pub created_at: UnixMs,
    /// Size of the pack.
    pub bytes: u32,
    /// Hash of the pack, which tells a repetition from another pack.
    pub sha256: String,
    /// The object's share of the key, in hexadecimal digits. None once it goes.
    pub share: Option<String>,
    /// Whether the pack is written.
    pub ready: bool,
    /// Whether D1 has to be told.
    #[serde(default)]
    pub project: bool,
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

impl Record {
    /// As others in the edge see it, unless it is not there yet or goes.
    #[must_use]
    pub fn owned(&self) -> Option<Owned> {
        (self.ready && self.share.is_some()).then(|| Owned {
            owner: self.account.clone(),
            character: Character {
                id: self.id.clone(),
                name: self.name.clone(),
                kind: self.kind,
                created_at: self.created_at,
                pack_bytes: self.bytes,
                policy: self.policy.clone(),
                address: String::new(),
            },
        })
    }
}

impl Lent for Record {
    const NONE: &'static str = "There is no such character of yours.";

    fn owner(&self) -> &AccountId {
        &self.account
    }

    fn subject(&self) -> Subject {
        Subject::Character(self.account.clone(), self.id.clone())
    }

    fn is_leaving(&self) -> bool {
        self.share.is_none()
    }

    fn has_pack(&self) -> bool {
        self.ready && self.share.is_some()
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

/// The name under which a pack is sealed: that of a likeness with the same identifier. Identifiers are random, so no two
/// packs share one.
///
/// # Errors
/// Never, for an identifier.
pub fn sealed_as(id: &CharacterId) -> Answer<LikenessId> {
    id.as_str().parse().map_err(|_| Failure::Internal("a character's identifier is none".into()))
}

/// Where the share lies in R2.
#[must_use]
pub fn share_key(id: &CharacterId) -> String {
    format!("characters/{id}.share")
}

/// Where the ciphertext lies in R2.
#[must_use]
pub fn pack_key(id: &CharacterId) -> String {
    format!("characters/{id}.pack")
}
