//! What a Durable Object remembers: one record, read and written in one breath.
//!
//! Reading and writing are synchronous, so nothing comes between them, and the platform holds back every answer and
//! every request that goes out until the write is on disk: what is recorded is recorded before its effects.

use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Response, SqlStorageValue, State};

use crate::error::Answer;

/// The record, or none.
///
/// # Errors
/// The storage fails, or what it holds is not a `T`.
pub fn load<T: DeserializeOwned>(state: &State) -> Answer<Option<T>> {
    #[derive(serde::Deserialize)]
    struct Row {
        json: String,
    }
    let sql = state.storage().sql();
    let there = sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'record'", None)?;
    if there.raw().next().is_none() {
        return Ok(None);
    }
    let rows: Vec<Row> = sql.exec("SELECT json FROM record", None)?.to_array()?;
    Ok(rows.first().map(|row| serde_json::from_str(&row.json)).transpose()?)
}

/// Writes the record.
///
/// # Errors
/// The storage fails.
pub fn save<T: Serialize>(state: &State, record: &T) -> Answer<()> {
    let sql = state.storage().sql();
    sql.exec("CREATE TABLE IF NOT EXISTS record (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL)", None)?;
    let json = SqlStorageValue::String(serde_json::to_string(record)?);
    sql.exec("INSERT INTO record VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET json = excluded.json", vec![json])?;
    Ok(())
}

/// Wakes the object in so many milliseconds.
///
/// # Errors
/// The storage fails.
pub async fn wake_in(state: &State, ms: u64) -> Answer<()> {
    Ok(state.storage().set_alarm(i64::try_from(ms).unwrap_or(i64::MAX)).await?)
}

/// How an alarm ends. The platform rings a few times after an error, then never again: what is left must not wait for
/// that, so it rings anew in so many milliseconds.
///
/// # Errors
/// The storage fails.
pub async fn rung(state: &State, answer: Answer<()>, again_ms: u64) -> worker::Result<Response> {
    if let Err(failure) = answer {
        // Writes the cause to the log.
        let _ = failure.into_problem();
        wake_in(state, again_ms).await.map_err(super::ask::to_worker)?;
    }
    Response::empty()
}

/// Forgets everything, the alarm included. The object can begin anew.
///
/// # Errors
/// The storage fails.
pub async fn erase(state: &State) -> Answer<()> {
    Ok(state.storage().delete_all().await?)
}
