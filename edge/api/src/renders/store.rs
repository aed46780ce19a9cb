//! The projection of renders in D1: what is open, and who is in it. The objects are the truth.

use domain::{AccountId, CharacterId, RenderId, UnixMs};
use serde::Deserialize;
use worker::D1Database;

use crate::db;
use crate::error::Answer;
use crate::session::sign_in_first;

/// States in which a render is unfinished, as SQL.
const OPEN: &str = "('awaiting_device', 'storing')";

#[derive(Deserialize)]
struct Id {
    id: RenderId,
}

#[derive(Deserialize)]
struct Here {}

/// Writes a new render with its cast, unless its account has `limit` unfinished ones. Whether it is there.
///
/// # Errors
/// [`Code::SignInFirst`](wire::Code::SignInFirst) when the account is gone or leaving; or the database fails.
pub async fn open(
    d1: &D1Database,
    id: &RenderId,
    account: &AccountId,
    cast: &[AccountId],
    character: Option<&CharacterId>,
    created_at: UnixMs,
    limit: u32,
) -> Answer<bool> {
    // One statement: two at the same time cannot both be the last.
    let sql = format!(
        "INSERT OR IGNORE INTO renders (id, account, state, created_at) SELECT ?1, ?2, 'awaiting_device', ?3
         WHERE (SELECT COUNT(*) FROM renders WHERE account = ?2 AND state IN {OPEN}) < ?4
         AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)"
    );
    let mut statements = vec![db::query(d1, &sql, &[id, account, &created_at, &limit])?];
    for member in cast {
        let sql = "INSERT OR IGNORE INTO render_cast (render, account, character) SELECT ?1, ?2, ?3
                   WHERE EXISTS (SELECT 1 FROM renders WHERE id = ?1)";
        statements.push(db::query(d1, sql, &[id, member, &character])?);
    }
    db::batch(d1, statements).await?;
    if db::first::<Id>(d1, "SELECT id FROM renders WHERE id = ?1", &[id]).await?.is_some() {
        return Ok(true);
    }
    let sql = "SELECT 1 AS here FROM accounts WHERE id = ?1 AND leaving = 0";
    if db::first::<Here>(d1, sql, &[account]).await?.is_some() { Ok(false) } else { Err(sign_in_first()) }
}

/// Writes a render's state. Nothing happens when its row is gone.
///
/// # Errors
/// The database fails.
pub async fn set_state(d1: &D1Database, id: &RenderId, state: &str) -> Answer<()> {
    db::run(d1, "UPDATE renders SET state = ?2 WHERE id = ?1", &[id, &state]).await.map(drop)
}

/// Removes a render's rows.
///
/// # Errors
/// The database fails.
pub async fn remove(d1: &D1Database, id: &RenderId) -> Answer<()> {
    let rows = db::query(d1, "DELETE FROM renders WHERE id = ?1", &[id])?;
    let cast = db::query(d1, "DELETE FROM render_cast WHERE render = ?1", &[id])?;
    db::batch(d1, vec![rows, cast]).await.map(drop)
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

async fn ids(d1: &D1Database, sql: &str, account: &AccountId) -> Answer<Vec<RenderId>> {
    Ok(db::all::<Id>(d1, sql, &[account]).await?.into_iter().map(|row| row.id).collect())
}
