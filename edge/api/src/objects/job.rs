//! The truth about one job at a provider: what was ordered, where it stands, what lies where, and what it costs.
//!
//! Transitions are [`gateway::job::Job::apply`]. Only the alarm talks to the provider, so nothing is said twice at once; whatever
//! else comes in (inputs, callbacks, the end of the render) is recorded and rings it. What goes out is recorded before.

use domain::UnixMs;
use gateway::film::Wanted;
use gateway::job::{Due, Event, Stage};
use gateway::{Adapter, Cause, Failure as Trouble, table};
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{ask, record};
use crate::error::{Answer, Failure, not_found};
use crate::gateway::call::{Next, Ordered, Question, Record, Spend, Stands};
use crate::gateway::hint::{self, Hint};
use crate::gateway::{caps, carry, copy, follow, inputs, sent, spend, store, talk};
use crate::renders;
use crate::state::App;

mod submit;

/// When the alarm takes up what a crash left, in milliseconds.
const RETRY_MS: u64 = 5000;
/// How long until a running job is asked about again, in milliseconds: where the provider calls back, and where not.
const POLL_MS: [u32; 2] = [15_000, 5000];

fn gone() -> Failure {
    not_found("Nothing was ordered for this render.").into()
}

fn used_up() -> Failure {
    not_found("This address was used up: what lies there was fetched as often as one order needs it.").into()
}

/// One job. Named by its render.
#[durable_object(alarm)]
pub struct JobObject {
    state: State,
    env: Env,
}

impl DurableObject for JobObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match ask::question(&request) {
            Ok(Question::Forget) => ask::reply(self.forget().await),
            Ok(question) => ask::reply(self.answer(question).await),
            Err(failure) => ask::reply::<Record>(Err(failure)),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        record::rung(&self.state, self.ring().await, RETRY_MS).await
    }
}

impl JobObject {
    fn load(&self) -> Answer<Option<Record>> {
        record::load(&self.state)
    }

    fn record(&self) -> Answer<Record> {
        self.load()?.filter(|record| !record.forget).ok_or_else(gone)
    }

    /// Writes a change. Nobody else came in between: loading, changing and saving are one breath.
    fn change(&self, change: impl FnOnce(&mut Record)) -> Answer<Record> {
        self.save(self.record()?, change)
    }

    /// Most answers of a provider say that nothing is new: then nobody is told, and the row in D1 stays as it is.
    fn save(&self, before: Record, change: impl FnOnce(&mut Record)) -> Answer<Record> {
        let mut record = before.clone();
        change(&mut record);
        record.look_for_removal(worker::Date::now().as_millis());
        let behind = store::told(&before) != store::told(&record);
        record.unprojected |= behind;
        if behind || before.view() != record.view() {
            record.version += 1;
        }
        if before != record {
            record::save(&self.state, &record)?;
        }
        Ok(record)
    }

    async fn ring_now(&self) -> Answer<()> {
        record::wake_in(&self.state, 1).await
    }

    async fn answer(&self, question: Question) -> Answer<Record> {
        let app = App::new(self.env.clone())?;
        let now = app.now_ms();
        match question {
            Question::Begin(ordered) => return self.begin(&app, *ordered).await,
            Question::Read => return self.record(),
            Question::Input(what) => {
                self.change(|record| {
                    if !record.inputs.contains(&what) {
                        record.inputs.push(what);
                    }
                    if record.inputs.len() == 2 {
                        record.job.apply(Event::Inputs, now, 0, 0.0);
                    }
                })?;
            }
            Question::Hint(hint) if self.load()?.is_none_or(|record| record.forget) => {
                return self.astray(hint, now).await;
            }
            Question::Hint(hint) => {
                let mut new = false;
                let record = self.change(|record| {
                    new = record.hears(&hint.mark);
                    if let Some(event) = hint::hinted(record, hint).filter(|_| new) {
                        record.job.apply(event, now, 0, 0.0);
                    }
                })?;
                if !new {
                    return Ok(record);
                }
            }
            Question::Stop(why) => {
                self.change(|record| record.job.apply(Event::Cancel(why), now, 0, 0.0))?;
            }
            Question::Hand(handing) => {
                let mut within = false;
                let record = self.change(|record| within = record.hands(handing))?;
                return if within { Ok(record) } else { Err(used_up()) };
            }
            Question::Replay => {
                let nonce = nonce(&app)?;
                self.replay(&app, nonce).await?;
            }
            Question::Next(yes) => self.answer_next(&app, yes).await?,
            Question::Forget => return Err(gone()),
        }
        self.ring_now().await?;
        self.record()
    }

