//! The projection of notices in D1. The objects are the truth.

use domain::text::{DisplayName, Handle};
use domain::{AccountId, NoticeId, UnixMs};
use serde::Deserialize;
use worker::D1Database;

use crate::db;
use crate::error::Answer;

/// A notice as its member sees it.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Which.
    pub id: NoticeId,
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: UnixMs,
    /// 1 when it was read.
    pub read: u32,
    /// JSON of what happened, without the person.
    pub what: String,
    /// The person's handle, none when there is none or they have left.
    pub handle: Option<Handle>,
    /// Their name.
    pub display_name: Option<DisplayName>,
}

/// A notice as it is written.
#[derive(Debug, Clone, Deserialize)]
pub struct Written {
    /// Its number.
    pub seq: u64,
    /// Which.
    pub id: NoticeId,
    /// When.
    pub at: UnixMs,
    /// 1 when it was read.
    pub read: u32,
    /// Whom it names.
    pub by: Option<AccountId>,
    /// JSON of what happened, without the person.
    pub what: String,
    /// Counts up with each change.
    pub version: u32,
}

#[derive(Deserialize)]
struct Account {
    account: AccountId,
}

/// Writes notices as their object has them, and removes those up to the number `floor`: all or nothing. Nothing is
/// written for an account that is gone or leaving.
///
/// # Errors
/// The database fails.
pub async fn project(d1: &D1Database, account: &AccountId, rows: &[Written], floor: u64) -> Answer<()> {
    let sql = "INSERT INTO notices (account, seq, id, at, read, by_account, what, version)
               SELECT ?1, ?2, ?3, ?4, ?5, (SELECT id FROM accounts WHERE id = ?6 AND leaving = 0), ?7, ?8
               WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND leaving = 0)
               ON CONFLICT (account, seq) DO UPDATE
               SET read = excluded.read, by_account = excluded.by_account, version = excluded.version
               WHERE excluded.version > notices.version";
    let gone = "DELETE FROM notices WHERE account = ?1 AND seq <= ?2";
    let mut statements = vec![db::query(d1, gone, &[account, &floor])?];
    for row in rows.iter().filter(|row| row.seq > floor) {
        let Written { seq, id, at, read, by, what, version } = row;
        statements.push(db::query(d1, sql, &[account, seq, id, at, read, by, what, version])?);
    }
    db::batch(d1, statements).await.map(drop)
}

/// At most `limit` notices with numbers below `before`, the newest first.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, account: &AccountId, before: u64, limit: u32) -> Answer<Vec<Row>> {
    let sql = "SELECT n.id, n.seq, n.at, n.read, n.what, a.handle, a.display_name
               FROM notices n LEFT JOIN accounts a ON a.id = n.by_account AND a.leaving = 0
               WHERE n.account = ?1 AND n.seq < ?2 ORDER BY n.seq DESC LIMIT ?3";
    db::all(d1, sql, &[account, &before, &limit]).await
}

/// How many notices of an account are not read yet.
///
/// # Errors
/// The database fails.
pub async fn unread(d1: &D1Database, account: &AccountId) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Count {
        n: u32,
    }
    let sql = "SELECT COUNT(*) AS n FROM notices WHERE account = ?1 AND read = 0";
    Ok(db::first::<Count>(d1, sql, &[account]).await?.map_or(0, |row| row.n))
}

/// Accounts that were told something of this one.
///
/// # Errors
/// The database fails.
pub async fn naming(d1: &D1Database, by: &AccountId) -> Answer<Vec<AccountId>> {
    accounts(d1, "SELECT DISTINCT account FROM notices WHERE by_account = ?1", &[by]).await
}

/// At most `limit` accounts with notices from before this time.
///
/// # Errors
/// The database fails.
pub async fn with_older(d1: &D1Database, before: UnixMs, limit: u32) -> Answer<Vec<AccountId>> {
    accounts(d1, "SELECT DISTINCT account FROM notices WHERE at < ?1 LIMIT ?2", &[&before, &limit]).await
}

async fn accounts(d1: &D1Database, sql: &str, values: &[&dyn db::Value]) -> Answer<Vec<AccountId>> {
    Ok(db::all::<Account>(d1, sql, values).await?.into_iter().map(|row| row.account).collect())
}

/// Removes every notice of an account. What it was about is written over in place first.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    let blank = "UPDATE notices SET by_account = NULL,
                 what = substr(hex(zeroblob(length(CAST(what AS BLOB)))), 1, length(CAST(what AS BLOB)))
                 WHERE account = ?1";
    let statements = [blank, "DELETE FROM notices WHERE account = ?1"];
    let statements = statements.iter().map(|sql| db::query(d1, sql, &[account])).collect::<Answer<Vec<_>>>()?;
    db::batch(d1, statements).await.map(drop)
}
