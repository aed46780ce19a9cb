//! Passkeys in D1.

use domain::AccountId;
use passkey::Registered;
use serde::Deserialize;
use worker::{D1Database, D1PreparedStatement};

use crate::crypto::base64url;
use crate::db::{self, Value, query};
use crate::error::Answer;

/// A passkey as it is written.
pub struct New<'a> {
    /// Whose.
    pub account: &'a AccountId,
    /// What was registered.
    pub passkey: &'a Registered,
    /// When.
    pub now: u64,
}

/// A passkey with its member.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Whose.
    pub account: AccountId,
    /// What the passkeys call them, base64url.
    pub user_handle: String,
    /// Base64url.
    pub public_key: String,
    /// Last signature counter.
    pub counter: u32,
    /// 1 when it may leave its device.
    pub backup_eligible: u32,
}

/// Writes a passkey when `condition` holds, whose own values start at `?8`; `?2` is the account. A known credential fails
/// with its UNIQUE constraint.
///
/// # Errors
/// A value that D1 does not take.
pub fn insert(d1: &D1Database, new: &New<'_>, condition: &str, values: &[&dyn Value]) -> Answer<D1PreparedStatement> {
    let (id, key) = (base64url(&new.passkey.credential_id), base64url(&new.passkey.public_key));
    let Registered { counter, backup_eligible, backed_up, .. } = new.passkey;
    let sql = format!(
        "INSERT INTO passkeys (id, account, public_key, counter, backup_eligible, backed_up, created_at, used_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7 WHERE {condition}"
    );
    let mut all: Vec<&dyn Value> = vec![&id, new.account, &key, counter, backup_eligible, backed_up, &new.now];
    all.extend_from_slice(values);
    query(d1, &sql, &all)
}

/// The passkey with this identifier, unless its member is leaving.
///
/// # Errors
/// The database fails.
pub async fn find(d1: &D1Database, credential_id: &[u8]) -> Answer<Option<Row>> {
    let sql = "SELECT p.account, a.user_handle, p.public_key, p.counter, p.backup_eligible FROM passkeys p
               JOIN accounts a ON a.id = p.account WHERE p.id = ?1 AND a.leaving = 0";
    db::first(d1, sql, &[&base64url(credential_id)]).await
}

/// Writes the new counter. False when another use was faster and the counter no longer goes up.
///
/// # Errors
/// The database fails.
pub async fn used(d1: &D1Database, credential_id: &[u8], used: passkey::Used, now: u64) -> Answer<bool> {
    let sql = "UPDATE passkeys SET counter = ?2, backed_up = ?3, used_at = ?4
               WHERE id = ?1 AND (counter < ?2 OR (counter = 0 AND ?2 = 0))";
    let changed = db::run(d1, sql, &[&base64url(credential_id), &used.counter, &used.backed_up, &now]).await?;
    Ok(changed > 0)
}

/// What the member's passkeys call them, and the identifiers of these passkeys, base64url.
///
/// # Errors
/// The database fails.
pub async fn of_account(d1: &D1Database, account: &AccountId) -> Answer<Vec<String>> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let rows = db::all::<Id>(d1, "SELECT id FROM passkeys WHERE account = ?1", &[account]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
