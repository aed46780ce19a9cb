//! What an export reads in D1. The objects are the truth; these rows say what there is.

use domain::text::CharacterName;
use domain::{AccountId, CharacterId, ClipId, RenderId, UnixMs};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wire::clips::ClipState;
use wire::exports::{ExportedAppearance, ExportedLike, ExportedRequest};
use worker::D1Database;

use crate::db;
use crate::error::Answer;

/// A clip of the account's.
#[derive(Debug, Deserialize)]
pub struct Clip {
    /// Which.
    pub id: ClipId,
    /// What made it.
    pub render: RenderId,
    /// Where it stands.
    pub state: ClipState,
    /// JSON of people.
    pub cast: String,
    /// The character that plays.
    pub character: Option<CharacterId>,
    /// Its name, while it exists.
    pub character_name: Option<CharacterName>,
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// In milliseconds.
    pub duration_ms: u32,
    /// Hash of the film.
    pub sha256: String,
    /// Hash of the poster.
    pub poster_sha256: String,
    /// Likes.
    pub likes: u32,
    /// When the draft was made.
    pub created_at: UnixMs,
    /// When it was published.
    pub published_at: Option<UnixMs>,
    /// 1 while somebody else in it has paused their likeness.
    pub paused: u32,
}

/// How much of what there is.
#[derive(Debug, Deserialize)]
pub struct Counts {
    /// Clips with rows, withdrawn ones included.
    pub rows: u32,
    /// Clips with files.
    pub clips: u32,
    /// Their bytes.
    pub clip_bytes: u64,
    /// Characters.
    pub characters: u32,
    /// Uses of the likeness.
    pub uses: u32,
    /// Requests.
    pub requests: u32,
    /// Likes.
    pub likes: u32,
    /// Clips by others.
    pub appearances: u32,
}

/// Counts what an export holds.
///
/// # Errors
/// The database fails.
pub async fn counts(d1: &D1Database, account: &AccountId) -> Answer<Option<Counts>> {
    let sql = "SELECT (SELECT COUNT(*) FROM clips WHERE creator = ?1) AS rows,
        (SELECT COUNT(*) FROM clips WHERE creator = ?1 AND state IN ('draft', 'published')) AS clips,
        (SELECT COALESCE(SUM(bytes + poster_bytes), 0) FROM clips WHERE creator = ?1
           AND state IN ('draft', 'published')) AS clip_bytes,
        (SELECT COUNT(*) FROM characters WHERE account = ?1 AND ready = 1) AS characters,
        (SELECT COUNT(*) FROM render_cast k JOIN renders r ON r.id = k.render WHERE k.account = ?1
           AND k.character IS NULL AND r.state IN
           ('awaiting_consent', 'awaiting_device', 'storing', 'ready', 'withdrawn')) AS uses,
        (SELECT COUNT(*) FROM requests WHERE owner = ?1 OR creator = ?1) AS requests,
        (SELECT COUNT(*) FROM likes WHERE account = ?1) AS likes,
        (SELECT COUNT(DISTINCT c.id) FROM clip_cast k JOIN clips c ON c.id = k.clip
           WHERE k.account = ?1 AND c.creator <> ?1) AS appearances";
    db::first(d1, sql, &[account]).await
}

