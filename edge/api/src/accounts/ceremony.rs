//! Passkey ceremonies in general: begun with a challenge, finished once and in time.

use axum::response::{IntoResponse, Response};
use domain::CeremonyId;
use domain::limits::CEREMONY_TTL_MS;
use http::StatusCode;
use passkey::{Refusal, RelyingParty};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::accounts::Ceremony;
use wire::{Code, Problem};

use super::store;
use crate::body::{Json, sentence};
use crate::crypto::{base64url, open, seal, unbase64url};
use crate::error::{Answer, Failure};
use crate::state::App;

/// A challenge's length in bytes.
pub(super) const CHALLENGE_BYTES: usize = 32;

/// The relying party that this instance is.
pub(super) fn party(app: &App) -> RelyingParty<'_> {
    RelyingParty { id: app.rp_id(), origin: app.origin() }
}

/// Keeps what the finish needs, and answers 201 with the options for the browser.
pub(super) async fn begin(
    app: &App,
    kind: &str,
    challenge: &[u8; CHALLENGE_BYTES],
    data: &impl Serialize,
    options: Value,
) -> Answer<Response> {
    let id = CeremonyId::from_bytes(&app.random()?);
    let expires_at = app.now_ms() + CEREMONY_TTL_MS;
    // Encrypted, so that a handle that nobody takes leaves no trace.
    let sealed = seal(&app.key("ceremony"), app.random()?, b"", &serde_json::to_vec(data)?)
        .ok_or_else(|| Failure::Internal("sealing a ceremony".into()))?;
    let ceremony = store::Ceremony { challenge: base64url(challenge), data: base64url(&sealed) };
    store::begin(&app.db()?, &id, kind, &ceremony, expires_at).await?;
    Ok((StatusCode::CREATED, Json(Ceremony { id, options, expires_at })).into_response())
}

/// Takes a ceremony out of its store: its challenge, and what was kept.
///
/// # Errors
/// [`Code::PasskeyRefused`] when it has ended or was finished before.
pub(super) async fn take<T: DeserializeOwned>(app: &App, kind: &str, id: &CeremonyId) -> Answer<(Vec<u8>, T)> {
    let row = store::take(&app.db()?, id, kind, app.now_ms()).await?.ok_or_else(|| {
        Problem::new(
            Code::PasskeyRefused,
            "This passkey request was answered before, or it has expired. Begin again: it takes a few seconds.",
        )
        .rule("challenge")
    })?;
    let broken = || Failure::Internal("a ceremony does not open".into());
    let challenge = unbase64url(&row.challenge).ok_or_else(broken)?;
    let plain =
        unbase64url(&row.data).and_then(|sealed| open(&app.key("ceremony"), b"", &sealed)).ok_or_else(broken)?;
    Ok((challenge, serde_json::from_slice(&plain)?))
}

/// A refusal of the passkey's answer, with its rule.
pub(super) fn refused(refusal: Refusal) -> Failure {
    let detail = format!("{} Begin again.", sentence(&refusal.to_string()));
    Problem::new(Code::PasskeyRefused, detail).rule(refusal.rule()).into()
}

/// What a failed write means when it broke a UNIQUE constraint.
pub(super) fn unique(failure: Failure) -> Failure {
    let Failure::Internal(cause) = &failure else { return failure };
    if cause.contains("UNIQUE constraint failed: accounts.handle_hash") {
        handle_taken()
    } else if cause.contains("UNIQUE constraint failed: passkeys.id") {
        Problem::new(Code::PasskeyRefused, "This passkey already belongs to an account. Sign in with it instead.")
            .rule("known_passkey")
            .into()
    } else {
        failure
    }
}

/// The handle has, or had, an owner.
pub(super) fn handle_taken() -> Failure {
    Problem::new(
        Code::HandleTaken,
        "Somebody has this handle, or had it: handles are never given twice. Choose another.",
    )
    .field("handle")
    .into()
}

/// The handle looks like one that has, or had, an owner.
pub(super) fn look_taken() -> Failure {
    Problem::new(
        Code::HandleTaken,
        "This handle looks like one that somebody has, or had: people would take the one for the other. Choose another.",
    )
    .field("handle")
    .rule("look_alike")
    .into()
}
