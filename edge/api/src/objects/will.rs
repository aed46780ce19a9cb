//! The part of the object of a likeness or of a character that is about its owner's will: the policy, and every use from
//! asking to its end.
//!
//! Each method reads, decides and writes without waiting for anything, so that no two uses can both be the last that a cap
//! allows. What renders have to hear of it is recorded in the same write and told afterwards.

use std::marker::PhantomData;

use domain::RenderId;
use domain::consent::usage::{self, Outcome, Stage, Wish};
use domain::consent::{Policy, Rule};
use domain::limits::{MAX_REQUESTS_WAITING, RENDER_TTL_MS};
use wire::{Code, Problem};
use worker::{Request, Response, State};

use super::standing::set_approved;
use super::{aftermath, ask, record, uses};
use crate::consent::call::{Asked, Considered, Held, Lent, Question, Say, TakenBack, Telling, Which};
use crate::error::{Answer, not_found};
use crate::state::App;

/// No render lives so long: what was granted to one before has come to nothing.
const STALE_MS: u64 = RENDER_TTL_MS + 3_600_000;

/// How many milliseconds after it was recorded the alarm does what a crash left.
pub const LEFT_MS: u64 = 60_000;
/// When the alarm goes on with what is too much for one call, in milliseconds.
pub const SOON_MS: u64 = 50;

/// Answers a question about the will. What was recorded is done before its owner is told so: a yes, a no or a revocation
/// has reached its renders then. What `settle` fails at is done by the alarm.
///
/// # Errors
/// The question's own, or the storage fails.
pub async fn answer<R: Lent>(
    state: &State,
    app: &App,
    question: Question,
    request: &mut Request,
    settle: impl AsyncFnOnce() -> Answer<()>,
) -> Answer<Response> {
    let will = Will::<R>::of(app, state);
    let reply = match question {
        Question::Read => return Ok(ask::reply(will.read())?),
        Question::Versions { before, limit } => return Ok(ask::reply(will.versions(before, limit))?),
        Question::Consider(asked) => {
            let considered = will.consider(&asked);
            let reserved = matches!(considered, Ok(Considered::Allowed(_) | Considered::Waits(_))) && !asked.dry;
            // It is checked even if nobody ever asks again.
            if reserved
                && state.storage().get_alarm().await?.is_none()
                && let Some(ms) = aftermath::next_check_ms(app, state)?
            {
                record::wake_in(state, ms).await?;
            }
            return Ok(ask::reply(considered)?);
        }
        Question::Check(asked) => return Ok(ask::reply(will.check(&asked))?),
        Question::Made(render) => return Ok(ask::reply(will.made(&render))?),
        Question::Release(render) => return Ok(ask::reply(will.release(&render))?),
        Question::Drop(render) => return Ok(ask::reply(will.drop(&render))?),
        Question::SetPolicy { based_on } => {
            let policy: Policy = serde_json::from_slice(&request.bytes().await?)?;
            will.set_policy(policy, based_on).and_then(json)
        }
        Question::Pause(paused) => will.pause(paused).and_then(json),
        Question::PauseAll { paused, turn } => will.pause_all(paused, turn).and_then(json),
        Question::Approve { member, yes } => will.approve(member, yes).and_then(json),
        Question::Answer { asked, yes, always, note } => will.answer(&asked, yes, always, note).and_then(json),
        Question::Revoke(which) => {
            let taken = match will.revoke(&which) {
                Ok(revoked) => taken_back::<R>(state, app, revoked, settle).await,
                Err(failure) => Err(failure),
            };
            return Ok(ask::reply(taken)?);
        }
    };
    if reply.is_ok() {
        record::wake_in(state, LEFT_MS).await?;
        if let Err(failure) = settle().await {
            let _ = failure.into_problem();
        }
    }
    Ok(ask::reply(reply)?)
}

fn json(answer: impl serde::Serialize) -> Answer<serde_json::Value> {
    Ok(serde_json::to_value(answer)?)
}

/// Answers after the first uses were looked at and the first renders told; the alarm goes on with the rest.
async fn taken_back<R: Lent>(
    state: &State,
    app: &App,
    mut revoked: u32,
    settle: impl AsyncFnOnce() -> Answer<()>,
) -> Answer<TakenBack> {
    record::wake_in(state, LEFT_MS).await?;
    let goes_on = async {
        revoked += aftermath::sift::<R>(app, state).await?;
        settle().await
    };
    if let Err(failure) = goes_on.await {
        let _ = failure.into_problem();
    }
    Ok(TakenBack { revoked, rest: aftermath::rest::<R>(state)? })
}

