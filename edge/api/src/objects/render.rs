//! The truth about one render: who asked for what, where it stands, and what is still to be done about it.
//!
//! Transitions are [`domain::render::apply`]. A transition is recorded together with what it makes to be done, then
//! that is done, then struck out; an alarm takes up what a crash left. Everything that is done can be done twice. The
//! bytes never come here: the Worker writes them to R2 under names made of this render and their hash.

use ::gateway::Cause;
use domain::AccountId;
use domain::limits::{MAX_OPEN_RENDERS, RENDER_TTL_MS};
use domain::render::{Command, Effect, Refused, State as Stage, apply, begin};
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::kept::{Kept, Record, Todo, Tombstone};
use super::{ask, record, uploads};
use crate::consent::Subject;
use crate::consent::call::Say;
use crate::error::{Answer, Failure, not_found};
use crate::gateway::call::Ordered;
use crate::renders::agreement::{Agreement, Spoken};
use crate::renders::call::{File, Question, Render, Wish};
use crate::renders::store;
use crate::state::App;
use crate::{clips, consent, gateway, log, remixes, renders, voices};

/// When the alarm takes up what a crash left, in milliseconds.
const RETRY_MS: u64 = 60_000;
/// When the alarm takes up a removal that a crash cut, in milliseconds.
const FORGET_MS: u64 = 3000;
/// When what an upload may have left after a removal is looked for, in milliseconds: longer than any request lives.
const SWEEP_MS: u64 = 3600 * 1000;
/// How long a render that ended without a clip can still be read, in milliseconds.
const KEPT_MS: u64 = 24 * 3600 * 1000;

fn gone() -> Failure {
    not_found("There is no such render of yours.").into()
}

fn refuse(refused: &Refused) -> Failure {
    let rule = match refused {
        Refused::OtherFile => "other_file",
        Refused::Ended(_) => "ended",
        Refused::Unagreed => "unagreed",
    };
    Problem::new(Code::Conflict, crate::body::sentence(&refused.to_string())).rule(rule).into()
}

/// One render. Named by its identifier.
#[durable_object(alarm)]
pub struct RenderObject {
    state: State,
    env: Env,
}

impl DurableObject for RenderObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let answer = match ask::question(&request) {
            Ok(Question::Forget) => return ask::reply(self.forget().await),
            Ok(question) => self.answer(question).await,
            Err(failure) => Err(failure),
        };
        ask::reply(answer)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        record::rung(&self.state, self.ring().await, RETRY_MS).await
    }
}

impl RenderObject {
    fn record(&self) -> Answer<Record> {
        self.load()?.filter(|record| !record.todo.contains(&Todo::Forget)).ok_or_else(gone)
    }

    fn load(&self) -> Answer<Option<Record>> {
        Ok(match record::load(&self.state)? {
            Some(Kept::Live(record)) => {
                let Record { render, todo, ended_at, made } = *record;
                Some(Record { render: render.named(), todo, ended_at, made })
            }
            Some(Kept::Gone(_)) | None => None,
        })
    }

    async fn answer(&self, question: Question) -> Answer<Render> {
        match question {
            Question::Begin(wish, agreements) => self.begin(wish, agreements).await,
            Question::Say(subject, say) => self.say(&subject, say).await,
            Question::Agree(owner, sha256) => self.agree(&owner, &sha256).await,
            Question::Read => Ok(self.record()?.render),
            Question::Receive(file) => self.receive(file).await,
            Question::Stored(sha256) => self.stored(&sha256).await,
            Question::Cancel => self.transition(&Command::Cancel).await,
            Question::Withdraw => self.transition(&Command::Withdraw).await,
            Question::Uproot => self.uprooted().await,
            Question::Disown(member) => self.disown(&member).await,
            Question::Forget => Err(gone()),
        }
    }

    async fn begin(&self, wish: Wish, agreements: Vec<Agreement>) -> Answer<Render> {
        match record::load::<Kept>(&self.state)? {
            Some(Kept::Gone(_)) => return Err(gone()),
            Some(Kept::Live(record)) if record.render.wish.creator != wish.creator => return Err(gone()),
            Some(Kept::Live(_)) => {}
            None => {
                let agreed = agreements.iter().all(|agreement| agreement.answer == Spoken::Allowed);
                let (stage, effects) = begin(agreed, wish.created_at);
                let render = Render { wish, stage, poster: None, file: None, agreements };
                let mut todo = vec![Todo::Open];
                todo.extend(render.wish.ordered.is_some().then_some(Todo::Order));
                let mut record = Record { render, todo, ended_at: None, made: false };
                self.record_effects(&mut record, &effects).await?;
            }
        }
        self.settle().await?;
        Ok(self.record()?.render)
    }

