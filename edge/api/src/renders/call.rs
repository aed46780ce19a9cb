//! What can be asked of a render's object, and what it answers.

use domain::consent::{Finding, Maker, Parts, Purpose};
use domain::direction::Choices;
use domain::render::State as Stage;
use domain::{AccountId, CharacterId, ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::inspection::Inspection;

use super::agreement::{Agreement, Spoken};
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
    /// The owner of one of the cast says yes, no or no more to it.
    Say(Subject, Say),
    /// One of the cast agrees to the file with this hash, with everything of theirs that is in it.
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

    /// Whether a likeness or a character is cast. If not, it is asked because of a clip that this is made out of.
    #[must_use]
    pub fn casts(&self, subject: &Subject) -> bool {
        self.subjects().contains(subject)
    }

    /// Whether it is made out of a clip of somebody's.
    #[must_use]
    pub fn remixes(&self, owner: &AccountId) -> bool {
        self.remix.as_ref().is_some_and(|remix| remix.people.contains(owner))
    }

    /// What decides about it: the cast, and the likenesses of the people of the clip that it is made out of. Of one person
    /// that can be both: who lends a character to a remix of a clip of theirs is asked about either.
    #[must_use]
    pub fn asked(&self) -> Vec<Subject> {
        let mut asked = self.subjects();
        for owner in self.remix.iter().flat_map(|remix| &remix.people) {
            let likeness = Subject::Likeness(owner.clone());
            // What one casts of one's own needs no second yes for one's own clip.
            let own = *owner == self.creator && self.plays(owner);
            if !own && !asked.contains(&likeness) {
                asked.push(likeness);
            }
        }
        asked
    }

    /// What of one member decides about it.
    #[must_use]
    pub fn asked_of(&self, owner: &AccountId) -> Vec<Subject> {
        self.asked().into_iter().filter(|subject| subject.owner() == owner).collect()
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

    /// What of one of the cast is wanted.
    #[must_use]
    pub fn parts_of(&self, subject: &Subject) -> Parts {
        let place = self.subjects().iter().position(|other| other == subject);
        place.and_then(|place| self.parts.get(place)).copied().unwrap_or_default()
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
    /// What the cast has said, in its order: one for each likeness and each character.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
}

impl Render {
    /// With what each agreement is about. One that was kept when a person could have only one in a render did not say it:
    /// it was about the character, if theirs plays.
    #[must_use]
    pub fn named(mut self) -> Self {
        let Some(character) = &self.wish.character else { return self };
        if self.agreements.iter().all(|said| said.character.is_none()) {
            let lender = self.wish.cast.first();
            if let Some(said) = self.agreements.iter_mut().find(|said| Some(&said.owner) == lender) {
                said.character = Some(character.clone());
            }
        }
        self
    }

    /// What one person has said, to everything of theirs that is asked for.
    pub fn said_by<'a>(&'a self, owner: &'a AccountId) -> impl Iterator<Item = &'a Agreement> + 'a {
        self.agreements.iter().filter(move |said| said.owner == *owner)
    }

    /// The same as one answer; none when they are not asked.
    #[must_use]
    pub fn spoken(&self, owner: &AccountId) -> Option<Spoken> {
        self.said_by(owner).map(|said| said.answer).max()
    }

    /// Who else than the creator is asked, in the order of the cast, each once.
    #[must_use]
    pub fn owners(&self) -> Vec<&AccountId> {
        let mut owners = Vec::new();
        for said in self.agreements.iter().filter(|said| said.owner != self.wish.creator) {
            if !owners.contains(&&said.owner) {
                owners.push(&said.owner);
            }
        }
        owners
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn account(n: u8) -> AccountId {
        AccountId::from_bytes(&[n; 16])
    }

    /// As it was kept when a person could have only one thing in a render: Ben asks for Ana's character in Cleo's voice.
    fn kept() -> (String, Render) {
        let (ana, ben, cleo) = (account(1), account(2), account(3));
        let (render, clip) = (RenderId::from_bytes(&[4; 16]), ClipId::from_bytes(&[5; 16]));
        let rex = CharacterId::from_bytes(&[6; 16]);
        let said = |owner: &AccountId| {
            format!(
                r#"{{"owner":"{owner}","answer":"Asked","reasons":[],"looks":true,"agreed":null,"note":null,"parts":"both","wishes":[],"answered_at":null}}"#
            )
        };
        let wish = format!(
            r#"{{"id":"{render}","clip":"{clip}","creator":"{ben}","cast":["{ana}","{cleo}"],"parts":["both","voice"],"character":"{rex}","script":"Hi.","prompt":"a park","choices":{{"mood":"sad","captions":"pop","music":"none"}},"purpose":"personal","seed":7,"created_at":8}}"#
        );
        let all = format!(
            r#"{{"wish":{wish},"stage":{{"state":"awaiting_consent"}},"poster":null,"file":null,"agreements":[{},{}]}}"#,
            said(&ana),
            said(&cleo)
        );
        let whole = format!(
            r#"[[["{ben}",["{ana}","{cleo}"],"{rex}","Hi.","a park",{{"mood":"sad","captions":"pop","music":"none"}},"personal"],"{ben}"],["both","voice"]]"#
        );
        (whole, serde_json::from_str(&all).unwrap())
    }

    #[test]
    fn what_was_kept_reads_and_says_what_it_is_about() {
        let (whole, render) = kept();
        assert_eq!(render.wish.digest().unwrap(), hex(&sha256(whole.as_bytes())), "what was agreed to is what it was");
        assert!(render.agreements.iter().all(|said| said.character.is_none()));
        let named = render.named();
        let about: Vec<Subject> = named.agreements.iter().map(Agreement::subject).collect();
        assert_eq!(about, named.wish.asked());
        // Named once, nothing changes any more; where both are Ana's, neither.
        assert_eq!(named.clone().named().agreements, named.agreements);
        let mut both = named;
        both.wish.cast = vec![account(1), account(1)];
        both.agreements = both.wish.asked().iter().map(|subject| Agreement::asked(subject, Vec::new())).collect();
        assert_eq!(both.clone().named().agreements, both.agreements);
        assert_eq!((both.owners(), both.said_by(&account(1)).count()), (vec![&account(1)], 2));
    }

    #[test]
    fn one_person_can_be_asked_about_two_things() {
        let (_, render) = kept();
        let (ana, mut wish) = (account(1), render.wish);
        let parts = |wish: &Wish| wish.asked().iter().map(|subject| wish.parts_of(subject)).collect::<Vec<_>>();
        wish.cast = vec![ana.clone(), ana.clone()];
        assert_eq!(wish.asked_of(&ana), wish.subjects());
        assert_eq!(parts(&wish), [Parts::Both, Parts::Voice]);
        // A remix of a clip of theirs that borrows the character: the likeness is asked, and does not play.
        wish.remix = Some(Remix { clip: ClipId::from_bytes(&[9; 16]), people: vec![ana.clone()] });
        assert_eq!(wish.asked().len(), 2, "one likeness is asked once");
        (wish.cast, wish.parts) = (vec![ana.clone()], Vec::new());
        let asked = wish.asked_of(&ana);
        assert_eq!(asked.iter().map(|subject| wish.casts(subject)).collect::<Vec<_>>(), [true, false]);
        // Who borrows their own needs no second yes for their own clip.
        wish.creator = ana.clone();
        assert_eq!(wish.asked(), wish.subjects());
        assert_eq!(Spoken::Allowed.max(Spoken::Asked), Spoken::Asked);
    }
}