/// Takes every use by others back, in a record that is about to go: without what was lent no use of it lives. What others
/// made out of clips without it does.
///
/// # Errors
/// The storage fails.
pub fn end<R: Lent>(state: &State, record: &mut R) -> Answer<()> {
    let mut held = record.held();
    for (render, used) in uses::alive(state, record.owner(), None)? {
        if used.plays {
            held.tell.push(Telling { render, say: Say::TakeBack });
        }
    }
    record.keep(held);
    Ok(())
}

/// The will of one owner, in the record of an object.
pub struct Will<'a, R> {
    /// What signs.
    pub(super) app: &'a App,
    /// The object's storage.
    pub(super) state: &'a State,
    /// The time.
    pub(super) now: u64,
    /// What is lent.
    record: PhantomData<R>,
}

impl<'a, R: Lent> Will<'a, R> {
    /// As it is kept here, now.
    #[must_use]
    pub fn of(app: &'a App, state: &'a State) -> Self {
        Self { app, state, now: app.now_ms(), record: PhantomData }
    }

    fn load(&self) -> Answer<Option<(R, Held)>> {
        let record = record::load::<R>(self.state)?.filter(|record| !record.is_leaving());
        Ok(record.map(|record| {
            let held = record.held();
            (record, held)
        }))
    }

    /// What is lent, with its owner's will.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is none.
    pub(super) fn record(&self) -> Answer<(R, Held)> {
        Ok(self.load()?.ok_or_else(|| not_found(R::NONE))?)
    }

    /// Keeps a will that has changed.
    ///
    /// # Errors
    /// The storage fails.
    pub(super) fn save(&self, mut record: R, held: Held) -> Answer<()> {
        record.keep(held);
        record::save(self.state, &record)
    }

    /// Asks for a use.
    ///
    /// # Errors
    /// The storage fails. A refusal is no error.
    fn consider(&self, asked: &Asked) -> Answer<Considered> {
        let Some((mut record, mut held)) = self.load()? else { return Ok(without_rules(asked)) };
        if !asked.dry {
            let stale = uses::stale(self.state, self.now.saturating_sub(STALE_MS))?;
            for (render, used) in &stale {
                uses::save(self.state, render, &usage::release(&mut held.tally, used))?;
            }
            if !stale.is_empty() {
                record.keep(held.clone());
                record::save(self.state, &record)?;
            }
        }
        let before = if asked.dry { None } else { uses::load(self.state, &asked.render)? };
        let findings = asked.findings();
        let mut tally = held.tally.clone();
        let facts = asked.facts(record.owner(), &held, record.has_pack(), &findings);
        let wish = Wish { facts: &facts, digest: &asked.digest, appeal: asked.appeal };
        let (used, outcome) = match usage::ask(&held.policy, &mut tally, before.as_ref(), &wish, self.now) {
            Ok(answer) => answer,
            Err(reason) => return Ok(Considered::Denied(reason)),
        };
        if !asked.dry && before.as_ref() != Some(&used) {
            if used.stage == Stage::Asked && uses::waiting(self.state, &asked.asker)? >= MAX_REQUESTS_WAITING {
                let detail = format!(
                    "{MAX_REQUESTS_WAITING} requests can wait with one person. Wait for an answer, or cancel one."
                );
                return Err(Problem::new(Code::TooMany, detail).rule("requests_waiting").into());
            }
            held.tally = tally;
            self.save(record, held)?;
            uses::save(self.state, &asked.render, &used)?;
            if before.is_none() {
                uses::unsure(self.state, &asked.render, self.now)?;
            }
        }
        Ok(match outcome {
            Outcome::Allowed(grant) => Considered::Allowed(grant),
            Outcome::Waits(reasons) => Considered::Waits(reasons),
        })
    }

    /// Whether a granted use still holds.
    ///
    /// # Errors
    /// The storage fails. A refusal is no error.
    pub fn check(&self, asked: &Asked) -> Answer<Considered> {
        let denied = |rule: Rule| Ok(Considered::Denied(rule.into()));
        let Some((record, held)) = self.load()? else { return Ok(without_rules(asked)) };
        let findings = asked.findings();
        let facts = asked.facts(record.owner(), &held, record.has_pack(), &findings);
        let wish = Wish { facts: &facts, digest: &asked.digest, appeal: false };
        let used = match uses::load(self.state, &asked.render)? {
            Some(used) => used,
            // One's own use of a character that was begun before characters kept a ledger; or a remix that was begun when the
            // likeness of who lends a character to it was not asked, but had to allow it by its rules alone.
            None if asked.asker == *record.owner() || asked.beside => {
                match usage::ask(&held.policy, &mut held.tally.clone(), None, &wish, self.now) {
                    Ok((used, _)) => used,
                    Err(reason) => return Ok(Considered::Denied(reason)),
                }
            }
            None => return denied(Rule::Revoked),
        };
        Ok(match usage::check(&held.policy, &held.tally, &used, &wish, self.now) {
            Ok(grant) => Considered::Allowed(grant),
            Err(reason) => Considered::Denied(reason),
        })
    }

