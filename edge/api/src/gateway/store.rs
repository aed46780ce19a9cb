//! The projection of jobs in D1, and the operator's prices.

use domain::{AccountId, ClipId, RenderId, UnixMs};
use gateway::job::Stage;
use serde::Deserialize;
use wire::gateway::{DeadJob, PricesKept};
use worker::D1Database;

use super::call::Record;
use crate::db::{self, Value, query};
use crate::error::Answer;

/// Jobs of a generator by which its usual wait is judged, and how old they may be, in milliseconds.
const LATELY: u32 = 50;
/// See [`LATELY`].
const LATELY_MS: u64 = 7 * 24 * 3600 * 1000;
/// Price tables of the operator's that are kept.
const TABLES: u32 = 20;
/// Characters that are kept of what a provider said.
const SAID: usize = 300;
/// How old the failures may be that make a generator count as down, in milliseconds.
const DOWN_MS: u64 = 600_000;

/// What of a job its row tells, besides what was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    state: &'static str,
    cause: Option<&'static str>,
    stuck: bool,
    waited: Option<u64>,
    ended_at: Option<UnixMs>,
    sent_at: Option<UnixMs>,
    removed_at: Option<UnixMs>,
    fetched: bool,
}

/// What of a job its row tells: while this is the same, nothing is to be written.
#[must_use]
pub fn told(record: &Record) -> Told {
    let job = &record.job;
    let cause = match &job.stage {
        Stage::Failed { cause } | Stage::Cancelled { cause: Some(cause) } => Some(cause.name()),
        _ => None,
    };
    let waited = match (&job.stage, job.ended_at, job.begun_at.or(job.ordered_at)) {
        (Stage::Fetched, Some(end), Some(begin)) => Some(end.saturating_sub(begin)),
        _ => None,
    };
    let Record { sent_at, removed_at, fetched, .. } = *record;
    let (state, stuck) = (job.stage.name(), job.stuck());
    Told { state, cause, stuck, waited, ended_at: job.ended_at, sent_at, removed_at, fetched }
}

/// Writes a job's row.
///
/// # Errors
/// The database fails.
pub async fn write(d1: &D1Database, record: &Record) -> Answer<()> {
    let ordered = &record.ordered;
    let Told { state, cause, stuck, waited, ended_at, .. } = told(record);
    let said: String = record.job.said.chars().take(SAID).collect();
    let said = (cause.is_some() || stuck).then_some(said).filter(|said| !said.is_empty());
    let sql = "INSERT INTO jobs (render, account, generator, state, cause, stuck, created_at, waited_ms, ended_at, said)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (render) DO UPDATE SET state = excluded.state,
               cause = excluded.cause, stuck = excluded.stuck, waited_ms = excluded.waited_ms, ended_at = excluded.ended_at,
               said = excluded.said";
    let values: [&dyn Value; 10] = [
        &ordered.render,
        &ordered.account,
        &ordered.generator,
        &state,
        &cause,
        &stuck,
        &ordered.created_at,
        &waited,
        &ended_at,
        &said,
    ];
    db::run(d1, sql, &values).await.map(drop)
}

/// Removes a job's row.
///
/// # Errors
/// The database fails.
pub async fn remove(d1: &D1Database, render: &RenderId) -> Answer<()> {
    db::run(d1, "DELETE FROM jobs WHERE render = ?1", &[render]).await.map(drop)
}

/// How a generator did lately: the median wait in milliseconds, and whether its last jobs all failed for reasons of its own.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Health {
    /// Its name.
    pub generator: String,
    /// Median.
    pub waited_ms: Option<u64>,
    /// 1 if it is down.
    pub down: u32,
}

/// How every generator did lately. Down is who failed in its last three jobs of the last ten minutes for reasons that are not
/// the order's.
///
/// # Errors
/// The database fails.
pub async fn health(d1: &D1Database, now: UnixMs) -> Answer<Vec<Health>> {
    let sql = "WITH latest AS (
                 SELECT generator, state, cause, waited_ms, ended_at,
                        ROW_NUMBER() OVER (PARTITION BY generator ORDER BY ended_at DESC) AS n
                 FROM jobs WHERE ended_at > ?3 AND state IN ('fetched', 'failed')),
               waits AS (
                 SELECT generator, waited_ms, ROW_NUMBER() OVER (PARTITION BY generator ORDER BY waited_ms) AS k,
                        COUNT(*) OVER (PARTITION BY generator) AS m
                 FROM latest WHERE n <= ?1 AND waited_ms IS NOT NULL)
               SELECT l.generator,
                      (SELECT w.waited_ms FROM waits w WHERE w.generator = l.generator AND w.k = (w.m + 1) / 2) AS waited_ms,
                      SUM(n <= 3 AND state = 'failed' AND ended_at > ?2
                          AND cause IN ('key', 'credit', 'busy', 'down', 'late', 'contract')) = 3 AS down
               FROM latest l GROUP BY l.generator";
    db::all(d1, sql, &[&LATELY, &now.saturating_sub(DOWN_MS), &now.saturating_sub(LATELY_MS)]).await
}

