//! Files of clips that others saved, in D1: one row for each person in a clip and each who saved it.

use domain::text::{DisplayName, Handle};
use domain::{AccountId, ClipId, UnixMs};
use serde::Deserialize;
use wire::accounts::Person;
use wire::downloads::Download;
use worker::D1Database;

use crate::cursor::Cursor;
use crate::db::{self, query};
use crate::error::Answer;

/// How often others saved the clip `c` that shows `?1`, as SQL.
pub const TIMES: &str = "(SELECT COALESCE(SUM(d.times), 0) FROM downloads d WHERE d.owner = ?1 AND d.clip = c.id)";
/// When they did last, as SQL.
pub const LAST: &str = "(SELECT MAX(d.last_at) FROM downloads d WHERE d.owner = ?1 AND d.clip = c.id)";

/// What is read of one.
const COLUMNS: &str = "d.clip, a.handle, a.display_name, c.script, c.state, d.sha256, d.times, d.first_at, d.last_at,
    d.mark FROM downloads d JOIN accounts a ON a.id = d.account LEFT JOIN clips c ON c.id = d.clip";

/// One of them.
#[derive(Debug, Deserialize)]
pub struct Row {
    clip: ClipId,
    handle: Handle,
    display_name: DisplayName,
    script: Option<String>,
    state: Option<String>,
    sha256: String,
    times: u32,
    first_at: UnixMs,
    /// When last.
    pub last_at: UnixMs,
    /// Which of those of the same moment.
    pub mark: String,
}

impl From<Row> for Download {
    fn from(row: Row) -> Self {
        Self {
            clip: row.clip,
            by: Person { handle: row.handle, display_name: row.display_name },
            script: row.script,
            state: row.state,
            sha256: row.sha256,
            times: row.times,
            first_at: row.first_at,
            last_at: row.last_at,
        }
    }
}

/// One saving of a clip's file.
#[derive(Debug, Clone, Copy)]
pub struct Saved<'a> {
    /// Which clip.
    pub clip: &'a ClipId,
    /// Who saves it.
    pub account: &'a AccountId,
    /// What tells it from another: keyed hash of the request's key.
    pub mark: &'a str,
    /// When.
    pub at: UnixMs,
}

/// Writes it for each of the people, all or none; with the same mark as the last one, it counts no further. Whether it
/// stands there: not when the clip has gone, was taken back or is held, or somebody's account is leaving.
///
/// # Errors
/// The database fails.
pub async fn record(d1: &D1Database, owners: &[&AccountId], saved: Saved<'_>) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Count {
        written: u32,
    }
    let Saved { clip, account, mark, at } = saved;
    let sql = "INSERT INTO downloads (owner, clip, account, sha256, mark, times, first_at, last_at)
               SELECT ?1, c.id, ?3, c.sha256, ?4, 1, ?5, ?5 FROM clips c
               WHERE c.id = ?2 AND c.state IN ('draft', 'published')
                 AND (SELECT COUNT(*) FROM accounts WHERE id IN (?1, ?3) AND leaving = 0) = 2
               ON CONFLICT (owner, clip, account) DO UPDATE SET times = times + (mark <> excluded.mark),
                 last_at = CASE WHEN mark = excluded.mark THEN last_at ELSE excluded.last_at END,
                 sha256 = excluded.sha256, mark = excluded.mark";
    let mut statements = Vec::with_capacity(owners.len());
    for owner in owners {
        statements.push(query(d1, sql, &[owner, clip, account, &mark, &at])?);
    }
    db::batch(d1, statements).await?;
    let sql = "SELECT COUNT(*) AS written FROM downloads WHERE clip = ?1 AND account = ?2 AND mark = ?3";
    let count: Option<Count> = db::first(d1, sql, &[clip, account, &mark]).await?;
    Ok(count.is_some_and(|count| count.written as usize == owners.len()))
}

/// At most `limit` after the cursor, of clips with an account, the latest first.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, owner: &AccountId, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE d.owner = ?1 AND (d.last_at, d.mark) < (?2, ?3)
         ORDER BY d.last_at DESC, d.mark DESC LIMIT ?4"
    );
    db::all(d1, &sql, &[owner, &after.at, &after.key, &limit]).await
}

/// At most `limit` after so many, for an export.
///
/// # Errors
/// The database fails.
pub async fn all(d1: &D1Database, owner: &AccountId, skip: u32, limit: u32) -> Answer<Vec<Download>> {
    let sql = format!("SELECT {COLUMNS} WHERE d.owner = ?1 ORDER BY d.last_at DESC, d.mark DESC LIMIT ?3 OFFSET ?2");
    let rows: Vec<Row> = db::all(d1, &sql, &[owner, &skip, &limit]).await?;
    Ok(rows.into_iter().map(Download::from).collect())
}

/// Removes every row that names an account, written over in place first.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    let blank = |column: &str| format!("{column} = substr(hex(zeroblob(length({column}))), 1, length({column}))");
    let columns = ["sha256", "mark"].map(blank).join(", ");
    let scrub = query(d1, &format!("UPDATE downloads SET {columns} WHERE owner = ?1 OR account = ?1"), &[account])?;
    let remove = query(d1, "DELETE FROM downloads WHERE owner = ?1 OR account = ?1", &[account])?;
    db::batch(d1, vec![scrub, remove]).await.map(drop)
}
