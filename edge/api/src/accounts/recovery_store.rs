//! Recovery codes in D1.

use domain::AccountId;
use domain::text::{DisplayName, Handle};
use serde::Deserialize;
use worker::D1Database;

use super::passkeys;
use crate::db::{self, query};
use crate::error::Answer;

/// What a recovery needs of an account.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Which.
    pub id: AccountId,
    /// Public name.
    pub handle: Handle,
    /// Name on the screen.
    pub display_name: DisplayName,
    /// What the passkeys call them, base64url.
    pub user_handle: String,
}

/// The account whose handle has this hash, unless it is leaving.
///
/// # Errors
/// The database fails.
pub async fn account(d1: &D1Database, handle_hash: &str) -> Answer<Option<Row>> {
    let sql = "SELECT id, handle, display_name, user_handle FROM accounts WHERE handle_hash = ?1 AND leaving = 0";
    db::first(d1, sql, &[&handle_hash]).await
}

/// Keyed hashes of the codes that are left.
///
/// # Errors
/// The database fails.
pub async fn codes(d1: &D1Database, account: &AccountId) -> Answer<Vec<String>> {
    #[derive(Deserialize)]
    struct Code {
        code_hash: String,
    }
    let rows = db::all::<Code>(d1, "SELECT code_hash FROM recovery_codes WHERE account = ?1", &[account]).await?;
    Ok(rows.into_iter().map(|row| row.code_hash).collect())
}

/// Spends a code, adds the passkey and ends every session: all or nothing. False when the code was spent
/// meanwhile or the account is leaving.
///
/// # Errors
/// The database fails.
pub async fn spend(d1: &D1Database, code_hash: &str, new: &passkeys::New<'_>) -> Answer<bool> {
    let left = "EXISTS (SELECT 1 FROM recovery_codes WHERE account = ?2 AND code_hash = ?8)
                AND EXISTS (SELECT 1 FROM accounts WHERE id = ?2 AND leaving = 0)";
    let changes = db::batch(
        d1,
        vec![
            passkeys::insert(d1, new, left, &[&code_hash])?,
            query(
                d1,
                "DELETE FROM sessions WHERE account = ?1
                 AND EXISTS (SELECT 1 FROM recovery_codes WHERE account = ?1 AND code_hash = ?2)",
                &[new.account, &code_hash],
            )?,
            query(d1, "DELETE FROM recovery_codes WHERE account = ?1 AND code_hash = ?2", &[new.account, &code_hash])?,
        ],
    )
    .await?;
    Ok(changes.first() == Some(&1))
}
