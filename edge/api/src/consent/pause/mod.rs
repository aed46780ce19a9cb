//! One switch for everything of an owner's: their likeness and each of their characters.
//!
//! Each turn of the switch has a number. It is written down first, then told to every object, then noted as done; what a crash
//! leaves in between is taken up by the same request, or by the clock. An object that hears of a turn late, or twice, changes
//! nothing ([`domain::consent::Still`]), so whichever turn was the last is what holds everywhere.

pub mod store;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::AccountId;
use wire::consent::{EverythingPaused, Pause};
use wire::{Code, paths};

use self::store::Switch;
use super::call::{Question, Standing};
use super::{Subject, will};
use crate::body::Json;
use crate::characters;
use crate::error::{Answer, Failure};
use crate::session::Caller;
use crate::state::App;

/// Accounts whose last turn is taken up in one sweep.
const TAKEN_UP: u32 = 20;

/// The switch.
pub(super) fn routes() -> Router<App> {
    Router::new().route(paths::PAUSE_ALL, get(show).post(turn))
}

#[worker::send]
async fn show(State(app): State<App>, caller: Caller) -> Answer<Json<EverythingPaused>> {
    let switch = store::read(&app.db()?, &caller.account).await?;
    Ok(Json(EverythingPaused { paused: switch.still != 0 }))
}

#[worker::send]
async fn turn(State(app): State<App>, caller: Caller, Json(wish): Json<Pause>) -> Answer<Json<EverythingPaused>> {
    let switch = store::turn(&app.db()?, &caller.account, wish.paused).await?;
    reach(&app, &caller.account, switch).await?;
    Ok(Json(EverythingPaused { paused: wish.paused }))
}

/// Tells a turn to everything that has not heard of it.
async fn reach(app: &App, owner: &AccountId, switch: Switch) -> Answer<()> {
    if switch.still_done >= switch.still_turn {
        return Ok(());
    }
    let ids = characters::store::all(&app.db()?, owner).await?;
    let characters = ids.into_iter().map(|id| Subject::Character(owner.clone(), id));
    for subject in std::iter::once(Subject::Likeness(owner.clone())).chain(characters) {
        tell(app, &subject, switch).await?;
    }
    store::done(&app.db()?, owner, switch.still_turn).await
}

async fn tell(app: &App, subject: &Subject, switch: Switch) -> Answer<()> {
    let question = Question::PauseAll { paused: switch.still != 0, turn: switch.still_turn };
    match subject.ask::<Standing>(app, question, &[]).await {
        Ok(now) => will::told(app, subject, now.policy.version).await,
        // There is nothing to pause, or it goes just now.
        Err(Failure::Problem(problem)) if problem.code == Code::NotFound => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// What has just been made stands still, too, while everything of its owner's does. Whether it does.
///
/// # Errors
/// The database or the object fails.
pub async fn join(app: &App, subject: &Subject) -> Answer<bool> {
    let switch = store::read(&app.db()?, subject.owner()).await?;
    if switch.still != 0 {
        tell(app, subject, switch).await?;
    }
    Ok(switch.still != 0)
}

/// Takes up turns that a crash has cut short.
///
/// # Errors
/// The database or an object fails; the next sweep goes on.
pub async fn resume(app: &App) -> Answer<()> {
    for (owner, switch) in store::lagging(&app.db()?, TAKEN_UP).await? {
        reach(app, &owner, switch).await?;
    }
    Ok(())
}
