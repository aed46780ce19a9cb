//! Moderation: what a clip says and shows is looked at by the embedded rules, and by each outside moderator for which there
//! is a key.
//!
//! Words are looked at before anybody is asked for consent, pictures before anybody else sees them. A moderator that fails
//! means that a person looks: nothing is let through because it was silent.

mod ask;
pub mod pictures;
mod reviews;
mod stills;
pub mod store;
pub mod words;

use axum::Router;
use axum::routing::{get, post};
use domain::AccountId;
use domain::limits::REVIEW_KEPT_MS;
use wire::paths;

use crate::error::Answer;
use crate::state::App;

/// Words that were held back, and the operator's answers.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::REVIEWS, get(reviews::list).post(reviews::ask))
        .route(paths::REVIEW_STILLS, post(stills::ask))
        .route(paths::REVIEW_STILL, get(stills::show))
        .route(paths::REVIEW, get(reviews::show))
        .route(paths::REVIEW_ANSWER, post(reviews::answer))
}

/// Forgets what an account asked about.
///
/// # Errors
/// The bucket or the database fails.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    stills::remove(app, &store::of(&app.db()?, account).await?).await?;
    store::forget(&app.db()?, account).await
}

/// Removes what was answered long enough ago.
///
/// # Errors
/// The bucket or the database fails; the next sweep goes on.
pub async fn sweep(app: &App) -> Answer<()> {
    let (db, before) = (app.db()?, app.now_ms().saturating_sub(REVIEW_KEPT_MS));
    // A picture goes with its answer. One that was sent again at that moment goes here.
    stills::remove(app, &store::answered(&db, before).await?).await?;
    store::remove_answered(&db, before).await
}
