//! What lies above and below a clip, in D1. Rows are written by the render's object, with the render's own.

use domain::{AccountId, ClipId, RenderId};
use serde::Deserialize;
use wire::accounts::Person;
use wire::clips::{OriginalState, RemixOf};
use worker::{D1Database, D1PreparedStatement};

use crate::clips::store::LIVE;
use crate::db;
use crate::error::Answer;

/// States of a render that can still be withdrawn.
const ALIVE: &str = "('awaiting_consent', 'awaiting_device', 'storing', 'ready')";

/// Whether no clip above the clip `c` is held after a report.
pub const ROOTED: &str = "(c.remix_of IS NULL OR NOT EXISTS (SELECT 1 FROM remixes x JOIN clips h ON h.id = x.ancestor
    WHERE x.clip = c.id AND h.state = 'held'))";

/// What a clip `c` was made out of, as JSON that [`read`] reads; none where it is no remix. `?1` is the viewer.
#[must_use]
pub fn above_of(clip: &str) -> String {
    // The original is looked at by the same rules as any clip: in there, it is called `c`.
    format!(
        "CASE WHEN {clip} IS NULL THEN NULL ELSE json_object('clip', {clip},
         'withdrawn', (SELECT w.state = 'withdrawn' FROM clips w WHERE w.id = {clip}),
         'creator', (SELECT json_object('handle', m.handle, 'display_name', m.display_name)
           FROM (SELECT {clip} AS up) u JOIN clips c ON c.id = u.up JOIN accounts m ON m.id = c.creator
           WHERE c.state = 'published' AND {LIVE} AND {ROOTED})) END"
    )
}

/// What [`above_of`] says.
///
/// # Errors
/// It is none of ours.
pub fn read(json: Option<&str>) -> Answer<Option<RemixOf>> {
    #[derive(Deserialize)]
    struct Above {
        clip: ClipId,
        withdrawn: Option<u32>,
        creator: Option<Person>,
    }
    let Some(json) = json else { return Ok(None) };
    let Above { clip, withdrawn, creator } = serde_json::from_str(json)?;
    let state = match (&creator, withdrawn) {
        (Some(_), _) => OriginalState::Here,
        (None, Some(1)) => OriginalState::Withdrawn,
        (None, _) => OriginalState::Gone,
    };
    Ok(Some(RemixOf { clip, state, creator }))
}

/// What a remix of a clip says of it.
///
/// # Errors
/// The database fails.
pub async fn above(d1: &D1Database, clip: &ClipId, viewer: Option<&AccountId>) -> Answer<Option<RemixOf>> {
    #[derive(Deserialize)]
    struct Found {
        above: Option<String>,
    }
    let sql = format!("SELECT {} AS above", above_of("?2"));
    let viewer = viewer.map_or("", AccountId::as_str);
    let found = db::first::<Found>(d1, &sql, &[&viewer, clip]).await?;
    read(found.and_then(|found| found.above).as_deref())
}

/// How many clips lie above one.
///
/// # Errors
/// The database fails.
pub async fn depth(d1: &D1Database, clip: &ClipId) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Found {
        depth: Option<u32>,
    }
    let sql = "SELECT MAX(depth) AS depth FROM remixes WHERE clip = ?1";
    Ok(db::first::<Found>(d1, sql, &[clip]).await?.and_then(|found| found.depth).unwrap_or(0))
}

/// Who plays in a clip; the owner where a character does.
///
/// # Errors
/// The database fails.
pub async fn cast(d1: &D1Database, clip: &ClipId) -> Answer<Vec<AccountId>> {
    #[derive(Deserialize)]
    struct Found {
        account: AccountId,
    }
    let sql = "SELECT account FROM clip_cast WHERE clip = ?1 ORDER BY position";
    Ok(db::all::<Found>(d1, sql, &[clip]).await?.into_iter().map(|found| found.account).collect())
}

/// Whether a clip, and everything above it, stands: published, and neither withdrawn nor held. `clip` is a parameter.
#[must_use]
pub fn stands(clip: &str) -> String {
    format!(
        "(EXISTS (SELECT 1 FROM clips WHERE id = {clip} AND state = 'published')
         AND NOT EXISTS (SELECT 1 FROM remixes x JOIN clips h ON h.id = x.ancestor
         WHERE x.clip = {clip} AND (h.state = 'held' OR h.withdrawn_at IS NOT NULL)))"
    )
}

/// Whether something above a clip is held after a report.
///
/// # Errors
/// The database fails.
pub async fn is_held(d1: &D1Database, clip: &ClipId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = format!("SELECT 1 AS found FROM clips c WHERE c.id = ?1 AND NOT {ROOTED}");
    Ok(db::first::<Found>(d1, &sql, &[clip]).await?.is_some())
}

/// Statements that put a clip below another and everything above that, if its render is there.
///
/// # Errors
/// Never for these values.
pub fn root(d1: &D1Database, clip: &ClipId, render: &RenderId, original: &ClipId) -> Answer<[D1PreparedStatement; 2]> {
    let there = "EXISTS (SELECT 1 FROM renders WHERE id = ?2)";
    let own =
        format!("INSERT OR IGNORE INTO remixes (clip, render, ancestor, depth) SELECT ?1, ?2, ?3, 1 WHERE {there}");
    let above = format!(
        "INSERT OR IGNORE INTO remixes (clip, render, ancestor, depth)
         SELECT ?1, ?2, ancestor, depth + 1 FROM remixes WHERE clip = ?3 AND {there}"
    );
    Ok([db::query(d1, &own, &[clip, render, original])?, db::query(d1, &above, &[clip, render, original])?])
}

#[derive(Deserialize)]
struct Below {
    render: RenderId,
}

fn renders(rows: Vec<Below>) -> Vec<RenderId> {
    rows.into_iter().map(|row| row.render).collect()
}

/// Renders of what is made out of a clip and not over, ordered; at most `limit` after one.
///
/// # Errors
/// The database fails.
pub async fn below(d1: &D1Database, clip: &ClipId, after: &str, limit: u32) -> Answer<Vec<RenderId>> {
    let sql = format!(
        "SELECT x.render FROM remixes x JOIN renders r ON r.id = x.render
         WHERE x.ancestor = ?1 AND x.render > ?2 AND r.state IN {ALIVE} ORDER BY x.render LIMIT ?3"
    );
    Ok(renders(db::all(d1, &sql, &[clip, &after, &limit]).await?))
}

/// Renders by others of what is made out of a clip that shows a member, and not over.
///
/// # Errors
/// The database fails.
pub async fn below_all(d1: &D1Database, member: &AccountId) -> Answer<Vec<RenderId>> {
    let sql = format!(
        "SELECT DISTINCT x.render FROM clip_cast k JOIN remixes x ON x.ancestor = k.clip
         JOIN renders r ON r.id = x.render
         WHERE k.account = ?1 AND k.character IS NULL AND r.account <> ?1 AND r.state IN {ALIVE}"
    );
    Ok(renders(db::all(d1, &sql, &[member]).await?))
}
