//! Pictures for generators that were held back: whose picture it is asks the operator, who looks at it. It is kept sealed
//! until then, and no longer.

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use domain::limits::MAX_STILL_BYTES;
use domain::{AccountId, ReviewId};
use http::{StatusCode, header};
use wire::consent::Told;
use wire::reviews::ReviewState;
use wire::{Code, Problem};

use super::reviews::{self, Words};
use super::{pictures, store};
use crate::body::{self, Json};
use crate::crypto::{hex, open as unseal, seal, sha256};
use crate::error::{Answer, Failure};
use crate::gateway::jpeg;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, idempotency};

/// Where a picture lies while its review waits.
fn key(id: &ReviewId) -> String {
    format!("reviews/{id}/still")
}

/// The name of a review of a picture: made of whose it is, and of the file.
fn id(app: &App, account: &AccountId, jpeg: &[u8]) -> ReviewId {
    let intent = format!("{account}\nstill\n{}", hex(&sha256(jpeg)));
    ReviewId::from_bytes(&idempotency::derived(app, reviews::PURPOSE, &intent))
}

/// What the operator said of a picture, if they were asked: where it stands, and what they wrote.
///
/// # Errors
/// The database fails.
pub(super) async fn said(app: &App, account: &AccountId, jpeg: &[u8]) -> Answer<Option<(ReviewState, Option<String>)>> {
    Ok(store::read(&app.db()?, &id(app, account, jpeg)).await?.map(|row| (row.state, row.answer)))
}

/// `POST /reviews/stills`.
#[worker::send]
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<impl IntoResponse> {
    let (head, stream) = request.into_parts();
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let bytes = body::read(stream, MAX_STILL_BYTES).await?;
    body::media_type(&head.headers, "image/jpeg")?;
    jpeg::check(&bytes)?;
    let note = body::note("note", Some(parameter(&query, "note")).filter(|note| !note.is_empty()))?;
    let (db, id) = (app.db()?, id(&app, &caller.account, &bytes));
    if store::read(&db, &id).await?.is_none() {
        let Some(problem) = pictures::held(&app, &bytes).await else {
            let detail = "Nothing holds this picture back any more. Make the clip.";
            return Err(Problem::new(Code::Conflict, detail).rule("passes").into());
        };
        let rule = problem.rule.clone().unwrap_or_default();
        let sentence = "the picture for a generator was held back".to_owned();
        let told = Told { rule, sentence, advice: String::new(), spans: Vec::new(), can_be_asked: true };
        let words = Words { script: String::new(), prompt: String::new(), note, reasons: vec![told], still: true };
        reviews::insert(&app, &caller.account, &id, &words).await?;
    }
    let row = reviews::kept(&app, &id).await?;
    if row.state == ReviewState::Waiting {
        let sealed = seal(&app.key(reviews::PURPOSE), app.random()?, key(&id).as_bytes(), &bytes);
        let sealed = sealed.ok_or_else(|| Failure::Internal("a picture could not be encrypted".into()))?;
        app.packs()?.put(key(&id), sealed).execute().await?;
    }
    let person = accounts::person(&app, &row.account).await?;
    Ok((StatusCode::CREATED, Json(reviews::view(&app, row, person)?)))
}

/// `GET /reviews/{id}/still`.
#[worker::send]
pub async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Response> {
    caller.operates()?;
    let id: ReviewId = id.parse()?;
    let object = app.packs()?.get(key(&id)).execute().await?;
    let body = object.as_ref().and_then(worker::Object::body).ok_or_else(reviews::unknown)?;
    let opened = unseal(&app.key(reviews::PURPOSE), key(&id).as_bytes(), &body.bytes().await?);
    let jpeg = opened.ok_or_else(|| Failure::Internal("a picture does not open".into()))?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::OK, headers, Body::from(jpeg)).into_response())
}

/// Removes the pictures of reviews, where they have one.
///
/// # Errors
/// The bucket fails.
pub(super) async fn remove(app: &App, ids: &[ReviewId]) -> Answer<()> {
    // A call takes so many keys.
    for some in ids.chunks(1000) {
        app.packs()?.delete_multiple(some.iter().map(key).collect()).await?;
    }
    Ok(())
}
