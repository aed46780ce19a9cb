//! Sessions in D1.

use domain::AccountId;
use domain::text::Handle;
use serde::Deserialize;
use worker::D1Database;

use crate::db;
use crate::error::Answer;

/// A session that has not ended, with its member.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Whose.
    pub account: AccountId,
    /// Their handle.
    pub handle: Handle,
    /// 1 for the operator.
    pub operator: u32,
    /// When it was last used, to the day.
    pub used_at: u64,
}

/// The session with this hash, unless it has ended or its member is leaving.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, hash: &str, now: u64) -> Answer<Option<Row>> {
    let sql = "SELECT a.id AS account, a.handle, a.operator, s.used_at FROM sessions s
               JOIN accounts a ON a.id = s.account WHERE s.hash = ?1 AND s.expires_at > ?2 AND a.leaving = 0";
    db::first(d1, sql, &[&hash, &now]).await
}

/// Begins a session. False when the member is gone or leaving.
///
/// # Errors
/// The database fails.
pub async fn insert(d1: &D1Database, hash: &str, account: &AccountId, now: u64, end: u64) -> Answer<bool> {
    let sql = "INSERT INTO sessions (hash, account, created_at, used_at, expires_at)
               SELECT ?1, id, ?3, ?3, ?4 FROM accounts WHERE id = ?2 AND leaving = 0";
    Ok(db::run(d1, sql, &[&hash, account, &now, &end]).await? > 0)
}

/// Makes a session last.
///
/// # Errors
/// The database fails.
pub async fn touch(d1: &D1Database, hash: &str, now: u64, end: u64) -> Answer<()> {
    db::run(d1, "UPDATE sessions SET used_at = ?2, expires_at = ?3 WHERE hash = ?1", &[&hash, &now, &end])
        .await
        .map(drop)
}

/// Ends one session.
///
/// # Errors
/// The database fails.
pub async fn end(d1: &D1Database, hash: &str) -> Answer<()> {
    db::run(d1, "DELETE FROM sessions WHERE hash = ?1", &[&hash]).await.map(drop)
}

/// Ends every session of a member.
///
/// # Errors
/// The database fails.
pub async fn end_all(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM sessions WHERE account = ?1", &[account]).await.map(drop)
}

/// Removes sessions that have ended.
///
/// # Errors
/// The database fails.
pub async fn sweep(d1: &D1Database, now: u64) -> Answer<()> {
    db::run(d1, "DELETE FROM sessions WHERE expires_at <= ?1", &[&now]).await.map(drop)
}
