//! The truth about what one member was told: which notices, in which order, which of them were read; and who listens.
//!
//! - **Tell**: keep the notice under the next number, unless its identifier is known; send it to whoever listens; project.
//!   The platform holds back what is sent until the write is on disk, so nobody hears what a crash could undo.
//! - **Read**, **Unname**: change rows; project.
//! - What is too old, or too much, goes from the lowest number up: all up to `floor` is gone, here and in D1.
//! - **Erase**: record that it goes; end the connections; the rows in D1; then everything here.
//!
//! Each row has a version, and D1 takes none that is older than what it has: two projections at once cannot contradict
//! each other, and an alarm takes up what a crash left.

mod live;
mod rows;

use domain::limits::{MAX_NOTICES, NOTICES_KEPT_MS};
use domain::{AccountId, NoticeId};
use serde::{Deserialize, Serialize};
use wire::accounts::Person;
use wire::notices::{Live, Notice};
use worker::{DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage, durable_object};

use super::{ask, record};
use crate::accounts;
use crate::error::{Answer, Failure, not_found};
use crate::notices::call::{Question, Told};
use crate::notices::store;
use crate::session::sign_in_first;
use crate::state::App;

/// When the alarm takes up what a crash left, in milliseconds.
const RETRY_MS: u64 = 30_000;
/// Most rows in one transaction of the projection.
const ROWS_AT_ONCE: u32 = 40;

/// What the object remembers beside its rows.
#[derive(Serialize, Deserialize)]
struct Record {
    account: AccountId,
    /// All notices up to this number are gone.
    floor: u64,
    /// What D1 knows of it.
    floor_written: u64,
    /// Everything goes.
    gone: bool,
}

/// What one member was told. Named by the account's identifier.
#[durable_object]
pub struct NoticeObject {
    state: State,
    env: Env,
}

impl DurableObject for NoticeObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(&request).await {
            Ok(response) => Ok(response),
            Err(failure) => ask::reply::<()>(Err(failure)),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        record::rung(&self.state, self.sweep().await, RETRY_MS).await
    }

    async fn websocket_message(&self, socket: WebSocket, _: WebSocketIncomingMessage) -> worker::Result<()> {
        live::not_listening(&socket)
    }

    async fn websocket_close(&self, socket: WebSocket, _: usize, _: String, _: bool) -> worker::Result<()> {
        live::answer_close(&socket);
        Ok(())
    }

    async fn websocket_error(&self, _: WebSocket, _: worker::Error) -> worker::Result<()> {
        Ok(())
    }
}

impl NoticeObject {
    async fn answer(&self, request: &Request) -> Answer<Response> {
        let app = App::new(self.env.clone())?;
        Ok(match ask::question(request)? {
            Question::Tell { account, told, person } => ask::reply(self.tell(&app, account, &told, person).await)?,
            Question::Read(up_to) => ask::reply(self.read(&up_to).await)?,
            Question::Live { session, since } => {
                if self.load()?.is_some_and(|record| record.gone) {
                    return Err(sign_in_first());
                }
                live::open(&self.state, &app.db()?, &session, since.as_ref()).await?
            }
            Question::HangUp { session } => ask::reply(live::hang_up(&self.state, session.as_deref()))?,
            Question::Sweep => ask::reply(self.sweep().await)?,
            Question::Unname(by) => ask::reply(self.unname(&by).await)?,
            Question::Erase(account) => ask::reply(self.erase(&app, &account).await)?,
        })
    }

    fn load(&self) -> Answer<Option<Record>> {
        record::load(&self.state)
    }

    /// The record, made when there is none.
    fn begin(&self, account: AccountId) -> Answer<Record> {
        if let Some(known) = self.load()? {
            return Ok(known);
        }
        rows::create(&self.state)?;
        let fresh = Record { account, floor: 0, floor_written: 0, gone: false };
        record::save(&self.state, &fresh)?;
        Ok(fresh)
    }

    async fn tell(&self, app: &App, account: AccountId, told: &Told, person: Option<Person>) -> Answer<()> {
        let mut record = self.begin(account)?;
        if record.gone {
            return Ok(());
        }
        let at = app.now_ms();
        // From here to the alarm nothing waits: it is written and sent in one breath.
        if rows::insert(&self.state, told, at)? {
            if let Some(floor) = rows::too_many(&self.state, MAX_NOTICES)? {
                self.raise(&mut record, floor)?;
            }
            let notice = Notice { id: told.id.clone(), at, read: false, what: told.what.clone().named(|()| person) };
            live::send(&self.state, &Live::Notice(Box::new(notice)))?;
            live::send(&self.state, &Live::Unread(rows::unread(&self.state)?))?;
            record::wake_in(&self.state, RETRY_MS).await?;
        }
        self.settle_now(app).await
    }