    /// Records the order, then reserves its price: a crash in between is made good by the alarm, or by asking again.
    async fn begin(&self, app: &App, ordered: Ordered) -> Answer<Record> {
        if self.load()?.is_none() {
            let adapter = adapter(&ordered.generator)?;
            record::save(&self.state, &Record::new(ordered, adapter.steps(), nonce(app)?))?;
            record::wake_in(&self.state, RETRY_MS).await?;
        }
        let record = self.record()?;
        if record.reserved {
            return Ok(record);
        }
        match spend(app, &Spend::Reserve(Box::new(record.ordered.clone()), caps(app))).await {
            Ok(_) => {}
            Err(refused @ Failure::Problem(_)) => {
                record::erase(&self.state).await?;
                return Err(refused);
            }
            Err(failure) => return Err(failure),
        }
        self.change(|record| record.reserved = true)?;
        self.project(app).await?;
        self.record()
    }

    /// The operator's word: a job that failed is ordered again if its render still waits and its inputs can be made again.
    async fn replay(&self, app: &App, nonce: String) -> Answer<()> {
        let record = self.record()?;
        let failed = matches!(record.job.stage, Stage::Failed { .. });
        if !failed && !record.job.stuck() {
            let detail = "This job neither failed nor left anything. There is nothing to take up again.";
            return Err(Problem::new(Code::Conflict, detail).rule("not_dead").into());
        }
        if failed {
            renders::waits(app, &record.ordered.render).await?;
            // Its price was given back: it is reserved anew, within the caps of today.
            let fresh = Ordered { created_at: app.now_ms(), ..record.ordered.clone() };
            spend(app, &Spend::Reserve(Box::new(fresh), caps(app))).await?;
        }
        let now = app.now_ms();
        self.change(|record| {
            record.job.replay(now);
            if failed {
                // The inputs were removed: the device makes them again.
                record.job.stage = Stage::AwaitingInputs;
                record.inputs.clear();
                (record.nonce, record.round) = (nonce, record.round + 1);
                (record.cost, record.inputs_removed) = (None, false);
                (record.next, record.weighed) = (None, !record.ordered.fall_back);
            }
        })
        .map(drop)
    }

    /// A callback of a job that is forgotten.
    async fn astray(&self, hint: Hint, now: UnixMs) -> Answer<Record> {
        let mut record = match self.load()? {
            Some(record) => record,
            None => Record::forgotten(hint.order.render.clone(), adapter(&hint.order.generator)?, now),
        };
        record.job.apply(hint::astray(hint).ok_or_else(gone)?, now, 0, 0.0);
        record::save(&self.state, &record)?;
        self.ring_now().await?;
        Ok(record)
    }

    async fn forget(&self) -> Answer<()> {
        let now = worker::Date::now().as_millis();
        let Some(mut record) = self.load()? else { return Ok(()) };
        record.job.apply(Event::Cancel(None), now, 0, 0.0);
        record.forget = true;
        record::save(&self.state, &record)?;
        inputs::remove(&App::new(self.env.clone())?, &record.ordered.render).await?;
        self.ring_now().await
    }

    async fn project(&self, app: &App) -> Answer<()> {
        let Some(record) = self.load()?.filter(|record| record.unprojected) else { return Ok(()) };
        if !record.forget {
            store::write(&app.db()?, &record).await?;
        }
        sent::store::write(&app.db()?, &record).await?;
        if let Some(mut latest) = self.load()?.filter(|latest| latest.version == record.version) {
            latest.unprojected = false;
            record::save(&self.state, &latest)?;
        }
        Ok(())
    }

