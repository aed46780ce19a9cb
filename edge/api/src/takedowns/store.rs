//! Reports and holds in D1. Written by the objects of reports only.

use domain::copies::{Heard, Traces};
use domain::takedown::{Ground, How, Stage, Standing};
use domain::text::{DisplayName, Handle};
use domain::{AccountId, ClipId, RenderId, TakedownId, UnixMs};
use serde::{Deserialize, Serialize};
use wire::accounts::Person;
use wire::clips::ClipState;
use wire::takedowns::TakedownLine;
use worker::{D1Database, D1PreparedStatement};

use super::call::Record;
use crate::db::{self, Value, query};
use crate::error::{Answer, Failure};

/// Cases on the operator's list: those that wait, and the latest others.
const LISTED: u32 = 500;

/// What D1 keeps as text.
fn word(value: &impl Serialize) -> Answer<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(Failure::Internal(format!("{other} is no word"))),
    }
}

/// Writes everything that follows from a case: its row, holds, hashes and audit trail; holds clips and puts them back.
/// Written again, nothing changes.
///
/// # Errors
/// The database fails; then nothing has changed.
pub async fn project(d1: &D1Database, record: &Record, traces: &Traces) -> Answer<()> {
    let mut statements = vec![row(d1, record)?];
    for hold in &record.case.holds {
        let (how, distance) = match hold.how {
            How::Reported => ("reported", None),
            How::Checked => ("checked", None),
            How::Identical => ("identical", None),
            How::Near { distance, .. } => ("near", Some(distance)),
        };
        let (mirrored, heard) = match hold.how {
            How::Near { mirrored, heard, .. } => (mirrored, Some(word(&heard)?)),
            _ => (false, None),
        };
        let (standing, answer) = (word(&hold.standing)?, record.answers.get(&hold.clip));
        let sql = "INSERT INTO holds
                   (clip, takedown, creator, how, distance, standing, held_at, appealed_at, answer, mirrored, heard)
                   VALUES (?1, ?2, (SELECT creator FROM clips WHERE id = ?1), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                   ON CONFLICT (clip, takedown) DO UPDATE SET standing = excluded.standing,
                   appealed_at = excluded.appealed_at, answer = excluded.answer";
        let values: [&dyn Value; 10] = [
            &hold.clip,
            &record.id,
            &how,
            &distance,
            &standing,
            &hold.held_at,
            &hold.appealed_at,
            &answer,
            &mirrored,
            &heard,
        ];
        statements.push(query(d1, sql, &values)?);
        let sql = if hold.standing.is_down() {
            "UPDATE clips SET state = 'held' WHERE id = ?1 AND state <> 'held'"
        } else {
            "UPDATE clips SET state = CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
             WHEN published_at IS NOT NULL THEN 'published' ELSE 'draft' END
             WHERE id = ?1 AND state = 'held'
             AND NOT EXISTS (SELECT 1 FROM holds WHERE clip = ?1 AND standing <> 'reinstated')"
        };
        statements.push(query(d1, sql, &[&hold.clip])?);
    }
    stay_down(d1, record, traces, &mut statements)?;
    for (position, line) in (0u32..).zip(&record.events) {
        let (actor, deed) = (word(&line.event.actor)?, word(&line.event.deed)?);
        let sql =
            "INSERT OR IGNORE INTO takedown_events (takedown, position, at, actor, deed, clip, reason, account_hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let event = &line.event;
        let values: [&dyn Value; 8] =
            [&record.id, &position, &event.at, &actor, &deed, &event.clip, &event.reason, &line.by];
        statements.push(query(d1, sql, &values)?);
    }
    db::batch(d1, statements).await.map(drop)
}

fn row(d1: &D1Database, record: &Record) -> Answer<D1PreparedStatement> {
    let case = &record.case;
    let count = |matches: fn(Standing) -> bool| {
        u32::try_from(case.holds.iter().filter(|hold| matches(hold.standing)).count()).unwrap_or(u32::MAX)
    };
    let (appeals, down) = (count(|s| s == Standing::Appealed), count(Standing::is_down));
    let (number, stage, due_at) = (record.number(), word(&case.stage)?, case.due_at());
    let sql = "INSERT INTO takedowns (id, number, clip, ground, stage, received_at, decided_at, due_at, appeals, down,
               reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
               ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, decided_at = excluded.decided_at,
               due_at = excluded.due_at, appeals = excluded.appeals, down = excluded.down, reason = excluded.reason";
    let values: [&dyn Value; 11] = [
        &record.id,
        &number,
        &case.clip,
        &case.ground.name(),
        &stage,
        &case.received_at,
        &case.decided_at,
        &due_at,
        &appeals,
        &down,
        &record.reason,
    ];
    query(d1, sql, &values)
}

/// While a case holds, its hashes stay; then they go.
fn stay_down(
    d1: &D1Database,
    record: &Record,
    traces: &Traces,
    statements: &mut Vec<D1PreparedStatement>,
) -> Answer<()> {
    if record.case.stage != Stage::Held {
        for table in ["stay_files", "stay_prints", "stay_sounds"] {
            statements.push(query(d1, &format!("DELETE FROM {table} WHERE takedown = ?1"), &[&record.id])?);
        }
        return Ok(());
    }
    let reported = record.files.get(&record.case.clip);
    for (clip, file) in &record.files {
        // A copy that was put back is spared from now on, unless its file is the very one that stays down.
        let spared = Some(file) != reported && record.case.hold(clip).is_some_and(|hold| !hold.standing.is_down());
        let sql = "INSERT INTO stay_files (hash, takedown, spared) VALUES (?1, ?2, ?3)
                   ON CONFLICT (hash, takedown) DO UPDATE SET spared = max(spared, excluded.spared)";
        statements.push(query(d1, sql, &[file, &record.id, &spared])?);
    }
    for (position, print) in (0u32..).zip(&traces.prints) {
        let [b0, b1, b2, b3] = print.bands();
        let sql = "INSERT OR IGNORE INTO stay_prints (takedown, position, phash, b0, b1, b2, b3)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        statements.push(query(d1, sql, &[&record.id, &position, &print.write(), &b0, &b1, &b2, &b3])?);
    }
    if let Some(sound) = &traces.sound {
        let sql = "INSERT OR IGNORE INTO stay_sounds (takedown, sound) VALUES (?1, ?2)";
        statements.push(query(d1, sql, &[&record.id, &sound.write()])?);
    }
    Ok(())
}

#[derive(Deserialize)]
struct LineRow {
    id: TakedownId,
    number: String,
    clip: ClipId,
    ground: Ground,
    stage: Stage,
    received_at: UnixMs,
    due_at: Option<UnixMs>,
    appeals: u32,
    down: u32,
}

/// What waits, the most urgent first, then what is answered, the latest first.
///
/// # Errors
/// The database fails.
pub async fn list(d1: &D1Database) -> Answer<Vec<TakedownLine>> {
    let sql = "SELECT id, number, clip, ground, stage, received_at, due_at, appeals, down FROM takedowns
               ORDER BY due_at IS NULL, due_at, received_at DESC, id LIMIT ?1";
    let rows = db::all::<LineRow>(d1, sql, &[&LISTED]).await?;
    let line = |row: LineRow| TakedownLine {
        id: row.id,
        number: row.number,
        clip: row.clip,
        ground: row.ground,
        stage: row.stage,
        received_at: row.received_at,
        due_at: row.due_at,
        appeals: row.appeals,
        down: row.down,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The case with this number.
///
/// # Errors
/// The database fails.
pub async fn numbered(d1: &D1Database, number: &str) -> Answer<Option<TakedownId>> {
    #[derive(Deserialize)]
    struct Row {
        id: TakedownId,
    }
    let sql = "SELECT id FROM takedowns WHERE number = ?1";
    Ok(db::first::<Row>(d1, sql, &[&number]).await?.map(|row| row.id))
}

/// Whether a clip lies on the operator's desk: reported, or held.
///
/// # Errors
/// The database fails.
pub async fn on_desk(d1: &D1Database, clip: &ClipId) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = "SELECT 1 AS found FROM takedowns WHERE clip = ?1 UNION ALL SELECT 1 FROM holds WHERE clip = ?1 LIMIT 1";
    Ok(db::first::<Found>(d1, sql, &[clip]).await?.is_some())
}

/// A clip as it lies on the desk.
#[derive(Debug, Deserialize)]
pub struct ClipRow {
    /// Which.
    pub id: ClipId,
    /// What made it.
    pub render: RenderId,
    /// Who can see it.
    pub state: ClipState,
    /// Who made it.
    pub creator: AccountId,
    /// Their handle.
    pub handle: Handle,
    /// Their name.
    pub display_name: DisplayName,
    /// What is said.
    pub script: String,
    /// Hash of its file.
    pub sha256: String,
}

impl ClipRow {
    /// Its creator.
    #[must_use]
    pub fn person(&self) -> Person {
        Person { handle: self.handle.clone(), display_name: self.display_name.clone() }
    }
}

/// A clip, whatever its state.
///
/// # Errors
/// The database fails.
pub async fn clip(d1: &D1Database, id: &ClipId) -> Answer<Option<ClipRow>> {
    let sql = "SELECT c.id, c.render, c.state, c.creator, a.handle, a.display_name, c.script, c.sha256
               FROM clips c JOIN accounts a ON a.id = c.creator WHERE c.id = ?1";
    db::first(d1, sql, &[id]).await
}

/// A hold as the clip's creator sees it.
#[derive(Debug, Deserialize)]
pub struct HoldRow {
    /// The case.
    pub takedown: TakedownId,
    /// Its number.
    pub number: String,
    /// The ground.
    pub ground: Ground,
    /// What the operator wrote.
    pub reason: Option<String>,
    /// How it was found.
    pub how: String,
    /// Median of differing bits.
    pub distance: Option<u32>,
    /// 1 where left and right are swapped.
    pub mirrored: u32,
    /// What the sound says.
    pub heard: Option<Heard>,
    /// Where it stands.
    pub standing: Standing,
    /// Since when.
    pub held_at: UnixMs,
    /// When its creator appealed.
    pub appealed_at: Option<UnixMs>,
    /// What the operator wrote about the appeal.
    pub answer: Option<String>,
}

/// What holds a clip, the first hold first.
///
/// # Errors
/// The database fails.
pub async fn holding(d1: &D1Database, clip: &ClipId) -> Answer<Vec<HoldRow>> {
    let sql =
        "SELECT h.takedown, t.number, t.ground, t.reason, h.how, h.distance, h.mirrored, h.heard, h.standing, h.held_at, h.appealed_at,
               h.answer FROM holds h JOIN takedowns t ON t.id = h.takedown
               WHERE h.clip = ?1 AND h.standing <> 'reinstated' ORDER BY h.held_at, h.takedown";
    db::all(d1, sql, &[clip]).await
}

/// Holds on clips that a member made.
///
/// # Errors
/// The database fails.
pub async fn holds_of(d1: &D1Database, creator: &AccountId) -> Answer<Vec<(TakedownId, ClipId)>> {
    #[derive(Deserialize)]
    struct Row {
        takedown: TakedownId,
        clip: ClipId,
    }
    let sql = "SELECT takedown, clip FROM holds WHERE creator = ?1";
    Ok(db::all::<Row>(d1, sql, &[creator]).await?.into_iter().map(|row| (row.takedown, row.clip)).collect())
}

/// Forgets whose a held clip was.
///
/// # Errors
/// The database fails.
pub async fn forget_creator(d1: &D1Database, creator: &AccountId) -> Answer<()> {
    db::run(d1, "UPDATE holds SET creator = NULL WHERE creator = ?1", &[creator]).await.map(drop)
}
