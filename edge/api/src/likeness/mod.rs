//! Likenesses: captures, the packs that they allow, and their end.

mod alive;
pub mod call;
pub mod captures;
pub mod judge;
pub mod pack;
pub mod store;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::limits::MAX_PACK_BYTES;
use domain::{AccountId, CaptureId};
use http::{StatusCode, header};
use wire::likeness::{Likeness, MyLikeness};
use wire::{Code, Problem, paths};

use crate::body::{self, Json};
use crate::clips;
use crate::consent::{Subject, pause};
use crate::error::Answer;
use crate::objects::ask::{ask, ask_json};
use crate::outside;
use crate::pages::{Parameters, parameter};
use crate::renders;
use crate::session::Caller;
use crate::state::App;

use call::Question;

/// The namespace of its objects.
pub const OBJECT: &str = "LIKENESS";

/// Captures, the likeness and its pack.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::CAPTURES, post(captures::draw))
        .route(paths::CAPTURE_RESULT, post(captures::finish))
        .route(paths::LIKENESS, get(show).put(store_pack).delete(remove))
        .route(paths::LIKENESS_PACK, get(own_pack))
}

/// The likeness of a member, from its object.
///
/// # Errors
/// The object fails.
pub async fn read(app: &App, owner: &AccountId) -> Answer<Option<Likeness>> {
    ask_json(app, OBJECT, owner.as_str(), &Question::Read, &[]).await
}

/// The pack of a member, opened. Whoever calls this has decided that it may be.
///
/// # Errors
/// [`Code::NotFound`] when there is none.
pub async fn open(app: &App, owner: &AccountId) -> Answer<Vec<u8>> {
    Ok(ask(app, OBJECT, owner.as_str(), &Question::Open, &[]).await?.bytes().await?)
}

/// Stores a pack that comes in an export. `capture` stands for it where a scan would.
///
/// # Errors
/// The object fails; called again, it is stored once.
pub async fn import(app: &App, owner: &AccountId, capture: CaptureId, pack: &[u8]) -> Answer<Likeness> {
    let question = Question::Store { account: owner.clone(), capture, spent: false, imported: true };
    let stored = ask_json(app, OBJECT, owner.as_str(), &question, pack).await?;
    joined(app, owner, stored).await
}

/// A likeness that has just been stored, which stands still while everything of its owner's does.
async fn joined(app: &App, owner: &AccountId, stored: Likeness) -> Answer<Likeness> {
    if !pause::join(app, &Subject::Likeness(owner.clone())).await? {
        return Ok(stored);
    }
    Ok(read(app, owner).await?.unwrap_or(stored))
}

/// Removes the packs, destroys their key, has copies of the voice and avatars removed elsewhere, withdraws unfinished renders with this likeness, and removes drafts that
/// show it.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn erase(app: &App, owner: &AccountId) -> Answer<()> {
    ask_json::<()>(app, OBJECT, owner.as_str(), &Question::Erase, &[]).await?;
    outside::forget(app, owner).await?;
    renders::withdraw_all(app, owner).await?;
    clips::forget_drafts(app, owner).await
}

/// Forgets everything here that is the account's.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    erase(app, account).await?;
    store::forget_captures(&app.db()?, account).await
}

/// A pack on its way out: for one pair of eyes, kept nowhere.
pub fn pack_response(pack: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    (headers, Body::from(pack)).into_response()
}

#[worker::send]
async fn show(State(app): State<App>, caller: Caller) -> Answer<Json<MyLikeness>> {
    Ok(Json(MyLikeness { likeness: read(&app, &caller.account).await? }))
}

#[worker::send]
async fn store_pack(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<Json<Likeness>> {
    body::media_type(request.headers(), "application/octet-stream")?;
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let pack = body::read(request.into_body(), MAX_PACK_BYTES).await?;
    let capture: CaptureId = parameter(&query, "capture").parse().map_err(|_| {
        Problem::new(Code::Invalid, "Name the scan that made this pack: ?capture=, as it was drawn.").field("capture")
    })?;
    let spent = captures::allows_pack(&app, &caller.account, &capture).await?;
    if let Err(error) = wire::pack::split(&pack) {
        return Err(Problem::new(Code::FileRefused, body::sentence(&error.to_string())).rule("not_a_pack").into());
    }
    let question =
        Question::Store { account: caller.account.clone(), capture: capture.clone(), spent, imported: false };
    let stored: Likeness = ask_json(&app, OBJECT, caller.account.as_str(), &question, &pack).await?;
    let likeness = joined(&app, &caller.account, stored).await?;
    if !spent {
        // Copies of the voice, and avatars, go with the understudy that they were made for.
        if likeness.version > 1 {
            outside::forget(&app, &caller.account).await?;
        }
        store::advance(&app.db()?, &capture, "accepted", "spent").await?;
    }
    Ok(Json(likeness))
}

#[worker::send]
async fn remove(State(app): State<App>, caller: Caller) -> Answer<StatusCode> {
    erase(&app, &caller.account).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[worker::send]
async fn own_pack(State(app): State<App>, caller: Caller) -> Answer<Response> {
    Ok(pack_response(open(&app, &caller.account).await?))
}
