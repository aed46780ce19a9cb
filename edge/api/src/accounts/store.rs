//! Accounts and ceremonies in D1.

use std::collections::HashMap;

use domain::text::{DisplayName, Handle};
use domain::{AccountId, CeremonyId, InviteId};
use serde::Deserialize;
use wire::accounts::Person;
use wire::accounts::Removed;
use worker::{D1Database, D1PreparedStatement};

use crate::db::{self, query};
use crate::error::Answer;

/// An account as it is shown.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Public name.
    pub handle: Handle,
    /// Name on the screen.
    pub display_name: DisplayName,
    /// 1 for the operator.
    pub operator: u32,
    /// When they joined.
    pub joined_at: u64,
    /// 1 with a likeness.
    pub has_likeness: u32,
    /// Codes not used yet.
    pub recovery_codes: u32,
}

/// A new account as it is written.
pub struct New<'a> {
    /// Which.
    pub id: &'a AccountId,
    /// Public name.
    pub handle: &'a Handle,
    /// Its keyed hash.
    pub handle_hash: &'a str,
    /// The keyed hash of what it looks like.
    pub look_hash: &'a str,
    /// Name on the screen.
    pub display_name: &'a DisplayName,
    /// What the passkeys call them, base64url.
    pub user_handle: &'a str,
    /// When.
    pub now: u64,
    /// The invite that is spent.
    pub invite: &'a InviteId,
    /// Invites from before this time have expired.
    pub invite_floor: u64,
    /// Keyed hashes of the recovery codes, as a JSON array.
    pub codes: &'a str,
    /// The first session.
    pub session: &'a str,
    /// When the session ends.
    pub session_end: u64,
}

/// One account.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, id: &AccountId) -> Answer<Option<Row>> {
    let sql = "SELECT a.handle, a.display_name, a.operator, a.joined_at,
                 EXISTS (SELECT 1 FROM likenesses l WHERE l.account = a.id) AS has_likeness,
                 (SELECT count(*) FROM recovery_codes c WHERE c.account = a.id) AS recovery_codes
               FROM accounts a WHERE a.id = ?1";
    db::first(d1, sql, &[id]).await
}

/// Those of these accounts that are here and not leaving, with their names.
///
/// # Errors
/// The database fails.
pub async fn people(d1: &D1Database, accounts: &[AccountId]) -> Answer<HashMap<AccountId, Person>> {
    #[derive(Deserialize)]
    struct Found {
        id: AccountId,
        handle: Handle,
        display_name: DisplayName,
    }
    let sql = "SELECT id, handle, display_name FROM accounts
               WHERE leaving = 0 AND id IN (SELECT value FROM json_each(?1))";
    let found: Vec<Found> = db::all(d1, sql, &[&serde_json::to_string(accounts)?]).await?;
    let named = |found: Found| (found.id, Person { handle: found.handle, display_name: found.display_name });
    Ok(found.into_iter().map(named).collect())
}

/// Who has the handle with this hash, unless they are leaving.
///
/// # Errors
/// The database fails.
pub async fn by_handle(d1: &D1Database, handle_hash: &str) -> Answer<Option<AccountId>> {
    let sql = "SELECT id FROM accounts WHERE handle_hash = ?1 AND leaving = 0";
    Ok(db::first::<Id>(d1, sql, &[&handle_hash]).await?.map(|row| row.id))
}

#[derive(Deserialize)]
struct Id {
    id: AccountId,
}

#[derive(Deserialize)]
struct Count {
    n: u32,
}

/// Whether a handle has an owner, or had one.
///
/// # Errors
/// The database fails.
pub async fn handle_taken(d1: &D1Database, handle_hash: &str) -> Answer<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE handle_hash = ?1)
                 OR EXISTS (SELECT 1 FROM retired_handles WHERE handle_hash = ?1) AS n";
    Ok(db::first::<Count>(d1, sql, &[&handle_hash]).await?.is_some_and(|row| row.n != 0))
}

/// Whether somebody has a handle that looks like this one, or had it.
///
/// # Errors
/// The database fails.
pub async fn look_taken(d1: &D1Database, look_hash: &str) -> Answer<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE look_hash = ?1)
                 OR EXISTS (SELECT 1 FROM retired_handles WHERE look_hash = ?1) AS n";
    Ok(db::first::<Count>(d1, sql, &[&look_hash]).await?.is_some_and(|row| row.n != 0))
}

