//! What copies are found by, in D1: hashes of files, of key frames and of sounds. They come with a clip, and stay with what
//! is held.

use std::collections::BTreeMap;

use domain::copies::Traces;
use domain::print::Print;
use domain::soundprint::SoundPrint;
use domain::takedown::Ground;
use domain::{ClipId, TakedownId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::{D1Database, D1PreparedStatement};

use crate::db::{self, query};
use crate::error::Answer;
use crate::takedowns::call::Evidence;

/// Statements that write what copies of a clip are found by.
///
/// # Errors
/// Never for these values.
pub fn rows(d1: &D1Database, clip: &ClipId, traces: &Evidence) -> Answer<Vec<D1PreparedStatement>> {
    let sql = "INSERT INTO prints (clip, position, phash, sha256, b0, b1, b2, b3, mirrored)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (clip, position) DO UPDATE SET mirrored = excluded.mirrored";
    let mut statements = Vec::with_capacity(traces.prints.len() + 1);
    for (position, text) in (0u32..).zip(&traces.prints) {
        let Some(print) = Print::read(text) else { continue };
        let ([b0, b1, b2, b3], mirrored) = (print.bands(), traces.mirrored.get(position as usize));
        let values: [&dyn db::Value; 9] = [clip, &position, text, &traces.sha256, &b0, &b1, &b2, &b3, &mirrored];
        statements.push(query(d1, sql, &values)?);
    }
    let sql = "INSERT OR IGNORE INTO sounds (clip, sound) VALUES (?1, ?2)";
    statements.push(query(d1, sql, &[clip, &traces.sound])?);
    Ok(statements)
}

/// What copies of a clip are found by, while it exists.
///
/// # Errors
/// The database fails.
pub async fn of(d1: &D1Database, clip: &ClipId) -> Answer<Option<Evidence>> {
    #[derive(Deserialize)]
    struct Row {
        sha256: String,
        phash: Option<String>,
        mirrored: Option<String>,
        sound: Option<String>,
    }
    let sql = "SELECT c.sha256, p.phash, p.mirrored, s.sound FROM clips c LEFT JOIN prints p ON p.clip = c.id
               LEFT JOIN sounds s ON s.clip = c.id WHERE c.id = ?1 ORDER BY p.position";
    let rows = db::all::<Row>(d1, sql, &[clip]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (sha256, sound) = (first.sha256.clone(), first.sound.clone());
    let (prints, mirrored): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row.phash, row.mirrored)).unzip();
    let told = |all: Vec<Option<String>>| all.into_iter().flatten().collect();
    Ok(Some(Evidence { sha256, prints: told(prints), mirrored: told(mirrored), sound }))
}

/// Whether a clip was looked at.
///
/// # Errors
/// The database fails.
pub async fn known(d1: &D1Database, clip: &ClipId) -> Answer<bool> {
    let sql = "SELECT 1 AS found FROM sounds s WHERE s.clip = ?1 AND EXISTS (SELECT 1 FROM prints WHERE clip = ?1)";
    Ok(db::first::<Found>(d1, sql, &[clip]).await?.is_some())
}

#[derive(Deserialize)]
struct Found {}

/// Clips that were never looked at, the oldest first: made before anybody did, or in a crash.
///
/// # Errors
/// The database fails.
pub async fn unknown(d1: &D1Database, limit: u32) -> Answer<Vec<ClipId>> {
    #[derive(Deserialize)]
    struct Row {
        id: ClipId,
    }
    let sql = "SELECT id FROM clips WHERE NOT EXISTS (SELECT 1 FROM prints WHERE clip = clips.id)
               OR NOT EXISTS (SELECT 1 FROM sounds WHERE clip = clips.id) ORDER BY created_at LIMIT ?1";
    Ok(db::all::<Row>(d1, sql, &[&limit]).await?.into_iter().map(|row| row.id).collect())
}

