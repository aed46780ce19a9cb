//! Stay-down: what is held may not come back. Every upload is compared with it, and so is every draft before it is
//! published, since a hold may have come in between.

use domain::ClipId;
use wire::clips::ClipState;
use wire::{Code, Problem};

use super::call::{Found, Question};
use super::traces::store as traces;
use super::{ask, copies, notice};
use crate::error::{Answer, Failure};
use crate::inspection;
use crate::state::App;

/// Holds a clip if it is a copy of something that is held. Whether it is down.
///
/// # Errors
/// The database or the object of a report fails.
pub async fn screen(app: &App, clip: &ClipId) -> Answer<bool> {
    inspection::look_again(app, clip).await?;
    let Some(evidence) = traces::of(&app.db()?, clip).await? else { return Ok(false) };
    let mut down = false;
    for (case, how) in copies::held_as(app, &evidence).await? {
        let found = Found { clip: clip.clone(), how, file: copies::blinded(app, &evidence.sha256) };
        match ask(app, &case, &Question::Match(found)).await {
            Ok(record) => down |= record.case.hold(clip).is_some_and(|hold| hold.standing.is_down()),
            // Reinstated in the meantime: nothing is a copy of it any more.
            Err(Failure::Problem(problem)) if problem.code == Code::Conflict => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(down)
}

/// Refuses to publish what is held, or is a copy of something that is.
///
/// # Errors
/// [`Code::TakenDown`] with the rule `held` or `stay_down`.
pub async fn pass(app: &App, clip: &ClipId, state: ClipState) -> Answer<()> {
    if state != ClipState::Held && !screen(app, clip).await? {
        return Ok(());
    }
    let why = notice(app, clip).await?;
    let copy = why.as_ref().is_some_and(|notice| notice.how.is_copy());
    let detail = match &why {
        Some(notice) if copy => format!(
            "This clip is a copy of one that was taken down in case {}: {}. Its page says how to appeal.",
            notice.number,
            notice.ground.rule()
        ),
        Some(notice) => format!(
            "This clip was taken down in case {}: {}. Its page says how to appeal.",
            notice.number,
            notice.ground.rule()
        ),
        None => "This clip was taken down. Its page says how to appeal.".to_owned(),
    };
    Err(Problem::new(Code::TakenDown, detail).rule(if copy { "stay_down" } else { "held" }).into())
}
