//! Appeals: the creator of a held clip objects, once.

use axum::extract::{Path, State};
use domain::limits::{APPEAL_ANSWER_MS, APPEAL_WINDOW_MS};
use domain::takedown::{Refused, Standing};
use domain::text::Statement;
use domain::{ClipId, UnixMs};
use wire::clips::{Clip, ClipState};
use wire::takedowns::AppealHold;
use wire::{Code, Problem};

use super::call::Question;
use super::{ask, sealed, signed, store};
use crate::body::{Json, text};
use crate::clips;
use crate::error::{Answer, Failure, not_found};
use crate::session::Caller;
use crate::state::App;

/// What an appeal is sealed as.
pub const LABEL: &str = "appeal";

/// Until when a hold can be appealed. None when it cannot.
#[must_use]
pub fn until(standing: Standing, held_at: UnixMs, appealed_at: Option<UnixMs>) -> Option<UnixMs> {
    (standing == Standing::Held && appealed_at.is_none()).then_some(held_at + APPEAL_WINDOW_MS)
}

/// By when an appeal is answered, while it waits.
#[must_use]
pub fn answer_until(standing: Standing, appealed_at: Option<UnixMs>) -> Option<UnixMs> {
    appealed_at.filter(|_| standing == Standing::Appealed).map(|at| at + APPEAL_ANSWER_MS)
}

/// `POST /clips/{id}/appeal`: against everything that holds the clip.
#[worker::send]
pub async fn appeal(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(AppealHold { words }): Json<AppealHold>,
) -> Answer<Json<Clip>> {
    let id: ClipId = id.parse()?;
    let unknown = || Failure::from(not_found("There is no clip of yours at this address."));
    let clip = store::clip(&app.db()?, &id).await?.filter(|clip| clip.creator == caller.account).ok_or_else(unknown)?;
    let words: Statement = text("words", &words)?;
    let holding = store::holding(&app.db()?, &id).await?;
    if clip.state != ClipState::Held || holding.is_empty() {
        let refused = Refused::NotHeld;
        let detail = "This clip is not held: there is nothing to appeal against.";
        return Err(Problem::new(Code::Conflict, detail).rule(refused.rule()).into());
    }
    let (mut taken, mut refused) = (false, None);
    for hold in holding {
        let question = Question::Appeal {
            clip: id.clone(),
            words: sealed::seal(&app, &hold.takedown, LABEL, &words)?,
            by: signed(&app, &caller.account),
        };
        match ask(&app, &hold.takedown, &question).await {
            Ok(_) => taken = true,
            Err(Failure::Problem(problem)) if problem.code == Code::Conflict => refused = Some(problem),
            Err(failure) => return Err(failure),
        }
    }
    match refused {
        Some(problem) if !taken => Err(Failure::Problem(problem)),
        _ => clips::find_with_hold(&app, &id, &caller.account).await?.map(Json).ok_or_else(unknown),
    }
}