    /// The owner's answer to a use that waits. A dry one only says what would come of it.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is none.
    fn answer(&self, asked: &Asked, yes: bool, always: bool, note: Option<String>) -> Answer<Considered> {
        let (record, mut held) = self.record()?;
        let before = uses::load(self.state, &asked.render)?
            .ok_or_else(|| not_found("This request is over: whoever asked has taken it back."))?;
        let findings = asked.findings();
        let mut tally = held.tally.clone();
        let facts = asked.facts(record.owner(), &held, record.has_pack(), &findings);
        let wish = Wish { facts: &facts, digest: &asked.digest, appeal: false };
        let used = match usage::answer(&held.policy, &mut tally, &before, &wish, yes, self.now) {
            Ok(used) => used,
            Err(reason) => return Ok(Considered::Denied(reason)),
        };
        let considered = match used.stage {
            Stage::Allowed | Stage::Made => match usage::check(&held.policy, &tally, &used, &wish, self.now) {
                Ok(grant) => Considered::Allowed(grant),
                Err(reason) => return Ok(Considered::Denied(reason)),
            },
            _ => Considered::Denied(Rule::Refused.into()),
        };
        held.tally = tally;
        if used != before {
            let say = match &considered {
                Considered::Allowed(grant) => Say::Allow(grant.clone()),
                _ => Say::Refuse(note),
            };
            held.tell.push(Telling { render: asked.render.clone(), say });
        }
        if yes && always {
            set_approved(&mut held, asked.asker.clone(), true)?;
        }
        if asked.dry {
            return Ok(considered);
        }
        self.save(record, held)?;
        uses::save(self.state, &asked.render, &used)?;
        Ok(considered)
    }

    /// A clip was made of a use.
    ///
    /// # Errors
    /// The storage fails.
    fn made(&self, render: &RenderId) -> Answer<()> {
        uses::sure(self.state, render)?;
        match uses::load(self.state, render)? {
            Some(used) => uses::save(self.state, render, &usage::make(&used)),
            None => Ok(()),
        }
    }

    /// A use ended without a clip.
    ///
    /// # Errors
    /// The storage fails.
    pub fn release(&self, render: &RenderId) -> Answer<()> {
        uses::sure(self.state, render)?;
        let (Some((record, mut held)), Some(used)) = (self.load()?, uses::load(self.state, render)?) else {
            return Ok(());
        };
        let after = usage::release(&mut held.tally, &used);
        self.save(record, held)?;
        uses::save(self.state, render, &after)
    }

    /// Nothing of a render is left: nor of its use, but for the count.
    ///
    /// # Errors
    /// The storage fails.
    fn drop(&self, render: &RenderId) -> Answer<()> {
        self.release(render)?;
        uses::remove(self.state, render)
    }

    /// Takes uses back. The renders are told afterwards.
    ///
    /// # Errors
    /// The storage fails.
    pub fn revoke(&self, which: &Which) -> Answer<u32> {
        let (record, mut held) = self.record()?;
        let by = match which {
            Which::By(member) => Some(member),
            // Each of them has to be looked at first.
            Which::Unfitting => {
                held.sift = Some(String::new());
                self.save(record, held)?;
                return Ok(0);
            }
            Which::Renders(_) | Which::All => None,
        };
        let mut revoked = 0;
        for (render, used) in uses::alive(self.state, record.owner(), by)? {
            if matches!(which, Which::Renders(named) if !named.contains(&render)) {
                continue;
            }
            uses::save(self.state, &render, &usage::revoke(&mut held.tally, &used))?;
            held.tell.push(Telling { render: render.clone(), say: Say::TakeBack });
            revoked += 1;
        }
        self.save(record, held)?;
        Ok(revoked)
    }
}

/// Who has no likeness has no rules, either: nothing of theirs is lent, their clips included.
fn without_rules(asked: &Asked) -> Considered {
    Considered::Denied(if asked.plays { Rule::NoUnderstudy } else { Rule::OwnClip }.into())
}
