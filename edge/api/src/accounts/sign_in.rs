//! Signing in with a passkey, which says itself whose it is.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use domain::CeremonyId;
use domain::limits::CEREMONY_TTL_MS;
use http::HeaderMap;
use passkey::{Refusal, Stored, request_options};
use wire::accounts::{FinishCeremony, StartSignIn};
use wire::{Code, Problem, paths};

use super::registration::user_handle;
use super::{ceremony, passkeys, signed_in};
use crate::body::Json;
use crate::crypto::unbase64url;
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::{limiter, session};

const KIND: &str = "sign_in";

/// `/api/v1/sign-ins`.
pub(super) fn routes() -> Router<App> {
    Router::new().route(paths::SIGN_INS, post(start)).route(paths::SIGN_IN, post(finish))
}

#[worker::send]
async fn start(
    State(app): State<App>,
    headers: HeaderMap,
    Json(StartSignIn {}): Json<StartSignIn>,
) -> Answer<Response> {
    limiter::ceremony(&app, &headers).await?;
    let challenge = app.random::<{ ceremony::CHALLENGE_BYTES }>()?;
    let options = request_options(&ceremony::party(&app), &challenge, CEREMONY_TTL_MS);
    ceremony::begin(&app, KIND, &challenge, &(), options).await
}

#[worker::send]
async fn finish(
    State(app): State<App>,
    Path(id): Path<String>,
    Json(answer): Json<FinishCeremony>,
) -> Answer<Response> {
    let id: CeremonyId = id.parse()?;
    let (challenge, ()) = ceremony::take(&app, KIND, &id).await?;
    let credential = passkey::credential_id(&answer.credential).map_err(ceremony::refused)?;
    let db = app.db()?;
    let row = passkeys::find(&db, &credential).await?.ok_or_else(|| {
        Problem::new(
            Code::PasskeyRefused,
            "No account here has this passkey. It may belong to an account that was deleted: remove it from your \
             device, or choose another.",
        )
        .rule("unknown_passkey")
    })?;
    let public_key = unbase64url(&row.public_key).ok_or_else(|| Failure::Internal("a key is not base64url".into()))?;
    let stored = Stored {
        public_key: &public_key,
        counter: row.counter,
        backup_eligible: row.backup_eligible != 0,
        user_handle: &user_handle(&row.user_handle)?,
    };
    let used = passkey::authenticate(&ceremony::party(&app), &challenge, &answer.credential, &stored)
        .map_err(ceremony::refused)?;
    if !passkeys::used(&db, &credential, used, app.now_ms()).await? {
        return Err(ceremony::refused(Refusal::Counter));
    }
    let cookie = session::begin(&app, &row.account).await?;
    signed_in(&app, &row.account, cookie).await
}