/// Some accounts of which it is not known what their handle looks like.
///
/// # Errors
/// The database fails.
pub async fn unseen(d1: &D1Database, limit: u32) -> Answer<Vec<(AccountId, Handle)>> {
    #[derive(Deserialize)]
    struct Found {
        id: AccountId,
        handle: Handle,
    }
    let found: Vec<Found> =
        db::all(d1, "SELECT id, handle FROM accounts WHERE look_hash IS NULL LIMIT ?1", &[&limit]).await?;
    Ok(found.into_iter().map(|found| (found.id, found.handle)).collect())
}

/// Notes what handles look like.
///
/// # Errors
/// The database fails.
pub async fn seen(d1: &D1Database, looks: &[(AccountId, String)]) -> Answer<()> {
    let note =
        |(id, look): &(AccountId, String)| query(d1, "UPDATE accounts SET look_hash = ?2 WHERE id = ?1", &[id, look]);
    db::batch(d1, looks.iter().map(note).collect::<Answer<Vec<_>>>()?).await.map(drop)
}

/// Whether somebody runs the instance.
///
/// # Errors
/// The database fails.
pub async fn has_operator(d1: &D1Database) -> Answer<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE operator = 1) AS n";
    Ok(db::first::<Count>(d1, sql, &[]).await?.is_some_and(|row| row.n != 0))
}

/// Published clips of a member.
///
/// # Errors
/// The database fails.
pub async fn published(d1: &D1Database, id: &AccountId) -> Answer<u32> {
    let sql = "SELECT count(*) AS n FROM clips WHERE creator = ?1 AND state = 'published'";
    Ok(db::first::<Count>(d1, sql, &[id]).await?.map_or(0, |row| row.n))
}

/// Spends the invite and makes the account with passkey, codes and session: all or nothing. False when the invite could
/// not be spent or the handle was retired meanwhile. A handle or passkey that exists fails with its UNIQUE constraint.
///
/// # Errors
/// The database fails.
pub async fn insert(d1: &D1Database, new: &New<'_>, passkey: &super::passkeys::New<'_>) -> Answer<bool> {
    let spend = "UPDATE invites SET used_at = ?2, used_by = ?3
                 WHERE id = ?1 AND used_at IS NULL AND revoked_at IS NULL AND created_at > ?4
                   AND NOT EXISTS (SELECT 1 FROM retired_handles WHERE handle_hash = ?5 OR look_hash = ?6)
                   AND NOT EXISTS (SELECT 1 FROM accounts WHERE look_hash = ?6 AND handle_hash <> ?5)";
    let account = "INSERT INTO accounts
                     (id, handle, handle_hash, display_name, user_handle, joined_at, operator, invited_by, look_hash)
                   SELECT ?1, ?2, ?3, ?4, ?5, ?6, giver IS NULL, giver, ?8
                   FROM invites WHERE id = ?7 AND used_by = ?1";
    let codes = "INSERT INTO recovery_codes (account, code_hash)
                 SELECT ?1, value FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ?1)";
    let session = "INSERT INTO sessions (hash, account, created_at, used_at, expires_at)
                   SELECT ?2, id, ?3, ?3, ?4 FROM accounts WHERE id = ?1";
    let changes = db::batch(
        d1,
        vec![
            query(d1, spend, &[new.invite, &new.now, new.id, &new.invite_floor, &new.handle_hash, &new.look_hash])?,
            query(
                d1,
                account,
                &[
                    new.id,
                    new.handle,
                    &new.handle_hash,
                    new.display_name,
                    &new.user_handle,
                    &new.now,
                    new.invite,
                    &new.look_hash,
                ],
            )?,
            super::passkeys::insert(d1, passkey, "EXISTS (SELECT 1 FROM accounts WHERE id = ?2)", &[])?,
            query(d1, codes, &[new.id, &new.codes])?,
            query(d1, session, &[new.id, &new.session, &new.now, &new.session_end])?,
        ],
    )
    .await?;
    Ok(changes.first() == Some(&1))
}

/// How much there is of an account.
///
/// # Errors
/// The database fails.
pub async fn holdings(d1: &D1Database, id: &AccountId) -> Answer<Option<Removed>> {
    let sql = "SELECT (SELECT count(*) FROM likenesses WHERE account = ?1) AS likenesses,
        (SELECT count(*) FROM characters WHERE account = ?1) AS characters,
        (SELECT count(*) FROM clips WHERE creator = ?1 AND state = 'published') AS published_clips,
        (SELECT count(*) FROM clips WHERE creator = ?1 AND state <> 'published') AS drafts,
        (SELECT count(DISTINCT c.id) FROM clip_cast k JOIN clips c ON c.id = k.clip
           WHERE k.account = ?1 AND c.creator <> ?1) AS appearances,
        (SELECT count(*) FROM renders WHERE account = ?1
           AND state IN ('awaiting_consent', 'awaiting_device', 'storing')) AS renders,
        (SELECT count(*) FROM likes WHERE account = ?1) AS likes,
        (SELECT count(DISTINCT render || owner) FROM requests WHERE owner = ?1 OR creator = ?1) AS requests,
        (SELECT count(*) FROM passkeys WHERE account = ?1) AS passkeys,
        (SELECT count(*) FROM recovery_codes WHERE account = ?1) AS recovery_codes,
        (SELECT count(*) FROM sessions WHERE account = ?1) AS sessions,
        (SELECT count(*) FROM invites WHERE giver = ?1 AND used_at IS NULL) AS invites";
    db::first(d1, sql, &[id]).await
}

