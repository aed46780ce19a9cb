//! Who is signed in here, and signing out.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use http::{StatusCode, header};
use wire::accounts::Session;
use wire::paths;

use super::{Caller, MaybeCaller, no_cookie, store};
use crate::body::Json;
use crate::error::Answer;
use crate::state::App;
use crate::{accounts, notices};

/// `/api/v1/session` and `/api/v1/sessions`.
pub fn routes() -> Router<App> {
    Router::new().route(paths::SESSION, get(who).delete(sign_out)).route(paths::SESSIONS, delete(sign_out_everywhere))
}

#[worker::send]
async fn who(State(app): State<App>, MaybeCaller(caller): MaybeCaller) -> Answer<Json<Session>> {
    let account = match caller {
        Some(caller) => Some(accounts::account(&app, &caller.account).await?),
        None => None,
    };
    Ok(Json(Session { account }))
}

#[worker::send]
async fn sign_out(State(app): State<App>, MaybeCaller(caller): MaybeCaller) -> Answer<Response> {
    if let Some(caller) = caller {
        store::end(&app.db()?, &caller.session).await?;
        hang_up(&app, &caller, Some(&caller.session)).await;
    }
    signed_out()
}

#[worker::send]
async fn sign_out_everywhere(State(app): State<App>, caller: Caller) -> Answer<Response> {
    store::end_all(&app.db()?, &caller.account).await?;
    hang_up(&app, &caller, None).await;
    signed_out()
}

/// Ends what the session, or all of them, still hear. Nobody stays signed in because that fails.
async fn hang_up(app: &App, caller: &Caller, session: Option<&str>) {
    if let Err(failure) = notices::hang_up(app, &caller.account, session).await {
        let _ = failure.into_problem();
    }
}

/// 204 and no cookie.
fn signed_out() -> Answer<Response> {
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie()?)]).into_response())
}
