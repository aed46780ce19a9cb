//! Counts of views and sites that embed, in D1: numbers, days and host names.

use domain::{ClipId, UnixMs};
use serde::Deserialize;
use wire::consent::EmbedSite;
use worker::D1Database;

use crate::clips::store::LIVE;
use crate::db::{self, query};
use crate::error::Answer;
use crate::remixes::store::ROOTED;

/// How often the clip `c` was viewed, as SQL.
pub const VIEWS: &str = "(SELECT COALESCE(SUM(v.views), 0) FROM clip_views v WHERE v.clip = c.id)";

/// Sites that embedded the clip `c`, the latest first, as JSON that [`sites`] reads.
pub const SITES: &str = "(SELECT json_group_array(json_object('host', e.host, 'loads', e.loads,
    'last_day', e.last_day * 86400000)) FROM (SELECT host, loads, last_day FROM embed_sites WHERE clip = c.id
    ORDER BY last_day DESC, loads DESC, host) e)";

/// What [`SITES`] says.
///
/// # Errors
/// It is none of ours.
pub fn sites(json: &str) -> Answer<Vec<EmbedSite>> {
    Ok(serde_json::from_str(json)?)
}

/// Whether everyone may watch a clip.
///
/// # Errors
/// The database fails.
pub async fn is_live(d1: &D1Database, id: &ClipId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql =
        format!("SELECT 1 AS found FROM clips c WHERE c.id = ?2 AND c.state = 'published' AND {LIVE} AND {ROOTED}");
    Ok(db::first::<Found>(d1, &sql, &[&"", id]).await?.is_some())
}

/// Counts a view on a day, unless one with this mark was counted. Whether the clip can be viewed.
///
/// # Errors
/// The database fails; then nothing was counted.
pub async fn count(d1: &D1Database, id: &ClipId, day: u64, mark: &str, now: UnixMs) -> Answer<bool> {
    if !is_live(d1, id).await? {
        return Ok(false);
    }
    let add = "INSERT INTO clip_views (clip, day, views) SELECT id, ?2, 1 FROM clips
               WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM view_marks WHERE mark = ?3)
               ON CONFLICT (clip, day) DO UPDATE SET views = views + 1";
    let keep = "INSERT OR IGNORE INTO view_marks (mark, at) VALUES (?1, ?2)";
    db::batch(d1, vec![query(d1, add, &[id, &day, &mark])?, query(d1, keep, &[&mark, &now])?]).await?;
    Ok(true)
}

/// Removes marks from before a time.
///
/// # Errors
/// The database fails.
pub async fn sweep(d1: &D1Database, before: UnixMs) -> Answer<()> {
    db::run(d1, "DELETE FROM view_marks WHERE at < ?1", &[&before]).await.map(drop)
}

/// Counts a load of a clip's player at a site. Of more than `limit` sites the one seen longest ago is forgotten.
///
/// # Errors
/// The database fails.
pub async fn embedded(d1: &D1Database, id: &ClipId, host: &str, day: u64, limit: u32) -> Answer<()> {
    let add = "INSERT INTO embed_sites (clip, host, loads, last_day) SELECT id, ?2, 1, ?3 FROM clips WHERE id = ?1
               ON CONFLICT (clip, host) DO UPDATE SET loads = loads + 1, last_day = excluded.last_day";
    let cut = "DELETE FROM embed_sites WHERE clip = ?1 AND host NOT IN (SELECT host FROM embed_sites WHERE clip = ?1
               ORDER BY host = ?3 DESC, last_day DESC, loads DESC, host LIMIT ?2)";
    db::batch(d1, vec![query(d1, add, &[id, &host, &day])?, query(d1, cut, &[id, &limit, &host])?]).await.map(drop)
}