/// Clips with the same file.
///
/// # Errors
/// The database fails.
pub async fn identical(d1: &D1Database, sha256: &str) -> Answer<Vec<ClipId>> {
    #[derive(Deserialize)]
    struct Row {
        id: ClipId,
    }
    let rows = db::all::<Row>(d1, "SELECT id FROM clips WHERE sha256 = ?1", &[&sha256]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A clip or a case that may be near, with what it is compared by.
#[derive(Debug)]
pub struct Candidate<T> {
    /// Which.
    pub id: T,
    /// What is known of it.
    pub traces: Traces,
    /// Hash of the whole file, for clips; the ground, for cases.
    pub more: String,
}

#[derive(Deserialize)]
struct Row<T> {
    id: T,
    phash: String,
    mirrored: Option<String>,
    sound: Option<String>,
    more: String,
}

/// Values of each band that lie next to those of these prints, as JSON arrays.
fn bands(traces: &Traces) -> [String; 4] {
    std::array::from_fn(|i| {
        let prints = traces.prints.iter().chain(&traces.mirrored);
        let mut values: Vec<u32> = prints.flat_map(|print| Print::around(print.bands()[i])).collect();
        values.sort_unstable();
        values.dedup();
        format!("{values:?}")
    })
}

const NEXT_TO: &str = "b0 IN (SELECT value FROM json_each(?1)) OR b1 IN (SELECT value FROM json_each(?2))
  OR b2 IN (SELECT value FROM json_each(?3)) OR b3 IN (SELECT value FROM json_each(?4))";

async fn candidates<T: DeserializeOwned + Ord + Clone>(
    d1: &D1Database,
    sql: &str,
    traces: &Traces,
) -> Answer<Vec<Candidate<T>>> {
    let [b0, b1, b2, b3] = bands(traces);
    let mut all = BTreeMap::<T, Candidate<T>>::new();
    for row in db::all::<Row<T>>(d1, sql, &[&b0, &b1, &b2, &b3]).await? {
        let Row { id, phash, mirrored, sound, more } = row;
        let candidate = all.entry(id.clone()).or_insert_with(|| Candidate { id, traces: Traces::default(), more });
        candidate.traces.prints.extend(Print::read(&phash));
        candidate.traces.mirrored.extend(mirrored.as_deref().and_then(Print::read));
        if let Some(sound) = sound {
            candidate.traces.sound = SoundPrint::read(&sound);
        }
    }
    Ok(all.into_values().collect())
}

/// Every clip that may be near, straight or mirrored: it has at least one band in common.
///
/// # Errors
/// The database fails.
pub async fn clips_next_to(d1: &D1Database, traces: &Traces) -> Answer<Vec<Candidate<ClipId>>> {
    // The sound comes with the first of the frames, once.
    let sql = format!(
        "SELECT p.clip AS id, p.phash, p.mirrored, CASE WHEN p.position = 0 THEN s.sound END AS sound, p.sha256 AS more
         FROM prints p LEFT JOIN sounds s ON s.clip = p.clip
         WHERE p.clip IN (SELECT clip FROM prints WHERE {NEXT_TO}) ORDER BY p.clip, p.position"
    );
    candidates(d1, &sql, traces).await
}

/// Every held case that may be near, straight or mirrored.
///
/// # Errors
/// The database fails.
pub async fn stays_next_to(d1: &D1Database, traces: &Traces) -> Answer<Vec<Candidate<TakedownId>>> {
    let sql = format!(
        "SELECT p.takedown AS id, p.phash, NULL AS mirrored, CASE WHEN p.position = 0 THEN s.sound END AS sound,
         t.ground AS more FROM stay_prints p JOIN takedowns t ON t.id = p.takedown
         LEFT JOIN stay_sounds s ON s.takedown = p.takedown
         WHERE p.takedown IN (SELECT takedown FROM stay_prints WHERE {NEXT_TO}) ORDER BY p.takedown, p.position"
    );
    candidates(d1, &sql, traces).await
}

/// The ground that a candidate's case has.
#[must_use]
pub fn ground(candidate: &Candidate<TakedownId>) -> Option<Ground> {
    serde_json::from_value(serde_json::Value::String(candidate.more.clone())).ok()
}

/// Cases that know a file, and whether they spare it.
///
/// # Errors
/// The database fails.
pub async fn stays_of_file(d1: &D1Database, hash: &str) -> Answer<Vec<(TakedownId, bool)>> {
    #[derive(Deserialize)]
    struct Row {
        takedown: TakedownId,
        spared: u32,
    }
    let rows = db::all::<Row>(d1, "SELECT takedown, spared FROM stay_files WHERE hash = ?1", &[&hash]).await?;
    Ok(rows.into_iter().map(|row| (row.takedown, row.spared != 0)).collect())
}
