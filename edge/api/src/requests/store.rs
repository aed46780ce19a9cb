//! Requests in D1. The renders' objects write them; here they are read.

use domain::{AccountId, ClipId, RenderId, UnixMs};
use serde::Deserialize;
use worker::D1Database;

use crate::cursor::Cursor;
use crate::db;
use crate::error::Answer;

/// One request.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// The render that it is about.
    pub render: RenderId,
    /// Who is asked.
    pub owner: AccountId,
    /// Where it stands.
    pub state: String,
    /// The draft, once there is one.
    pub clip: Option<ClipId>,
    /// Hash of its file.
    pub sha256: Option<String>,
    /// When.
    pub asked_at: UnixMs,
    /// When it was answered.
    pub answered_at: Option<UnixMs>,
}

/// Which requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Box {
    /// Addressed to the member.
    Inbox,
    /// Sent by them.
    Sent,
}

/// One request is what one render asks of one owner, be it one thing of theirs or two: its rows taken together.
const COLUMNS: &str = "q.render, q.owner, CASE WHEN MAX(q.state = 'refused') THEN 'refused'
      WHEN MAX(q.state = 'withdrawn') THEN 'withdrawn' WHEN MAX(q.state = 'ended') THEN 'ended'
      WHEN MAX(q.state = 'asked') THEN 'asked' ELSE 'allowed' END AS state,
    c.id AS clip, c.sha256, q.asked_at, MAX(q.answered_at) AS answered_at
    FROM requests q LEFT JOIN clips c ON c.id = q.clip AND c.state <> 'withdrawn'";

/// What waits for its owner: a wish, a drawing, or a look at a draft.
const WAITS: &str = "(q.state = 'asked' OR q.state = 'allowed' AND (
    EXISTS (SELECT 1 FROM renders r WHERE r.id = q.render AND r.state = 'awaiting_device' AND q.maker = q.owner)
    OR EXISTS (SELECT 1 FROM clips c WHERE c.id = q.clip AND c.state = 'draft' AND q.looks = 1
               AND COALESCE(q.agreed_sha256, '') <> c.sha256)))";

/// At most `limit` requests after the cursor, newest first; in the inbox those first that wait.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, which: Box, member: &AccountId, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let whose = match which {
        Box::Inbox => "q.owner = ?1",
        Box::Sent => "q.creator = ?1",
    };
    let sql = format!(
        "SELECT {COLUMNS} WHERE {whose} AND (q.asked_at, q.render) < (?2, ?3) GROUP BY q.render, q.owner
         ORDER BY q.asked_at DESC, q.render DESC LIMIT ?4"
    );
    db::all(d1, &sql, &[member, &after.at, &after.key, &limit]).await
}

/// The requests of one render that a member is asked by or has sent.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, render: &RenderId, member: &AccountId) -> Answer<Vec<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE q.render = ?1 AND (q.owner = ?2 OR q.creator = ?2)
         GROUP BY q.render, q.owner ORDER BY q.owner <> ?2"
    );
    db::all(d1, &sql, &[render, member]).await
}

/// How many requests wait for a member.
///
/// # Errors
/// The database fails.
pub async fn waiting(d1: &D1Database, member: &AccountId) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let sql = format!("SELECT COUNT(DISTINCT q.render) AS count FROM requests q WHERE q.owner = ?1 AND {WAITS}");
    Ok(db::first::<Count>(d1, &sql, &[member]).await?.map_or(0, |row| row.count))
}
