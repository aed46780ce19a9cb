//! The own account, and members as others see them.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use domain::text::Handle;
use http::header;
use wire::accounts::{Account, ChangeAccount, DeleteAccount, Person, Profile};
use wire::{Code, Problem, paths};

use super::{account, by_handle, display_name, leaving, receipt, store};
use crate::body::Json;
use crate::error::Answer;
use crate::outside;
use crate::people::{self, nobody};
use crate::session::{self, Caller, MaybeCaller};
use crate::state::App;

/// `/api/v1/account` and `/api/v1/profiles/{handle}`.
pub(super) fn routes() -> Router<App> {
    Router::new().route(paths::ACCOUNT, patch(change).delete(delete)).route(paths::PROFILE, get(profile))
}

#[worker::send]
async fn change(State(app): State<App>, caller: Caller, Json(wanted): Json<ChangeAccount>) -> Answer<Json<Account>> {
    let name = display_name(&wanted.display_name)?;
    store::rename(&app.db()?, &caller.account, &name).await?;
    account(&app, &caller.account).await.map(Json)
}

#[worker::send]
async fn delete(State(app): State<App>, caller: Caller, Json(wanted): Json<DeleteAccount>) -> Answer<Response> {
    if wanted.handle.parse::<Handle>().ok().as_ref() != Some(&caller.handle) {
        let detail = format!("Type your own handle, {}, to confirm.", caller.handle);
        return Err(Problem::new(Code::Invalid, detail).field("handle").rule("confirm").into());
    }
    let mut removed = store::holdings(&app.db()?, &caller.account).await?.unwrap_or_default();
    [removed.outside_voices, removed.avatars] = outside::count(&app, &caller.account).await?;
    leaving::begin(&app, &caller.account).await?;
    // Nobody is signed in any more who could ask again: what fails from here on, the clock does.
    let left = leaving::leave(&app, &caller.account).await;
    let complete = left.is_ok();
    if let Err(failure) = left {
        let _ = failure.into_problem();
    }
    let receipt = receipt::of(&app, removed, complete)?;
    Ok(([(header::SET_COOKIE, session::no_cookie()?)], Json(receipt)).into_response())
}

#[worker::send]
async fn profile(
    State(app): State<App>,
    MaybeCaller(caller): MaybeCaller,
    Path(handle): Path<String>,
) -> Answer<Json<Profile>> {
    let handle: Handle = handle.parse().map_err(|_| nobody())?;
    let id = by_handle(&app, &handle).await?.ok_or_else(nobody)?;
    let relation = match caller.filter(|caller| caller.account != id) {
        Some(caller) => Some(people::relation(&app, &caller.account, &id).await?),
        None => None,
    };
    if relation.is_some_and(|relation| relation.blocked_by && !relation.blocked) {
        return Err(nobody());
    }
    let (followers, following) = people::counts(&app, &id).await?;
    let db = app.db()?;
    let row = store::find(&db, &id).await?.ok_or_else(nobody)?;
    Ok(Json(Profile {
        person: Person { handle: row.handle, display_name: row.display_name },
        joined_at: row.joined_at,
        clips: store::published(&db, &id).await?,
        followers,
        following,
        relation: relation.map(Into::into),
    }))
}
