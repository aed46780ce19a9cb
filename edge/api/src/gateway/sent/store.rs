//! What of whose went to generators, in D1.

use domain::text::{CharacterName, DisplayName, Handle};
use domain::{AccountId, RenderId, UnixMs};
use gateway::table;
use serde::Deserialize;
use wire::accounts::Person;
use wire::outside::SentUse;
use worker::D1Database;

use crate::cursor::Cursor;
use crate::db::{self, query};
use crate::error::Answer;
use crate::gateway::call::Record;

/// Writes what a job sent, for everybody in its cast. Where the render is gone, who was in it stands here already.
///
/// # Errors
/// The database fails.
pub async fn write(d1: &D1Database, record: &Record) -> Answer<()> {
    let Some(sent_at) = record.sent_at else { return Ok(()) };
    let (render, generator) = (&record.ordered.render, &record.ordered.generator);
    let add = "INSERT OR IGNORE INTO sent (render, subject, owner, character, creator, generator, sent_at)
               SELECT k.render, k.subject, k.account, k.character, ?2, ?3, ?4 FROM render_cast k
               WHERE k.render = ?1 AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = k.account)";
    let mend = "UPDATE sent SET removed_at = ?2, fetched = ?3 WHERE render = ?1";
    let statements = vec![
        query(d1, add, &[render, &record.ordered.account, generator, &sent_at])?,
        query(d1, mend, &[render, &record.removed_at, &record.fetched])?,
    ];
    db::batch(d1, statements).await.map(drop)
}

/// Forgets an account: what went of theirs, and that they ordered.
///
/// # Errors
/// The database fails.
pub async fn forget(d1: &D1Database, account: &AccountId) -> Answer<()> {
    let statements = vec![
        query(d1, "DELETE FROM sent WHERE owner = ?1", &[account])?,
        query(d1, "UPDATE sent SET creator = NULL WHERE creator = ?1", &[account])?,
    ];
    db::batch(d1, statements).await.map(drop)
}

/// One film that something went for.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Its render.
    pub render: RenderId,
    /// The character's identifier, or the account's.
    pub subject: String,
    generator: String,
    /// When it went.
    pub sent_at: UnixMs,
    removed_at: Option<UnixMs>,
    fetched: u8,
    handle: Option<Handle>,
    display_name: Option<DisplayName>,
    name: Option<CharacterName>,
}

impl From<Row> for SentUse {
    fn from(row: Row) -> Self {
        // One that is not in the table any more stands under its own name.
        let adapter = table::generator(&row.generator);
        let (title, provider_title) =
            adapter.map_or((row.generator.as_str(), ""), |adapter| (adapter.title(), adapter.provider().title));
        Self {
            render: row.render,
            by: row.handle.zip(row.display_name).map(|(handle, display_name)| Person { handle, display_name }),
            character: row.name.map(|name| name.to_string()),
            title: title.to_owned(),
            provider_title: provider_title.to_owned(),
            still: !adapter.is_some_and(|adapter| adapter.offer().avatar),
            sent_at: row.sent_at,
            removed_at: row.removed_at,
            fetched: row.fetched != 0,
        }
    }
}

/// At most `limit` of an owner's after the cursor, newest first.
///
/// # Errors
/// The database fails.
pub async fn page(d1: &D1Database, owner: &AccountId, after: &Cursor, limit: u32) -> Answer<Vec<Row>> {
    let sql =
        "SELECT s.render, s.subject, s.generator, s.sent_at, s.removed_at, s.fetched, a.handle, a.display_name, c.name
               FROM sent s LEFT JOIN accounts a ON a.id = s.creator LEFT JOIN characters c ON c.id = s.character
               WHERE s.owner = ?1 AND (s.sent_at, s.render || s.subject) < (?2, ?3)
               ORDER BY s.sent_at DESC, s.render || s.subject DESC LIMIT ?4";
    db::all(d1, sql, &[owner, &after.at, &after.key, &limit]).await
}
