//! What a will said in each of its versions: as it was signed for its owner, in the object's storage.

use domain::UnixMs;
use domain::limits::MAX_POLICY_VERSIONS;
use serde::Deserialize;
use worker::{SqlStorage, SqlStorageValue, State};

use crate::consent::call::Kept;
use crate::error::Answer;

fn table(state: &State) -> Answer<SqlStorage> {
    let sql = state.storage().sql();
    sql.exec(
        "CREATE TABLE IF NOT EXISTS policies (version INTEGER PRIMARY KEY, at INTEGER NOT NULL, signed TEXT NOT NULL)",
        None,
    )?;
    Ok(sql)
}

fn integer(value: impl Into<u64>) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value.into()).unwrap_or(i64::MAX))
}

/// What was signed of a version.
///
/// # Errors
/// The storage fails.
pub fn find(state: &State, version: u32) -> Answer<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        signed: String,
    }
    let rows: Vec<Row> =
        table(state)?.exec("SELECT signed FROM policies WHERE version = ?", vec![integer(version)])?.to_array()?;
    Ok(rows.into_iter().next().map(|row| row.signed))
}

/// Keeps what was signed of a version. The oldest go where there are more than fit.
///
/// # Errors
/// The storage fails.
pub fn keep(state: &State, version: u32, at: UnixMs, signed: &str) -> Answer<()> {
    let sql = table(state)?;
    let row = vec![integer(version), integer(at), SqlStorageValue::String(signed.to_owned())];
    sql.exec("INSERT OR IGNORE INTO policies VALUES (?, ?, ?)", row)?;
    let oldest = (u64::from(version) + 1).saturating_sub(u64::from(MAX_POLICY_VERSIONS));
    sql.exec("DELETE FROM policies WHERE version < ?", vec![integer(oldest)])?;
    Ok(())
}

/// At most `limit` versions older than `before`, newest first.
///
/// # Errors
/// The storage fails.
pub fn page(state: &State, before: u32, limit: u32) -> Answer<Vec<Kept>> {
    Ok(table(state)?
        .exec(
            "SELECT at, signed FROM policies WHERE version < ? ORDER BY version DESC LIMIT ?",
            vec![integer(before), integer(limit)],
        )?
        .to_array()?)
}
