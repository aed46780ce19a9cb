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
use crate::downloads::store::{LAST, TIMES};
use crate::error::Answer;
use crate::views;
use crate::views::store::{SITES, VIEWS};

/// Renders that use a subject: `?1` is its owner, `?2` the character or nothing. For a likeness also those that ask for it
/// because a clip of its owner's is made into another.
const TOUCHED: &str = "(SELECT render, 1 AS plays FROM render_cast
    WHERE account = ?1 AND COALESCE(character, '') = ?2
    UNION ALL SELECT q.render, 0 FROM requests q WHERE q.owner = ?1 AND COALESCE(q.character, '') = ?2
    AND NOT EXISTS (SELECT 1 FROM render_cast o WHERE o.render = q.render AND o.subject = q.subject))";

/// What `?2` is for a subject.
fn which(subject: &Subject) -> &str {
    subject.character().map_or("", CharacterId::as_str)
}

/// One use.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// The render behind it.
    pub render: RenderId,
    clip: Option<ClipId>,
    state: String,
    script: Option<String>,
    plays: u32,
    remix_of: Option<ClipId>,
    likes: u32,
    views: u32,
    remixes: u32,
    embeds: String,
    downloads: u32,
    downloaded_at: Option<UnixMs>,
    handle: Handle,
    display_name: DisplayName,
    /// When it was asked for.
    pub at: UnixMs,
}

impl Row {
    /// As its owner sees it, its receipt apart.
    ///
    /// # Errors
    /// The database's JSON is none of ours.
    pub fn view(self) -> Answer<LikenessUse> {
        Ok(LikenessUse {
            render: self.render,
            creator: Person { handle: self.handle, display_name: self.display_name },
            clip: self.clip,
            state: self.state,
            script: self.script.unwrap_or_default(),
            plays: self.plays != 0,
            remix_of: self.remix_of,
            likes: self.likes,
            views: self.views,
            remixes: self.remixes,
            downloads: self.downloads,
            downloaded_at: self.downloaded_at,
            embeds: views::store::sites(&self.embeds)?,
            at: self.at,
            receipt: None,
        })
    }
}

/// At most `limit` uses after the cursor, newest first: those by the owner, too, and what others make out of their clips
/// without casting them.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, subject: &Subject, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let sql = format!(
        "SELECT r.id AS render, c.id AS clip, COALESCE(c.state, CASE r.state
                 WHEN 'awaiting_consent' THEN 'asked' WHEN 'awaiting_device' THEN 'making' WHEN 'storing' THEN 'making'
                 ELSE r.state END) AS state,
               c.script, k.plays, c.remix_of, (SELECT COUNT(*) FROM likes l WHERE l.clip = c.id) AS likes,
               {VIEWS} AS views, {SITES} AS embeds, {TIMES} AS downloads, {LAST} AS downloaded_at,
               (SELECT COUNT(*) FROM clips m WHERE m.remix_of = c.id AND m.state = 'published') AS remixes,
               a.handle, a.display_name, r.created_at AS at
               FROM {TOUCHED} k JOIN renders r ON r.id = k.render JOIN accounts a ON a.id = r.account
               LEFT JOIN clips c ON c.render = r.id
               WHERE r.state IN
                 ('awaiting_consent', 'awaiting_device', 'storing', 'ready', 'withdrawn')
               AND (r.created_at, r.id) < (?3, ?4) ORDER BY r.created_at DESC, r.id DESC LIMIT ?5"
    );
    db::all(d1, &sql, &[subject.owner(), &which(subject), &after.at, &after.key, &limit]).await
}

/// Members who have a render or a draft under way with it, or out of a clip that its owner has to allow it for.
///
/// # Errors
/// The database fails.
pub async fn under_way(d1: &D1Database, subject: &Subject) -> Answer<Vec<AccountId>> {
    #[derive(Deserialize)]
    struct Found {
        creator: AccountId,
    }
    let sql = format!(
        "SELECT DISTINCT r.account AS creator FROM {TOUCHED} k JOIN renders r ON r.id = k.render
               LEFT JOIN clips c ON c.render = r.id
               WHERE r.account <> ?1
               AND (r.state IN ('awaiting_consent', 'awaiting_device', 'storing') OR c.state = 'draft')"
    );
    Ok(db::all::<Found>(d1, &sql, &[subject.owner(), &which(subject)])
        .await?
        .into_iter()
        .map(|found| found.creator)
        .collect())
}
