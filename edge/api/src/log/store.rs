//! The projection of uses in D1, for their owners. The log's object is the truth.

use domain::{AccountId, CharacterId, ClipId};
use serde::Deserialize;
use worker::D1Database;

use super::call::Use;
use crate::consent::Subject;
use crate::db;
use crate::error::Answer;

/// What became of a use that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is there.
    There,
    /// The account is leaving: it is not written, and will be forgotten.
    Leaving,
    /// The account is gone: nobody holds this receipt.
    Gone,
}

const COLUMNS: &str = "idx, account, likeness, clip, sha256, policy, time, subject_salt, clip_salt, withdrawn";

/// Writes a use as the object has it.
///
/// # Errors
/// The database fails.
pub async fn project(d1: &D1Database, used: &Use) -> Answer<Written> {
    #[derive(Deserialize)]
    struct Owner {
        leaving: u32,
    }
    let sql = format!(
        "INSERT INTO receipts ({COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
         WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)
         ON CONFLICT (idx) DO UPDATE SET withdrawn = excluded.withdrawn"
    );
    let Use { idx, account, likeness, clip, sha256, policy, time, subject_salt, clip_salt, withdrawn } = used;
    let row =
        [idx as &dyn db::Value, account, likeness, clip, sha256, policy, time, subject_salt, clip_salt, withdrawn];
    if db::run(d1, &sql, &row).await? > 0 {
        return Ok(Written::There);
    }
    let owner = db::first::<Owner>(d1, "SELECT leaving FROM accounts WHERE id = ?1", &[account]).await?;
    Ok(owner.map_or(Written::Gone, |owner| if owner.leaving == 0 { Written::There } else { Written::Leaving }))
}

/// Uses of an account's likeness and characters before the index `before`, newest first.
///
/// # Errors
/// The database fails.
pub async fn of(d1: &D1Database, account: &AccountId, before: u64, limit: u32) -> Answer<Vec<Use>> {
    let sql = format!("SELECT {COLUMNS} FROM receipts WHERE account = ?1 AND idx < ?2 ORDER BY idx DESC LIMIT ?3");
    db::all(d1, &sql, &[account, &before, &limit]).await
}

/// Uses in one clip, in the order of the log.
///
/// # Errors
/// The database fails.
pub async fn of_clip(d1: &D1Database, clip: &ClipId) -> Answer<Vec<Use>> {
    let sql = format!("SELECT {COLUMNS} FROM receipts WHERE clip = ?1 ORDER BY idx");
    db::all(d1, &sql, &[clip]).await
}

/// Uses of one likeness or character in these clips, in the order of the log.
///
/// # Errors
/// The database fails.
pub async fn of_subject(d1: &D1Database, subject: &Subject, clips: &[&ClipId]) -> Answer<Vec<Use>> {
    // A likeness is known by another identifier after each deletion: what is no character of the clip is the likeness.
    let sql = format!(
        "SELECT {COLUMNS} FROM receipts r WHERE account = ?1 AND clip IN (SELECT value FROM json_each(?2))
         AND CASE ?3 WHEN '' THEN likeness NOT IN
           (SELECT k.character FROM clip_cast k WHERE k.clip = r.clip AND k.character IS NOT NULL)
         ELSE likeness = ?3 END ORDER BY idx"
    );
    let character = subject.character().map_or("", CharacterId::as_str);
    db::all(d1, &sql, &[subject.owner(), &serde_json::to_string(clips)?, &character]).await
}

/// Removes everything of an account, written over in place first.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    let blank = |column: &str| format!("{column} = substr(hex(zeroblob(length({column}))), 1, length({column}))");
    let columns = ["likeness", "clip", "sha256", "subject_salt", "clip_salt"].map(blank).join(", ");
    let scrub = db::query(d1, &format!("UPDATE receipts SET {columns} WHERE account = ?1"), &[account])?;
    let remove = db::query(d1, "DELETE FROM receipts WHERE account = ?1", &[account])?;
    db::batch(d1, vec![scrub, remove]).await.map(drop)
}
