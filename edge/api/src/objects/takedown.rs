//! The truth about one report: what it says, what the operator decided, which clips are down because of it, and the audit
//! trail.
//!
//! Transitions are [`domain::takedown::apply`]. A transition is recorded together with what it makes to be done, then
//! that is done, then struck out; an alarm takes up what a crash left. Everything that is done can be done twice. The
//! rows in D1 follow from the record alone, holds on clips included.

use domain::takedown::{Command, Effect, Refused, Stage, apply};
use domain::{ClipId, UnixMs};
use wire::takedowns::{Actor, Decision, Deed, Outcome};
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{ask, record};
use crate::error::{Answer, Failure, not_found};
use crate::state::App;
use crate::takedowns::call::{Evidence, Found, Question, Record, Todo};
use crate::takedowns::{contact_kept_ms, copies, sealed, store, tell_creator};

/// When the alarm takes up what a crash left, in milliseconds.
const RETRY_MS: u64 = 3000;

fn gone() -> Failure {
    not_found("There is no such report.").into()
}

fn refuse(refused: Refused) -> Failure {
    Problem::new(Code::Conflict, crate::body::sentence(&refused.to_string())).rule(refused.rule()).into()
}

/// One report. Named by its identifier.
#[durable_object(alarm)]
pub struct TakedownObject {
    state: State,
    env: Env,
}

impl DurableObject for TakedownObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let answer = match ask::question(&request) {
            Ok(question) => self.answer(question).await,
            Err(failure) => Err(failure),
        };
        ask::reply(answer)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        record::rung(&self.state, self.ring().await, RETRY_MS).await
    }
}

impl TakedownObject {
    fn load(&self) -> Answer<Option<Record>> {
        record::load(&self.state)
    }

    fn record(&self) -> Answer<Record> {
        self.load()?.ok_or_else(gone)
    }

    async fn answer(&self, question: Question) -> Answer<Record> {
        let app = App::new(self.env.clone())?;
        let now = app.now_ms();
        match question {
            Question::Read => return self.record(),
            Question::File(filed) => {
                if self.load()?.is_none() {
                    self.keep(Record::new(*filed)).await?;
                }
            }
            Question::Open { by } => self.opened(now, by).await?,
            Question::Decide { decision: Decision::Hold, reason, spare, by } => {
                let spared = self.spared(&app, &spare).await?;
                let file = self.reported_file(&app)?;
                let pairs = spared.iter().map(|found| (found.clip.clone(), found.how)).collect();
                self.step(&Command::Hold { spare: pairs }, now, |record| {
                    record.files.extend(file);
                    let clip = record.case.clip.clone();
                    sign(record, now, Actor::Operator, Deed::Held, Some(clip), Some(&reason), Some(by.clone()));
                    for Found { clip, file, .. } in spared {
                        sign(record, now, Actor::Operator, Deed::Spared, Some(clip.clone()), None, Some(by.clone()));
                        record.files.insert(clip, file);
                    }
                    record.reason = Some(reason);
                })
                .await?;
            }
            Question::Decide { reason, by, .. } => {
                self.step(&Command::Dismiss, now, |record| {
                    let clip = record.case.clip.clone();
                    sign(record, now, Actor::Operator, Deed::Dismissed, Some(clip), Some(&reason), Some(by));
                    record.reason = Some(reason);
                })
                .await?;
            }
            Question::Suspend { reason } => {
                let file = self.reported_file(&app)?;
                self.step(&Command::Suspend, now, |record| {
                    record.files.extend(file);
                    let clip = record.case.clip.clone();
                    sign(record, now, Actor::Program, Deed::Held, Some(clip), Some(&reason), None);
                    record.reason = Some(reason);
                })
                .await?;
            }
            Question::Match(found) => self.matched(found, now).await?,
            Question::Appeal { clip, words, by } => {
                self.step(&Command::Appeal(clip.clone()), now, |record| {
                    record.appeals.insert(clip.clone(), words);
                    sign(record, now, Actor::Creator, Deed::Appealed, Some(clip), None, Some(by));
                })
                .await?;
            }
            Question::Settle { clip, outcome, reason, by } => {
                let (command, deed) = match outcome {
                    Outcome::Uphold => (Command::Uphold(clip.clone()), Deed::Upheld),
                    Outcome::Reinstate => (Command::Reinstate(clip.clone()), Deed::Reinstated),
                };
                self.step(&command, now, |record| {
                    sign(record, now, Actor::Operator, deed, Some(clip.clone()), Some(&reason), Some(by));
                    record.answers.insert(clip, reason);
                })
                .await?;
            }
            Question::Forget(clip) => {
                if let Some(mut record) = self.load()?
                    && record.appeals.remove(&clip).is_some()
                {
                    self.keep(record).await?;
                }
            }
        }
        self.settle(&app).await?;
        self.record()
    }

    /// Records a change and what it makes to be done, and sees to it that it is done.
    async fn keep(&self, mut record: Record) -> Answer<()> {
        record.version += 1;
        record.owe(Todo::Project);
        record::save(&self.state, &record)?;
        record::wake_in(&self.state, RETRY_MS).await
    }

    /// Applies a command; `note` writes down what belongs to it, if it changes anything.
    async fn step(&self, command: &Command, now: UnixMs, note: impl FnOnce(&mut Record)) -> Answer<()> {
        let mut record = self.record()?;
        let (case, effects) = apply(&record.case, command, now).map_err(refuse)?;
        if effects.is_empty() {
            return Ok(());
        }
        record.case = case;
        note(&mut record);
        record.tidy();
        for effect in effects {
            match effect {
                Effect::TakeDown(clip) => record.owe(Todo::Tell(clip)),
                Effect::Project => record.owe(Todo::Project),
                // The projection puts back what is no longer held.
                Effect::PutBack(_) => {}
                Effect::Search => record.owe(Todo::Search),
            }
        }
        self.keep(record).await
    }

