//! The rows of a notice object. Reading and writing are synchronous: nothing comes between them.

use domain::{AccountId, NoticeId, UnixMs};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::{SqlStorageValue as Value, State};

use crate::error::Answer;
use crate::notices::call::Told;
use crate::notices::store::Written;

const COLUMNS: &str = "seq, id, at, read, by_account AS by, what, version";

fn number(n: u64) -> Value {
    // Numbers and times stay below 2^53.
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn all<T: DeserializeOwned>(state: &State, sql: &str, values: Vec<Value>) -> Answer<Vec<T>> {
    Ok(state.storage().sql().exec(sql, values)?.to_array()?)
}

fn run(state: &State, sql: &str, values: Vec<Value>) -> Answer<usize> {
    let cursor = state.storage().sql().exec(sql, values)?;
    // A statement runs to its end only when its rows are read.
    Ok(cursor.to_array::<serde_json::Value>()?.len())
}

fn one(state: &State, sql: &str, values: Vec<Value>) -> Answer<Option<u64>> {
    #[derive(Deserialize)]
    struct Row {
        n: Option<u64>,
    }
    Ok(all::<Row>(state, sql, values)?.into_iter().next().and_then(|row| row.n))
}

/// Makes the table.
pub(super) fn create(state: &State) -> Answer<()> {
    // Numbers are never given twice: AUTOINCREMENT.
    let sql = "CREATE TABLE IF NOT EXISTS notices (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
        read INTEGER NOT NULL DEFAULT 0, by_account TEXT, what TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 1, written INTEGER NOT NULL DEFAULT 0)";
    run(state, sql, vec![]).map(drop)
}

/// Keeps a notice under the next number. False when it is known.
pub(super) fn insert(state: &State, told: &Told, at: UnixMs) -> Answer<bool> {
    let sql =
        "INSERT INTO notices (id, at, by_account, what) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING seq";
    let what = serde_json::to_string(&told.what)?;
    let by = told.by.as_ref().map_or(Value::Null, |by| text(by.as_str()));
    Ok(run(state, sql, vec![text(told.id.as_str()), number(at), by, Value::String(what)])? == 1)
}

/// The number of a notice.
pub(super) fn of(state: &State, id: &NoticeId) -> Answer<Option<u64>> {
    one(state, "SELECT seq AS n FROM notices WHERE id = ?", vec![text(id.as_str())])
}

/// Marks a number and all below as read. Whether that changed anything.
pub(super) fn mark_read(state: &State, seq: u64) -> Answer<bool> {
    let sql = "UPDATE notices SET read = 1, version = version + 1 WHERE seq <= ? AND read = 0 RETURNING seq";
    Ok(run(state, sql, vec![number(seq)])? > 0)
}

/// How many are not read yet.
pub(super) fn unread(state: &State) -> Answer<u32> {
    let n = one(state, "SELECT COUNT(*) AS n FROM notices WHERE read = 0", vec![])?.unwrap_or_default();
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Takes a person out of every notice.
pub(super) fn unname(state: &State, by: &AccountId) -> Answer<()> {
    let sql = "UPDATE notices SET by_account = NULL, version = version + 1 WHERE by_account = ?";
    run(state, sql, vec![text(by.as_str())]).map(drop)
}

/// Notices above a number, in order.
pub(super) fn after(state: &State, seq: u64) -> Answer<Vec<Written>> {
    all(state, &format!("SELECT {COLUMNS} FROM notices WHERE seq > ? ORDER BY seq"), vec![number(seq)])
}

/// At most `limit` notices that D1 does not have as they are.
pub(super) fn changed(state: &State, limit: u32) -> Answer<Vec<Written>> {
    let sql = format!("SELECT {COLUMNS} FROM notices WHERE version <> written ORDER BY seq LIMIT ?");
    all(state, &sql, vec![number(limit.into())])
}

/// D1 has this version of a notice.
pub(super) fn written(state: &State, seq: u64, version: u32) -> Answer<()> {
    let sql = "UPDATE notices SET written = MAX(written, ?) WHERE seq = ?";
    run(state, sql, vec![number(version.into()), number(seq)]).map(drop)
}

/// The number up to which notices are more than `max`.
pub(super) fn too_many(state: &State, max: u32) -> Answer<Option<u64>> {
    one(state, "SELECT seq AS n FROM notices ORDER BY seq DESC LIMIT 1 OFFSET ?", vec![number(max.into())])
}

/// The number up to which notices are from before a time.
pub(super) fn older(state: &State, before: UnixMs) -> Answer<Option<u64>> {
    one(state, "SELECT MAX(seq) AS n FROM notices WHERE at < ?", vec![number(before)])
}

/// The time of the oldest.
pub(super) fn oldest(state: &State) -> Answer<Option<UnixMs>> {
    one(state, "SELECT MIN(at) AS n FROM notices", vec![])
}

/// Removes every notice up to a number.
pub(super) fn remove(state: &State, floor: u64) -> Answer<()> {
    run(state, "DELETE FROM notices WHERE seq <= ?", vec![number(floor)]).map(drop)
}
