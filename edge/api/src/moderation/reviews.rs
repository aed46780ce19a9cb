//! Words that were held back: their author asks, the operator answers, and the same words pass from then on, or do not.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use domain::limits::MAX_REVIEWS_WAITING;
use domain::notice::Notice;
use domain::text::{Prompt, Script};
use domain::{AccountId, ReviewId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use wire::accounts::Person;
use wire::consent::Told;
use wire::reviews::{AnswerReview, AskReview, Review, ReviewState, Reviews};
use wire::{Code, Problem};

use super::store::Row;
use super::{stills, store, words};
use crate::body::{self, Json, text};
use crate::error::{Answer, Failure, not_found};
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, idempotency, notices, sealed};

/// What the words are sealed for, and what names of reviews are made for.
pub(super) const PURPOSE: &str = "reviews";

/// What is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Words {
    pub script: String,
    pub prompt: String,
    pub note: Option<String>,
    pub reasons: Vec<Told>,
    /// Whether it is about a picture, which lies in the bucket until it is answered.
    #[serde(default)]
    pub still: bool,
}

/// The name of a review: made of whose words they are, and of the words.
#[must_use]
pub(super) fn id(app: &App, account: &AccountId, script: &str, prompt: &str) -> ReviewId {
    let intent = format!("{account}\n{}\n{script}\n{prompt}", script.len());
    ReviewId::from_bytes(&idempotency::derived(app, PURPOSE, &intent))
}

/// `POST /reviews`.
#[worker::send]
pub async fn ask(State(app): State<App>, caller: Caller, Json(asked): Json<AskReview>) -> Answer<impl IntoResponse> {
    let script: Script = text("script", &asked.script)?;
    let prompt: Prompt = text("prompt", &asked.prompt)?;
    let note = body::note("note", asked.note.as_deref())?;
    let (script, prompt): (String, String) = (script.into(), prompt.into());
    let (db, id) = (app.db()?, id(&app, &caller.account, &script, &prompt));
    if store::read(&db, &id).await?.is_none() {
        let reasons = words::reasons(&app, &script, &prompt).await?;
        if reasons.is_empty() {
            let detail = "Nothing holds these words back any more. Make the clip.";
            return Err(Problem::new(Code::Conflict, detail).rule("passes").into());
        }
        insert(&app, &caller.account, &id, &Words { script, prompt, note, reasons, still: false }).await?;
    }
    let row = kept(&app, &id).await?;
    let person = accounts::person(&app, &row.account).await?;
    Ok((StatusCode::CREATED, Json(view(&app, row, person)?)))
}

/// Keeps a new review, unless too many of the account's wait already. Asked again, the first one stays.
///
/// # Errors
/// The database fails.
pub(super) async fn insert(app: &App, account: &AccountId, id: &ReviewId, words: &Words) -> Answer<()> {
    let sealed = sealed::seal(app, PURPOSE, id.as_str(), words)?;
    let (id, account, asked_at) = (id.clone(), account.clone(), app.now_ms());
    let row = Row { id, account, state: ReviewState::Waiting, sealed, answer: None, asked_at, answered_at: None };
    store::insert(&app.db()?, &row, MAX_REVIEWS_WAITING).await
}

/// One that was just inserted.
///
/// # Errors
/// [`Code::TooMany`]: it was not, since too many wait.
pub(super) async fn kept(app: &App, id: &ReviewId) -> Answer<Row> {
    store::read(&app.db()?, id).await?.ok_or_else(|| {
        let detail = format!("{MAX_REVIEWS_WAITING} things of yours wait already. Wait for an answer first.");
        let most = format!("{MAX_REVIEWS_WAITING} reviews");
        Problem::new(Code::TooMany, detail).rule("reviews").measured(most.clone(), most).into()
    })
}

/// `GET /reviews`.
#[worker::send]
pub async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Reviews>> {
    caller.operates()?;
    let rows = store::waiting(&app.db()?).await?;
    let whose: Vec<AccountId> = rows.iter().map(|row| row.account.clone()).collect();
    let people = accounts::people(&app, &whose).await?;
    let shown = rows.into_iter().map(|row| {
        let person = people.get(&row.account).cloned();
        view(&app, row, person)
    });
    Ok(Json(Reviews { reviews: shown.collect::<Answer<_>>()? }))
}

/// `GET /reviews/{id}`.
#[worker::send]
pub async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Review>> {
    let row = store::read(&app.db()?, &id.parse()?).await?;
    let row = row.filter(|row| row.account == caller.account || caller.operator).ok_or_else(unknown)?;
    let person = accounts::person(&app, &row.account).await?;
    view(&app, row, person).map(Json)
}

/// `POST /reviews/{id}/answer`.
#[worker::send]
pub async fn answer(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<AnswerReview>,
) -> Answer<Json<Review>> {
    caller.operates()?;
    let reason = body::note("reason", body.reason.as_deref())?;
    let (db, id): (_, ReviewId) = (app.db()?, id.parse()?);
    store::answer(&db, &id, body.allow, reason.as_deref(), app.now_ms()).await?;
    let row = store::read(&db, &id).await?.ok_or_else(unknown)?;
    let said = if body.allow { ReviewState::Allowed } else { ReviewState::Refused };
    if row.state != said {
        return Err(Problem::new(Code::Conflict, "This was answered before. Load the list again.")
            .rule("decided")
            .into());
    }
    stills::remove(&app, std::slice::from_ref(&id)).await?;
    let notice = Notice::WordsReviewed { review: id.clone(), allowed: body.allow };
    notices::tell(&app, &row.account, notice, &format!("review {id}")).await;
    let person = accounts::person(&app, &row.account).await?;
    view(&app, row, person).map(Json)
}

pub(super) fn unknown() -> Failure {
    not_found("There is no such review. It may have been removed a while after its answer.").into()
}

pub(super) fn view(app: &App, row: Row, person: Option<Person>) -> Answer<Review> {
    let opened = sealed::open(app, PURPOSE, row.id.as_str(), &row.sealed)?;
    let Words { script, prompt, note, reasons, still } = opened;
    let Row { id, state, answer, asked_at, answered_at, .. } = row;
    Ok(Review { id, person, script, prompt, still, note, reasons, state, answer, asked_at, answered_at })
}