    /// The owner of one of the cast says yes, no or no more. Said again, nothing changes.
    async fn say(&self, subject: &Subject, say: Say) -> Answer<Render> {
        let mut record = self.record()?;
        let now = worker::Date::now().as_millis();
        let agreements = &mut record.render.agreements;
        let Some(at) = agreements.iter().position(|other| other.subject() == *subject) else {
            return Err(gone());
        };
        let theirs = &mut agreements[at];
        let command = match say {
            Say::Allow(_) if theirs.answer != Spoken::Asked => return Ok(record.render),
            Say::Allow(grant) => {
                let reasons = std::mem::take(&mut theirs.reasons);
                *theirs = Agreement { reasons, answered_at: Some(now), ..Agreement::granted(subject, grant) };
                let all = agreements.iter().all(|other| other.answer == Spoken::Allowed);
                all.then_some(Command::Allow)
            }
            Say::Refuse(note) => {
                // Who is asked about two things is asked once: a no is to both.
                for (place, other) in agreements.iter_mut().enumerate() {
                    let waits = other.owner == *subject.owner() && other.answer == Spoken::Asked;
                    if waits || place == at {
                        (other.answer, other.note, other.answered_at) = (Spoken::Refused, note.clone(), Some(now));
                    }
                }
                Some(Command::Refuse)
            }
            Say::TakeBack => {
                theirs.answer = Spoken::Withdrawn;
                Some(Command::TakeBack)
            }
            Say::Look => {
                theirs.looks = true;
                None
            }
        };
        let effects = match command {
            Some(command) => self.step(&mut record, &command)?,
            None => vec![Effect::Project],
        };
        self.record_effects(&mut record, &effects).await?;
        self.settle().await?;
        Ok(self.record()?.render)
    }

    /// One of the cast agrees to the very file.
    async fn agree(&self, owner: &AccountId, sha256: &str) -> Answer<Render> {
        let mut record = self.record()?;
        let ready = matches!(&record.render.stage, Stage::Ready { sha256: known } if known == sha256);
        if !ready {
            let detail = "This is not the file that is here now. Load the page again and look at it.";
            return Err(Problem::new(Code::Conflict, detail).field("sha256").rule("other_file").into());
        }
        // There is one file, and one look at it, whatever of theirs is in it.
        let mut theirs = record.render.agreements.iter_mut().filter(|other| other.owner == *owner).peekable();
        if theirs.peek().is_none() {
            return Err(gone());
        }
        theirs.for_each(|theirs| theirs.agreed = Some(sha256.to_owned()));
        self.record_effects(&mut record, &[Effect::Project]).await?;
        self.settle().await?;
        Ok(self.record()?.render)
    }

    /// Keeps nothing more of somebody whose clip it was made out of. What they had not agreed to ends.
    async fn disown(&self, member: &AccountId) -> Answer<Render> {
        let mut record = self.record()?;
        if let Some(remix) = &mut record.render.wish.remix {
            remix.people.retain(|other| other != member);
        }
        record.render.agreements.retain(|theirs| theirs.owner != *member);
        let effects =
            if record.render.stage.is_final() { Vec::new() } else { self.step(&mut record, &Command::Withdraw)? };
        self.record_effects(&mut record, &effects).await?;
        self.settle().await?;
        Ok(self.record()?.render)
    }

    async fn receive(&self, mut file: File) -> Answer<Render> {
        let mut record = self.record()?;
        let command = Command::Receive { sha256: file.sha256.clone() };
        let effects = self.step(&mut record, &command)?;
        if let Some(poster) = file.poster.take() {
            record.render.poster = Some(poster);
        }
        record.render.file = Some(file);
        self.record_effects(&mut record, &effects).await?;
        self.settle().await?;
        Ok(self.record()?.render)
    }

    async fn stored(&self, sha256: &str) -> Answer<Render> {
        let record = self.record()?;
        if record.render.file.as_ref().is_none_or(|file| file.sha256 != sha256) {
            return Err(refuse(&Refused::OtherFile));
        }
        self.transition(&Command::Stored).await
    }

    async fn transition(&self, command: &Command) -> Answer<Render> {
        let mut record = self.record()?;
        let effects = self.step(&mut record, command)?;
        self.record_effects(&mut record, &effects).await?;
        self.settle().await?;
        Ok(self.record()?.render)
    }

