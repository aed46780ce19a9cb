//! What is asked for: somebody's likeness, or a character of theirs. Both answer by the same rules, each in its object.

use domain::consent::Policy;
use domain::{AccountId, CharacterId, RenderId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wire::consent::CastCharacter;
use wire::{Code, Problem};

use super::call::{Considered, Question, Say, TakenBack, Which};
use crate::error::{Answer, Failure};
use crate::objects::ask::ask_json;
use crate::state::App;
use crate::{accounts, characters, likeness, renders};

/// A likeness or a character, with its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A member's likeness.
    Likeness(AccountId),
    /// A member's character.
    Character(AccountId, CharacterId),
}

impl Subject {
    /// Of everyone in a cast; the character plays in the place of the first.
    #[must_use]
    pub fn of_cast(members: &[AccountId], character: Option<&CharacterId>) -> Vec<Self> {
        let subject = |(place, owner): (usize, &AccountId)| match character.filter(|_| place == 0) {
            Some(id) => Self::Character(owner.clone(), id.clone()),
            None => Self::Likeness(owner.clone()),
        };
        members.iter().enumerate().map(subject).collect()
    }

    /// Whose it is.
    #[must_use]
    pub fn owner(&self) -> &AccountId {
        match self {
            Self::Likeness(owner) | Self::Character(owner, _) => owner,
        }
    }

    /// Which character; none for a likeness.
    #[must_use]
    pub fn character(&self) -> Option<&CharacterId> {
        match self {
            Self::Likeness(_) => None,
            Self::Character(_, id) => Some(id),
        }
    }

    /// The key of its rows: the identifier of the character, or of whose likeness it is. No two have the same.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Likeness(owner) => owner.as_str(),
            Self::Character(_, id) => id.as_str(),
        }
    }

    /// Asks its object about its owner's will.
    ///
    /// # Errors
    /// The object refuses or fails.
    pub async fn ask<T: DeserializeOwned>(&self, app: &App, question: Question, body: &[u8]) -> Answer<T> {
        match self {
            Self::Likeness(owner) => {
                let question = likeness::call::Question::Will(question);
                ask_json(app, likeness::OBJECT, owner.as_str(), &question, body).await
            }
            Self::Character(_, id) => {
                let question = characters::call::Question::Will(question);
                ask_json(app, characters::OBJECT, id.as_str(), &question, body).await
            }
        }
    }

    /// What it says to a wish.
    ///
    /// # Errors
    /// The object fails. A refusal is no error.
    pub async fn consider(&self, app: &App, question: Question) -> Answer<Considered> {
        self.ask(app, question, &[]).await
    }

    /// Tells it something that it answers nothing to.
    ///
    /// # Errors
    /// The object fails.
    pub async fn tell(&self, app: &App, question: Question) -> Answer<()> {
        self.ask(app, question, &[]).await
    }

    /// Takes back one use of it, the finished clip included.
    ///
    /// # Errors
    /// The object fails.
    pub async fn revoke(&self, app: &App, render: &RenderId) -> Answer<()> {
        let question = Question::Revoke(Which::Renders(vec![render.clone()]));
        match self.ask::<TakenBack>(app, question, &[]).await {
            // Who has it no more may still be in a clip that was made of it.
            Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {
                renders::say(app, render, self, Say::TakeBack).await
            }
            other => other.map(drop),
        }
    }

    /// Its policy, and its identifier as the log has it. None when there is none any more.
    ///
    /// # Errors
    /// The object fails.
    pub async fn policy(&self, app: &App) -> Answer<Option<(Policy, String)>> {
        Ok(match self {
            Self::Likeness(owner) => likeness::read(app, owner).await?.map(|mine| (mine.policy, mine.id.to_string())),
            Self::Character(_, id) => {
                characters::read(app, id).await?.map(|owned| (owned.character.policy, id.to_string()))
            }
        })
    }

    /// The pack, opened. Whoever calls this has decided that it may be.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is none.
    pub async fn open(&self, app: &App) -> Answer<Vec<u8>> {
        match self {
            Self::Likeness(owner) => likeness::open(app, owner).await,
            Self::Character(_, id) => characters::open(app, id).await,
        }
    }

    /// The character with its name, while it exists; none for a likeness.
    ///
    /// # Errors
    /// The object fails.
    pub async fn named(&self, app: &App) -> Answer<Option<CastCharacter>> {
        let Some(id) = self.character() else { return Ok(None) };
        let owned = characters::read(app, id).await?;
        Ok(owned.map(|owned| CastCharacter { id: id.clone(), name: owned.character.name }))
    }

    /// What it is called in a refusal: `@ana`, or `Rex of @ana`.
    ///
    /// # Errors
    /// The database or the object fails.
    pub async fn called(&self, app: &App) -> Answer<String> {
        let owner = accounts::person(app, self.owner()).await?;
        let owner = owner.map_or_else(|| "one of the cast".into(), |person| format!("@{}", person.handle));
        Ok(match self.named(app).await? {
            Some(character) => format!("{} of {owner}", character.name),
            None => owner,
        })
    }
}

/// A refusal that says that one of the cast is not there any more.
#[must_use]
pub fn gone() -> Failure {
    let detail = "One of the cast has nothing that can play any more. This clip cannot be published.";
    Problem::new(Code::ConsentRefused, detail).rule("no_understudy").field("cast").into()
}
