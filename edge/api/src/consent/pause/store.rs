//! The switch for everything of an account, in D1: the one thing about a pause that no object of a likeness or character
//! knows.

use domain::AccountId;
use serde::Deserialize;
use worker::D1Database;

use crate::db;
use crate::error::Answer;

/// The switch.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Switch {
    /// 1 while everything stands still.
    pub still: u32,
    /// How often it was turned.
    pub still_turn: u32,
    /// The last turn that has reached everything.
    pub still_done: u32,
}

const READ: &str = "SELECT still, still_turn, still_done FROM accounts WHERE id = ?1";

/// As it is.
///
/// # Errors
/// The database fails.
pub async fn read(d1: &D1Database, account: &AccountId) -> Answer<Switch> {
    Ok(db::first(d1, READ, &[account]).await?.unwrap_or_default())
}

/// Turns it, unless it stands so already. Gives it as it is then.
///
/// # Errors
/// The database fails.
pub async fn turn(d1: &D1Database, account: &AccountId, paused: bool) -> Answer<Switch> {
    let sql = "UPDATE accounts SET still = ?2, still_turn = still_turn + 1 WHERE id = ?1 AND still <> ?2";
    db::run(d1, sql, &[account, &paused]).await?;
    read(d1, account).await
}

/// Notes that a turn has reached everything.
///
/// # Errors
/// The database fails.
pub async fn done(d1: &D1Database, account: &AccountId, turn: u32) -> Answer<()> {
    db::run(d1, "UPDATE accounts SET still_done = ?2 WHERE id = ?1 AND still_done < ?2", &[account, &turn])
        .await
        .map(drop)
}

/// Some accounts with a turn that has not reached everything.
///
/// # Errors
/// The database fails.
pub async fn lagging(d1: &D1Database, limit: u32) -> Answer<Vec<(AccountId, Switch)>> {
    #[derive(Deserialize)]
    struct Row {
        id: AccountId,
        #[serde(flatten)]
        switch: Switch,
    }
    let sql = "SELECT id, still, still_turn, still_done FROM accounts
               WHERE still_done < still_turn AND leaving = 0 LIMIT ?1";
    let rows: Vec<Row> = db::all(d1, sql, &[&limit]).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.switch)).collect())
}
