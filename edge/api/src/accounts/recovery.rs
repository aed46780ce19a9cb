//! Recovery: a one-time code opens the registration of a new passkey.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use domain::limits::CEREMONY_TTL_MS;
use domain::text::Handle;
use domain::{AccountId, CeremonyId};
use http::HeaderMap;
use passkey::{CreationOptions, creation_options};
use serde::{Deserialize, Serialize};
use subtle::{Choice, ConstantTimeEq};
use wire::accounts::{FinishCeremony, StartRecovery};
use wire::{Code, Problem, paths};

use super::registration::user_handle;
use super::{ceremony, codes, handle_hash, passkeys, recovery_store as store, signed_in};
use crate::body::Json;
use crate::crypto::unbase64url;
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::{limiter, session};

const KIND: &str = "recovery";

/// `/api/v1/recoveries`.
pub(super) fn routes() -> Router<App> {
    Router::new().route(paths::RECOVERIES, post(start)).route(paths::RECOVERY, post(finish))
}

#[derive(Serialize, Deserialize)]
struct Begun {
    account: AccountId,
    code_hash: String,
}

/// One answer for an unknown handle and a wrong code: nobody learns who is a member.
fn refused() -> Failure {
    let detail = "This handle and code do not belong together, or the code was used before. Check both, or take \
                  another of your ten codes.";
    Problem::new(Code::RecoveryRefused, detail).into()
}

#[worker::send]
async fn start(State(app): State<App>, headers: HeaderMap, Json(wanted): Json<StartRecovery>) -> Answer<Response> {
    limiter::ceremony(&app, &headers).await?;
    let handle: Handle = wanted.handle.parse().map_err(|_| refused())?;
    let db = app.db()?;
    let row = store::account(&db, &handle_hash(&app, &handle)).await?.ok_or_else(refused)?;
    let code_hash = codes::hash(&app, &row.id, &wanted.code);
    let known = store::codes(&db, &row.id).await?;
    let found = known.iter().fold(Choice::from(0), |found, code| found | code.as_bytes().ct_eq(code_hash.as_bytes()));
    if !bool::from(found) {
        return Err(refused());
    }
    let exclude: Vec<Vec<u8>> =
        passkeys::of_account(&db, &row.id).await?.iter().filter_map(|id| unbase64url(id)).collect();
    let challenge = app.random::<{ ceremony::CHALLENGE_BYTES }>()?;
    let about = CreationOptions {
        party_name: app.name(),
        user_handle: &user_handle(&row.user_handle)?,
        name: row.handle.as_str(),
        display_name: row.display_name.as_str(),
        exclude: &exclude,
        timeout_ms: CEREMONY_TTL_MS,
    };
    let options = creation_options(&ceremony::party(&app), &challenge, &about);
    ceremony::begin(&app, KIND, &challenge, &Begun { account: row.id, code_hash }, options).await
}

#[worker::send]
async fn finish(
    State(app): State<App>,
    Path(id): Path<String>,
    Json(answer): Json<FinishCeremony>,
) -> Answer<Response> {
    let id: CeremonyId = id.parse()?;
    let (challenge, begun) = ceremony::take::<Begun>(&app, KIND, &id).await?;
    let passkey =
        passkey::register(&ceremony::party(&app), &challenge, &answer.credential).map_err(ceremony::refused)?;
    let new = passkeys::New { account: &begun.account, passkey: &passkey, now: app.now_ms() };
    if !store::spend(&app.db()?, &begun.code_hash, &new).await.map_err(ceremony::unique)? {
        return Err(refused());
    }
    let cookie = session::begin(&app, &begun.account).await?;
    signed_in(&app, &begun.account, cookie).await
}