    /// Does what is due, one thing after another, until there is something to wait for.
    async fn ring(&self) -> Answer<()> {
        let app = App::new(self.env.clone())?;
        while let Some(record) = self.load()? {
            // A crash in what follows is taken up by this.
            record::wake_in(&self.state, RETRY_MS).await?;
            if !record.reserved && !record.forget {
                match self.begin(&app, record.ordered.clone()).await {
                    Ok(_) => {}
                    // The caps say no, and nobody waits for the answer any more.
                    Err(Failure::Problem(_)) => return Ok(()),
                    Err(failure) => return Err(failure),
                }
                continue;
            }
            self.tidy(&app, &record).await?;
            self.project(&app).await?;
            let Some(record) = self.load()? else { return Ok(()) };
            if record.unprojected || unsettled(&record) {
                // It went on, or came to its end, while the above was done: nothing may be waited for before that is seen to.
                continue;
            }
            let (now, until) = (app.now_ms(), record.open_until());
            if until.is_some_and(|until| now >= until) {
                self.note(|record| record.stands(Stands::Over { why: None }))?;
                continue;
            }
            let soon = |at: u64| until.unwrap_or(u64::MAX).min(at).saturating_sub(now).max(1);
            match record.job.due(now) {
                Due::Wait(u64::MAX) => return Ok(self.state.storage().delete_alarm().await?),
                Due::Wait(at) => return record::wake_in(&self.state, soon(at)).await,
                Due::Over if record.forget => {
                    store::remove(&app.db()?, &record.ordered.render).await?;
                    if !record.job.stuck() {
                        return record::erase(&self.state).await;
                    }
                    // A picture of somebody may still lie there: it is tried until it is gone.
                    self.note(|record| record.job.linger(now))?;
                }
                Due::Over if until.is_some() => return record::wake_in(&self.state, soon(u64::MAX)).await,
                Due::Over => return Ok(self.state.storage().delete_alarm().await?),
                due => self.perform(&app, &record, due).await?,
            }
        }
        Ok(())
    }

    /// What follows from the end of a job, and from a copy that a crash cut.
    async fn tidy(&self, app: &App, record: &Record) -> Answer<()> {
        if let Some((key, upload)) = &record.upload {
            copy::abort(app, key, upload).await?;
            if record.job.stage.is_final() {
                // It may have been completed: the crash came before that was noted.
                copy::remove(app, &record.ordered.render).await?;
            }
            self.note(|record| record.upload = None)?;
        }
        if !record.job.stage.is_final() {
            return Ok(());
        }
        if record.unweighed() && record.cost.is_some() {
            return self.follow(app, record).await;
        }
        // What another generator may be given is kept until that is settled.
        if !record.inputs_removed && !record.unweighed() {
            inputs::remove(app, &record.ordered.render).await?;
            self.note(|record| record.inputs_removed = true)?;
        }
        if record.to_settle() {
            let cost = if record.job.spent { record.ordered.price } else { 0 };
            spend(app, &Spend::Settle(record.ordered.render.clone(), cost)).await?;
            self.note(|record| record.cost = Some(cost))?;
        }
        Ok(())
    }

    /// One that failed is followed by another, if there is one: by itself, or because its creator said yes.
    async fn follow(&self, app: &App, record: &Record) -> Answer<()> {
        let Some(next @ Next { stands: Stands::Taking { .. }, .. }) = &record.next else {
            let next = follow::weigh(app, record).await?;
            return self.note(|record| {
                // The operator may have taken it up again meanwhile.
                if record.unweighed() {
                    (record.weighed, record.next) = (true, next);
                }
            });
        };
        let stands = follow::take(app, record, next).await?;
        self.note(|record| {
            if record.unweighed() {
                record.stands(stands);
            }
        })
    }

    /// The answer to the question whether another generator may go on for more. Said again, nothing changes.
    async fn answer_next(&self, app: &App, yes: bool) -> Answer<()> {
        let record = self.record()?;
        let Some(next) = &record.next else { return Err(follow::unasked()) };
        match (&next.stands, yes) {
            (Stands::Open { until }, _) if app.now_ms() >= *until => Err(follow::over()),
            (Stands::Open { .. }, false) => self.change(|record| record.stands(Stands::Over { why: None })).map(drop),
            (Stands::Open { .. }, true) => {
                let render = follow::successor(app, &record.ordered.render, &next.generator);
                let record = self.change(|record| record.stands(Stands::Taking { render }))?;
                self.follow(app, &record).await
            }
            // Two say it at once: both wait until it has begun.
            (Stands::Taking { .. }, true) => self.follow(app, &record).await,
            (Stands::Taken { .. }, true) | (Stands::Over { .. }, false) => Ok(()),
            (Stands::Taking { .. } | Stands::Taken { .. }, false) | (Stands::Over { .. }, true) => Err(follow::over()),
        }
    }

