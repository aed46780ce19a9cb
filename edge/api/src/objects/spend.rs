//! The purse: what was reserved and spent at providers. One for the instance, so that a cap holds whoever asks at once.
//!
//! Each hold is a row. Sums of all, of a day and of an account's day stand beside them and change in the same breath, so that
//! asking for them costs the same however much was spent before.

use domain::{AccountId, RenderId};
use gateway::price::MicroUsd;
use gateway::spend::{Spent, fits};
use serde::Deserialize;
use wire::gateway::SpentDay;
use wire::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, SqlStorageValue, State, durable_object};

use super::ask;
use crate::body::sentence;
use crate::dates::day;
use crate::error::Answer;
use crate::gateway::call::{Ordered, Spend};
use crate::gateway::charged::Charges;
use gateway::spend::Caps;

/// Days of which the report tells.
const REPORT_LINES: i32 = 400;

/// The sums, from the holds of a purse that had none.
const SUMS: [&str; 4] = [
    "CREATE TABLE sums (key TEXT PRIMARY KEY, amount INTEGER NOT NULL)",
    "INSERT INTO sums SELECT '', COALESCE(SUM(amount), 0) FROM holds",
    "INSERT INTO sums SELECT day, SUM(amount) FROM holds GROUP BY day",
    "INSERT INTO sums SELECT day || ' ' || account, SUM(amount) FROM holds GROUP BY day, account",
];

/// The purse. Named `instance`.
#[durable_object]
pub struct SpendObject {
    state: State,
    #[expect(dead_code, reason = "the platform hands it over")]
    env: Env,
}

impl DurableObject for SpendObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match ask::question(&request) {
            Ok(Spend::Report) => ask::reply(self.report()),
            Ok(Spend::Charges { account, before, limit }) => ask::reply(self.charges(&account, before, limit)),
            Ok(question) => ask::reply(self.answer(&question)),
            Err(failure) => ask::reply::<Spent>(Err(failure)),
        }
    }
}

fn number(value: MicroUsd) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

fn text(value: &str) -> SqlStorageValue {
    SqlStorageValue::String(value.to_owned())
}

