//! Where a likeness is used, from the projections of renders and clips.

use domain::text::{DisplayName, Handle};
use domain::{AccountId, ClipId, RenderId, UnixMs};
use serde::Deserialize;
use wire::accounts::Person;
use wire::consent::LikenessUse;
use worker::D1Database;

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

/// At most `limit` uses of a member's likeness after the cursor, newest first: those of their own, too.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, owner: &AccountId, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let sql = "SELECT r.id AS render, c.id AS clip, COALESCE(c.state, CASE r.state
                 WHEN 'awaiting_consent' THEN 'asked' WHEN 'awaiting_device' THEN 'making' WHEN 'storing' THEN 'making'
                 ELSE r.state END) AS state,
               c.script, (SELECT COUNT(*) FROM likes l WHERE l.clip = c.id) AS likes, a.handle, a.display_name,
               r.created_at AS at
               FROM render_cast k JOIN renders r ON r.id = k.render JOIN accounts a ON a.id = r.account
               LEFT JOIN clips c ON c.render = r.id
               WHERE k.account = ?1 AND k.character IS NULL AND r.state IN
                 ('awaiting_consent', 'awaiting_device', 'storing', 'ready', 'withdrawn')
               AND (r.created_at, r.id) < (?2, ?3) ORDER BY r.created_at DESC, r.id DESC LIMIT ?4";
    db::all(d1, sql, &[owner, &after.at, &after.key, &limit]).await
}

/// Members who have a render or a draft under way with a member's likeness.
///
/// # Errors
/// The database fails.
pub async fn under_way(d1: &D1Database, owner: &AccountId) -> Answer<Vec<AccountId>> {
    #[derive(Deserialize)]
    struct Found {
        creator: AccountId,
    }
    let sql = "SELECT DISTINCT r.account AS creator FROM render_cast k JOIN renders r ON r.id = k.render
               LEFT JOIN clips c ON c.render = r.id
               WHERE k.account = ?1 AND k.character IS NULL AND r.account <> ?1
               AND (r.state IN ('awaiting_consent', 'awaiting_device', 'storing') OR c.state = 'draft')";
    Ok(db::all::<Found>(d1, sql, &[owner]).await?.into_iter().map(|found| found.creator).collect())
}
