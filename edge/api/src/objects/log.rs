//! The one writer of the transparency log.
//!
//! Each step is recorded before it is done and can be done again, and an alarm takes up what a crash left:
//!
//! - **Append**: record entries, hashes and owners in one breath (an index is given once and never taken back); write the
//!   tiles that are new to R2; sign a checkpoint over them; write the uses to D1. Only then is the question answered.
//! - **Withdraw**: the same with entries that withdraw.
//! - **Forget**: the salts and everything else that says whose an entry is, here and in D1. Entries stay, blinded for good.
//!
//! Several questions may be under way at once. Tiles have the same bytes whoever writes them, and a checkpoint only ever
//! gives way to a larger one.

use domain::{AccountId, ClipId};
use tlog::{Entry, Key, encoding, entry};
use worker::{DurableObject, Env, Request, Response, SqlStorageValue, State, durable_object};

use super::ledger::{Ledger, broken};
use super::{ask, record, tiles};
use crate::error::Answer;
use crate::log::call::{Placed, Player, Question, Use, Uses};
use crate::log::{self, store};
use crate::state::App;

/// When the alarm takes up what a crash left, in milliseconds.
const RETRY_MS: u64 = 15_000;

/// The log. There is one, named by [`log::OBJECT_NAME`].
#[durable_object(alarm)]
pub struct LogObject {
    state: State,
    env: Env,
}

impl DurableObject for LogObject {
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
        let answer = match App::new(self.env.clone()) {
            Ok(app) => self.settle(&app).await,
            Err(failure) => Err(failure),
        };
        record::rung(&self.state, answer, RETRY_MS).await
    }
}

impl LogObject {
    async fn answer(&self, request: &Request) -> Answer<Response> {
        let app = App::new(self.env.clone())?;
        Ok(match ask::question(request)? {
            Question::Append(uses) => ask::reply(self.append(&app, &uses).await)?,
            Question::Withdraw(clip) => ask::reply(self.withdraw(&app, &clip).await)?,
            Question::Forget(account) => ask::reply(self.forget(&app, &account).await)?,
            Question::Checkpoint => ask::reply(self.checkpoint(&app))?,
            Question::Entry(index) => ask::reply(self.entry(index))?,
        })
    }

    async fn append(&self, app: &App, uses: &Uses) -> Answer<Vec<Use>> {
        let ledger = Ledger::open(&self.state)?;
        for player in &uses.cast {
            let before = ledger.used(&uses.clip, &player.account)?;
            if before.iter().all(|used| used.likeness != player.likeness) {
                self.add(app, &ledger, uses, player)?;
            }
        }
        record::wake_in(&self.state, RETRY_MS).await?;
        self.settle(app).await?;
        Ledger::open(&self.state)?.of_clip(&uses.clip)
    }

    /// Records one use. Nothing is awaited here: it is recorded whole or not at all.
    fn add(&self, app: &App, ledger: &Ledger, uses: &Uses, player: &Player) -> Answer<()> {
        let (subject_salt, clip_salt): (entry::Salt, entry::Salt) = (app.random()?, app.random()?);
        let used = Use {
            idx: ledger.size()?,
            account: player.account.clone(),
            likeness: player.likeness.clone(),
            clip: uses.clip.clone(),
            sha256: uses.sha256.clone(),
            policy: player.policy,
            time: entry::time(uses.at),
            subject_salt: encoding::hex(&subject_salt),
            clip_salt: encoding::hex(&clip_salt),
            withdrawn: None,
        };
        let receipt = used.receipt(app.origin(), &log::origin(app))?;
        let entry = receipt.entry().ok_or_else(|| broken(tlog::tree::Broken::NoEntry))?;
        ledger.append(&entry.encode().map_err(broken)?)?;
        ledger.own(&used)
    }

    async fn withdraw(&self, app: &App, clip: &ClipId) -> Answer<()> {
        let ledger = Ledger::open(&self.state)?;
        let uses = ledger.of_clip(clip)?;
        if uses.is_empty() {
            return Ok(());
        }
        for used in uses.into_iter().filter(|used| used.withdrawn.is_none()) {
            let entry = Entry::Withdrawal { of: used.idx, time: entry::time(app.now_ms()) };
            let idx = ledger.append(&entry.encode().map_err(broken)?)?;
            ledger.withdraw(used.idx, idx)?;
            ledger.own(&Use { withdrawn: Some(idx), ..used })?;
        }
        record::wake_in(&self.state, RETRY_MS).await?;
        self.settle(app).await
    }

    async fn forget(&self, app: &App, account: &AccountId) -> Answer<()> {
        let ledger = Ledger::open(&self.state)?;
        ledger.disown("account", SqlStorageValue::String(account.to_string()))?;
        store::forget(&app.db()?, account).await
    }

    fn checkpoint(&self, app: &App) -> Answer<String> {
        let ledger = Ledger::open(&self.state)?;
        match ledger.signed()? {
            (_, Some(note)) => Ok(note),
            (_, None) => key(app)?.sign(0, tlog::tree::root(0, &ledger).map_err(broken)?).map_err(broken),
        }
    }

    fn entry(&self, index: u64) -> Answer<Placed> {
        let ledger = Ledger::open(&self.state)?;
        let (size, _) = ledger.signed()?;
        let leaf = if index < size { ledger.leaves(index, 1)?.pop() } else { None };
        let withdrawn = ledger.withdrawal(index)?.filter(|idx| *idx < size);
        Ok(Placed { size, leaf, withdrawn })
    }

    /// Does whatever is recorded and not done.
    async fn settle(&self, app: &App) -> Answer<()> {
        let (bucket, db) = (app.media()?, app.db()?);
        loop {
            let ledger = Ledger::open(&self.state)?;
            let (size, (signed, _)) = (ledger.size()?, ledger.signed()?);
            if signed < size {
                tiles::write(&bucket, &ledger, signed, size).await?;
                let root = tlog::tree::root(size, &ledger).map_err(broken)?;
                ledger.sign(size, &key(app)?.sign(size, root).map_err(broken)?)?;
                // What stays behind does no harm, and must not keep anybody waiting.
                if let Err(failure) = tiles::tidy(&bucket, signed, size).await {
                    let _ = failure.into_problem();
                }
                continue;
            }
            let waiting = ledger.unprojected()?;
            if waiting.is_empty() {
                return Ok(self.state.storage().delete_alarm().await?);
            }
            for used in waiting {
                match store::project(&db, &used).await? {
                    store::Written::There | store::Written::Leaving => ledger.projected(&used)?,
                    store::Written::Gone => ledger.disown("idx", i64::try_from(used.idx).unwrap_or(i64::MAX).into())?,
                }
                // Forgotten while it was written: what was written must not stay.
                if ledger.used(&used.clip, &used.account)?.is_empty() {
                    store::forget(&db, &used.account).await?;
                }
            }
        }
    }
}

fn key(app: &App) -> Answer<Key> {
    Key::new(&log::origin(app), &app.key("log")).map_err(broken)
}