impl SpendObject {
    fn run(&self, sql: &str, values: Vec<SqlStorageValue>) -> Answer<worker::SqlCursor> {
        let storage = self.state.storage().sql();
        storage.exec(
            "CREATE TABLE IF NOT EXISTS holds (render TEXT PRIMARY KEY, account TEXT NOT NULL, day TEXT NOT NULL,
             generator TEXT NOT NULL, amount INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0)",
            None,
        )?;
        let summed = storage.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'sums'", None)?;
        if summed.raw().next().is_none() {
            for sql in SUMS {
                storage.exec(sql, None)?;
            }
        }
        Ok(storage.exec(sql, values)?)
    }

    /// Adds to the sums of a day and of an account on it, and to that of all. Their keys: the day, both with a space between
    /// them, and nothing.
    fn add(&self, day: &str, account: &str, change: i64) -> Answer<()> {
        for key in [String::new(), day.to_owned(), format!("{day} {account}")] {
            let sql =
                "INSERT INTO sums VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET amount = amount + excluded.amount";
            self.run(sql, vec![SqlStorageValue::String(key), SqlStorageValue::Integer(change)])?;
        }
        Ok(())
    }

    /// What was settled stays as it was.
    fn settle(&self, render: &RenderId, amount: MicroUsd) -> Answer<()> {
        #[derive(Deserialize)]
        struct Row {
            day: String,
            account: String,
            amount: i64,
        }
        let sql = "SELECT day, account, amount FROM holds WHERE render = ? AND settled = 0";
        let rows: Vec<Row> = self.run(sql, vec![text(render.as_str())])?.to_array()?;
        let Some(held) = rows.first() else { return Ok(()) };
        let sql = "UPDATE holds SET amount = ?, settled = 1 WHERE render = ? AND settled = 0";
        self.run(sql, vec![number(amount), text(render.as_str())])?;
        self.add(&held.day, &held.account, i64::try_from(amount).unwrap_or(i64::MAX).saturating_sub(held.amount))
    }

    fn answer(&self, question: &Spend) -> Answer<Spent> {
        let today = day(worker::Date::now().as_millis());
        match question {
            Spend::Reserve(ordered, caps) => self.reserve(ordered, caps, &today),
            Spend::Settle(render, amount) => {
                self.settle(render, *amount)?;
                Ok(Spent::default())
            }
            Spend::Read(account) => self.spent(account.as_str(), &today),
            Spend::Forget(account) => {
                self.run("UPDATE holds SET account = '' WHERE account = ?", vec![text(account.as_str())])?;
                // A day has ten characters.
                self.run("DELETE FROM sums WHERE substr(key, 12) = ?", vec![text(account.as_str())])?;
                Ok(Spent::default())
            }
            Spend::Report | Spend::Charges { .. } => Ok(Spent::default()),
        }
    }

    /// Nothing comes between reading and writing: both are synchronous.
    fn reserve(&self, ordered: &Ordered, caps: &Caps, today: &str) -> Answer<Spent> {
        let spent = self.spent(ordered.account.as_str(), today)?;
        // What was given back may be reserved anew; what is reserved or spent is so already.
        let sql = "SELECT 1 FROM holds WHERE render = ? AND NOT (settled = 1 AND amount = 0)";
        if self.run(sql, vec![text(ordered.render.as_str())])?.raw().next().is_some() {
            return Ok(spent);
        }
        if let Err(exceeded) = fits(&spent, caps, ordered.price) {
            let detail = format!("{} The studio on your device is free.", sentence(&exceeded.to_string()));
            return Err(Problem::new(Code::TooMany, detail).field("generator").rule(exceeded.rule()).into());
        }
        let values = vec![
            text(ordered.render.as_str()),
            text(ordered.account.as_str()),
            text(today),
            text(&ordered.generator),
            number(ordered.price),
        ];
        let sql = "INSERT OR REPLACE INTO holds (render, account, day, generator, amount) VALUES (?, ?, ?, ?, ?)";
        self.run(sql, values)?;
        // One that is reserved anew was given back: nothing of it stands in the sums.
        self.add(today, ordered.account.as_str(), i64::try_from(ordered.price).unwrap_or(i64::MAX))?;
        Ok(spent)
    }

    fn spent(&self, account: &str, today: &str) -> Answer<Spent> {
        let sql = "SELECT COALESCE(SUM(amount) FILTER (WHERE key = ''), 0) AS total,
                   COALESCE(SUM(amount) FILTER (WHERE key = ?1), 0) AS day,
                   COALESCE(SUM(amount) FILTER (WHERE key = ?1 || ' ' || ?2), 0) AS account_day
                   FROM sums WHERE key IN ('', ?1, ?1 || ' ' || ?2)";
        let rows: Vec<Spent> = self.run(sql, vec![text(today), text(account)])?.to_array()?;
        Ok(rows.first().copied().unwrap_or_default())
    }

    fn charges(&self, account: &AccountId, before: u64, limit: u32) -> Answer<Charges> {
        #[derive(Deserialize)]
        struct Row {
            total: MicroUsd,
        }
        self.run("CREATE INDEX IF NOT EXISTS holds_of_account ON holds (account)", vec![])?;
        let sql = "SELECT rowid AS n, render, day, generator, amount, settled FROM holds
                   WHERE account = ? AND rowid < ? ORDER BY rowid DESC LIMIT ?";
        let values = vec![text(account.as_str()), number(before), number(limit.into())];
        let lines = self.run(sql, values)?.to_array()?;
        let sql = "SELECT COALESCE(SUM(amount), 0) AS total FROM holds WHERE account = ?";
        let rows: Vec<Row> = self.run(sql, vec![text(account.as_str())])?.to_array()?;
        Ok(Charges { total: rows.first().map_or(0, |row| row.total), lines })
    }

    fn report(&self) -> Answer<Vec<SpentDay>> {
        #[derive(Deserialize)]
        struct Row {
            day: String,
            generator: String,
            films: u32,
            spent: u64,
            held: u64,
        }
        let sql = "SELECT day, generator, COUNT(*) FILTER (WHERE settled = 1 AND amount > 0) AS films,
                   COALESCE(SUM(amount) FILTER (WHERE settled = 1), 0) AS spent,
                   COALESCE(SUM(amount) FILTER (WHERE settled = 0), 0) AS held
                   FROM holds GROUP BY day, generator ORDER BY day DESC, generator LIMIT ?";
        let rows: Vec<Row> = self.run(sql, vec![SqlStorageValue::Integer(REPORT_LINES.into())])?.to_array()?;
        let line = |Row { day, generator, films, spent, held }| SpentDay {
            day,
            generator,
            films,
            spent_micro_usd: spent,
            held_micro_usd: held,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
