//! Exports: everything of a member's as one ZIP, written while it is sent; and imports of its parts elsewhere.
//!
//! An import has no endpoint that takes the ZIP: the page opens it and sends part after part, each under its own limit
//! and each once, so that it can stop and go on anywhere. The ways are those of everything else: a pack comes to the
//! likeness's object, a clip is a render that waits for its file.

pub mod files;
pub mod flow;
pub mod import;
mod index;
mod restore;
mod sections;
pub mod store;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use domain::AccountId;
use domain::limits::{EXPORT_CLIPS, EXPORTS_PER_MINUTE};
use exports::Sink;
use futures_util::{StreamExt, stream};
use http::{HeaderMap, header};
use wire::exports::ExportContents;
use wire::{Code, Problem, paths};
use worker::send::{SendFuture, SendWrapper};

use crate::body::Json;
use crate::dates::day;
use crate::error::{Answer, not_found};
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{likeness, limiter};

use files::Export;
use flow::Flow;

/// The export, what is in it, and what an import sends.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::EXPORT, get(export))
        .route(paths::EXPORT_CONTENTS, get(contents))
        .route(paths::IMPORT_LIKENESS, put(import::pack))
        .route(paths::IMPORT_CLIPS, post(import::clip))
        .route(paths::IMPORT_PEOPLE, post(restore::people))
        .route(paths::IMPORT_LIKES, post(restore::likes))
}

async fn count(app: &App, account: &AccountId) -> Answer<ExportContents> {
    let gone = || not_found("This account is gone.");
    let counts = store::counts(&app.db()?, account).await?.ok_or_else(gone)?;
    let pack_bytes = likeness::read(app, account).await?.map(|likeness| likeness.pack_bytes);
    let store::Counts { rows, clips, clip_bytes, characters, uses, requests, likes, appearances } = counts;
    let parts = rows.div_ceil(EXPORT_CLIPS).max(1);
    Ok(ExportContents { clips, clip_bytes, characters, pack_bytes, uses, requests, likes, appearances, parts })
}

#[worker::send]
async fn contents(State(app): State<App>, caller: Caller) -> Answer<Json<ExportContents>> {
    count(&app, &caller.account).await.map(Json)
}

#[worker::send]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    headers: HeaderMap,
) -> Answer<Response> {
    // Another site could make a browser download this, though it could not read it.
    if headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        let detail = "An export is downloaded from the settings of this site.";
        return Err(Problem::new(Code::WrongOrigin, detail).into());
    }
    let parts = count(&app, &caller.account).await?.parts;
    let part = match parameter(&query, "part") {
        "" => 1,
        text => text.parse().ok().filter(|part| (1..=parts).contains(part)).ok_or_else(|| {
            let detail = format!("There is no such part. Ask for ?part= with 1 to {parts}.");
            Problem::new(Code::Invalid, detail)
                .field("part")
                .measured(text.chars().take(20).collect::<String>(), format!("1 to {parts}"))
        })?,
    };
    limiter::account(&app, "exports", &caller.account, EXPORTS_PER_MINUTE).await?;
    let made_at = app.now_ms();
    let suffix = if parts == 1 { String::new() } else { format!("-{part}") };
    let name = format!("understudy-{}-{}{suffix}.zip", caller.handle, day(made_at));
    let sink = Sink::default();
    let export = Export::new(app, caller, made_at, [part, parts], sink.clone());
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    let flow = SendWrapper::new(Flow::new(sink, sections::write(export)));
    // There is one thread, which the router's types do not know.
    let stream =
        stream::unfold(flow, |mut flow| SendFuture::new(async move { flow.0.next().await.map(|chunk| (chunk, flow)) }));
    Ok((headers, Body::from_stream(stream)).into_response())
}
