//! What can be asked of the object of a member's avatars, and what it remembers.

use domain::{AccountId, AvatarId, UnixMs};
use gateway::Cause;
use gateway::avatars::maker;
use gateway::price::MicroUsd;
use serde::{Deserialize, Serialize};
use wire::avatars::OutsideAvatar;

use super::words;
use crate::objects::outside;
use crate::state::App;
use crate::voices::call::Which as WhichVoice;

/// What can be asked of a member's avatars. Answers what is kept then, but for [`Question::Make`] and [`Question::There`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// As it stands.
    Read,
    /// Has an avatar made of the still in the body. Asked again, the first time counts. Answers a [`Kept`].
    Make(Make),
    /// Takes avatars back.
    Remove(Which),
    /// The owner's rules name these providers now, and the owner looks: what waits is asked about soon.
    Rules(Vec<String>, Looks),
    /// What this provider calls the look that can be filmed. Answers a text.
    There(String),
    /// This provider says that the avatar cannot be used: it is looked at anew.
    Doubted(String),
}

/// Whether somebody looks at the list just now.
pub type Looks = bool;

/// Which avatars.
pub type Which = WhichVoice<AvatarId>;

/// An avatar that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Make {
    /// Which it will be.
    pub id: AvatarId,
    /// Whose.
    pub owner: AccountId,
    /// Where.
    pub provider: String,
    /// The price that was agreed to.
    pub price: MicroUsd,
    /// The consent text that was agreed to.
    pub consent_version: u32,
    /// Whether the owner's rules named the provider when it was asked for.
    pub named: bool,
}

/// An avatar, or what may be left of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What was asked for.
    pub make: Make,
    /// What it is called there: drawn at random, so that it names nobody.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: UnixMs,
    /// When it was agreed to and first asked for.
    pub agreed_at: UnixMs,
    /// Whether the owner's rules have named its provider since it was made.
    pub named: bool,
    /// Whether its owner still wants it.
    pub wanted: bool,
    /// Whether its still lies here.
    pub still: bool,
    /// Whether it was asked for and no answer that could be read came.
    pub doubt: bool,
    /// Whether nobody is left to be told what came of it.
    pub quiet: bool,
    /// What it cost, once that is known.
    pub cost: Option<MicroUsd>,
    /// Whether the purse knows.
    pub settled: bool,
    /// How often it was tried in this stage.
    pub tries: u32,
    /// When it was last asked about.
    pub looked_at: UnixMs,
    /// When it is looked after next.
    pub next_at: UnixMs,
    /// What went wrong the last time.
    pub cause: Option<Cause>,
    /// Why it comes to nothing.
    pub end: Option<End>,
}

/// Where an avatar stands. What it is called there ([`gateway::avatars::There`]), and the page to agree on, are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// It is asked for, by the same key until there is an answer.
    Making,
    /// It is there, and is made ready.
    Training(String),
    /// It waits for its person's yes on this page.
    Consent(String, Option<String>),
    /// It can be filmed.
    Ready(String),
    /// It is to be removed there.
    Removing(String),
    /// It came to nothing, and its owner is told why. Nothing that is known of is left there.
    Over,
    /// Nothing is left of it.
    Gone,
}

/// Why an avatar came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// It was refused.
    Refused(Cause),
    /// It could not be made, or its person said no there.
    Failed,
    /// Its person gave no answer.
    Unanswered,
    /// It took too long.
    Late,
    /// It was there, and is no more.
    Lost,
    /// Whether it was made cannot be known any more.
    Unknown,
}

impl Kept {
    /// Whether it is, or may become, one that can be filmed.
    #[must_use]
    pub fn lives(&self) -> bool {
        let open = matches!(self.stage, Stage::Making | Stage::Training(_) | Stage::Consent(..) | Stage::Ready(_));
        self.wanted && open
    }

    /// Whether its provider may still fetch its still.
    #[must_use]
    pub fn needs_still(&self) -> bool {
        self.wanted && matches!(self.stage, Stage::Making | Stage::Training(_))
    }

    /// It goes on to another stage.
    #[must_use]
    pub fn to(&self, stage: Stage, now: UnixMs) -> Self {
        Self { stage, since: now, tries: 0, next_at: now, cause: None, ..self.clone() }
    }

    /// It goes, or has gone, for this reason.
    #[must_use]
    pub fn ends(&self, end: End, now: UnixMs) -> Self {
        let stage = match &self.stage {
            Stage::Training(there) | Stage::Consent(there, _) | Stage::Ready(there) | Stage::Removing(there) => {
                Stage::Removing(there.clone())
            }
            _ if self.quiet || !(self.wanted || end == End::Unknown) => Stage::Gone,
            _ => Stage::Over,
        };
        Self { end: Some(end), ..self.to(stage, now) }
    }

