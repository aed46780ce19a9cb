//! Clips, their cast and their likes in D1. Rows are written and removed by the render's object only, but for what
//! members do with a clip: publish it and like it.

use domain::text::{CharacterName, DisplayName, Handle};
use domain::{AccountId, CharacterId, ClipId, RenderId, UnixMs};
use serde::Deserialize;
use wire::accounts::Person;
use wire::clips::ClipState;
use worker::D1Database;

use crate::cursor::Cursor;
use crate::db::{self, Value};
use crate::error::Answer;
use crate::remixes;
use crate::remixes::store::ROOTED;
use crate::renders::call::{File, Poster, Wish};
use crate::takedowns::call::Evidence;
use crate::takedowns::traces::store as traces;
use crate::views::store::VIEWS;

/// A clip as one viewer sees it.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Which.
    pub id: ClipId,
    /// What made it.
    pub render: RenderId,
    /// Draft or published.
    pub state: ClipState,
    /// Who made it.
    pub creator: AccountId,
    /// Their handle.
    pub handle: Handle,
    /// Their name.
    pub display_name: DisplayName,
    /// JSON of [`Person`]s.
    pub cast: String,
    /// Name of the character that plays.
    pub character: Option<CharacterName>,
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// After edit lists.
    pub duration_ms: u32,
    /// Likes.
    pub likes: u32,
    /// 1 when the viewer likes it.
    pub liked: u32,
    /// 1 when the viewer made it or is in it.
    pub mine: u32,
    /// When the draft was made.
    pub created_at: UnixMs,
    /// When it was published.
    pub published_at: Option<UnixMs>,
    /// Hash of the file.
    pub sha256: String,
    /// JSON of [`Person`]s whose yes to the file is missing.
    pub awaits: String,
    /// JSON of what it was made out of, as [`remixes::store::read`] reads it.
    pub above: Option<String>,
    /// Published clips that were made out of it.
    pub remixes: u32,
    /// How often it was viewed.
    pub views: u32,
}

/// What the media path needs to know.
#[derive(Debug, Deserialize)]
pub struct Media {
    /// What made it.
    pub render: RenderId,
    /// Draft or published.
    pub state: ClipState,
    /// Size of the file.
    pub bytes: u32,
    /// Hash of the file.
    pub sha256: String,
    /// Size of the poster.
    pub poster_bytes: u32,
    /// Hash of the poster.
    pub poster_sha256: String,
    /// 1 while one of the cast has paused their likeness, or something above it is held.
    pub paused: u32,
}

/// `?1` is the viewer, empty for a visitor.
fn columns() -> String {
    let above = remixes::store::above_of("c.remix_of");
    format!(
        "{COLUMNS}, {above} AS above,
         (SELECT COUNT(*) FROM clips r WHERE r.remix_of = c.id AND r.state = 'published') AS remixes, {VIEWS} AS views
         FROM clips c JOIN accounts a ON a.id = c.creator"
    )
}

const COLUMNS: &str = "c.id, c.render, c.state, c.creator, a.handle, a.display_name,
    (SELECT json_group_array(json_object('handle', p.handle, 'display_name', p.display_name)) FROM
      (SELECT m.handle, m.display_name FROM clip_cast k JOIN accounts m ON m.id = k.account
       WHERE k.clip = c.id ORDER BY k.position) p) AS \"cast\",
    (SELECT h.name FROM clip_cast k JOIN characters h ON h.id = k.character WHERE k.clip = c.id) AS character,
    c.script, c.prompt, c.width, c.height, c.duration_ms,
    (SELECT COUNT(*) FROM likes l WHERE l.clip = c.id) AS likes,
    EXISTS (SELECT 1 FROM likes l WHERE l.clip = c.id AND l.account = ?1) AS liked,
    (c.creator = ?1 OR EXISTS (SELECT 1 FROM clip_cast k WHERE k.clip = c.id AND k.account = ?1)) AS mine,
    c.created_at, c.published_at, c.sha256,
    (SELECT json_group_array(json_object('handle', m.handle, 'display_name', m.display_name)) FROM accounts m
       WHERE c.state = 'draft' AND m.id IN (SELECT q.owner FROM requests q WHERE q.render = c.render
       AND q.state = 'allowed' AND q.looks = 1 AND COALESCE(q.agreed_sha256, '') <> c.sha256)) AS awaits";

/// Whether nobody in the cast of a clip has paused their likeness or the character that plays, but for the viewer, `?1`.
pub const LIVE: &str = "NOT EXISTS (SELECT 1 FROM clip_cast k JOIN likenesses l ON l.account = k.account
    WHERE k.clip = c.id AND k.character IS NULL AND l.paused = 1 AND l.account <> ?1)
    AND NOT EXISTS (SELECT 1 FROM clip_cast k JOIN characters h ON h.id = k.character
    WHERE k.clip = c.id AND h.paused = 1 AND h.account <> ?1)";

