//! Members: how they come in (invite and passkey), come back (passkey or recovery code), and go.

mod ceremony;
mod codes;
pub mod leaving;
pub mod passkeys;
mod profile;
mod receipt;
mod recovery;
pub mod recovery_store;
mod registration;
mod sign_in;
pub mod store;

use std::collections::HashMap;

use axum::Router;
use axum::response::{IntoResponse, Response};
use domain::text::{DisplayName, Handle};
use domain::{AccountId, looks};
use http::{HeaderValue, StatusCode, header};
use wire::accounts::{Account, Person, Session};
use wire::{Code, Problem};

use crate::body::{self, Json};
use crate::error::{Answer, not_found};
use crate::invites;
use crate::state::App;

/// Registrations, sign-ins, recoveries, the own account and profiles.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(registration::routes())
        .merge(sign_in::routes())
        .merge(recovery::routes())
        .merge(profile::routes())
}

/// A member as they see themselves.
///
/// # Errors
/// There is no such member, or the database fails.
pub async fn account(app: &App, id: &AccountId) -> Answer<Account> {
    let db = app.db()?;
    let row = store::find(&db, id).await?.ok_or_else(|| not_found("This account is gone."))?;
    Ok(Account {
        handle: row.handle,
        display_name: row.display_name,
        operator: row.operator != 0,
        joined_at: row.joined_at,
        has_likeness: row.has_likeness != 0,
        invites_left: invites::left(app, id).await?,
        recovery_codes_left: row.recovery_codes,
    })
}

/// A member as others see them, or none.
///
/// # Errors
/// The database fails.
pub async fn person(app: &App, id: &AccountId) -> Answer<Option<Person>> {
    let row = store::find(&app.db()?, id).await?;
    Ok(row.map(|row| Person { handle: row.handle, display_name: row.display_name }))
}

/// Those of these members who are here and not leaving, as others see them: in one question, however many.
///
/// # Errors
/// The database fails.
pub async fn people(app: &App, ids: &[AccountId]) -> Answer<HashMap<AccountId, Person>> {
    store::people(&app.db()?, ids).await
}

/// Who has this handle.
///
/// # Errors
/// The database fails.
pub async fn by_handle(app: &App, handle: &Handle) -> Answer<Option<AccountId>> {
    store::by_handle(&app.db()?, &handle_hash(app, handle)).await
}

/// Whether somebody runs the instance.
///
/// # Errors
/// The database fails.
pub async fn has_operator(app: &App) -> Answer<bool> {
    store::has_operator(&app.db()?).await
}

/// What stands for a handle in indexes, and after its owner has gone.
fn handle_hash(app: &App, handle: &Handle) -> String {
    app.blind("handle", handle.as_str())
}

/// What stands for the look of a handle: the same for all that look alike.
fn look_hash(app: &App, handle: &Handle) -> String {
    app.blind("handle look", &looks::look(handle))
}

/// A name that somebody wants to be called on the screen.
///
/// # Errors
/// [`Code::Invalid`] with the field and what to do.
fn display_name(text: &str) -> Answer<DisplayName> {
    const FIELD: &str = "display_name";
    let name: DisplayName = body::text(FIELD, text)?;
    looks::check(&name).map_err(|error| {
        Problem::new(Code::Invalid, body::sentence(&error.to_string())).field(FIELD).rule(error.rule())
    })?;
    Ok(name)
}

/// Handles of which the clock notes in one go what they look like.
const SEEN_AT_ONCE: u32 = 200;

/// Notes what handles look like that were taken before this was asked.
///
/// # Errors
/// The database fails.
pub async fn see(app: &App) -> Answer<()> {
    let db = app.db()?;
    let unseen = store::unseen(&db, SEEN_AT_ONCE).await?;
    let looks: Vec<_> = unseen.into_iter().map(|(id, handle)| (id, look_hash(app, &handle))).collect();
    if looks.is_empty() { Ok(()) } else { store::seen(&db, &looks).await }
}

/// 201 with the session of a member who has just signed in, and its cookie.
async fn signed_in(app: &App, id: &AccountId, cookie: HeaderValue) -> Answer<Response> {
    let session = Session { account: Some(account(app, id).await?) };
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(session)).into_response())
}
