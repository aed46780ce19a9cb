//! Kept answers in D1.

use serde::Deserialize;
use worker::D1Database;

use crate::db;
use crate::error::Answer;

/// A call that came before.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Keyed hash of its body.
    pub body: String,
    /// Its answer, encrypted; none while it runs.
    pub answer: Option<String>,
}

/// Claims a key. False when it is taken. A claim from before `dead` that has no answer is taken over.
///
/// # Errors
/// The database fails.
pub async fn begin(d1: &D1Database, id: &str, owner: &str, body: &str, now: u64, dead: u64) -> Answer<bool> {
    let sql = "INSERT INTO idempotency (id, owner, body, created_at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (id) DO UPDATE SET created_at = ?4
               WHERE answer IS NULL AND created_at < ?5 AND body = ?3";
    Ok(db::run(d1, sql, &[&id, &owner, &body, &now, &dead]).await? > 0)
}

/// What is known of a key.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, id: &str) -> Answer<Option<Row>> {
    db::first(d1, "SELECT body, answer FROM idempotency WHERE id = ?1", &[&id]).await
}

/// Keeps an answer.
///
/// # Errors
/// The database fails.
pub async fn finish(d1: &D1Database, id: &str, answer: &str) -> Answer<()> {
    db::run(d1, "UPDATE idempotency SET answer = ?2 WHERE id = ?1", &[&id, &answer]).await.map(drop)
}

/// Frees a key.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, id: &str) -> Answer<()> {
    db::run(d1, "DELETE FROM idempotency WHERE id = ?1", &[&id]).await.map(drop)
}

/// Removes answers from before `then`.
///
/// # Errors
/// The database fails.
pub async fn sweep(d1: &D1Database, then: u64) -> Answer<()> {
    db::run(d1, "DELETE FROM idempotency WHERE created_at < ?1", &[&then]).await.map(drop)
}
