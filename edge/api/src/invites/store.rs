//! Invites in D1.

use domain::{AccountId, InviteId};
use serde::Deserialize;
use worker::D1Database;

use super::OPERATOR_INVITES;
use crate::db::{self, query};
use crate::error::Answer;

/// An invite.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Which.
    pub id: InviteId,
    /// Who gave it: an account, or a pseudonym of one that is gone; none for the operator's own.
    pub giver: Option<String>,
    /// When.
    pub created_at: u64,
    /// When it was spent.
    pub used_at: Option<u64>,
    /// When it was taken back.
    pub revoked_at: Option<u64>,
    /// Handle of who came by it, while they are here.
    pub guest_handle: Option<String>,
    /// Their name on the screen.
    pub guest_name: Option<String>,
}

const SELECT: &str = "SELECT i.id, i.giver, i.created_at, i.used_at, i.revoked_at, g.handle AS guest_handle,
    g.display_name AS guest_name FROM invites i LEFT JOIN accounts g ON g.id = i.used_by";

/// How many are left to account `?1`: what it earned without what is spent or open; for the operator a fixed number of
/// open ones. Invites from before `?2` have expired and come back.
const LEFT: &str = "(SELECT max(0, CASE a.operator WHEN 1 THEN ?3 ELSE a.invites_earned END - (
      SELECT count(*) FROM invites i WHERE i.giver = a.id AND (
        (i.used_at IS NOT NULL AND a.operator = 0)
        OR (i.used_at IS NULL AND i.revoked_at IS NULL AND i.created_at > ?2))))
    FROM accounts a WHERE a.id = ?1)";

/// The invite whose secret has this hash.
///
/// # Errors
/// The database fails.
pub async fn by_token(d1: &D1Database, hash: &str) -> Answer<Option<Row>> {
    db::first(d1, &format!("{SELECT} WHERE i.token_hash = ?1"), &[&hash]).await
}

/// One invite.
///
/// # Errors
/// The database fails.
pub async fn by_id(d1: &D1Database, id: &InviteId) -> Answer<Option<Row>> {
    db::first(d1, &format!("{SELECT} WHERE i.id = ?1"), &[id]).await
}

/// A member's invites, newest first.
///
/// # Errors
/// The database fails.
pub async fn of_giver(d1: &D1Database, giver: &AccountId) -> Answer<Vec<Row>> {
    let sql = format!("{SELECT} WHERE i.giver = ?1 ORDER BY i.created_at DESC, i.id DESC LIMIT 200");
    db::all(d1, &sql, &[giver]).await
}

/// How many a member can still give.
///
/// # Errors
/// The database fails.
pub async fn left(d1: &D1Database, giver: &AccountId, floor: u64) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Left {
        n: Option<u32>,
    }
    let row = db::first::<Left>(d1, &format!("SELECT {LEFT} AS n"), &[giver, &floor, &OPERATOR_INVITES]).await?;
    Ok(row.and_then(|row| row.n).unwrap_or(0))
}

/// Gives an invite while some are left. Given again, the first one stays.
///
/// # Errors
/// The database fails.
pub async fn insert(
    d1: &D1Database,
    id: &InviteId,
    token_hash: &str,
    giver: &AccountId,
    now: u64,
    floor: u64,
) -> Answer<()> {
    let sql = format!(
        "INSERT OR IGNORE INTO invites (id, token_hash, giver, created_at)
         SELECT ?4, ?5, ?1, ?6 WHERE coalesce({LEFT}, 0) > 0"
    );
    db::run(d1, &sql, &[giver, &floor, &OPERATOR_INVITES, id, &token_hash, &now]).await.map(drop)
}

/// Takes an open invite back. False when it is not open, or not this giver's.
///
/// # Errors
/// The database fails.
pub async fn revoke(d1: &D1Database, id: &InviteId, giver: &AccountId, now: u64) -> Answer<bool> {
    let sql =
        "UPDATE invites SET revoked_at = ?3 WHERE id = ?1 AND giver = ?2 AND used_at IS NULL AND revoked_at IS NULL";
    Ok(db::run(d1, sql, &[id, giver, &now]).await? > 0)
}

/// Counts the invites of a first published clip, once.
///
/// # Errors
/// The database fails.
pub async fn earn(d1: &D1Database, account: &AccountId, earned: u32) -> Answer<()> {
    let sql = "UPDATE accounts SET invites_earned = invites_earned + ?2, first_published = 1
               WHERE id = ?1 AND first_published = 0";
    query(d1, sql, &[account, &earned])?.run().await?;
    Ok(())
}

/// Removes invites that nobody can or did use, a month after they ended.
///
/// # Errors
/// The database fails.
pub async fn sweep(d1: &D1Database, now: u64) -> Answer<()> {
    let then = now.saturating_sub(2 * domain::limits::INVITE_TTL_MS);
    db::run(d1, "DELETE FROM invites WHERE used_at IS NULL AND created_at < ?1", &[&then]).await.map(drop)
}