fn viewer(account: Option<&AccountId>) -> &str {
    account.map_or("", AccountId::as_str)
}

/// A clip, if the viewer may see it: published, or a draft of theirs.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, id: &ClipId, account: Option<&AccountId>) -> Answer<Option<Row>> {
    let sql =
        format!("SELECT {} WHERE c.id = ?2 AND ((c.state = 'published' AND {LIVE} AND {ROOTED}) OR mine)", columns());
    db::first(d1, &sql, &[&viewer(account), id]).await
}

/// Which clips a page has.
pub enum Which<'a> {
    /// Every published one, but for those of people whom the viewer blocked or who blocked the viewer.
    Feed,
    /// The published ones of a member.
    Of(&'a AccountId),
    /// The published ones that were made out of a clip, but for those of people apart from the viewer.
    RemixesOf(&'a ClipId),
    /// Drafts, and what is held, that the viewer made or is in.
    Drafts,
}

/// At most `limit` clips after the cursor, newest first.
///
/// # Errors
/// The database fails.
pub async fn page(
    d1: &D1Database,
    which: Which<'_>,
    account: Option<&AccountId>,
    after: &Cursor,
    limit: u32,
) -> Answer<Vec<Row>> {
    let (at, condition) = match which {
        Which::Feed => (
            "c.published_at",
            "c.state = 'published' AND NOT EXISTS (SELECT 1 FROM blocks b
             WHERE (b.account = ?1 AND b.blocked = c.creator) OR (b.account = c.creator AND b.blocked = ?1))",
        ),
        Which::Of(_) => ("c.published_at", "c.state = 'published' AND c.creator = ?5"),
        Which::RemixesOf(_) => (
            "c.published_at",
            "c.state = 'published' AND c.remix_of = ?5 AND NOT EXISTS (SELECT 1 FROM blocks b
             WHERE (b.account = ?1 AND b.blocked = c.creator) OR (b.account = c.creator AND b.blocked = ?1))",
        ),
        Which::Drafts => (
            "c.created_at",
            "c.state IN ('draft', 'held') AND c.id IN (SELECT id FROM clips WHERE creator = ?1
             UNION SELECT clip FROM clip_cast WHERE account = ?1)",
        ),
    };
    // Whose draft it is sees it while something above it is held.
    let rooted = if matches!(which, Which::Drafts) { "1" } else { ROOTED };
    let columns = columns();
    let sql = format!(
        "SELECT {columns} WHERE {condition} AND {LIVE} AND {rooted} AND ({at}, c.id) < (?2, ?3) ORDER BY {at} DESC, c.id DESC LIMIT ?4"
    );
    let viewer = viewer(account);
    let mut values: Vec<&dyn Value> = vec![&viewer, &after.at, &after.key, &limit];
    match &which {
        Which::Of(creator) => values.push(creator),
        Which::RemixesOf(original) => values.push(original),
        Which::Feed | Which::Drafts => {}
    }
    db::all(d1, &sql, &values).await
}

/// The file and poster of a clip, if the viewer may see it.
///
/// # Errors
/// The database fails.
pub async fn media(d1: &D1Database, id: &ClipId) -> Answer<Option<Media>> {
    let sql = format!(
        "SELECT render, state, bytes, sha256, poster_bytes, poster_sha256,
         (NOT {ROOTED} OR EXISTS (SELECT 1 FROM clip_cast k JOIN likenesses l ON l.account = k.account
         WHERE k.clip = c.id AND k.character IS NULL AND l.paused = 1)
         OR EXISTS (SELECT 1 FROM clip_cast k JOIN characters h ON h.id = k.character
         WHERE k.clip = c.id AND h.paused = 1)) AS paused FROM clips c WHERE id = ?1"
    );
    db::first(d1, &sql, &[id]).await
}

/// Whether someone else in the cast has paused their likeness.
///
/// # Errors
/// The database fails.
pub async fn paused_by_others(d1: &D1Database, id: &ClipId, account: &AccountId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = format!("SELECT 1 AS found FROM clips c WHERE c.id = ?2 AND NOT ({LIVE})");
    Ok(db::first::<Found>(d1, &sql, &[account, id]).await?.is_some())
}

/// Withdraws a clip: nothing but its creator's words is left of it, for them to cast it anew.
///
/// # Errors
/// The database fails.
pub async fn withdraw(d1: &D1Database, id: &ClipId, now: UnixMs) -> Answer<()> {
    // A clip that is held stays held; when the hold ends, it is withdrawn.
    let sql = "UPDATE clips SET state = CASE state WHEN 'held' THEN 'held' ELSE 'withdrawn' END, withdrawn_at = ?2
               WHERE id = ?1 AND withdrawn_at IS NULL";
    db::run(d1, sql, &[id, &now]).await.map(drop)
}

