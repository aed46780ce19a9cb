//! Copies: identical files by their hash, near-identical ones by what is seen and heard in them. Among all clips when one
//! is held, and among all that is held when a clip comes in.
//!
//! What makes a near copy is [`domain::copies`]. Pictures alone tell who is shown where, not what is said: where the sound
//! cannot be heard, they count where a report is about who is shown, and not where it is about a work or about words.

use domain::copies::{Alike, Heard, alike};
use domain::takedown::{Ground, How};
use domain::{ClipId, TakedownId};

use super::call::{Evidence, Found};
use super::traces::store as traces;
use crate::error::Answer;
use crate::state::App;

/// What stands for a file where it stays down.
#[must_use]
pub fn blinded(app: &App, sha256: &str) -> String {
    app.blind("stay-down", sha256)
}

/// Whether a near copy counts in a case of this ground.
fn counts(ground: Ground, alike: Alike) -> bool {
    matches!(ground, Ground::Intimate | Ground::Likeness) || alike.heard == Heard::Same
}

fn how(alike: Alike) -> How {
    let Alike { distance, mirrored, heard } = alike;
    How::Near { distance, mirrored, heard }
}

/// Every other clip that is a copy of `clip`, reported on this ground.
///
/// # Errors
/// The database fails.
pub async fn of(app: &App, clip: &ClipId, ground: Ground, evidence: &Evidence) -> Answer<Vec<Found>> {
    let db = app.db()?;
    let file = blinded(app, &evidence.sha256);
    let same = traces::identical(&db, &evidence.sha256).await?;
    let mut found: Vec<Found> = same
        .iter()
        .filter(|id| *id != clip)
        .map(|id| Found { clip: id.clone(), how: How::Identical, file: file.clone() })
        .collect();
    let ours = evidence.traces();
    if ours.prints.is_empty() {
        return Ok(found);
    }
    for candidate in traces::clips_next_to(&db, &ours).await? {
        if candidate.id == *clip || same.contains(&candidate.id) {
            continue;
        }
        if let Some(alike) = alike(&ours, &candidate.traces).filter(|alike| counts(ground, *alike)) {
            let file = blinded(app, &candidate.more);
            found.push(Found { clip: candidate.id, how: how(alike), file });
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
    let files = traces::stays_of_file(&db, &blinded(app, &evidence.sha256)).await?;
    let same = files.iter().filter(|(_, spared)| !spared);
    let mut found: Vec<(TakedownId, How)> = same.map(|(case, _)| (case.clone(), How::Identical)).collect();
    let ours = evidence.traces();
    if ours.prints.is_empty() {
        return Ok(found);
    }
    for candidate in traces::stays_next_to(&db, &ours).await? {
        let Some(ground) = traces::ground(&candidate) else { continue };
        if files.iter().any(|(known, _)| *known == candidate.id) {
            continue;
        }
        if let Some(alike) = alike(&ours, &candidate.traces).filter(|alike| counts(ground, *alike)) {
            found.push((candidate.id, how(alike)));
        }
    }
    Ok(found)
}
