//! What can be asked of a render's object, and what it answers.

use domain::consent::{Finding, Grant, Maker, Parts, Purpose, Reason};
use domain::direction::Choices;
use domain::render::State as Stage;
use domain::{AccountId, CharacterId, ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::inspection::Inspection;

use crate::consent::Subject;
use crate::consent::call::Say;
use crate::crypto::{hex, sha256};
use crate::error::Answer;
use crate::gateway::call::Ordered;

/// What can be asked. Every answer but the last is a [`Render`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Begins a render. Asked again, the first one stays.
    Begin(Wish, Vec<Agreement>),
    /// As it stands.
    Read,
    /// A valid file with this hash has been received, and what was measured of it.
    Receive(File),
    /// The file with this hash is stored.
    Stored(String),
    /// The creator gives up.
    Cancel,
    /// One of the cast withdrew.
    Withdraw,
    /// What it is made out of was withdrawn: so is this, the finished clip included.
    Uproot,
    /// A member leaves, of whom nothing is to be kept here. They are not cast; the clip stays, what is unfinished ends.
    Disown(AccountId),
    /// One of the cast says yes, no or no more.
    Say(AccountId, Say),
    /// One of the cast agrees to the file with this hash.
    Agree(AccountId, String),
    /// Removes the render with its clip, its files and its rows. Answers nothing.
    Forget,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Which.
    pub id: RenderId,
    /// The clip that it will make.
    pub clip: ClipId,
    /// Who asks.
    pub creator: AccountId,
    /// Who plays, the speaker first; the owner where a character does.
    pub cast: Vec<AccountId>,
    /// What of each of them is wanted; of whom none is named, face and voice.
    #[serde(default)]
    pub parts: Vec<Parts>,
    /// The character that plays in the place of the first of them.
    #[serde(default)]
    pub character: Option<CharacterId>,
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// How it is said, shown and accompanied.
    #[serde(default)]
    pub choices: Choices,
    /// What it is for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Who draws it, where it is not the creator.
    #[serde(default)]
    pub drawer: Option<AccountId>,
    /// What the creator wrote to the owners.
    #[serde(default)]
    pub note: Option<String>,
    /// What an outside generator is asked for, where the studio does not draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<Box<Ordered>>,
    /// The outside voice that says it, with its price, where the studio's does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Box<Ordered>>,
    /// Where its clip comes from, when it is not made here.
    #[serde(default)]
    pub imported: Option<Imported>,
    /// What it is made out of.
    #[serde(default)]
    pub remix: Option<Remix>,
    /// What an outside moderator found in the words, for the rules of owners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Finding>,
    /// Seed of every random choice.
    pub seed: u32,
    /// When.
    pub created_at: UnixMs,
}

/// The clip that another is made out of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remix {
    /// Which.
    pub clip: ClipId,
    /// Whose it is: its creator, and who plays in it. Each decides by their rules.
    pub people: Vec<AccountId>,
}

/// A clip that comes in an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// When it was made.
    pub made_at: UnixMs,
    /// The one film that is taken: its SHA-256, lower-case hexadecimal digits.
    pub sha256: String,
}

impl Wish {
    /// On whose device it is drawn.
    #[must_use]
    pub fn drawer(&self) -> &AccountId {
        self.drawer.as_ref().unwrap_or(&self.creator)
    }

    /// What makes it.
    #[must_use]
    pub fn maker(&self) -> Maker {
        let provider = self.ordered.as_ref().and_then(|ordered| gateway::table::generator(&ordered.generator));
        match provider {
            Some(adapter) => Maker::Provider(adapter.provider().name.to_owned()),
            None => Maker::Device(self.drawer().clone()),
        }
    }

