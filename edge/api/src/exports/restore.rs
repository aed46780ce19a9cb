//! What an import finds again by handle: people who are followed and blocked, and clips that are liked.
//!
//! A handle may belong to somebody else here; the page says so before it sends them.

use axum::extract::State;
use domain::limits::{IMPORT_BATCH, IMPORTS_PER_MINUTE};
use wire::exports::{ImportLikes, ImportPeople, Restored};
use wire::{Code, Problem};

use crate::body::Json;
use crate::clips::likes;
use crate::error::Answer;
use crate::limiter;
use crate::people::restore::{self, Fate};
use crate::session::Caller;
use crate::state::App;

fn fits(field: &str, count: usize) -> Answer<()> {
    if count <= IMPORT_BATCH {
        return Ok(());
    }
    let detail = format!("Send at most {IMPORT_BATCH} at a time.");
    let measured =
        Problem::new(Code::Invalid, detail).field(field).measured(count.to_string(), IMPORT_BATCH.to_string());
    Err(measured.into())
}

fn note(all: &mut Restored, fate: Fate, handle: String) {
    match fate {
        Fate::Brought => all.brought += 1,
        Fate::Here => all.here += 1,
        Fate::Missing => all.missing.push(handle),
    }
}

/// `POST /import/people`.
#[worker::send]
pub async fn people(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<ImportPeople>,
) -> Answer<Json<Restored>> {
    fits("following", wanted.following.len() + wanted.blocked.len())?;
    limiter::account(&app, "imports", &caller.account, IMPORTS_PER_MINUTE).await?;
    let mut all = Restored::default();
    // First of all: whoever is blocked is not followed.
    for handle in wanted.blocked {
        let fate = restore::block(&app, &caller, &handle).await?;
        note(&mut all, fate, handle);
    }
    for handle in wanted.following {
        let fate = restore::follow(&app, &caller, &handle).await?;
        note(&mut all, fate, handle);
    }
    Ok(Json(all))
}

/// `POST /import/likes`.
#[worker::send]
pub async fn likes(State(app): State<App>, caller: Caller, Json(wanted): Json<ImportLikes>) -> Answer<Json<Restored>> {
    fits("likes", wanted.likes.len())?;
    limiter::account(&app, "imports", &caller.account, IMPORTS_PER_MINUTE).await?;
    let mut all = Restored::default();
    for like in wanted.likes {
        let fate = likes::restore(&app, &caller, &like.creator, &like.sha256).await?;
        note(&mut all, fate, like.creator);
    }
    Ok(Json(all))
}