/// Whether a clip is published.
///
/// # Errors
/// The database fails.
pub async fn is_published(d1: &D1Database, id: &ClipId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = "SELECT 1 AS found FROM clips WHERE id = ?1 AND state = 'published'";
    Ok(db::first::<Found>(d1, sql, &[id]).await?.is_some())
}

/// What a clip was made out of, for everyone, whatever became of the clip itself.
///
/// # Errors
/// The database fails.
pub async fn above(d1: &D1Database, id: &ClipId) -> Answer<Option<String>> {
    #[derive(Deserialize)]
    struct Found {
        above: Option<String>,
    }
    let above = remixes::store::above_of("c.remix_of");
    let sql = format!("SELECT {above} AS above FROM clips c WHERE c.id = ?2");
    Ok(db::first::<Found>(d1, &sql, &[&"", id]).await?.and_then(|found| found.above))
}

/// Whether a clip was withdrawn.
///
/// # Errors
/// The database fails.
pub async fn is_withdrawn(d1: &D1Database, id: &ClipId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = "SELECT 1 AS found FROM clips WHERE id = ?1 AND state = 'withdrawn'";
    Ok(db::first::<Found>(d1, sql, &[id]).await?.is_some())
}

/// Whether a member made a clip or is in it.
///
/// # Errors
/// The database fails.
pub async fn is_mine(d1: &D1Database, id: &ClipId, account: &AccountId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = "SELECT 1 AS found FROM clips WHERE id = ?1 AND creator = ?2
               UNION ALL SELECT 1 FROM clip_cast WHERE clip = ?1 AND account = ?2 LIMIT 1";
    Ok(db::first::<Found>(d1, sql, &[id, account]).await?.is_some())
}

/// Renders of the drafts in which a character plays.
///
/// # Errors
/// The database fails.
pub async fn drafts_playing(d1: &D1Database, character: &CharacterId) -> Answer<Vec<RenderId>> {
    #[derive(Deserialize)]
    struct Found {
        render: RenderId,
    }
    let sql = "SELECT c.render FROM clip_cast k JOIN clips c ON c.id = k.clip
               WHERE k.character = ?1 AND (c.state = 'draft' OR (c.state = 'held' AND c.published_at IS NULL))";
    Ok(db::all::<Found>(d1, sql, &[character]).await?.into_iter().map(|found| found.render).collect())
}

/// Writes the draft of a finished render. Written again, the first one stays.
///
/// # Errors
/// The database fails.
pub async fn insert(d1: &D1Database, wish: &Wish, file: &File, poster: &Poster, now: UnixMs) -> Answer<()> {
    let sql = "INSERT OR IGNORE INTO clips (id, render, creator, script, prompt, width, height, duration_ms, bytes,
               sha256, poster_bytes, poster_sha256, created_at, remix_of)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let original = wish.remix.as_ref().map(|remix| remix.clip.as_str().to_owned());
    let values: [&dyn Value; 14] = [
        &wish.clip,
        &wish.id,
        &wish.creator,
        &wish.script,
        &wish.prompt,
        &file.width,
        &file.height,
        &file.duration_ms,
        &file.bytes,
        &file.sha256,
        &poster.bytes,
        &poster.sha256,
        &now,
        &original,
    ];
    let mut statements = vec![db::query(d1, sql, &values)?];
    for (position, member) in (0u32..).zip(&wish.cast) {
        let character = wish.character.clone().filter(|_| position == 0);
        let sql = "INSERT OR IGNORE INTO clip_cast (clip, position, account, character) VALUES (?1, ?2, ?3, ?4)";
        statements.push(db::query(d1, sql, &[&wish.clip, &position, member, &character])?);
    }
    let File { sha256, prints, mirrored, sound, .. } = file.clone();
    statements.extend(traces::rows(d1, &wish.clip, &Evidence { sha256, prints, mirrored, sound })?);
    db::batch(d1, statements).await.map(drop)
}

