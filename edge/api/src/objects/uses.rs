//! The uses of one likeness in its object's storage: a row each, since there may be many.

use domain::consent::usage::{Stage, Use};
use domain::{AccountId, RenderId, UnixMs};
use serde::Deserialize;
use worker::{SqlStorage, SqlStorageValue, State};

use crate::error::Answer;

#[derive(Deserialize)]
struct Row {
    render: RenderId,
    json: String,
}

fn text(value: impl Into<String>) -> SqlStorageValue {
    SqlStorageValue::String(value.into())
}

fn table(state: &State) -> Answer<SqlStorage> {
    let sql = state.storage().sql();
    sql.exec(
        "CREATE TABLE IF NOT EXISTS uses (render TEXT PRIMARY KEY, asker TEXT NOT NULL, stage TEXT NOT NULL,
         json TEXT NOT NULL) WITHOUT ROWID",
        None,
    )?;
    sql.exec("CREATE INDEX IF NOT EXISTS uses_by_stage ON uses (stage)", None)?;
    // Uses whose render is not known to exist: it begins after its cast was asked.
    sql.exec("CREATE TABLE IF NOT EXISTS unsure (render TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID", None)?;
    Ok(sql)
}

/// The use of one render, or none.
///
/// # Errors
/// The storage fails.
pub fn load(state: &State, render: &RenderId) -> Answer<Option<Use>> {
    let rows: Vec<Row> = table(state)?
        .exec("SELECT render, json FROM uses WHERE render = ?", vec![text(render.as_str())])?
        .to_array()?;
    Ok(rows.first().map(|row| serde_json::from_str(&row.json)).transpose()?)
}

/// Writes the use of one render.
///
/// # Errors
/// The storage fails.
pub fn save(state: &State, render: &RenderId, used: &Use) -> Answer<()> {
    table(state)?.exec(
        "INSERT INTO uses VALUES (?, ?, ?, ?)
         ON CONFLICT (render) DO UPDATE SET stage = excluded.stage, json = excluded.json",
        vec![
            text(render.as_str()),
            text(used.asker.as_str()),
            text(used.stage.name()),
            text(serde_json::to_string(used)?),
        ],
    )?;
    Ok(())
}

/// Removes the use of one render.
///
/// # Errors
/// The storage fails.
pub fn remove(state: &State, render: &RenderId) -> Answer<()> {
    table(state)?.exec("DELETE FROM uses WHERE render = ?", vec![text(render.as_str())])?;
    sure(state, render)
}

/// A use was written for a render that begins only now, if nothing comes in between.
///
/// # Errors
/// The storage fails.
pub fn unsure(state: &State, render: &RenderId, now: UnixMs) -> Answer<()> {
    let values = vec![text(render.as_str()), SqlStorageValue::Integer(i64::try_from(now).unwrap_or(i64::MAX))];
    table(state)?.exec("INSERT OR IGNORE INTO unsure VALUES (?, ?)", values)?;
    Ok(())
}

/// The render of a use is there, and says itself how it ends; or nothing is to be expected of it.
///
/// # Errors
/// The storage fails.
pub fn sure(state: &State, render: &RenderId) -> Answer<()> {
    table(state)?.exec("DELETE FROM unsure WHERE render = ?", vec![text(render.as_str())])?;
    Ok(())
}

/// Uses whose render is not known to exist, the oldest first, with the time at which each was written.
///
/// # Errors
/// The storage fails.
pub fn doubts(state: &State, limit: u32) -> Answer<Vec<(RenderId, UnixMs)>> {
    #[derive(Deserialize)]
    struct Doubt {
        render: RenderId,
        at: UnixMs,
    }
    let rows: Vec<Doubt> = table(state)?
        .exec(
            "SELECT render, at FROM unsure ORDER BY at, render LIMIT ?",
            vec![SqlStorageValue::Integer(limit.into())],
        )?
        .to_array()?;
    Ok(rows.into_iter().map(|row| (row.render, row.at)).collect())
}

/// At most `limit` uses by others that a clip is made of or was, in the order of their renders, after this one.
///
/// # Errors
/// The storage fails.
pub fn granted(state: &State, owner: &AccountId, after: &str, limit: u32) -> Answer<Vec<RenderId>> {
    #[derive(Deserialize)]
    struct Only {
        render: RenderId,
    }
    let rows: Vec<Only> = table(state)?
        .exec(
            "SELECT render FROM uses WHERE asker <> ? AND stage IN ('allowed', 'made') AND render > ?
             ORDER BY render LIMIT ?",
            vec![text(owner.as_str()), text(after), SqlStorageValue::Integer(limit.into())],
        )?
        .to_array()?;
    Ok(rows.into_iter().map(|row| row.render).collect())
}

/// How many of those there are.
///
/// # Errors
/// The storage fails.
pub fn count_granted(state: &State, owner: &AccountId, after: &str) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let rows: Vec<Count> = table(state)?
        .exec(
            "SELECT COUNT(*) AS count FROM uses WHERE asker <> ? AND stage IN ('allowed', 'made') AND render > ?",
            vec![text(owner.as_str()), text(after)],
        )?
        .to_array()?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// Uses by others than the owner that are not over; only those of one member, if one is named.
///
/// # Errors
/// The storage fails.
pub fn alive(state: &State, owner: &AccountId, by: Option<&AccountId>) -> Answer<Vec<(RenderId, Use)>> {
    let rows: Vec<Row> = table(state)?
        .exec(
            "SELECT render, json FROM uses WHERE asker <> ?1 AND (?2 = '' OR asker = ?2)
             AND stage IN ('asked', 'allowed', 'made')",
            vec![text(owner.as_str()), text(by.map_or("", AccountId::as_str))],
        )?
        .to_array()?;
    rows.into_iter().map(|row| Ok((row.render, serde_json::from_str(&row.json)?))).collect()
}

/// Uses that were asked for or granted before `before` and came to nothing: their render has ended, or never began because
/// the edge was killed just then.
///
/// # Errors
/// The storage fails.
pub fn stale(state: &State, before: UnixMs) -> Answer<Vec<(RenderId, Use)>> {
    let rows: Vec<Row> = table(state)?
        .exec(
            "SELECT render, json FROM uses WHERE stage IN ('asked', 'allowed')
             AND CAST(json_extract(json, '$.at') AS INTEGER) < CAST(? AS INTEGER)",
            vec![text(before.to_string())],
        )?
        .to_array()?;
    rows.into_iter().map(|row| Ok((row.render, serde_json::from_str(&row.json)?))).collect()
}

/// How many uses of a member wait for an answer.
///
/// # Errors
/// The storage fails.
pub fn waiting(state: &State, asker: &AccountId) -> Answer<u32> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let rows: Vec<Count> = table(state)?
        .exec(
            "SELECT COUNT(*) AS count FROM uses WHERE asker = ? AND stage = ?",
            vec![text(asker.as_str()), text(Stage::Asked.name())],
        )?
        .to_array()?;
    Ok(rows.first().map_or(0, |row| row.count))
}
