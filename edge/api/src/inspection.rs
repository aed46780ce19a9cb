//! Looking at pixels, and listening: `edge/inspect` decodes the key frames and the sound of a file, in a Worker of its own.

use domain::ClipId;
use http_body_util::BodyExt;
use wasm_bindgen::JsValue;
use wire::inspection::Inspection;
use wire::{Code, Problem};
use worker::{Method, RequestInit};

use crate::clips;
use crate::db;
use crate::error::{Answer, Failure};
use crate::renders::call::file_key;
use crate::state::App;
use crate::takedowns::call::Evidence;
use crate::takedowns::traces::store as traces;

/// Clips that one sweep looks at again.
const CATCH_UP: u32 = 5;

/// Decodes the key frames and the sound of a file that has passed the rules of `mp4`.
///
/// # Errors
/// [`Code::FileRefused`] with the rule `undecodable`, which names the frame.
pub async fn look(app: &App, bytes: &[u8]) -> Answer<Inspection> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(JsValue::from(worker::js_sys::Uint8Array::from(bytes))));
    let response = app.env().service("INSPECT")?.fetch("https://inspect/", Some(init)).await?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    match parts.status.as_u16() {
        200 => Ok(serde_json::from_slice(&body)?),
        422 => {
            let found = String::from_utf8_lossy(&body).into_owned();
            let detail = format!("The video cannot be decoded: {found}. Make the clip again, then send it again.");
            Err(Problem::new(Code::FileRefused, detail)
                .rule("undecodable")
                .measured(found, "key frames that decode (H.264 Baseline, Main or High)")
                .into())
        }
        status => Err(Failure::Internal(format!("inspect answered {status}"))),
    }
}

/// Looks at a stored clip if nobody has since there are prints, mirrored prints and sounds. What cannot be decoded gets a print that
/// is like nothing, so that it is not tried again.
///
/// # Errors
/// The database, the bucket or the inspection fails.
pub async fn look_again(app: &App, clip: &ClipId) -> Answer<()> {
    let db = app.db()?;
    if traces::known(&db, clip).await? {
        return Ok(());
    }
    let Some(media) = clips::store::media(&db, clip).await? else { return Ok(()) };
    let object = app.media()?.get(file_key(&media.render, &media.sha256)).execute().await?;
    let Some(body) = object.as_ref().and_then(worker::Object::body) else { return Ok(()) };
    let sha256 = media.sha256;
    let found = match look(app, &body.bytes().await?).await {
        Ok(Inspection { prints, mirrored, sound, .. }) => Evidence { sha256, prints, mirrored, sound },
        Err(Failure::Problem(_)) => {
            let nothing = vec![domain::print::Print(0).write()];
            Evidence { sha256, prints: nothing.clone(), mirrored: nothing, sound: None }
        }
        Err(failure) => return Err(failure),
    };
    db::batch(&db, traces::rows(&db, clip, &found)?).await.map(drop)
}

/// Looks at a few clips that nobody has looked at.
///
/// # Errors
/// A part fails; the next sweep goes on.
pub async fn catch_up(app: &App) -> Answer<()> {
    for clip in traces::unknown(&app.db()?, CATCH_UP).await? {
        look_again(app, &clip).await?;
    }
    Ok(())
}
