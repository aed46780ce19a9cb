//! The projection of renders in D1: what is open, and who is in it. The objects are the truth.

use domain::limits::MAX_WAITING_RENDERS;
use domain::render::State as Stage;
use domain::{AccountId, CharacterId, RenderId};
use serde::Deserialize;
use worker::D1Database;

use super::agreement::Spoken;
use super::call::{Render, Wish};
use crate::db::{self, Value};
use crate::error::Answer;
use crate::remixes;
use crate::session::sign_in_first;

/// States in which a render is unfinished, as SQL.
const OPEN: &str = "('awaiting_consent', 'awaiting_device', 'storing')";
/// States in which only its own device is awaited.
const BUSY: &str = "('awaiting_device', 'storing')";

#[derive(Deserialize)]
struct Id {
    id: RenderId,
}

#[derive(Deserialize)]
struct Here {}

/// Writes a new render with its cast and its requests, unless its account has `limit` unfinished ones. Whether it is there.
///
/// # Errors
/// [`Code::SignInFirst`](wire::Code::SignInFirst) when the account is gone or leaving; or the database fails.
pub async fn open(d1: &D1Database, render: &Render, limit: u32) -> Answer<bool> {
    let Wish { id, clip, creator: account, created_at, .. } = &render.wish;
    let state = render.stage.name();
    // One statement: two at the same time cannot both be the last.
    let original = render.wish.remix.as_ref().map(|remix| remix.clip.as_str().to_owned());
    let sql = format!(
        "INSERT OR IGNORE INTO renders (id, account, state, created_at) SELECT ?1, ?2, ?5, ?3
         WHERE (?5 = 'awaiting_consent' OR (SELECT COUNT(*) FROM renders WHERE account = ?2 AND state IN {BUSY}) < ?4)
         AND (SELECT COUNT(*) FROM renders WHERE account = ?2 AND state IN {OPEN}) < {MAX_WAITING_RENDERS}
         AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)
         AND (?6 IS NULL OR {})",
        remixes::store::stands("?6")
    );
    let mut statements = vec![db::query(d1, &sql, &[id, account, created_at, &limit, &state, &original])?];
    if let Some(remix) = &render.wish.remix {
        statements.extend(remixes::store::root(d1, clip, id, &remix.clip)?);
    }
    for subject in render.wish.subjects() {
        let sql = "INSERT OR IGNORE INTO render_cast (render, subject, account, character) SELECT ?1, ?2, ?3, ?4
                   WHERE EXISTS (SELECT 1 FROM renders WHERE id = ?1)";
        statements.push(db::query(d1, sql, &[id, &subject.key(), subject.owner(), &subject.character().cloned()])?);
    }
    for agreement in render.agreements.iter().filter(|agreement| agreement.owner != *account) {
        let sql = "INSERT OR IGNORE INTO requests
                   (render, subject, owner, character, creator, state, looks, maker, clip, asked_at)
                   SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE EXISTS (SELECT 1 FROM renders WHERE id = ?1)";
        let (state, looks, subject) = (agreement.answer.name(), u32::from(agreement.looks), agreement.subject());
        let (owner, character) = (&agreement.owner, &agreement.character);
        let values: [&dyn Value; 10] =
            [id, &subject.key(), owner, character, account, &state, &looks, render.wish.drawer(), clip, created_at];
        statements.push(db::query(d1, sql, &values)?);
    }
    db::batch(d1, statements).await?;
    if db::first::<Id>(d1, "SELECT id FROM renders WHERE id = ?1", &[id]).await?.is_some() {
        return Ok(true);
    }
    if let Some(original) = &original {
        let sql = format!("SELECT 1 AS here WHERE {}", remixes::store::stands("?1"));
        if db::first::<Here>(d1, &sql, &[original]).await?.is_none() {
            return Err(remixes::unknown());
        }
    }
    let sql = "SELECT 1 AS here FROM accounts WHERE id = ?1 AND leaving = 0";
    if db::first::<Here>(d1, sql, &[account]).await?.is_some() { Ok(false) } else { Err(sign_in_first()) }
}

