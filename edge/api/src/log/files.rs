//! The log's public files, as C2SP tlog-tiles has them, and the keys to check them with.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header;
use tlog::{Key, Tile};
use wire::log::{LogPlace, WellKnown};
use wire::paths;

use super::call::Question;
use super::{OBJECT, OBJECT_NAME, issuer, origin};
use crate::error::{Answer, Failure, not_found};
use crate::objects::ask::ask_json;
use crate::objects::tiles;
use crate::state::App;

/// Pages of other sites may read what anyone may read.
const ANYONE: (header::HeaderName, &str) = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
/// The newest: to be asked for again each time.
const NEWEST: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-cache");
/// A tile of some width never changes.
const FOR_EVER: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");

/// `GET /log/checkpoint`.
#[worker::send]
pub async fn checkpoint(State(app): State<App>) -> Answer<Response> {
    let note: String = ask_json(&app, OBJECT, OBJECT_NAME, &Question::Checkpoint, &[]).await?;
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    Ok(([kind, NEWEST, ANYONE], note).into_response())
}

/// `GET /log/tile/…`.
#[worker::send]
pub async fn tile(State(app): State<App>, request: Request) -> Answer<Response> {
    let unknown = || Failure::from(not_found("The log has no such tile, or not yet. Read the checkpoint first."));
    let path = request.uri().path().strip_prefix("/log/").unwrap_or_default();
    let tile = Tile::parse(path).ok_or_else(unknown)?;
    let bytes = tiles::read(&app.media()?, tile).await?.ok_or_else(unknown)?;
    let kind = (header::CONTENT_TYPE, "application/octet-stream");
    Ok(([kind, FOR_EVER, ANYONE], bytes).into_response())
}

/// `GET /.well-known/understudy.json`.
#[worker::send]
pub async fn well_known(State(app): State<App>) -> Answer<Response> {
    let at = |path: &str| format!("{}{path}", app.origin());
    let name = origin(&app);
    let key = Key::new(&name, &app.key("log")).map_err(|error| Failure::Internal(error.to_string()))?;
    let described = WellKnown {
        issuer: app.origin().to_owned(),
        log: LogPlace { origin: name, url: at(paths::LOG), vkey: key.vkey() },
        jwks_uri: at(paths::JWKS),
        jwks: issuer(&app).keys(),
        verify: at(paths::VERIFY),
    };
    let kind = (header::CONTENT_TYPE, "application/json");
    Ok(([kind, NEWEST, ANYONE], serde_json::to_vec(&described)?).into_response())
}

/// `GET /.well-known/jwks.json`.
#[worker::send]
pub async fn jwks(State(app): State<App>) -> Answer<Response> {
    let kind = (header::CONTENT_TYPE, "application/jwk-set+json");
    Ok(([kind, NEWEST, ANYONE], issuer(&app).keys().to_string()).into_response())
}