    /// The reported clip with the keyed hash of its file.
    fn reported_file(&self, app: &App) -> Answer<Option<(ClipId, String)>> {
        let record = self.record()?;
        let Some(sealed) = &record.evidence else { return Ok(None) };
        let evidence: Evidence = sealed::open(app, &record.id, "evidence", sealed)?;
        Ok(Some((record.case.clip, copies::blinded(app, &evidence.sha256))))
    }

    /// What an operator wants to leave up, with how it was found. A clip that is deleted meanwhile needs no sparing.
    async fn spared(&self, app: &App, spare: &[ClipId]) -> Answer<Vec<Found>> {
        let record = self.record()?;
        let (Some(sealed), false) = (&record.evidence, spare.is_empty()) else { return Ok(Vec::new()) };
        let evidence: Evidence = sealed::open(app, &record.id, "evidence", sealed)?;
        let mut found = copies::of(app, &record.case.clip, record.case.ground, &evidence).await?;
        found.retain(|found| spare.contains(&found.clip));
        if found.iter().any(|found| !found.how.can_be_spared()) {
            let detail = "The same file goes with the clip. Only near copies can stay up.";
            return Err(Problem::new(Code::Invalid, detail).field("spare").rule("identical").into());
        }
        Ok(found)
    }

    async fn matched(&self, found: Found, now: UnixMs) -> Answer<()> {
        let Found { clip, how, file } = found;
        self.step(&Command::Match(clip.clone(), how), now, |record| {
            record.files.insert(clip.clone(), file);
            sign(record, now, Actor::Program, Deed::Matched, Some(clip), None, None);
        })
        .await
    }

    /// Each operator's first look is written down.
    async fn opened(&self, now: UnixMs, by: String) -> Answer<()> {
        let mut record = self.record()?;
        let seen = |line: &crate::takedowns::call::Line| {
            line.event.deed == Deed::Opened && line.by.as_deref() == Some(by.as_str())
        };
        if record.report.is_none() || record.events.iter().any(seen) {
            return Ok(());
        }
        sign(&mut record, now, Actor::Operator, Deed::Opened, None, None, Some(by));
        self.keep(record).await
    }

    async fn ring(&self) -> Answer<()> {
        let app = App::new(self.env.clone())?;
        let Some(mut record) = self.load()? else { return Ok(()) };
        let now = app.now_ms();
        let over = record.case.contact_until(contact_kept_ms(&app)).is_some_and(|until| until <= now);
        if over && (record.report.is_some() || !record.appeals.is_empty()) {
            record.report = None;
            record.appeals.clear();
            record.note(now, Actor::Program, Deed::ContactRemoved);
            self.keep(record).await?;
        }
        self.settle(&app).await
    }

    /// Does what is recorded, in order, and strikes it out.
    async fn settle(&self, app: &App) -> Answer<()> {
        while let Some(record) = self.load()? {
            let Some(todo) = record.todo.first().cloned() else { return self.sleep(app, &record).await };
            self.perform(app, &todo, &record).await?;
            let Some(mut latest) = self.load()? else { return Ok(()) };
            latest.todo.retain(|other| *other != todo);
            if latest.version != record.version && todo == Todo::Project {
                // Another call has moved on. Which of the two wrote last is not known: the latest is written once more.
                latest.todo.insert(0, Todo::Project);
            }
            record::save(&self.state, &latest)?;
        }
        Ok(())
    }

    async fn perform(&self, app: &App, todo: &Todo, record: &Record) -> Answer<()> {
        let evidence: Option<Evidence> =
            record.evidence.as_ref().map(|sealed| sealed::open(app, &record.id, "evidence", sealed)).transpose()?;
        match todo {
            Todo::Project => {
                let traces = evidence.map(|evidence| evidence.traces()).unwrap_or_default();
                store::project(&app.db()?, record, &traces).await
            }
            Todo::Search => {
                let (Some(evidence), Stage::Held) = (evidence, record.case.stage) else { return Ok(()) };
                for found in copies::of(app, &record.case.clip, record.case.ground, &evidence).await? {
                    match self.matched(found, app.now_ms()).await {
                        // Reinstated in the meantime.
                        Err(Failure::Problem(_)) => {}
                        other => other?,
                    }
                }
                Ok(())
            }
            Todo::Tell(clip) => tell_creator(app, clip, record.case.ground).await,
        }
    }

    /// Sets the alarm for the removal of what identifies somebody, if there is any.
    async fn sleep(&self, app: &App, record: &Record) -> Answer<()> {
        let kept = record.report.is_some() || !record.appeals.is_empty();
        match record.case.contact_until(contact_kept_ms(app)).filter(|_| kept) {
            Some(until) => record::wake_in(&self.state, until.saturating_sub(app.now_ms()).max(1)).await,
            None => Ok(self.state.storage().delete_alarm().await?),
        }
    }
}

/// A line of the audit trail.
fn sign(
    record: &mut Record,
    now: UnixMs,
    actor: Actor,
    deed: Deed,
    clip: Option<ClipId>,
    reason: Option<&str>,
    by: Option<String>,
) {
    let line = record.note(now, actor, deed);
    (line.event.clip, line.event.reason, line.by) = (clip, reason.map(str::to_owned), by);
}
