//! Giving, listing, taking back and previewing invites.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use domain::InviteId;
use domain::limits::INVITE_TTL_MS;
use http::{HeaderMap, StatusCode};
use wire::accounts::Person;
use wire::invites::{Invite, InviteGiven, InvitePreview, Invites, PreviewInvite};
use wire::{Code, Problem, paths};

use super::{TOKEN_BYTES, floor, hash, left, open, store};
use crate::body::Json;
use crate::crypto::base64url;
use crate::error::{Answer, Failure, not_found};
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, idempotency, limiter};

/// `/api/v1/invites` and below.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::INVITE_PREVIEW, post(preview))
        .route(paths::INVITES, get(list).post(give))
        .route(paths::INVITE, delete(revoke))
}

#[worker::send]
async fn preview(
    State(app): State<App>,
    headers: HeaderMap,
    Json(wanted): Json<PreviewInvite>,
) -> Answer<Json<InvitePreview>> {
    limiter::preview(&app, &headers).await?;
    let row = open(&app, &wanted.invite).await?;
    // A giver that is gone is a pseudonym, not an identifier: then nobody is named.
    let from = match row.giver.as_deref().and_then(|giver| giver.parse().ok()) {
        Some(giver) => accounts::person(&app, &giver).await?,
        None => None,
    };
    Ok(Json(InvitePreview { from, operator: row.giver.is_none(), expires_at: row.created_at + INVITE_TTL_MS }))
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Invites>> {
    let now = app.now_ms();
    let rows = store::of_giver(&app.db()?, &caller.account).await?;
    let invites = rows.into_iter().map(|row| shown(row, now)).collect::<Answer<_>>()?;
    Ok(Json(Invites { left: left(&app, &caller.account).await?, invites }))
}

#[worker::send]
async fn give(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Answer<Response> {
    // The same key makes the same invite, even if the first request died before it could answer.
    let intent = format!("{}\n{}", caller.account, idempotency::key(&headers)?);
    let id = InviteId::from_bytes(&idempotency::derived(&app, "new invite", &intent));
    let token = base64url(&idempotency::derived::<TOKEN_BYTES>(&app, "invite secret", &intent));
    let (db, now) = (app.db()?, app.now_ms());
    store::insert(&db, &id, &hash(&token), &caller.account, now, floor(&app)).await?;
    let row = store::by_id(&db, &id).await?.ok_or_else(|| {
        let detail = "You have no invites left. A first published clip earns three; an invite that nobody used comes \
                      back when you take it back or when it expires.";
        Problem::new(Code::NotAllowed, detail).rule("no_invites_left")
    })?;
    let link = format!("{}/join#{token}", app.origin());
    Ok((StatusCode::CREATED, Json(InviteGiven { invite: shown(row, now)?, link })).into_response())
}

#[worker::send]
async fn revoke(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    let id: InviteId = id.parse()?;
    let (db, now) = (app.db()?, app.now_ms());
    if store::revoke(&db, &id, &caller.account, now).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    match store::by_id(&db, &id).await? {
        Some(row) if row.giver.as_deref() == Some(caller.account.as_str()) => match row.revoked_at {
            // Taken back before: nothing is left to do.
            Some(_) => Ok(StatusCode::NO_CONTENT),
            None => Err(Problem::new(Code::Conflict, "Somebody has already used this invite.").rule("used").into()),
        },
        _ => Err(not_found("You have given no such invite.").into()),
    }
}

fn shown(row: store::Row, now: u64) -> Answer<Invite> {
    let state = row.state(now);
    let used_by = match row.guest_handle.zip(row.guest_name) {
        Some((handle, name)) => Some(Person {
            handle: handle.parse().map_err(Failure::from)?,
            display_name: name.parse().map_err(Failure::from)?,
        }),
        None => None,
    };
    let expires_at = row.created_at + INVITE_TTL_MS;
    Ok(Invite { id: row.id, state, created_at: row.created_at, expires_at, used_by })
}