    /// Its owner takes it back. `quiet`: nobody is left to be told anything.
    pub fn take_back(&mut self, quiet: bool, now: UnixMs) {
        self.quiet |= quiet;
        self.wanted = false;
        *self = match &self.stage {
            Stage::Training(there) | Stage::Consent(there, _) | Stage::Ready(there) => {
                self.to(Stage::Removing(there.clone()), now)
            }
            Stage::Over => self.to(Stage::Gone, now),
            // It is asked for once more, to learn what it is called; or it goes already, and whoever asks again need not wait.
            Stage::Making | Stage::Removing(_) | Stage::Gone => Self { next_at: now, ..self.clone() },
        };
    }

    /// As its owner sees it. `page`: the page to agree on, opened.
    #[must_use]
    pub fn view(&self, app: &App, allowed: bool, page: Option<String>) -> OutsideAvatar {
        let title = maker(&self.make.provider).map_or_else(|| self.make.provider.clone(), |one| words::title(app, one));
        let state = match self.stage {
            Stage::Making if self.wanted => "making",
            Stage::Training(_) => "training",
            Stage::Consent(..) => "consent",
            Stage::Ready(_) => "ready",
            Stage::Making | Stage::Removing(_) | Stage::Gone => "removing",
            Stage::Over => "over",
        };
        OutsideAvatar {
            id: self.make.id.clone(),
            provider: self.make.provider.clone(),
            state: state.to_owned(),
            why: words::why(self, &title),
            page,
            title,
            allowed,
            consent_version: self.make.consent_version,
            agreed_at: self.agreed_at,
            price_micro_usd: self.cost.unwrap_or(self.make.price),
        }
    }
}

impl outside::Kept for Kept {
    fn due_at(&self) -> Option<UnixMs> {
        let chores = (self.still && !self.needs_still()) || (self.cost.is_some() && !self.settled);
        match self.stage {
            _ if chores => Some(0),
            Stage::Ready(_) | Stage::Over => None,
            _ => Some(self.next_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::outside::Kept as _;

    fn kept(stage: Stage) -> Kept {
        let (id, owner) = (AvatarId::from_bytes(&[1; 16]), AccountId::from_bytes(&[2; 16]));
        Kept {
            make: Make { id, owner, provider: "heygen".into(), price: 5, consent_version: 1, named: false },
            name: "understudy-1".into(),
            stage,
            since: 0,
            agreed_at: 0,
            named: false,
            wanted: true,
            still: true,
            doubt: false,
            quiet: false,
            cost: None,
            settled: false,
            tries: 3,
            looked_at: 0,
            next_at: 50,
            cause: Some(Cause::Down),
            end: None,
        }
    }

    #[test]
    fn what_was_made_is_removed_however_it_ends_and_what_was_not_is_only_told() {
        for stage in [Stage::Training("t".into()), Stage::Consent("t".into(), None), Stage::Ready("t".into())] {
            let mut one = kept(stage.clone());
            assert_eq!(one.ends(End::Lost, 9).stage, Stage::Removing("t".into()));
            one.take_back(false, 9);
            assert_eq!((one.stage.clone(), one.next_at, one.tries), (Stage::Removing("t".into()), 9, 0), "{stage:?}");
            assert!(!one.lives());
        }
        let mut making = kept(Stage::Making);
        assert_eq!(making.ends(End::Refused(Cause::Input), 9).stage, Stage::Over);
        making.take_back(false, 9);
        assert_eq!(
            (making.stage.clone(), making.next_at),
            (Stage::Making, 9),
            "it is not known what there is to remove"
        );
        assert_eq!(making.ends(End::Refused(Cause::Input), 9).stage, Stage::Gone);
        assert_eq!(making.ends(End::Unknown, 9).stage, Stage::Over, "what may be left is said");
        making.take_back(true, 9);
        assert_eq!(making.ends(End::Unknown, 9).stage, Stage::Gone, "nobody is left to be told");
    }

    #[test]
    fn a_still_and_a_price_do_not_outlive_their_use() {
        assert_eq!(kept(Stage::Making).due_at(), Some(50));
        assert_eq!(kept(Stage::Ready("t".into())).due_at(), Some(0), "the still is still here");
        let mut ready = Kept { still: false, ..kept(Stage::Ready("t".into())) };
        assert_eq!(ready.due_at(), None);
        ready.cost = Some(5);
        assert_eq!(ready.due_at(), Some(0), "the purse has to know");
        let mut taken = kept(Stage::Training("t".into()));
        taken.take_back(false, 9);
        assert_eq!((taken.due_at(), taken.needs_still()), (Some(0), false));
    }
}
