//! Captures: the edge draws what to do in front of the camera, and judges what the device says was done.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use domain::capture::DRAW_BYTES;
use domain::limits::{CAPTURE_PAUSE_MS, CAPTURE_TRIES, CAPTURE_TRIES_MS, CAPTURE_TTL_MS};
use domain::{AccountId, CaptureId, UnixMs};
use http::StatusCode;
use wire::likeness::{Capture, CaptureResult};
use wire::{Code, Problem};
use worker::D1Database;

use super::judge::{self, Flaw};
use super::store;
use crate::body::Json;
use crate::error::{Answer, Failure, not_found};
use crate::session::{Caller, sign_in_first};
use crate::state::App;

/// Captures that an account may draw in an hour.
const PER_HOUR: u32 = 10;
const HOUR_MS: u64 = 3600 * 1000;
/// How long an accepted capture waits for its pack, from its end on: making one takes seconds, a bad line minutes.
const PACK_MS: u64 = 15 * 60 * 1000;

/// `POST /captures`.
#[worker::send]
pub async fn draw(State(app): State<App>, caller: Caller) -> Answer<impl IntoResponse> {
    let (now, id, random): (UnixMs, [u8; 16], [u8; DRAW_BYTES]) = (app.now_ms(), app.random()?, app.random()?);
    let (poses, words) = domain::capture::draw(&random);
    let db = app.db()?;
    pause(&db, &caller.account, now).await?;
    let capture = Capture { id: CaptureId::from_bytes(&id), poses, words, expires_at: now + CAPTURE_TTL_MS };
    let since = now.saturating_sub(HOUR_MS);
    if store::draw(&db, &caller.account, &capture, now, since, PER_HOUR).await? {
        return Ok((StatusCode::CREATED, Json(capture)));
    }
    // Without any scan the limit was not met: the account is leaving.
    let oldest = store::oldest(&db, &caller.account).await?.ok_or_else(sign_in_first)?;
    let wait_s = (oldest + HOUR_MS).saturating_sub(now).div_ceil(1000).max(1);
    let detail = format!("{PER_HOUR} scans an hour are the most. Try again in {} minutes.", wait_s.div_ceil(60));
    Err(Failure::from(
        Problem::new(Code::TooMany, detail)
            .measured(format!("{PER_HOUR} scans"), format!("{PER_HOUR} scans an hour"))
            .retry_after_s(u32::try_from(wait_s).unwrap_or(3600)),
    ))
}

/// Refuses another draw for a while after too many refusals in a row.
async fn pause(db: &D1Database, account: &AccountId, now: UnixMs) -> Answer<()> {
    let refusals = store::refusals(db, account, now.saturating_sub(CAPTURE_TRIES_MS), CAPTURE_TRIES).await?;
    let (Some(last), true) = (refusals.first(), refusals.len() >= CAPTURE_TRIES as usize) else { return Ok(()) };
    let wait_s = (last + CAPTURE_PAUSE_MS).saturating_sub(now).div_ceil(1000);
    if wait_s == 0 {
        return Ok(());
    }
    let detail = format!(
        "{CAPTURE_TRIES} scans in a row were refused. Take a break, and try again in {} minutes.",
        wait_s.div_ceil(60)
    );
    let problem = Problem::new(Code::TooMany, detail).rule("cool_down");
    Err(problem.retry_after_s(u32::try_from(wait_s).unwrap_or(900)).into())
}

/// `POST /captures/{id}/result`. Whatever the verdict, the draw cannot be used again.
#[worker::send]
pub async fn finish(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(result): Json<CaptureResult>,
) -> Answer<StatusCode> {
    let (db, id): (_, CaptureId) = (app.db()?, id.parse()?);
    let row = store::find(&db, &caller.account, &id).await?.ok_or_else(unknown)?;
    let now = app.now_ms();
    let verdict = judge::judge(&row.drawn, &result, now);
    match row.state.as_str() {
        "drawn" => {}
        // The answer was lost: the same again changes nothing.
        "accepted" if verdict.is_ok() => return Ok(StatusCode::NO_CONTENT),
        _ => return Err(Problem::from(Flaw::Used).into()),
    }
    let to = if verdict.is_ok() { "accepted" } else { "refused" };
    if !store::judged(&db, &id, to, now).await? {
        return Err(Problem::from(Flaw::Used).into());
    }
    verdict.map_err(Problem::from)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether this capture allows a pack now: `false` when it does, `true` when it was spent on one before.
///
/// # Errors
/// [`Code::NotFound`] or [`Code::CaptureRefused`].
pub async fn allows_pack(app: &App, account: &AccountId, id: &CaptureId) -> Answer<bool> {
    let row = store::find(&app.db()?, account, id).await?.ok_or_else(unknown)?;
    match row.state.as_str() {
        "spent" => Ok(true),
        "accepted" if app.now_ms() < row.drawn.expires_at + PACK_MS => Ok(false),
        "accepted" => Err(Problem::from(Flaw::Expired).into()),
        _ => {
            let detail = "This scan has not been accepted. Finish it first, or start a new one.";
            Err(Problem::new(Code::CaptureRefused, detail).rule("not_accepted").into())
        }
    }
}

fn unknown() -> Failure {
    not_found("This scan is unknown or over. Start a new one.").into()
}
