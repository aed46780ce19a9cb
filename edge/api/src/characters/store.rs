//! The projection of characters in D1. The objects are the truth.

use domain::text::CharacterName;
use domain::{AccountId, CharacterId};
use serde::Deserialize;
use worker::D1Database;

use super::call::Record;
use crate::db;
use crate::error::Answer;
use crate::session::sign_in_first;

#[derive(Deserialize)]
struct Id {
    id: CharacterId,
}

/// Takes a place for a new character, unless the account has `limit`. Whether it has one.
///
/// # Errors
/// [`Code::SignInFirst`](wire::Code::SignInFirst) when the account is gone or leaving; or the database fails.
pub async fn open(d1: &D1Database, record: &Record, limit: u32) -> Answer<bool> {
    // One statement: two at the same time cannot both be the last.
    let sql = "INSERT OR IGNORE INTO characters (id, account, name, kind, created_at) SELECT ?1, ?2, ?3, ?4, ?5
               WHERE (SELECT COUNT(*) FROM characters WHERE account = ?2) < ?6
               AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)";
    let Record { id, account, name, kind, created_at, .. } = record;
    db::run(d1, sql, &[id, account, name, &kind.name(), created_at, &limit]).await?;
    if db::first::<Id>(d1, "SELECT id FROM characters WHERE id = ?1", &[id]).await?.is_some() {
        return Ok(true);
    }
    let sql = "SELECT id FROM accounts WHERE id = ?1 AND leaving = 0";
    if db::first::<Here>(d1, sql, &[account]).await?.is_some() { Ok(false) } else { Err(sign_in_first()) }
}

#[derive(Deserialize)]
struct Here {}

/// Writes a character as its object has it. False when the account is gone or leaving: then the character must go, too.
///
/// # Errors
/// The database fails.
pub async fn project(d1: &D1Database, record: &Record) -> Answer<bool> {
    let Record { id, account, name, ready, policy, .. } = record;
    let paused = u32::from(policy.paused);
    // The former name is written over in place first, since a changed row may leave it in a free part of its page.
    let blank = db::query(d1, &format!("UPDATE characters SET {BLANK} WHERE id = ?1"), &[id])?;
    let sql = "UPDATE characters SET name = ?3, ready = ?4, policy = MAX(policy, ?5),
               paused = CASE WHEN policy > ?5 THEN paused ELSE ?6 END WHERE id = ?1 AND account = ?2
               AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)";
    let write = db::query(d1, sql, &[id, account, name, ready, &policy.version, &paused])?;
    Ok(db::batch(d1, vec![blank, write]).await?.get(1) == Some(&1))
}

const BLANK: &str = "name = substr(hex(zeroblob(length(CAST(name AS BLOB)))), 1, length(CAST(name AS BLOB)))";

/// A finished character.
#[derive(Deserialize)]
pub struct Row {
    /// Which.
    pub id: CharacterId,
    /// What it is called.
    pub name: CharacterName,
}

/// The finished characters of an account, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of(d1: &D1Database, account: &AccountId) -> Answer<Vec<Row>> {
    let sql = "SELECT id, name FROM characters WHERE account = ?1 AND ready = 1 ORDER BY created_at, id";
    db::all(d1, sql, &[account]).await
}

/// Every character of an account, unfinished ones, too.
///
/// # Errors
/// The database fails.
pub async fn all(d1: &D1Database, account: &AccountId) -> Answer<Vec<CharacterId>> {
    let sql = "SELECT id FROM characters WHERE account = ?1";
    Ok(db::all::<Id>(d1, sql, &[account]).await?.into_iter().map(|row| row.id).collect())
}

/// Removes a character from the projection, its name written over first.
///
/// # Errors
/// The database fails.
pub async fn remove(d1: &D1Database, id: &CharacterId) -> Answer<()> {
    let blank = db::query(d1, &format!("UPDATE characters SET {BLANK} WHERE id = ?1"), &[id])?;
    let row = db::query(d1, "DELETE FROM characters WHERE id = ?1", &[id])?;
    db::batch(d1, vec![blank, row]).await.map(drop)
}