    /// The outside provider that says it, by the name that owners allow.
    #[must_use]
    pub fn said_by(&self) -> Option<&'static str> {
        let voice = self.voice.as_ref().and_then(|ordered| gateway::voices::voice(&ordered.generator))?;
        Some(voice.provider().name)
    }

    /// Whether somebody is cast: with their likeness, or with a character of theirs.
    #[must_use]
    pub fn plays(&self, owner: &AccountId) -> bool {
        self.cast.contains(owner)
    }

    /// Whether it is made out of a clip of somebody's.
    #[must_use]
    pub fn remixes(&self, owner: &AccountId) -> bool {
        self.remix.as_ref().is_some_and(|remix| remix.people.contains(owner))
    }

    /// What decides about it: the cast, and the likenesses of the other people of the clip that it is made out of. Who lends a
    /// character to a remix of a clip of theirs is asked by the rules of that character; their likeness has to allow the
    /// remix by itself ([`Wish::lends_to_remix`]).
    #[must_use]
    pub fn asked(&self) -> Vec<Subject> {
        let mut asked = self.subjects();
        for owner in self.remix.iter().flat_map(|remix| &remix.people) {
            if !asked.iter().any(|subject| subject.owner() == owner) {
                asked.push(Subject::Likeness(owner.clone()));
            }
        }
        asked
    }

    /// Who lends a character to a remix of a clip of theirs, and does not ask for it themselves.
    #[must_use]
    pub fn lends_to_remix(&self) -> Option<&AccountId> {
        let lender = self.character.as_ref().and_then(|_| self.cast.first())?;
        (*lender != self.creator && self.remixes(lender)).then_some(lender)
    }

    /// Hash of everything that an owner agrees to, as lower-case hexadecimal digits.
    ///
    /// # Errors
    /// Never, for a wish.
    pub fn digest(&self) -> Answer<String> {
        let whole =
            (&self.creator, &self.cast, &self.character, &self.script, &self.prompt, &self.choices, self.purpose);
        let whole = (whole, self.drawer());
        // What is drawn by the studio, out of nothing, and with face and voice of everyone, has the hash that it always had.
        let whole = match (&self.ordered, &self.remix) {
            (None, None) => serde_json::to_string(&whole)?,
            (None, Some(remix)) => serde_json::to_string(&(whole.0, whole.1, &remix.clip))?,
            (Some(ordered), remix) => {
                let above = remix.as_ref().map(|remix| &remix.clip);
                serde_json::to_string(&(whole.0, whole.1, &ordered.generator, above))?
            }
        };
        let all = self.parts.iter().all(|parts| *parts == Parts::Both);
        let whole = if all { whole } else { format!("[{whole},{}]", serde_json::to_string(&self.parts)?) };
        let whole = match &self.voice {
            Some(voice) => format!("[{whole},{}]", serde_json::to_string(&voice.generator)?),
            None => whole,
        };
        Ok(hex(&sha256(whole.as_bytes())))
    }

    /// The character that stands at this place of the cast.
    #[must_use]
    pub fn character_at(&self, place: usize) -> Option<&CharacterId> {
        self.character.as_ref().filter(|_| place == 0)
    }

    /// What is asked of everyone in the cast.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        Subject::of_cast(&self.cast, self.character.as_ref())
    }

    /// What decides about it for one member.
    #[must_use]
    pub fn subject(&self, owner: &AccountId) -> Option<Subject> {
        self.asked().into_iter().find(|subject| subject.owner() == owner)
    }

    /// What of one of the cast is wanted.
    #[must_use]
    pub fn parts_of(&self, owner: &AccountId) -> Parts {
        let place = self.cast.iter().position(|member| member == owner);
        place.and_then(|place| self.parts.get(place)).copied().unwrap_or_default()
    }
}

/// What one of a cast has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Who.
    pub owner: AccountId,
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

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spoken {
    /// Not yet.
    Asked,
    /// Yes.
    Allowed,
    /// No.
    Refused,
    /// No more.
    Withdrawn,
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
    pub fn granted(owner: AccountId, grant: Grant) -> Self {
        let Grant { parts, wishes, publish_unseen, .. } = grant;
        let (answer, reasons) = (Spoken::Allowed, Vec::new());
        Self {
            owner,
            answer,
            reasons,
            looks: !publish_unseen,
            agreed: None,
            note: None,
            parts,
            wishes,
            answered_at: None,
        }
    }

    /// One that waits for its owner.
    #[must_use]
    pub fn asked(owner: AccountId, reasons: Vec<Reason>) -> Self {
        let (answer, parts) = (Spoken::Asked, Parts::Both);
        let (agreed, note, wishes, answered_at) = (None, None, Vec::new(), None);
        Self { owner, answer, reasons, looks: true, agreed, note, parts, wishes, answered_at }
    }

    /// Whether the file with this hash may be shown, as far as they are concerned.
    #[must_use]
    pub fn shows(&self, sha256: &str) -> bool {
        self.answer == Spoken::Allowed && (!self.looks || self.agreed.as_deref() == Some(sha256))
    }
}

/// A stored poster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    /// Lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u32,
}

/// A checked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// After edit lists.
    pub duration_ms: u32,
    /// Perceptual hashes of its key frames.
    #[serde(default)]
    pub prints: Vec<String>,
    /// The same with left and right swapped.
    #[serde(default)]
    pub mirrored: Vec<String>,
    /// Acoustic fingerprint of its sound, if there is something to hear.
    #[serde(default)]
    pub sound: Option<String>,
    /// The poster that was taken from its pixels, while it comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<Poster>,
}

impl File {
    /// What was found in it, without pictures.
    #[must_use]
    pub fn inspection(&self) -> Inspection {
        Inspection {
            frames: u32::try_from(self.prints.len()).unwrap_or(u32::MAX),
            prints: self.prints.clone(),
            mirrored: self.mirrored.clone(),
            sound: self.sound.clone(),
            ..Inspection::default()
        }
    }
}

/// A render as it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Render {
    /// What was asked for.
    pub wish: Wish,
    /// Where it stands.
    pub stage: Stage,
    /// The poster, once it is stored.
    pub poster: Option<Poster>,
    /// The file, once it has been received.
    pub file: Option<File>,
    /// What the cast has said, in its order.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
}

/// Where the file with this hash lies in R2.
#[must_use]
pub fn file_key(render: &RenderId, sha256: &str) -> String {
    format!("renders/{render}/{sha256}.mp4")
}

/// Where the poster with this hash lies in R2.
#[must_use]
pub fn poster_key(render: &RenderId, sha256: &str) -> String {
    format!("renders/{render}/{sha256}.jpg")
}

/// Where the six pictures lie that were taken with the poster of this hash.
#[must_use]
pub fn sprite_key(render: &RenderId, poster_sha256: &str) -> String {
    format!("renders/{render}/{poster_sha256}.sprite.jpg")
}

/// Where the picture of its sound lies.
#[must_use]
pub fn wave_key(render: &RenderId, poster_sha256: &str) -> String {
    format!("renders/{render}/{poster_sha256}.wave.svg")
}
