//! Copies: identical files by their hash, near-identical pictures by the hashes of their key frames. Among all clips when
//! one is held, and among all that is held when a clip comes in.
//!
//! Pictures tell who is shown where, not what is said: two clips of one person in one place are as near as a copy is
//! (`cargo bench -p inspect --bench copies`). So they count where a report is about who is shown, and not where it is about
//! a work or about words.

use std::collections::BTreeMap;

use domain::print::{Print, near};
use domain::takedown::{Ground, How};
use domain::{ClipId, TakedownId};

use super::call::{Evidence, Found};
use super::store::{self, PrintRow};
use crate::error::Answer;
use crate::state::App;

impl Evidence {
    /// The hashes of the key frames.
    #[must_use]
    pub fn prints(&self) -> Vec<Print> {
        self.prints.iter().filter_map(|text| Print::read(text)).collect()
    }
}

/// What stands for a file where it stays down.
#[must_use]
pub fn blinded(app: &App, sha256: &str) -> String {
    app.blind("stay-down", sha256)
}

/// Whether near-identical pictures count as copies in a case, or identical files alone.
#[must_use]
pub fn by_pictures(ground: Ground) -> bool {
    matches!(ground, Ground::Intimate | Ground::Likeness)
}

/// Every other clip that is a copy of `clip`, reported on this ground.
///
/// # Errors
/// The database fails.
pub async fn of(app: &App, clip: &ClipId, ground: Ground, evidence: &Evidence) -> Answer<Vec<Found>> {
    let db = app.db()?;
    let file = blinded(app, &evidence.sha256);
    let same = store::identical(&db, &evidence.sha256).await?;
    let mut found: Vec<Found> = same
        .iter()
        .filter(|id| *id != clip)
        .map(|id| Found { clip: id.clone(), how: How::Identical, file: file.clone() })
        .collect();
    let prints = evidence.prints();
    if prints.is_empty() || !by_pictures(ground) {
        return Ok(found);
    }
    let rows = store::clips_next_to(&db, &prints).await?;
    for (id, (theirs, sha256)) in grouped(rows) {
        let Ok(id) = id.parse::<ClipId>() else { continue };
        if id == *clip || same.contains(&id) {
            continue;
        }
        if let Some(distance) = near(&prints, &theirs) {
            let file = blinded(app, &sha256.unwrap_or_default());
            found.push(Found { clip: id, how: How::Near { distance }, file });
        }
    }
    Ok(found)
}

/// Every case that holds what these hashes belong to.
///
/// # Errors
/// The database fails.
pub async fn held_as(app: &App, evidence: &Evidence) -> Answer<Vec<(TakedownId, How)>> {
    let db = app.db()?;
    let files = store::stays_of_file(&db, &blinded(app, &evidence.sha256)).await?;
    let same = files.iter().filter(|(_, spared)| !spared);
    let mut found: Vec<(TakedownId, How)> = same.map(|(case, _)| (case.clone(), How::Identical)).collect();
    let prints = evidence.prints();
    if prints.is_empty() {
        return Ok(found);
    }
    for (case, (theirs, _)) in grouped(store::stays_next_to(&db, &prints).await?) {
        let Ok(case) = case.parse::<TakedownId>() else { continue };
        if !files.iter().any(|(known, _)| *known == case)
            && let Some(distance) = near(&prints, &theirs)
        {
            found.push((case, How::Near { distance }));
        }
    }
    Ok(found)
}

/// Prints of each clip or case, with the hash of its file.
fn grouped(rows: Vec<PrintRow>) -> BTreeMap<String, (Vec<Print>, Option<String>)> {
    let mut all = BTreeMap::<String, (Vec<Print>, Option<String>)>::new();
    for row in rows {
        let (prints, sha256) = all.entry(row.of).or_default();
        prints.extend(Print::read(&row.phash));
        *sha256 = row.sha256;
    }
    all
}
