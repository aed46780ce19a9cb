//! Captures, and the projection of likenesses, in D1.

use domain::{AccountId, CaptureId, UnixMs};
use serde::Deserialize;
use wire::likeness::{Capture, Likeness};
use worker::D1Database;

use super::judge::Drawn;
use crate::db;
use crate::error::Answer;

/// A capture as it stands.
pub struct Row {
    /// What was drawn.
    pub drawn: Drawn,
    /// `drawn`, `refused`, `accepted` or `spent`.
    pub state: String,
}

/// Keeps a draw, unless the account has had `limit` since `since` or is leaving. Whether it was kept.
///
/// # Errors
/// The database fails.
pub async fn draw(
    d1: &D1Database,
    account: &AccountId,
    capture: &Capture,
    now: UnixMs,
    since: UnixMs,
    limit: u32,
) -> Answer<bool> {
    let (poses, words) = (serde_json::to_string(&capture.poses)?, capture.words.join(" "));
    let old = db::query(d1, "DELETE FROM captures WHERE account = ?1 AND created_at < ?2", &[account, &since])?;
    // One statement: two at the same time cannot both be the last.
    let sql = "INSERT INTO captures (id, account, poses, words, created_at, expires_at)
               SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT COUNT(*) FROM captures WHERE account = ?2) < ?7
               AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)";
    let insert = db::query(d1, sql, &[&capture.id, account, &poses, &words, &now, &capture.expires_at, &limit])?;
    Ok(db::batch(d1, vec![old, insert]).await?.get(1) == Some(&1))
}

/// When the account's oldest capture was drawn.
///
/// # Errors
/// The database fails.
pub async fn oldest(d1: &D1Database, account: &AccountId) -> Answer<Option<UnixMs>> {
    #[derive(Deserialize)]
    struct Oldest {
        at: Option<u64>,
    }
    let sql = "SELECT MIN(created_at) AS at FROM captures WHERE account = ?1";
    Ok(db::first::<Oldest>(d1, sql, &[account]).await?.and_then(|row| row.at))
}

/// When the captures were judged that were refused since the last accepted one, the newest first; those judged since
/// `since` alone, and at most `limit`.
///
/// # Errors
/// The database fails.
pub async fn refusals(d1: &D1Database, account: &AccountId, since: UnixMs, limit: u32) -> Answer<Vec<UnixMs>> {
    #[derive(Deserialize)]
    struct Refused {
        at: u64,
    }
    let sql = "SELECT judged_at AS at FROM captures WHERE account = ?1 AND state = 'refused' AND judged_at >= ?2
               AND judged_at > (SELECT COALESCE(MAX(judged_at), 0) FROM captures
                                WHERE account = ?1 AND state IN ('accepted', 'spent'))
               ORDER BY judged_at DESC LIMIT ?3";
    let rows: Vec<Refused> = db::all(d1, sql, &[account, &since, &limit]).await?;
    Ok(rows.into_iter().map(|row| row.at).collect())
}

/// Keeps the verdict on a capture that was drawn. Whether it had none.
///
/// # Errors
/// The database fails.
pub async fn judged(d1: &D1Database, id: &CaptureId, to: &str, now: UnixMs) -> Answer<bool> {
    let sql = "UPDATE captures SET state = ?2, judged_at = ?3 WHERE id = ?1 AND state = 'drawn'";
    Ok(db::run(d1, sql, &[id, &to, &now]).await? == 1)
}

/// One capture of the account.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, account: &AccountId, id: &CaptureId) -> Answer<Option<Row>> {
    #[derive(Deserialize)]
    struct Found {
        poses: String,
        words: String,
        state: String,
        created_at: u64,
        expires_at: u64,
    }
    let sql = "SELECT poses, words, state, created_at, expires_at FROM captures WHERE id = ?1 AND account = ?2";
    let Some(found) = db::first::<Found>(d1, sql, &[id, account]).await? else { return Ok(None) };
    let drawn = Drawn {
        poses: serde_json::from_str(&found.poses)?,
        words: found.words.split(' ').map(str::to_owned).collect(),
        created_at: found.created_at,
        expires_at: found.expires_at,
    };
    Ok(Some(Row { drawn, state: found.state }))
}

/// Moves a capture on. Whether it stood where it had to.
///
/// # Errors
/// The database fails.
pub async fn advance(d1: &D1Database, id: &CaptureId, from: &str, to: &str) -> Answer<bool> {
    Ok(db::run(d1, "UPDATE captures SET state = ?3 WHERE id = ?1 AND state = ?2", &[id, &from, &to]).await? == 1)
}

/// Removes every capture of an account.
///
/// # Errors
/// The database fails.
pub async fn forget_captures(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM captures WHERE account = ?1", &[account]).await.map(drop)
}

/// Removes captures drawn before `before`.
///
/// # Errors
/// The database fails.
pub async fn sweep(d1: &D1Database, before: UnixMs) -> Answer<()> {
    db::run(d1, "DELETE FROM captures WHERE created_at < ?1", &[&before]).await.map(drop)
}

/// Writes a likeness as its object has it. An older version never replaces a newer one. False when the account is gone or
/// leaving: then nothing is written, and the likeness must go too.
///
/// # Errors
/// The database fails.
pub async fn project(d1: &D1Database, account: &AccountId, likeness: &Likeness) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Here {}
    let sql = "INSERT INTO likenesses (account, id, version, captured_at, policy, paused)
               SELECT id, ?2, ?3, ?4, ?5, ?6 FROM accounts WHERE id = ?1 AND leaving = 0
               ON CONFLICT (account) DO UPDATE SET id = excluded.id, version = excluded.version,
               captured_at = excluded.captured_at, policy = excluded.policy, paused = excluded.paused
               WHERE excluded.id <> likenesses.id
               OR (excluded.version >= likenesses.version AND excluded.policy >= likenesses.policy)";
    let Likeness { id, version, captured_at, policy, .. } = likeness;
    let paused = u32::from(policy.paused);
    if db::run(d1, sql, &[account, id, version, captured_at, &policy.version, &paused]).await? > 0 {
        return Ok(true);
    }
    // Or it was written before.
    let sql = "SELECT 1 AS here FROM accounts WHERE id = ?1 AND leaving = 0";
    Ok(db::first::<Here>(d1, sql, &[account]).await?.is_some())
}

/// Removes an account's likeness from the projection.
///
/// # Errors
/// The database fails.
pub async fn remove(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM likenesses WHERE account = ?1", &[account]).await.map(drop)
}