/// Writes a render's state, and that of its requests. Nothing happens when its row is gone.
///
/// # Errors
/// The database fails.
pub async fn set_state(d1: &D1Database, render: &Render) -> Answer<()> {
    let (id, stage) = (&render.wish.id, &render.stage);
    let state = stage.name();
    let mut statements = vec![db::query(d1, "UPDATE renders SET state = ?2 WHERE id = ?1", &[id, &state])?];
    for agreement in &render.agreements {
        let over = matches!(stage, Stage::Cancelled | Stage::Expired | Stage::Withdrawn | Stage::Refused);
        let state = match agreement.answer {
            Spoken::Asked | Spoken::Allowed if over => "ended",
            answer => answer.name(),
        };
        let sql = "UPDATE requests SET state = ?3, looks = ?4, agreed_sha256 = ?5, answered_at = ?6
                   WHERE render = ?1 AND subject = ?2";
        let (looks, subject) = (u32::from(agreement.looks), agreement.subject());
        let values: [&dyn Value; 6] = [id, &subject.key(), &state, &looks, &agreement.agreed, &agreement.answered_at];
        statements.push(db::query(d1, sql, &values)?);
    }
    db::batch(d1, statements).await.map(drop)
}

/// Removes a render's rows.
///
/// # Errors
/// The database fails.
pub async fn remove(d1: &D1Database, id: &RenderId) -> Answer<()> {
    let rows = db::query(d1, "DELETE FROM renders WHERE id = ?1", &[id])?;
    let cast = db::query(d1, "DELETE FROM render_cast WHERE render = ?1", &[id])?;
    let requests = db::query(d1, "DELETE FROM requests WHERE render = ?1", &[id])?;
    let remixes = db::query(d1, "DELETE FROM remixes WHERE render = ?1", &[id])?;
    db::batch(d1, vec![rows, cast, requests, remixes]).await.map(drop)
}

/// Unfinished renders of an account, newest first.
///
/// # Errors
/// The database fails.
pub async fn unfinished(d1: &D1Database, account: &AccountId) -> Answer<Vec<RenderId>> {
    let sql = format!(
        "SELECT id FROM renders WHERE account = ?1 AND state IN {OPEN} ORDER BY created_at DESC, id DESC LIMIT 50"
    );
    ids(d1, &sql, account).await
}

/// Unfinished renders that cast the likeness of an account.
///
/// # Errors
/// The database fails.
pub async fn casting(d1: &D1Database, account: &AccountId) -> Answer<Vec<RenderId>> {
    let sql = format!(
        "SELECT r.id FROM render_cast k JOIN renders r ON r.id = k.render WHERE k.account = ?1
         AND k.character IS NULL AND r.state IN {OPEN}"
    );
    ids(d1, &sql, account).await
}

/// Unfinished renders in which a character plays.
///
/// # Errors
/// The database fails.
pub async fn playing(d1: &D1Database, character: &CharacterId) -> Answer<Vec<RenderId>> {
    let sql = format!(
        "SELECT r.id FROM render_cast k JOIN renders r ON r.id = k.render WHERE k.character = ?1 AND r.state IN {OPEN}"
    );
    Ok(db::all::<Id>(d1, &sql, &[character]).await?.into_iter().map(|row| row.id).collect())
}

/// Every render that an account made, or that casts it.
///
/// # Errors
/// The database fails.
pub async fn touching(d1: &D1Database, account: &AccountId) -> Answer<Vec<RenderId>> {
    let sql = "SELECT id FROM renders WHERE account = ?1 UNION SELECT render AS id FROM render_cast WHERE account = ?1";
    ids(d1, sql, account).await
}

/// Renders that ask a member without casting them: they are made out of a clip of theirs.
///
/// # Errors
/// The database fails.
pub async fn asking(d1: &D1Database, account: &AccountId) -> Answer<Vec<RenderId>> {
    let sql = "SELECT render AS id FROM requests WHERE owner = ?1
               AND NOT EXISTS (SELECT 1 FROM render_cast k WHERE k.render = requests.render AND k.account = ?1)";
    ids(d1, sql, account).await
}

/// Removes what was asked of a member.
///
/// # Errors
/// The database fails.
pub async fn forget_requests(d1: &D1Database, account: &AccountId) -> Answer<()> {
    db::run(d1, "DELETE FROM requests WHERE owner = ?1", &[account]).await.map(drop)
}

async fn ids(d1: &D1Database, sql: &str, account: &AccountId) -> Answer<Vec<RenderId>> {
    Ok(db::all::<Id>(d1, sql, &[account]).await?.into_iter().map(|row| row.id).collect())
}
