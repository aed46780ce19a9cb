//! Words that were held back, and clips whose pictures were looked at, in D1.

use domain::takedown::Stage;
use domain::{AccountId, ClipId, ReviewId, TakedownId, UnixMs};
use serde::Deserialize;
use wire::reviews::ReviewState;
use worker::D1Database;

use crate::db::{self, Value};
use crate::error::Answer;

/// Reviews on the operator's list.
const LISTED: u32 = 100;

/// A review.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Which.
    pub id: ReviewId,
    /// Whose.
    pub account: AccountId,
    /// Where it stands.
    pub state: ReviewState,
    /// The words, sealed.
    pub sealed: String,
    /// What the operator wrote.
    pub answer: Option<String>,
    /// When.
    pub asked_at: UnixMs,
    /// When.
    pub answered_at: Option<UnixMs>,
}

const COLUMNS: &str = "id, account, state, sealed, answer, asked_at, answered_at";

/// A review, if there is one.
///
/// # Errors
/// The database fails.
pub async fn read(d1: &D1Database, id: &ReviewId) -> Answer<Option<Row>> {
    db::first(d1, &format!("SELECT {COLUMNS} FROM reviews WHERE id = ?1"), &[id]).await
}

/// Keeps a new review, unless so many of the account's wait already. Asked again, the first one stays.
///
/// # Errors
/// The database fails.
pub async fn insert(d1: &D1Database, row: &Row, limit: u32) -> Answer<()> {
    // One statement: two at the same time cannot both be the last.
    let sql = "INSERT OR IGNORE INTO reviews (id, account, state, sealed, asked_at) SELECT ?1, ?2, 'waiting', ?3, ?4
               WHERE (SELECT COUNT(*) FROM reviews WHERE account = ?2 AND state = 'waiting') < ?5
               AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)";
    let values: [&dyn Value; 5] = [&row.id, &row.account, &row.sealed, &row.asked_at, &limit];
    db::run(d1, sql, &values).await.map(drop)
}

/// What waits, the oldest first.
///
/// # Errors
/// The database fails.
pub async fn waiting(d1: &D1Database) -> Answer<Vec<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM reviews WHERE state = 'waiting' ORDER BY asked_at, id LIMIT {LISTED}");
    db::all(d1, &sql, &[]).await
}

/// Answers a review that waits. Whether it did.
///
/// # Errors
/// The database fails.
pub async fn answer(d1: &D1Database, id: &ReviewId, allow: bool, why: Option<&str>, now: UnixMs) -> Answer<bool> {
    let state = if allow { "allowed" } else { "refused" };
    let sql = "UPDATE reviews SET state = ?2, answer = ?3, answered_at = ?4 WHERE id = ?1 AND state = 'waiting'";
    Ok(db::run(d1, sql, &[id, &state, &why, &now]).await? > 0)
}

#[derive(Deserialize)]
struct Id {
    id: ReviewId,
}

/// Reviews of an account.
///
/// # Errors
/// The database fails.
pub async fn of(d1: &D1Database, account: &AccountId) -> Answer<Vec<ReviewId>> {
    let rows: Vec<Id> = db::all(d1, "SELECT id FROM reviews WHERE account = ?1", &[account]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What was answered before a moment.
///
/// # Errors
/// The database fails.
pub async fn answered(d1: &D1Database, before: UnixMs) -> Answer<Vec<ReviewId>> {
    let rows: Vec<Id> = db::all(d1, "SELECT id FROM reviews WHERE answered_at < ?1", &[&before]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Removes reviews of an account.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM reviews WHERE account = ?1", &[account]).await.map(drop)
}

/// Removes what was answered before a moment.
///
/// # Errors
/// The database fails.
pub async fn remove_answered(d1: &D1Database, before: UnixMs) -> Answer<()> {
    db::run(d1, "DELETE FROM reviews WHERE answered_at < ?1", &[&before]).await.map(drop)
}

/// What this site's own check came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Looked {
    /// The case that it opened, if it did.
    pub takedown: Option<TakedownId>,
    /// Where that stands.
    pub stage: Option<Stage>,
}

/// What came of looking at a clip's pictures; none where nobody has.
///
/// # Errors
/// The database fails.
pub async fn looked(d1: &D1Database, clip: &ClipId) -> Answer<Option<Looked>> {
    let sql = "SELECT l.takedown, t.stage FROM looked l LEFT JOIN takedowns t ON t.id = l.takedown WHERE l.clip = ?1";
    db::first(d1, sql, &[clip]).await
}

/// Writes that a clip's pictures were looked at. The first time counts. A clip that is gone needs no row.
///
/// # Errors
/// The database fails.
pub async fn set_looked(d1: &D1Database, clip: &ClipId, takedown: Option<&TakedownId>) -> Answer<()> {
    let sql =
        "INSERT OR IGNORE INTO looked (clip, takedown) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM clips WHERE id = ?1)";
    db::run(d1, sql, &[clip, &takedown]).await.map(drop)
}