/// Changes the name on the screen.
///
/// # Errors
/// The database fails.
pub async fn rename(d1: &D1Database, id: &AccountId, name: &DisplayName) -> Answer<()> {
    db::run(d1, "UPDATE accounts SET display_name = ?2 WHERE id = ?1", &[id, name]).await.map(drop)
}

/// Marks an account as leaving and ends its sessions: all or nothing.
///
/// # Errors
/// The database fails.
pub async fn leave(d1: &D1Database, id: &AccountId) -> Answer<()> {
    let mark = query(d1, "UPDATE accounts SET leaving = 1 WHERE id = ?1", &[id])?;
    let sessions = query(d1, "DELETE FROM sessions WHERE account = ?1", &[id])?;
    db::batch(d1, vec![mark, sessions]).await.map(drop)
}

/// Accounts that are leaving.
///
/// # Errors
/// The database fails.
pub async fn leaving(d1: &D1Database) -> Answer<Vec<AccountId>> {
    let rows = db::all::<Id>(d1, "SELECT id FROM accounts WHERE leaving = 1", &[]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Removes an account with what belongs to this noun, sessions, invites and kept answers. Whom they invited, and by whose
/// invite they came, stays under a pseudonym that leads back to nobody.
///
/// # Errors
/// The database fails; then nothing is removed.
pub async fn delete(d1: &D1Database, id: &AccountId, blinded: &str, owner: &str) -> Answer<()> {
    let with = |sql: &str| -> Answer<D1PreparedStatement> { query(d1, sql, &[id]) };
    let blind = |sql: &str| -> Answer<D1PreparedStatement> { query(d1, sql, &[id, &blinded]) };
    let statements = vec![
        with(
            "INSERT OR IGNORE INTO retired_handles (handle_hash, look_hash)
              SELECT handle_hash, look_hash FROM accounts WHERE id = ?1",
        )?,
        with("DELETE FROM invites WHERE giver = ?1 AND used_at IS NULL")?,
        blind("UPDATE invites SET giver = ?2 WHERE giver = ?1")?,
        blind("UPDATE invites SET used_by = ?2 WHERE used_by = ?1")?,
        blind("UPDATE accounts SET invited_by = ?2 WHERE invited_by = ?1")?,
        with("DELETE FROM passkeys WHERE account = ?1")?,
        with("DELETE FROM recovery_codes WHERE account = ?1")?,
        with("DELETE FROM sessions WHERE account = ?1")?,
        query(d1, "DELETE FROM idempotency WHERE owner = ?1", &[&owner])?,
        with("DELETE FROM accounts WHERE id = ?1")?,
    ];
    db::batch(d1, statements).await.map(drop)
}

/// A ceremony that was begun.
#[derive(Debug, Deserialize)]
pub struct Ceremony {
    /// Base64url.
    pub challenge: String,
    /// Encrypted.
    pub data: String,
}

/// Begins a ceremony.
///
/// # Errors
/// The database fails.
pub async fn begin(d1: &D1Database, id: &CeremonyId, kind: &str, ceremony: &Ceremony, end: u64) -> Answer<()> {
    let sql = "INSERT INTO ceremonies (id, kind, challenge, data, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    db::run(d1, sql, &[id, &kind, &ceremony.challenge, &ceremony.data, &end]).await.map(drop)
}

/// Takes a ceremony out: nobody else can finish it.
///
/// # Errors
/// The database fails.
pub async fn take(d1: &D1Database, id: &CeremonyId, kind: &str, now: u64) -> Answer<Option<Ceremony>> {
    let sql = "DELETE FROM ceremonies WHERE id = ?1 AND kind = ?2 AND expires_at > ?3 RETURNING challenge, data";
    Ok(db::all(d1, sql, &[id, &kind, &now]).await?.pop())
}

/// Removes ceremonies that nobody finished.
///
/// # Errors
/// The database fails.
pub async fn sweep_ceremonies(d1: &D1Database, now: u64) -> Answer<()> {
    db::run(d1, "DELETE FROM ceremonies WHERE expires_at <= ?1", &[&now]).await.map(drop)
}