/// Removes a clip with its cast and its likes.
///
/// # Errors
/// The database fails.
pub async fn remove(d1: &D1Database, id: &ClipId) -> Answer<()> {
    // A deleted row stays readable in the database's file until its page is used again: first it is written over in
    // place, which needs the same number of bytes.
    let blank = |column: &str| {
        format!("{column} = substr(hex(zeroblob(length(CAST({column} AS BLOB)))), 1, length(CAST({column} AS BLOB)))")
    };
    let scrub = format!("UPDATE clips SET {}, {} WHERE id = ?1", blank("script"), blank("prompt"));
    let statements = [
        scrub.as_str(),
        "DELETE FROM likes WHERE clip = ?1",
        "DELETE FROM clip_cast WHERE clip = ?1",
        "DELETE FROM prints WHERE clip = ?1",
        "DELETE FROM looked WHERE clip = ?1",
        "DELETE FROM clip_views WHERE clip = ?1",
        "DELETE FROM embed_sites WHERE clip = ?1",
        // Below it, nothing is left that it could be taken back from.
        "DELETE FROM remixes WHERE ancestor = ?1",
        "UPDATE sounds SET sound = hex(zeroblob(length(sound) / 2)) WHERE clip = ?1",
        "DELETE FROM sounds WHERE clip = ?1",
        "DELETE FROM clips WHERE id = ?1",
    ];
    let statements = statements.iter().map(|sql| db::query(d1, sql, &[id])).collect::<Answer<Vec<_>>>()?;
    db::batch(d1, statements).await.map(drop)
}

/// Publishes a draft of the creator. Whether it was one.
///
/// # Errors
/// The database fails.
pub async fn publish(d1: &D1Database, id: &ClipId, creator: &AccountId, now: UnixMs) -> Answer<bool> {
    let sql = format!(
        "UPDATE clips AS c SET state = 'published', published_at = ?3
         WHERE id = ?1 AND creator = ?2 AND state = 'draft' AND {ROOTED}"
    );
    Ok(db::run(d1, &sql, &[id, creator, &now]).await? == 1)
}

/// Likes a published clip, or likes it no more, and counts.
///
/// # Errors
/// The database fails.
pub async fn like(d1: &D1Database, id: &ClipId, account: &AccountId, likes: bool, now: UnixMs) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Count {
        likes: u32,
    }
    let change = if likes {
        let sql = "INSERT OR IGNORE INTO likes (clip, account, created_at)
                   SELECT id, ?2, ?3 FROM clips WHERE id = ?1 AND state = 'published'
                   AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)";
        db::query(d1, sql, &[id, account, &now])?
    } else {
        db::query(d1, "DELETE FROM likes WHERE clip = ?1 AND account = ?2", &[id, account])?
    };
    let count = db::query(d1, "SELECT COUNT(*) AS likes FROM likes WHERE clip = ?1", &[id])?;
    let answers = d1.batch(vec![change, count]).await?;
    let counts: Vec<Count> = answers.get(1).map(worker::D1Result::results).transpose()?.unwrap_or_default();
    Ok(counts.first().map_or(0, |count| count.likes))
}

/// The clip that somebody with this handle has published of this very film.
///
/// # Errors
/// The database fails.
pub async fn published_film(d1: &D1Database, creator: &Handle, sha256: &str) -> Answer<Option<ClipId>> {
    #[derive(Deserialize)]
    struct Found {
        id: ClipId,
    }
    let sql = "SELECT c.id FROM clips c JOIN accounts a ON a.id = c.creator
               WHERE a.handle = ?1 AND c.sha256 = ?2 AND c.state = 'published' ORDER BY c.published_at LIMIT 1";
    Ok(db::first::<Found>(d1, sql, &[creator, &sha256]).await?.map(|found| found.id))
}

/// Removes every like of an account.
///
/// # Errors
/// The database fails.
pub async fn forget_likes(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM likes WHERE account = ?1", &[account]).await.map(drop)
}

/// Renders of every clip that an account made or is in.
///
/// # Errors
/// The database fails.
pub async fn touching(d1: &D1Database, account: &AccountId) -> Answer<Vec<RenderId>> {
    #[derive(Deserialize)]
    struct Found {
        render: RenderId,
    }
    let sql = "SELECT render FROM clips WHERE creator = ?1
               UNION SELECT c.render FROM clip_cast k JOIN clips c ON c.id = k.clip WHERE k.account = ?1";
    Ok(db::all::<Found>(d1, sql, &[account]).await?.into_iter().map(|found| found.render).collect())
}

/// Renders of the drafts that show the likeness of an account.
///
/// # Errors
/// The database fails.
pub async fn drafts_with(d1: &D1Database, account: &AccountId) -> Answer<Vec<RenderId>> {
    #[derive(Deserialize)]
    struct Found {
        render: RenderId,
    }
    let sql = "SELECT c.render FROM clip_cast k JOIN clips c ON c.id = k.clip
               WHERE k.account = ?1 AND k.character IS NULL
               AND (c.state = 'draft' OR (c.state = 'held' AND c.published_at IS NULL))";
    Ok(db::all::<Found>(d1, sql, &[account]).await?.into_iter().map(|found| found.render).collect())
}

/// The people in the JSON of [`Row::cast`].
///
/// # Errors
/// It is none of ours.
pub fn people(json: &str) -> Answer<Vec<Person>> {
    Ok(serde_json::from_str(json)?)
}
