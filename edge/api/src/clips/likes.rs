//! Likes. Liking twice is liking once.

use axum::extract::{Path, State};
use domain::ClipId;
use domain::text::Handle;
use wire::clips::{ClipState, Likes};
use wire::{Code, Problem};

use super::store;
use crate::body::Json;
use crate::error::Answer;
use crate::people::restore::Fate;
use crate::session::Caller;
use crate::state::App;

/// `PUT /clips/{id}/like`.
#[worker::send]
pub async fn like(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Likes>> {
    set(&app, &caller, &id, true).await
}

/// `DELETE /clips/{id}/like`.
#[worker::send]
pub async fn unlike(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Likes>> {
    set(&app, &caller, &id, false).await
}

async fn set(app: &App, caller: &Caller, id: &str, liked: bool) -> Answer<Json<Likes>> {
    let (db, id): (_, ClipId) = (app.db()?, id.parse()?);
    let row = store::find(&db, &id, Some(&caller.account)).await?.ok_or_else(super::unknown)?;
    if row.state == ClipState::Held {
        return Err(Problem::new(Code::Conflict, "This clip is held, and cannot be liked.").rule("held").into());
    }
    if row.state == ClipState::Draft {
        return Err(Problem::new(Code::Conflict, "A draft cannot be liked. Publish it first.").rule("draft").into());
    }
    let likes = store::like(&db, &id, &caller.account, liked, app.now_ms()).await?;
    Ok(Json(Likes { likes, liked }))
}

/// Likes the clip that somebody with this handle has published of this very film. Done again, nothing changes.
///
/// # Errors
/// The database fails.
pub async fn restore(app: &App, caller: &Caller, creator: &str, sha256: &str) -> Answer<Fate> {
    let (db, Ok(creator)) = (app.db()?, creator.parse::<Handle>()) else { return Ok(Fate::Missing) };
    let Some(id) = store::published_film(&db, &creator, sha256).await? else { return Ok(Fate::Missing) };
    // What the caller may not see they do not like.
    let Some(row) = store::find(&db, &id, Some(&caller.account)).await? else { return Ok(Fate::Missing) };
    if row.state != ClipState::Published {
        return Ok(Fate::Missing);
    }
    if row.liked != 0 {
        return Ok(Fate::Here);
    }
    store::like(&db, &id, &caller.account, true, app.now_ms()).await?;
    Ok(Fate::Brought)
}
