//! Takedowns: anyone reports a clip, the operator decides, copies go with it, and creators appeal.

pub mod appeal;
pub mod call;
pub mod copies;
pub mod desk;
pub mod report;
pub mod screen;
pub mod sealed;
pub mod site;
pub mod store;
pub mod traces;

use axum::Router;
use axum::routing::{get, post};
use domain::limits::CONTACT_KEPT_DAYS;
use domain::notice::Notice;
use domain::takedown::{Ground, How, LocatorError};
use domain::{AccountId, ClipId, TakedownId};
use wire::takedowns::HoldNotice;
use wire::{Code, paths};

use self::call::{Question, Record};
use crate::error::{Answer, Failure};
use crate::notices;
use crate::objects::ask::ask_json;
use crate::state::App;

const OBJECT: &str = "TAKEDOWN";
const DAY_MS: u64 = 24 * 3600 * 1000;

/// Reports, the operator's desk, appeals.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::TAKEDOWNS, get(desk::list).post(report::file))
        .route(paths::TAKEDOWN_STATUS, post(report::status))
        .route(paths::TAKEDOWN, get(desk::show))
        .route(paths::TAKEDOWN_DECISION, post(desk::decide))
        .route(paths::TAKEDOWN_OUTCOME, post(desk::settle))
        .route(paths::CLIP_APPEAL, post(appeal::appeal))
}

/// How long what identifies somebody is kept after the last decision, in milliseconds. The variable
/// `CONTACT_KEPT_DAYS` changes it.
#[must_use]
pub fn contact_kept_ms(app: &App) -> u64 {
    u64::from(app.limit("CONTACT_KEPT_DAYS", CONTACT_KEPT_DAYS)) * DAY_MS
}

/// Tells the creator of a clip that it was taken down. Their page of the clip carries the statement of reasons from the
/// moment that the hold is projected; here, once for each clip and case, is where a notice to them is sent as well.
///
/// # Errors
/// The notice cannot be kept; called again, it is tried again.
pub async fn tell_creator(app: &App, clip: &ClipId, ground: Ground) -> Answer<()> {
    let Some(row) = store::clip(&app.db()?, clip).await? else { return Ok(()) };
    let notice = Notice::ClipHeld { clip: clip.clone(), rule: ground.name().to_owned() };
    notices::deliver(app, &row.creator, notice, &format!("held {clip} {}", ground.name())).await
}

/// Why a clip is held, as its creator and its cast read it. None when nothing holds it.
///
/// # Errors
/// The database fails.
pub async fn notice(app: &App, clip: &ClipId) -> Answer<Option<HoldNotice>> {
    let row = store::holding(&app.db()?, clip).await?.into_iter().next();
    Ok(row.map(|row| {
        let how = match (row.how.as_str(), row.distance) {
            ("near", distance) => How::Near {
                distance: distance.unwrap_or_default(),
                mirrored: row.mirrored != 0,
                heard: row.heard.unwrap_or_default(),
            },
            ("identical", _) => How::Identical,
            ("checked", _) => How::Checked,
            _ => How::Reported,
        };
        HoldNotice {
            number: row.number,
            ground: row.ground,
            how,
            reason: row.reason.unwrap_or_default(),
            held_at: row.held_at,
            standing: row.standing,
            appeal_until: appeal::until(row.standing, row.held_at, row.appealed_at),
            answer_until: appeal::answer_until(row.standing, row.appealed_at),
            answer: row.answer,
        }
    }))
}

/// Forgets what a member said in appeals, and whose clips are held. The clips themselves go with their renders.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    let db = app.db()?;
    for (case, clip) in store::holds_of(&db, account).await? {
        match ask(app, &case, &Question::Forget(clip)).await {
            Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {}
            other => drop(other?),
        }
    }
    store::forget_creator(&db, account).await
}

/// What stands for an account in the audit trail.
fn signed(app: &App, account: &AccountId) -> String {
    app.blind("takedown audit", account.as_str())
}

async fn ask(app: &App, id: &TakedownId, question: &Question) -> Answer<Record> {
    ask_json(app, OBJECT, id.as_str(), question, &[]).await
}

/// What is wrong with a locator, as a rule for programs.
fn locator_rule(error: LocatorError) -> &'static str {
    match error {
        LocatorError::Empty => "empty",
        LocatorError::Elsewhere => "elsewhere",
        LocatorError::NotAClip => "not_a_clip",
    }
}
