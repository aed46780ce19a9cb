//! Where a likeness or a character is used, from the projections of renders and clips.

use domain::text::{DisplayName, Handle};
use domain::{AccountId, CharacterId, ClipId, RenderId, UnixMs};
use serde::Deserialize;
use wire::accounts::Person;
use wire::consent::LikenessUse;
use worker::D1Database;

use crate::consent::Subject;
use crate::cursor::Cursor;
use crate::db;
use crate::error::Answer;

/// One use.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// The render behind it.
    pub render: RenderId,
    clip: Option<ClipId>,
    state: String,
    script: Option<String>,
    likes: u32,
    handle: Handle,
    display_name: DisplayName,
    /// When it was asked for.
    pub at: UnixMs,
}

impl Row {
    /// As its owner sees it.
    #[must_use]
    pub fn view(self) -> LikenessUse {
        LikenessUse {
            render: self.render,
            creator: Person { handle: self.handle, display_name: self.display_name },
            clip: self.clip,
            state: self.state,
            script: self.script.unwrap_or_default(),
            likes: self.likes,
            at: self.at,
        }
    }
}

/// The rows of a cast that are a subject's: `?1` is its owner, `?2` the character or nothing.
const OF: &str = "k.account = ?1 AND COALESCE(k.character, '') = ?2";

/// What `?2` is for a subject.
fn which(subject: &Subject) -> &str {
    subject.character().map_or("", CharacterId::as_str)
}

/// At most `limit` uses after the cursor, newest first: those by the owner, too.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, subject: &Subject, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let sql = format!(
        "SELECT r.id AS render, c.id AS clip, COALESCE(c.state, CASE r.state
                 WHEN 'awaiting_consent' THEN 'asked' WHEN 'awaiting_device' THEN 'making' WHEN 'storing' THEN 'making'
                 ELSE r.state END) AS state,
               c.script, (SELECT COUNT(*) FROM likes l WHERE l.clip = c.id) AS likes, a.handle, a.display_name,
               r.created_at AS at
               FROM render_cast k JOIN renders r ON r.id = k.render JOIN accounts a ON a.id = r.account
               LEFT JOIN clips c ON c.render = r.id
               WHERE {OF} AND r.state IN
                 ('awaiting_consent', 'awaiting_device', 'storing', 'ready', 'withdrawn')
               AND (r.created_at, r.id) < (?3, ?4) ORDER BY r.created_at DESC, r.id DESC LIMIT ?5"
    );
    db::all(d1, &sql, &[subject.owner(), &which(subject), &after.at, &after.key, &limit]).await
}

/// Every render of others that uses it and is not over.
///
/// # Errors
/// The database fails.
pub async fn by_others(d1: &D1Database, subject: &Subject) -> Answer<Vec<RenderId>> {
    #[derive(Deserialize)]
    struct Found {
        render: RenderId,
    }
    let sql = format!(
        "SELECT k.render FROM render_cast k JOIN renders r ON r.id = k.render
               WHERE {OF} AND r.account <> ?1
               AND r.state IN ('awaiting_consent', 'awaiting_device', 'storing', 'ready')"
    );
    Ok(db::all::<Found>(d1, &sql, &[subject.owner(), &which(subject)])
        .await?
        .into_iter()
        .map(|found| found.render)
        .collect())
}

/// Members who have a render or a draft under way with it.
///
/// # Errors
/// The database fails.
pub async fn under_way(d1: &D1Database, subject: &Subject) -> Answer<Vec<AccountId>> {
    #[derive(Deserialize)]
    struct Found {
        creator: AccountId,
    }
    let sql = format!(
        "SELECT DISTINCT r.account AS creator FROM render_cast k JOIN renders r ON r.id = k.render
               LEFT JOIN clips c ON c.render = r.id
               WHERE {OF} AND r.account <> ?1
               AND (r.state IN ('awaiting_consent', 'awaiting_device', 'storing') OR c.state = 'draft')"
    );
    Ok(db::all::<Found>(d1, &sql, &[subject.owner(), &which(subject)])
        .await?
        .into_iter()
        .map(|found| found.creator)
        .collect())
}