/// At most `limit` clips of the account's after so many, oldest first, those without files, too.
///
/// # Errors
/// The database fails.
pub async fn clips(d1: &D1Database, account: &AccountId, skip: u32, limit: u32) -> Answer<Vec<Clip>> {
    let sql = "SELECT c.id, c.render, c.state,
        (SELECT json_group_array(json_object('handle', p.handle, 'display_name', p.display_name)) FROM
          (SELECT m.handle, m.display_name FROM clip_cast k JOIN accounts m ON m.id = k.account
           WHERE k.clip = c.id ORDER BY k.position) p) AS \"cast\",
        (SELECT k.character FROM clip_cast k WHERE k.clip = c.id AND k.position = 0) AS character,
        (SELECT h.name FROM clip_cast k JOIN characters h ON h.id = k.character WHERE k.clip = c.id) AS character_name,
        c.script, c.prompt, c.width, c.height, c.duration_ms, c.sha256, c.poster_sha256,
        (SELECT COUNT(*) FROM likes l WHERE l.clip = c.id) AS likes, c.created_at, c.published_at,
        EXISTS (SELECT 1 FROM clip_cast k JOIN likenesses l ON l.account = k.account WHERE k.clip = c.id
          AND k.character IS NULL AND l.paused = 1 AND l.account <> ?1)
        OR EXISTS (SELECT 1 FROM clip_cast k JOIN characters h ON h.id = k.character WHERE k.clip = c.id
          AND h.paused = 1 AND h.account <> ?1) AS paused
      FROM clips c WHERE c.creator = ?1 ORDER BY c.created_at, c.id LIMIT ?3 OFFSET ?2";
    db::all(d1, sql, &[account, &skip, &limit]).await
}

/// At most `limit` clips by others that show the account, after so many, newest first.
///
/// # Errors
/// The database fails.
pub async fn appearances(
    d1: &D1Database,
    account: &AccountId,
    skip: u32,
    limit: u32,
) -> Answer<Vec<ExportedAppearance>> {
    let sql = "SELECT c.id AS clip, a.handle AS creator, c.state, c.script, c.created_at, c.published_at
        FROM clips c JOIN accounts a ON a.id = c.creator
        WHERE c.id IN (SELECT clip FROM clip_cast WHERE account = ?1) AND c.creator <> ?1
        ORDER BY c.created_at DESC, c.id DESC LIMIT ?3 OFFSET ?2";
    page(d1, sql, account, skip, limit).await
}

/// At most `limit` requests to and by the account, after so many, newest first: a row for each likeness and character.
///
/// # Errors
/// The database fails.
pub async fn requests(d1: &D1Database, account: &AccountId, skip: u32, limit: u32) -> Answer<Vec<ExportedRequest>> {
    let sql = "SELECT q.render AS id, c.handle AS creator, o.handle AS owner, q.character, q.state, q.clip, q.agreed_sha256,
        q.asked_at, q.answered_at FROM requests q JOIN accounts c ON c.id = q.creator JOIN accounts o ON o.id = q.owner
        WHERE q.owner = ?1 OR q.creator = ?1 ORDER BY q.asked_at DESC, q.render DESC, q.owner, q.subject LIMIT ?3 OFFSET ?2";
    page(d1, sql, account, skip, limit).await
}

/// At most `limit` likes of the account's, after so many, newest first.
///
/// # Errors
/// The database fails.
pub async fn likes(d1: &D1Database, account: &AccountId, skip: u32, limit: u32) -> Answer<Vec<ExportedLike>> {
    let sql = "SELECT l.clip, a.handle AS creator, l.created_at AS liked_at, c.sha256 FROM likes l
        JOIN clips c ON c.id = l.clip JOIN accounts a ON a.id = c.creator
        WHERE l.account = ?1 ORDER BY l.created_at DESC, l.clip DESC LIMIT ?3 OFFSET ?2";
    page(d1, sql, account, skip, limit).await
}

async fn page<T: DeserializeOwned>(
    d1: &D1Database,
    sql: &str,
    account: &AccountId,
    skip: u32,
    limit: u32,
) -> Answer<Vec<T>> {
    db::all(d1, sql, &[account, &skip, &limit]).await
}

/// The clip of the account's with this very film, if it is here.
///
/// # Errors
/// The database fails.
pub async fn with_film(d1: &D1Database, account: &AccountId, sha256: &str) -> Answer<Option<ClipId>> {
    #[derive(Deserialize)]
    struct Found {
        id: ClipId,
    }
    let sql = "SELECT id FROM clips WHERE creator = ?1 AND sha256 = ?2 AND state <> 'withdrawn'";
    Ok(db::first::<Found>(d1, sql, &[account, &sha256]).await?.map(|found| found.id))
}