/// Jobs that failed or left something, newest first.
///
/// # Errors
/// The database fails.
pub async fn dead(d1: &D1Database) -> Answer<Vec<DeadJob>> {
    #[derive(Deserialize)]
    struct Row {
        render: RenderId,
        generator: String,
        state: String,
        cause: Option<String>,
        stuck: u32,
        waits: u32,
        said: Option<String>,
        ended_at: UnixMs,
    }
    let sql = "SELECT j.render, j.generator, j.state, j.cause, j.said, j.stuck, j.ended_at,
               EXISTS (SELECT 1 FROM renders r WHERE r.id = j.render AND r.state = 'awaiting_device') AS waits
               FROM jobs j WHERE (j.state = 'failed' OR j.stuck = 1) AND j.ended_at IS NOT NULL
               ORDER BY j.ended_at DESC LIMIT 100";
    let rows = db::all::<Row>(d1, sql, &[]).await?;
    let line = |Row { render, generator, state, cause, said, stuck, waits, ended_at }| DeadJob {
        render,
        generator,
        state,
        cause,
        said,
        left: stuck != 0,
        waits: waits != 0,
        ended_at,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Forgets whose jobs these were: their rows go with their renders, what is left of them names nobody.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM jobs WHERE account = ?1", &[account]).await.map(drop)
}

/// The operator's prices, as JSON.
///
/// # Errors
/// The database fails.
pub async fn prices(d1: &D1Database) -> Answer<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        json: String,
    }
    Ok(db::first::<Row>(d1, "SELECT json FROM prices", &[]).await?.map(|row| row.json))
}

/// The operator's tables as they were set, newest first.
///
/// # Errors
/// The database fails.
pub async fn price_history(d1: &D1Database) -> Answer<Vec<PricesKept>> {
    db::all(d1, "SELECT json, set_at FROM price_tables ORDER BY n DESC LIMIT ?1", &[&TABLES]).await
}

/// Replaces them. What they were is kept; the same table again is no other one.
///
/// # Errors
/// The database fails.
pub async fn set_prices(d1: &D1Database, json: &str, now: UnixMs) -> Answer<()> {
    let set = "INSERT INTO prices (one, json, changed_at) VALUES (1, ?1, ?2)
               ON CONFLICT (one) DO UPDATE SET json = excluded.json, changed_at = excluded.changed_at";
    let keep = "INSERT INTO price_tables (json, set_at) SELECT ?1, ?2
                WHERE ?1 IS NOT COALESCE((SELECT json FROM price_tables ORDER BY n DESC LIMIT 1), '')";
    let cut = "DELETE FROM price_tables WHERE n NOT IN (SELECT n FROM price_tables ORDER BY n DESC LIMIT ?1)";
    let statements =
        vec![query(d1, set, &[&json, &now])?, query(d1, keep, &[&json, &now])?, query(d1, cut, &[&TABLES])?];
    db::batch(d1, statements).await.map(drop)
}

/// What came of a render.
#[derive(Debug, Deserialize)]
pub struct Made {
    /// Which.
    pub render: RenderId,
    /// Its clip.
    pub clip: Option<ClipId>,
    /// What is said in it.
    pub script: Option<String>,
}

/// What came of renders: those that are still there.
///
/// # Errors
/// The database fails.
pub async fn made(d1: &D1Database, renders: &[&RenderId]) -> Answer<Vec<Made>> {
    let ids = serde_json::to_string(renders)?;
    let sql = "SELECT r.id AS render, c.id AS clip, c.script FROM renders r LEFT JOIN clips c ON c.render = r.id
               AND c.state <> 'withdrawn' WHERE r.id IN (SELECT value FROM json_each(?1))";
    db::all(d1, sql, &[&ids]).await
}
