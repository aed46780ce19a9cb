//! Follows and blocks in D1. Every change is one statement or one transaction, with what it depends on inside: two at the
//! same time cannot contradict each other.

use domain::people::Relation;
use domain::text::{DisplayName, Handle};
use domain::{AccountId, UnixMs};
use serde::Deserialize;
use worker::D1Database;

use crate::cursor::Cursor;
use crate::db;
use crate::error::Answer;

/// How one stands to another, as the database writes it.
#[derive(Debug, Deserialize)]
pub struct Stands {
    follows: u32,
    followed_by: u32,
    blocked: u32,
    blocked_by: u32,
}

impl Stands {
    /// As the domain has it.
    #[must_use]
    pub fn relation(&self) -> Relation {
        Relation::new(self.follows != 0, self.followed_by != 0, self.blocked != 0, self.blocked_by != 0)
    }
}

/// Somebody in a list.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Public name.
    pub handle: Handle,
    /// Name on the screen.
    pub display_name: DisplayName,
    /// Since when.
    pub since: UnixMs,
    /// How the caller stands to them.
    #[serde(flatten)]
    pub stands: Stands,
}

/// Which list.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// Whom the caller follows.
    Following,
    /// Who follows the caller.
    Followers,
    /// Whom the caller blocked.
    Blocked,
}

/// How `?1` stands to the account `{b}`.
fn stands(b: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM follows WHERE account = ?1 AND followed = {b}) AS follows,
         EXISTS (SELECT 1 FROM follows WHERE account = {b} AND followed = ?1) AS followed_by,
         EXISTS (SELECT 1 FROM blocks WHERE account = ?1 AND blocked = {b}) AS blocked,
         EXISTS (SELECT 1 FROM blocks WHERE account = {b} AND blocked = ?1) AS blocked_by"
    )
}

/// How `a` stands to `b`.
///
/// # Errors
/// The database fails.
pub async fn relation(d1: &D1Database, a: &AccountId, b: &AccountId) -> Answer<Relation> {
    let found: Option<Stands> = db::first(d1, &format!("SELECT {}", stands("?2")), &[a, b]).await?;
    Ok(found.map(|found| found.relation()).unwrap_or_default())
}

/// Follows, unless a block stands between them, either is gone or leaving, or the account follows `limit` already.
///
/// # Errors
/// The database fails.
pub async fn follow(d1: &D1Database, a: &AccountId, b: &AccountId, now: UnixMs, limit: u32) -> Answer<()> {
    let sql = "INSERT OR IGNORE INTO follows (account, followed, created_at)
               SELECT x.id, y.id, ?3 FROM accounts x, accounts y
               WHERE x.id = ?1 AND y.id = ?2 AND x.id <> y.id AND x.leaving = 0 AND y.leaving = 0
                 AND NOT EXISTS (SELECT 1 FROM blocks WHERE account = ?1 AND blocked = ?2)
                 AND NOT EXISTS (SELECT 1 FROM blocks WHERE account = ?2 AND blocked = ?1)
                 AND (SELECT COUNT(*) FROM follows WHERE account = ?1) < ?4";
    db::run(d1, sql, &[a, b, &now, &limit]).await.map(drop)
}

/// Follows no longer.
///
/// # Errors
/// The database fails.
pub async fn unfollow(d1: &D1Database, a: &AccountId, b: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM follows WHERE account = ?1 AND followed = ?2", &[a, b]).await.map(drop)
}

/// Blocks, and ends following both ways: all or nothing. Nothing when either is gone or leaving, or the account blocked
/// `limit` already.
///
/// # Errors
/// The database fails.
pub async fn block(d1: &D1Database, a: &AccountId, b: &AccountId, now: UnixMs, limit: u32) -> Answer<()> {
    let row = "INSERT OR IGNORE INTO blocks (account, blocked, created_at)
               SELECT x.id, y.id, ?3 FROM accounts x, accounts y
               WHERE x.id = ?1 AND y.id = ?2 AND x.id <> y.id AND x.leaving = 0 AND y.leaving = 0
                 AND (SELECT COUNT(*) FROM blocks WHERE account = ?1) < ?4";
    let ends = "DELETE FROM follows
                WHERE ((account = ?1 AND followed = ?2) OR (account = ?2 AND followed = ?1))
                  AND EXISTS (SELECT 1 FROM blocks WHERE account = ?1 AND blocked = ?2)";
    let statements = vec![db::query(d1, row, &[a, b, &now, &limit])?, db::query(d1, ends, &[a, b])?];
    db::batch(d1, statements).await.map(drop)
}

/// Blocks no longer. Who followed before does not follow again.
///
/// # Errors
/// The database fails.
pub async fn unblock(d1: &D1Database, a: &AccountId, b: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM blocks WHERE account = ?1 AND blocked = ?2", &[a, b]).await.map(drop)
}

/// How many follow a member, and how many they follow.
///
/// # Errors
/// The database fails.
pub async fn counts(d1: &D1Database, account: &AccountId) -> Answer<(u32, u32)> {
    #[derive(Deserialize)]
    struct Counts {
        followers: u32,
        following: u32,
    }
    let sql = "SELECT (SELECT COUNT(*) FROM follows WHERE followed = ?1) AS followers,
                      (SELECT COUNT(*) FROM follows WHERE account = ?1) AS following";
    let found: Option<Counts> = db::first(d1, sql, &[account]).await?;
    Ok(found.map_or((0, 0), |found| (found.followers, found.following)))
}

/// At most `limit` people after the cursor, the latest first.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, which: Which, me: &AccountId, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let (table, mine, theirs) = match which {
        Which::Following => ("follows", "account", "followed"),
        Which::Followers => ("follows", "followed", "account"),
        Which::Blocked => ("blocks", "account", "blocked"),
    };
    let sql = format!(
        "SELECT a.handle, a.display_name, r.created_at AS since, {}
         FROM {table} r JOIN accounts a ON a.id = r.{theirs} AND a.leaving = 0
         WHERE r.{mine} = ?1 AND (r.created_at, a.handle) < (?2, ?3)
         ORDER BY r.created_at DESC, a.handle DESC LIMIT ?4",
        stands("a.id")
    );
    db::all(d1, &sql, &[me, &after.at, &after.key, &limit]).await
}

/// Removes every row that names an account.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    let statements = [
        "DELETE FROM follows WHERE account = ?1",
        "DELETE FROM follows WHERE followed = ?1",
        "DELETE FROM blocks WHERE account = ?1",
        "DELETE FROM blocks WHERE blocked = ?1",
    ];
    let statements = statements.iter().map(|sql| db::query(d1, sql, &[account])).collect::<Answer<Vec<_>>>()?;
    db::batch(d1, statements).await.map(drop)
}
