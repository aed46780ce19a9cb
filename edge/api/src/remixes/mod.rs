//! Remixes: clips made out of published ones, and what becomes of them when their original is taken back.
//!
//! - Whose clip it is decides about a remix, by their rules: the creator of the original, and everyone who plays in it
//!   ([`Wish::asked`](crate::renders::call::Wish::asked)). One of them can take it back later, like any use.
//! - When somebody in a clip takes back their yes, or leaves, every clip below it is withdrawn with it: remixes, and remixes
//!   of those. Which they are stands in D1 from the moment on that each is asked for, in the transaction that asks whether
//!   what is above still stands; so none is missed, whatever comes in between. The object of the clip that was taken back
//!   goes through them and begins anew after a crash.
//! - When a creator merely deletes a clip, its remixes stay: those in them have agreed. They say that it is no longer here.
//! - While an ancestor is held after a report, nobody but its own people sees a remix ([`store::ROOTED`]): a hold can end.

pub mod store;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::limits::{FEED_PAGE, MAX_REMIX_DEPTH, UPROOTED_AT_ONCE};
use domain::{AccountId, ClipId, RenderId};
use wire::clips::{ClipPage, ClipState, RemixDraft};
use wire::{Code, Problem, paths};

use crate::body::Json;
use crate::clips;
use crate::cursor::{Cursor, cut};
use crate::error::{Answer, Failure, not_found};
use crate::pages::{Parameters, parameter};
use crate::people;
use crate::renders;
use crate::renders::call::Remix;
use crate::session::{Caller, MaybeCaller};
use crate::state::App;

/// What a remix begins with, and the remixes of a clip.
pub fn routes() -> Router<App> {
    Router::new().route(paths::CLIP_REMIX, get(begin)).route(paths::CLIP_REMIXES, get(list))
}

/// The refusal of a remix whose original cannot be watched.
#[must_use]
pub fn unknown() -> Failure {
    let problem =
        Problem::new(Code::NotFound, "The clip to be remixed is not here any more. Start a clip of your own.");
    problem.field("remix_of").rule("original_gone").into()
}

/// A published clip that somebody may see, with whose it is.
async fn published(app: &App, id: &ClipId, viewer: &AccountId) -> Answer<clips::store::Row> {
    let row = clips::store::find(&app.db()?, id, Some(viewer)).await?;
    let row = row.filter(|row| row.state == ClipState::Published).ok_or_else(unknown)?;
    if people::hidden(app, viewer, &row.creator).await? {
        return Err(unknown());
    }
    Ok(row)
}

/// The clip that a new one is to be made out of, with whose it is.
///
/// # Errors
/// [`Code::NotFound`] when it cannot be watched; [`Code::Conflict`] when too many lie above it.
pub async fn original(app: &App, id: &ClipId, asker: &AccountId) -> Answer<Remix> {
    let row = published(app, id, asker).await?;
    let db = app.db()?;
    let above = store::depth(&db, id).await?;
    if above >= MAX_REMIX_DEPTH {
        let detail = "This is a remix of a remix, and so on, too often. Remix one of those above it.";
        return Err(Problem::new(Code::Conflict, detail)
            .field("remix_of")
            .rule("remix_depth")
            .measured(format!("{above} clips above it"), format!("{MAX_REMIX_DEPTH} clips"))
            .into());
    }
    let mut people = vec![row.creator];
    for member in store::cast(&db, id).await? {
        if !people.contains(&member) {
            people.push(member);
        }
    }
    Ok(Remix { clip: id.clone(), people })
}

/// Withdraws everything that was made out of a clip, or is being made. Called again, it goes on where it stood.
///
/// # Errors
/// A part fails.
pub async fn uproot(app: &App, clip: &ClipId) -> Answer<()> {
    let db = app.db()?;
    let (mut after, mut done) = (String::new(), Ok(()));
    loop {
        let renders = store::below(&db, clip, &after, UPROOTED_AT_ONCE).await?;
        let Some(last) = renders.last() else { return done };
        after = last.to_string();
        done = withdraw(app, &renders).await.and(done);
    }
}

/// Withdraws everything that was made out of a clip that shows a member. Called again, it goes on where it stood.
///
/// # Errors
/// A part fails.
pub async fn uproot_all(app: &App, member: &AccountId) -> Answer<()> {
    withdraw(app, &store::below_all(&app.db()?, member).await?).await
}

async fn withdraw(app: &App, all: &[RenderId]) -> Answer<()> {
    let mut done = Ok(());
    for render in all {
        // One that fails does not hold up the others: it is told again.
        if let Err(failure) = renders::uproot(app, render).await {
            done = Err(failure);
        }
    }
    done
}

/// `GET /clips/{id}/remix`.
#[worker::send]
async fn begin(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<RemixDraft>> {
    let row = published(&app, &id.parse()?, &caller.account).await?;
    let choices = match renders::wish(&app, &row.render).await {
        Ok(wish) => wish.choices,
        Err(Failure::Problem(_)) => return Err(unknown()),
        Err(failure) => return Err(failure),
    };
    // A character is cast by its own name, which only its owner tells.
    let cast = if row.character.is_some() { Vec::new() } else { clips::store::people(&row.cast)? };
    let creator = wire::accounts::Person { handle: row.handle, display_name: row.display_name };
    Ok(Json(RemixDraft { clip: row.id, creator, script: row.script, prompt: row.prompt, choices, cast }))
}

/// `GET /clips/{id}/remixes`.
#[worker::send]
async fn list(
    State(app): State<App>,
    MaybeCaller(caller): MaybeCaller,
    Path(id): Path<String>,
    Query(query): Query<Parameters>,
) -> Answer<Json<ClipPage>> {
    let (db, id): (_, ClipId) = (app.db()?, id.parse()?);
    let viewer = caller.as_ref().map(|caller| &caller.account);
    let here = clips::store::find(&db, &id, viewer).await?.filter(|row| row.state != ClipState::Withdrawn);
    if here.is_none() {
        return Err(not_found("The clip whose remixes these are is not here.").into());
    }
    let after = Cursor::read::<ClipId>(parameter(&query, "cursor"))?;
    let mut rows = clips::store::page(&db, clips::store::Which::RemixesOf(&id), viewer, &after, FEED_PAGE + 1).await?;
    let next = cut(&mut rows, FEED_PAGE, |row| Cursor::after(row.published_at.unwrap_or(row.created_at), &row.id));
    let clips = rows.into_iter().map(|row| clips::clip(&app, row)).collect::<Answer<Vec<_>>>()?;
    Ok(Json(ClipPage { clips, next }))
}
