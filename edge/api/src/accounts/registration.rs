//! Registration: an invite, a handle, a passkey. The invite is spent when the passkey is there.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::limits::{CEREMONY_TTL_MS, INVITE_TTL_MS, SESSION_TTL_MS};
use domain::text::{DisplayName, Handle};
use domain::{AccountId, CeremonyId, InviteId};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use passkey::{CreationOptions, creation_options};
use serde::{Deserialize, Serialize};
use wire::accounts::{FinishCeremony, Registered, StartRegistration};
use wire::{Code, Problem, paths};

use super::{account, ceremony, codes, display_name, handle_hash, look_hash, passkeys, store};
use crate::body::{self, Json};
use crate::crypto::{base64url, unbase64url};
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::{idempotency, invites, limiter, session};

const KIND: &str = "registration";

/// `/api/v1/registrations`.
pub(super) fn routes() -> Router<App> {
    Router::new().route(paths::REGISTRATIONS, post(start)).route(paths::REGISTRATION, post(finish))
}

#[derive(Serialize, Deserialize)]
struct Begun {
    invite: InviteId,
    handle: Handle,
    display_name: DisplayName,
    user_handle: String,
}

#[worker::send]
async fn start(State(app): State<App>, headers: HeaderMap, Json(wanted): Json<StartRegistration>) -> Answer<Response> {
    limiter::ceremony(&app, &headers).await?;
    let handle: Handle = body::text("handle", &wanted.handle)?;
    let display_name = display_name(&wanted.display_name)?;
    if !wanted.adult {
        let detail = "Understudy is for people who are 18 or older. Confirm that you are to go on.";
        return Err(Problem::new(Code::Invalid, detail).field("adult").rule("adult").into());
    }
    let invite = invites::open(&app, &wanted.invite).await?;
    if store::handle_taken(&app.db()?, &handle_hash(&app, &handle)).await? {
        return Err(ceremony::handle_taken());
    }
    if store::look_taken(&app.db()?, &look_hash(&app, &handle)).await? {
        return Err(ceremony::look_taken());
    }
    let (challenge, user_handle) = (app.random::<{ ceremony::CHALLENGE_BYTES }>()?, app.random::<32>()?);
    let about = CreationOptions {
        party_name: app.name(),
        user_handle: &user_handle,
        name: handle.as_str(),
        display_name: display_name.as_str(),
        exclude: &[],
        timeout_ms: CEREMONY_TTL_MS,
    };
    let options = creation_options(&ceremony::party(&app), &challenge, &about);
    let begun = Begun { invite: invite.id, handle, display_name, user_handle: base64url(&user_handle) };
    ceremony::begin(&app, KIND, &challenge, &begun, options).await
}

#[worker::send]
async fn finish(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(answer): Json<FinishCeremony>,
) -> Answer<Response> {
    let id: CeremonyId = id.parse()?;
    let gift = Gift::new(&app, &id, &idempotency::key(&headers)?)?;
    let (challenge, begun) = match ceremony::take::<Begun>(&app, KIND, &id).await {
        // Perhaps answered before, and the answer was lost on its way.
        Err(Failure::Problem(_)) if gift.is_given(&app, &answer).await? => return gift.answer(&app).await,
        taken => taken?,
    };
    let passkey =
        passkey::register(&ceremony::party(&app), &challenge, &answer.credential).map_err(ceremony::refused)?;
    let (db, now) = (app.db()?, app.now_ms());
    let hashes: Vec<String> = gift.codes.iter().map(|code| codes::hash(&app, &gift.account, code)).collect();
    let new = store::New {
        id: &gift.account,
        handle: &begun.handle,
        handle_hash: &handle_hash(&app, &begun.handle),
        look_hash: &look_hash(&app, &begun.handle),
        display_name: &begun.display_name,
        user_handle: &begun.user_handle,
        now,
        invite: &begun.invite,
        invite_floor: now.saturating_sub(INVITE_TTL_MS),
        codes: &serde_json::to_string(&hashes)?,
        session: &gift.session,
        session_end: now + SESSION_TTL_MS,
    };
    let written = store::insert(&db, &new, &passkeys::New { account: &gift.account, passkey: &passkey, now }).await;
    if !written.map_err(ceremony::unique)? {
        // Somebody was faster: with the invite, or with the handle.
        invites::still_open(&app, &begun.invite).await?;
        return Err(ceremony::handle_taken());
    }
    gift.answer(&app).await
}

/// What a registration gives away and nothing keeps. It is made of the ceremony and the idempotency key, so that it can
/// be given again when the first request died before it could answer.
struct Gift {
    account: AccountId,
    codes: Vec<String>,
    session: String,
    cookie: HeaderValue,
}

impl Gift {
    fn new(app: &App, ceremony: &CeremonyId, key: &str) -> Answer<Self> {
        let intent = format!("{ceremony}\n{key}");
        let account = AccountId::from_bytes(&idempotency::derived(app, "new account", &intent));
        let (session, cookie) = session::of(&idempotency::derived(app, "first session", &intent))?;
        Ok(Self { account, codes: codes::of(app, &intent), session, cookie })
    }

    /// Whether this very account was made with this passkey, for as long as answers are kept.
    async fn is_given(&self, app: &App, answer: &FinishCeremony) -> Answer<bool> {
        let Ok(credential) = passkey::credential_id(&answer.credential) else { return Ok(false) };
        let found = passkeys::find(&app.db()?, &credential).await?;
        if found.is_none_or(|row| row.account != self.account) {
            return Ok(false);
        }
        Ok(account(app, &self.account).await?.joined_at + idempotency::KEPT_MS > app.now_ms())
    }

    async fn answer(self, app: &App) -> Answer<Response> {
        let registered = Registered { account: account(app, &self.account).await?, recovery_codes: self.codes };
        Ok((StatusCode::CREATED, [(header::SET_COOKIE, self.cookie)], Json(registered)).into_response())
    }
}

/// The bytes of a user handle that was kept.
pub(super) fn user_handle(text: &str) -> Answer<Vec<u8>> {
    unbase64url(text).ok_or_else(|| Failure::Internal("a user handle is not base64url".into()))
}