    /// Writes a change of one that may be going.
    fn note(&self, change: impl FnOnce(&mut Record)) -> Answer<()> {
        let Some(record) = self.load()? else { return Ok(()) };
        self.save(record, change).map(drop)
    }

    /// One exchange with the provider, and what came of it.
    async fn perform(&self, app: &App, record: &Record, due: Due) -> Answer<()> {
        let adapter = adapter(&record.ordered.generator)?;
        let no_key = || Trouble::of(Cause::Key, "no key is set");
        let Some(access) = carry::access(app, adapter.provider()) else {
            let event = match due {
                Due::Cancel(k) | Due::Remove(k) => Event::Unremoved(k, no_key()),
                _ => Event::Trouble(no_key()),
            };
            return self.happened(app, adapter, event);
        };
        let event = match due {
            Due::Submit => match self.submit(app, record, adapter, &access).await? {
                Ok(remote) => Event::Accepted(remote),
                Err(trouble) => Event::Trouble(trouble),
            },
            Due::Ask(remote) => match talk::progress(adapter, &access, &remote, record.job.step).await {
                Ok(progress) => Event::Progress(progress),
                Err(trouble) => Event::Trouble(trouble),
            },
            Due::Fetch(film) => {
                let upload = copy::begin(app, &record.ordered.render).await?;
                let begun = (copy::key(&record.ordered.render), upload.upload_id().await);
                self.note(|record| record.upload = Some(begun))?;
                let Ordered { speech_ms, .. } = record.ordered;
                let wanted = Wanted { speech_ms, own_voice: adapter.offer().own_voice };
                match copy::copy(adapter, &access, &film, &wanted, upload).await {
                    Ok(master) => {
                        let now = self.load()?;
                        if !now.is_some_and(|now| matches!(now.job.stage, Stage::Fetching { .. })) {
                            // It ended while this was copied, and what lay here was removed before.
                            copy::remove(app, &record.ordered.render).await?;
                        }
                        self.note(|record| (record.upload, record.master) = (None, Some(master)))?;
                        Event::Fetched
                    }
                    Err(trouble) => {
                        self.note(|record| record.upload = None)?;
                        Event::Trouble(trouble)
                    }
                }
            }
            Due::Cancel(k) => talk::cancel(adapter, &access, record, k).await,
            Due::Remove(k) => talk::remove(adapter, &access, record, k).await,
            Due::Wait(_) | Due::Over => return Ok(()),
        };
        self.happened(app, adapter, event)
    }

    fn happened(&self, app: &App, adapter: &dyn Adapter, event: Event) -> Answer<()> {
        let [random]: [u8; 1] = app.random()?;
        let polled = usize::from(!talk::calls_back(app, adapter));
        let poll_ms = u64::from(app.limit("GATEWAY_POLL_MS", POLL_MS[polled]));
        let now = app.now_ms();
        if let Event::Trouble(trouble) | Event::Unremoved(_, trouble) = &event {
            // Never what the provider said: it may quote the prompt.
            worker::console_warn!("{}: {}", adapter.id(), trouble.cause.name());
        }
        self.note(|record| record.job.apply(event, now, poll_ms, f32::from(random) / 255.0))
    }
}

/// Whether something follows from its end that was not done yet.
fn unsettled(record: &Record) -> bool {
    let end = record.job.stage.is_final();
    let weighing = record.unweighed();
    record.to_settle() || (end && if weighing { record.cost.is_some() } else { !record.inputs_removed })
}

fn nonce(app: &App) -> Answer<String> {
    Ok(crate::crypto::hex(&app.random::<12>()?))
}

fn adapter(id: &str) -> Answer<&'static dyn Adapter> {
    table::generator(id).ok_or_else(|| Failure::Internal(format!("there is no generator {id} any more")))
}