    /// What it is made out of was withdrawn. Whoever says so goes through everything below: this has not to go on with it.
    async fn uprooted(&self) -> Answer<Render> {
        let mut record = self.record()?;
        let mut effects = self.step(&mut record, &Command::TakeBack)?;
        effects.retain(|effect| *effect != Effect::Uproot);
        self.record_effects(&mut record, &effects).await?;
        self.settle().await?;
        Ok(self.record()?.render)
    }

    fn step(&self, record: &mut Record, command: &Command) -> Answer<Vec<Effect>> {
        let now = worker::Date::now().as_millis();
        let created_at = record.render.wish.created_at;
        let (stage, effects) =
            apply(&record.render.stage, command, created_at, now).map_err(|refused| refuse(&refused))?;
        if stage.is_final() && record.ended_at.is_none() {
            record.ended_at = Some(now);
        }
        if let Stage::Ready { sha256 } = &stage {
            record.made = true;
            // Whoever drew it has seen it.
            let drawer = record.render.wish.drawer().clone();
            for theirs in record.render.agreements.iter_mut().filter(|theirs| theirs.owner == drawer) {
                theirs.agreed = Some(sha256.clone());
            }
        }
        record.render.stage = stage;
        Ok(effects)
    }

    /// Records a transition with what it makes to be done.
    async fn record_effects(&self, record: &mut Record, effects: &[Effect]) -> Answer<()> {
        let mut new: Vec<Todo> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Project => Some(Todo::Project),
                Effect::Discard => Some(Todo::Discard),
                Effect::Tidy => Some(Todo::Tidy),
                Effect::Tell => Some(Todo::Tell),
                Effect::Uproot => Some(Todo::Uproot),
                // The Worker that has the bytes stores them; the alarm is set for every state at the end of `settle`.
                Effect::Store | Effect::Alarm(_) => None,
            })
            .collect();
        if record.render.stage == Stage::Withdrawn {
            // What everybody can see goes first: no provider and no bucket that fails keeps it there.
            new.sort_by_key(|todo| *todo != Todo::Project);
        }
        record.todo.append(&mut new);
        record.todo.dedup();
        record::save(&self.state, record)?;
        if record.todo.is_empty() { Ok(()) } else { record::wake_in(&self.state, RETRY_MS).await }
    }

    async fn forget(&self) -> Answer<()> {
        let Some(mut record) = self.load()? else { return Ok(()) };
        record.todo = vec![Todo::Forget];
        record::save(&self.state, &record)?;
        // Once the rows are gone nothing else leads here: the alarm is what brings a cut removal to its end, soon.
        record::wake_in(&self.state, FORGET_MS).await?;
        self.settle().await
    }

    async fn ring(&self) -> Answer<()> {
        let mut record = match record::load(&self.state)? {
            Some(Kept::Live(record)) => *record,
            Some(Kept::Gone(Tombstone { gone })) => {
                uploads::discard(&App::new(self.env.clone())?, &gone).await?;
                return record::erase(&self.state).await;
            }
            None => return Ok(()),
        };
        let ready = matches!(record.render.stage, Stage::Ready { .. });
        if let (Some(end), false) = (record.ended_at, ready || record.made)
            && worker::Date::now().as_millis() >= end + KEPT_MS
        {
            // Also takes what an upload that was under way while the render ended may have left.
            return self.forget().await;
        }
        let effects = self.step(&mut record, &Command::Tick)?;
        self.record_effects(&mut record, &effects).await?;
        self.settle().await
    }

    /// Does what is recorded, in order, and strikes it out.
    async fn settle(&self) -> Answer<()> {
        let app = App::new(self.env.clone())?;
        while let Some(record) = self.load()? {
            let Some(&todo) = record.todo.first() else { return self.sleep(&record).await };
            self.perform(&app, todo, &record.render).await?;
            if todo == Todo::Forget {
                return Ok(());
            }
            let latest = self.load()?.filter(|latest| !latest.todo.contains(&Todo::Forget));
            let Some(mut latest) = latest else {
                // Removed while this was written: what was written must not stay.
                return self.unwrite(&app, &record.render.wish).await;
            };
            // Another call may have moved on: what it recorded is still to be done.
            if latest.todo.first() == Some(&todo) && latest.render.stage == record.render.stage {
                latest.todo.remove(0);
                record::save(&self.state, &latest)?;
            }
        }
        Ok(())
    }

    async fn unwrite(&self, app: &App, wish: &Wish) -> Answer<()> {
        let db = app.db()?;
        clips::store::remove(&db, &wish.clip).await?;
        store::remove(&db, &wish.id).await
    }

    async fn perform(&self, app: &App, todo: Todo, render: &Render) -> Answer<()> {
        let (db, id) = (app.db()?, &render.wish.id);
        match todo {
            Todo::Open => {
                let opened = store::open(&db, render, MAX_OPEN_RENDERS).await;
                // Too many, or the account went: there is nothing to go on with.
                if matches!(opened, Ok(false) | Err(Failure::Problem(_))) {
                    record::erase(&self.state).await?;
                }
                if opened? {
                    return Ok(());
                }
                let detail = format!(
                    "{MAX_OPEN_RENDERS} renders can wait at a time. Finish or cancel one, then start this again."
                );
                Err(Problem::new(Code::TooMany, detail)
                    .rule("open_renders")
                    .measured(format!("{MAX_OPEN_RENDERS} renders"), format!("{MAX_OPEN_RENDERS} renders"))
                    .into())
            }
            Todo::Project => {
                store::set_state(&db, render).await?;
                if render.stage == Stage::Withdrawn {
                    clips::store::withdraw(&db, &render.wish.clip, app.now_ms()).await?;
                    log::withdraw(app, &render.wish.clip).await?;
                }
                renders::news::tell(app, render).await?;
                match (&render.stage, &render.file, &render.poster) {
                    (Stage::Ready { .. }, Some(file), Some(poster)) => {
                        // One that comes in an export is as old as it was there.
                        let made_at = render.wish.imported.as_ref().map_or_else(|| app.now_ms(), |it| it.made_at);
                        clips::store::insert(&db, &render.wish, file, poster, made_at).await
                    }
                    _ => Ok(()),
                }
            }
            Todo::Order => {
                let Some(ordered) = &render.wish.ordered else { return Ok(()) };
                let begun = gateway::begin(app, Ordered::clone(ordered)).await;
                if matches!(begun, Err(Failure::Problem(_))) {
                    self.unwrite(app, &render.wish).await?;
                    record::erase(&self.state).await?;
                }
                begun
            }
            Todo::Discard => {
                // First: what is still copied would come after.
                if render.wish.ordered.is_some() {
                    let withdrawn = matches!(render.stage, Stage::Withdrawn | Stage::Refused);
                    gateway::stop(app, id, withdrawn.then_some(Cause::Consent)).await?;
                }
                voices::hush(app, &render.wish).await?;
                uploads::discard(app, id).await
            }
            Todo::Tidy => {
                voices::hush(app, &render.wish).await?;
                uploads::tidy(app, render).await
            }
            Todo::Tell => consent::ended(app, render).await,
            Todo::Uproot => remixes::uproot(app, &render.wish.clip).await,
            Todo::Forget => {
                // First of all: once the rows are gone nothing leads from the clip to its entries.
                log::withdraw(app, &render.wish.clip).await?;
                if render.stage == Stage::Withdrawn {
                    // It may have been cut short: once the rows are gone nothing leads to what was made out of it.
                    remixes::uproot(app, &render.wish.clip).await?;
                }
                consent::forget(app, &render.wish).await?;
                if render.wish.ordered.is_some() {
                    gateway::forget(app, id).await?;
                }
                voices::hush(app, &render.wish).await?;
                self.unwrite(app, &render.wish).await?;
                uploads::discard(app, id).await?;
                record::erase(&self.state).await?;
                record::save(&self.state, &Kept::Gone(Tombstone { gone: id.clone() }))?;
                record::wake_in(&self.state, SWEEP_MS).await
            }
        }
    }

    /// Sets the alarm for whatever time will bring.
    async fn sleep(&self, record: &Record) -> Answer<()> {
        let now = worker::Date::now().as_millis();
        let at = match record.render.stage {
            Stage::Ready { .. } => return Ok(self.state.storage().delete_alarm().await?),
            Stage::Withdrawn if record.made => return Ok(self.state.storage().delete_alarm().await?),
            Stage::AwaitingConsent | Stage::AwaitingDevice | Stage::Storing { .. } => {
                record.render.wish.created_at + RENDER_TTL_MS
            }
            Stage::Cancelled | Stage::Expired | Stage::Withdrawn | Stage::Refused => {
                record.ended_at.unwrap_or(now) + KEPT_MS
            }
        };
        record::wake_in(&self.state, at.saturating_sub(now).max(1)).await
    }
}
