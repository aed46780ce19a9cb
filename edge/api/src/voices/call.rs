//! What can be asked of the object of a member's voices and of that of a render's speech, and what they remember.

use domain::speech::Word;
use domain::{AccountId, UnixMs, VoiceId};
use gateway::Cause;
use serde::{Deserialize, Serialize};
use wire::voices::OutsideVoice;

use super::words;
use crate::gateway::call::Ordered;
use crate::objects::outside;
use crate::state::App;

/// What can be asked of a member's voices. Answers what is kept then, but for [`Question::Copy`] and [`Question::There`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// As it stands.
    Read,
    /// Has the voice of the reading in the body copied. Asked again, the first time counts. Answers a [`Kept`].
    Copy(Copy),
    /// Takes copies back.
    Remove(Which),
    /// The owner's rules name these providers now.
    Rules(Vec<String>),
    /// What this provider calls the copy that can speak. Answers a text.
    There(String),
}

/// A copy that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// Which it will be.
    pub id: VoiceId,
    /// Where.
    pub provider: String,
    /// The consent text that was agreed to.
    pub consent_version: u32,
}

/// Which of what lies at providers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which<Id = VoiceId> {
    /// This one.
    One(Id),
    /// Those at a provider.
    At(String),
    /// All of them.
    All,
}

/// A copy, or what may be left of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which.
    pub id: VoiceId,
    /// Where.
    pub provider: String,
    /// What it is called there: drawn at random, written down before it is asked for, so that it can be found.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// The consent text that was agreed to.
    pub consent_version: u32,
    /// When.
    pub agreed_at: UnixMs,
    /// Whether the owner's rules have named its provider since it was made.
    pub named: bool,
    /// The provider wanted a proof of its own before it would speak.
    pub locked: bool,
    /// How often it was tried in this stage.
    pub tries: u32,
    /// When it is looked after next; a copy that is ready is left alone.
    pub next_at: UnixMs,
    /// Why it could not be removed the last time.
    pub cause: Option<Cause>,
}

/// Where a copy stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// It was asked for; the answer is not here.
    Copying,
    /// It can speak. What it is called there, sealed.
    Ready(String),
    /// It was asked for, and nobody knows what came of it: it is looked for by its name.
    Doubt,
    /// These are to be removed there. What they are called, sealed.
    Removing(Vec<String>),
}

impl Kept {
    /// Whether it is, or may become, one that can speak.
    #[must_use]
    pub fn lives(&self) -> bool {
        matches!(self.stage, Stage::Copying | Stage::Ready(_))
    }

    /// As its owner sees it.
    #[must_use]
    pub fn view(&self, app: &App, allowed: bool) -> OutsideVoice {
        let title = gateway::voices::voice(&self.provider)
            .map_or_else(|| self.provider.clone(), |voice| words::title(app, voice));
        let state = match self.stage {
            Stage::Copying => "copying",
            Stage::Ready(_) => "ready",
            Stage::Doubt | Stage::Removing(_) => "removing",
        };
        OutsideVoice {
            id: self.id.clone(),
            provider: self.provider.clone(),
            state: state.to_owned(),
            why: (!self.lives()).then(|| words::going(self, &title)),
            title,
            allowed,
            consent_version: self.consent_version,
            agreed_at: self.agreed_at,
        }
    }
}

impl outside::Kept for Kept {
    fn due_at(&self) -> Option<UnixMs> {
        (!matches!(self.stage, Stage::Ready(_))).then_some(self.next_at)
    }
}

/// What is to be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// For which render, by which voice, at which price, for whose account.
    pub ordered: Ordered,
    /// Whose voice.
    pub owner: AccountId,
    /// The words.
    pub text: String,
    /// The render's seed.
    pub seed: u32,
}

/// What can be asked of a render's speech. Answers [`Said`], but for [`Ask::Forget`], which answers nothing.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Says it. Asked again, the first time counts.
    Say(Box<Line>),
    /// Forgets it: its render is over.
    Forget,
}

/// A speech that lies here, sealed, until its render is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Media type of the sound.
    pub mime: String,
    /// When each word is said.
    pub words: Vec<Word>,
    /// What it cost.
    pub cost: u64,
}

/// What the object of a render's speech holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Speech {
    /// What was ordered.
    pub ordered: Ordered,
    /// When it was asked for.
    pub asked_at: UnixMs,
    /// What came, once it lies here.
    pub said: Option<Said>,
    /// Whether the purse knows what it cost.
    pub settled: bool,
    /// Whether it is to be forgotten.
    pub forget: bool,
}