    async fn read(&self, up_to: &NoticeId) -> Answer<u32> {
        let unknown =
            || Failure::from(not_found("There is no such notice of yours. It may have been kept long enough."));
        let record = self.load()?.filter(|record| !record.gone).ok_or_else(unknown)?;
        let seq = rows::of(&self.state, up_to)?.filter(|seq| *seq > record.floor).ok_or_else(unknown)?;
        let changed = rows::mark_read(&self.state, seq)?;
        let unread = rows::unread(&self.state)?;
        if changed {
            live::send(&self.state, &Live::Unread(unread))?;
            record::wake_in(&self.state, RETRY_MS).await?;
        }
        self.settle_now(&App::new(self.env.clone())?).await?;
        Ok(unread)
    }

    async fn unname(&self, by: &AccountId) -> Answer<()> {
        if self.load()?.is_none() {
            return Ok(());
        }
        rows::unname(&self.state, by)?;
        record::wake_in(&self.state, RETRY_MS).await?;
        // Whoever leaves waits for this, and asks again when it fails.
        self.settle(&App::new(self.env.clone())?).await
    }

    /// Removes what has been kept long enough, and takes up what a crash left.
    async fn sweep(&self) -> Answer<()> {
        let Some(mut record) = self.load()? else { return Ok(()) };
        let app = App::new(self.env.clone())?;
        if record.gone {
            return self.erase(&app, &record.account).await;
        }
        let before = app.now_ms().saturating_sub(NOTICES_KEPT_MS);
        if let Some(floor) = rows::older(&self.state, before)? {
            self.raise(&mut record, floor)?;
            live::send(&self.state, &Live::Unread(rows::unread(&self.state)?))?;
        }
        self.settle(&app).await
    }

    async fn erase(&self, app: &App, account: &AccountId) -> Answer<()> {
        if let Some(mut record) = self.load()? {
            record.gone = true;
            record::save(&self.state, &record)?;
            record::wake_in(&self.state, RETRY_MS).await?;
        }
        live::hang_up(&self.state, None)?;
        // Also without a record: a crash may have left rows.
        store::forget(&app.db()?, account).await?;
        record::erase(&self.state).await
    }

    /// Removes everything up to a number here; D1 follows.
    fn raise(&self, record: &mut Record, floor: u64) -> Answer<()> {
        record.floor = record.floor.max(floor);
        rows::remove(&self.state, record.floor)?;
        record::save(&self.state, record)
    }

    /// As [`Self::settle`], but what fails is left to the alarm: what was asked is done once it is written here.
    async fn settle_now(&self, app: &App) -> Answer<()> {
        if let Err(failure) = self.settle(app).await {
            let _ = failure.into_problem();
            record::wake_in(&self.state, RETRY_MS).await?;
        }
        Ok(())
    }

    /// Brings D1 up to date, then sets the alarm for the end of the oldest notice.
    async fn settle(&self, app: &App) -> Answer<()> {
        let db = app.db()?;
        loop {
            let Some(record) = self.load()?.filter(|record| !record.gone) else { return Ok(()) };
            let mut changed = rows::changed(&self.state, ROWS_AT_ONCE)?;
            if changed.is_empty() && record.floor == record.floor_written {
                return self.sleep(app).await;
            }
            let mut named: Vec<AccountId> = changed.iter().filter_map(|row| row.by.clone()).collect();
            named.push(record.account.clone());
            let here = accounts::store::people(&db, &named).await?;
            if !here.contains_key(&record.account) {
                return self.erase(app, &record.account).await;
            }
            // Somebody left while they were named.
            for by in named.iter().filter(|by| !here.contains_key(*by)) {
                rows::unname(&self.state, by)?;
            }
            changed.retain(|row| row.by.as_ref().is_none_or(|by| here.contains_key(by)));
            store::project(&db, &record.account, &changed, record.floor).await?;
            let Some(mut latest) = self.load()?.filter(|latest| !latest.gone) else {
                // Erased while this was written: what was written must not stay.
                return store::forget(&db, &record.account).await;
            };
            for row in &changed {
                rows::written(&self.state, row.seq, row.version)?;
            }
            // Where more was removed meanwhile, the rows just written are removed in the next round.
            latest.floor_written = record.floor;
            record::save(&self.state, &latest)?;
        }
    }

    async fn sleep(&self, app: &App) -> Answer<()> {
        match rows::oldest(&self.state)? {
            Some(at) => {
                let in_ms = (at + NOTICES_KEPT_MS).saturating_sub(app.now_ms()).max(1);
                record::wake_in(&self.state, in_ms).await
            }
            None => Ok(self.state.storage().delete_alarm().await?),
        }
    }
}
