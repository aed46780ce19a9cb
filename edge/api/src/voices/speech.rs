//! Speech by an outside voice: asked for once for a render, at the price that was agreed to, and kept sealed until the render is
//! over, so that a retry hears the same and costs nothing.

use std::io::Cursor;

use axum::extract::{Path, State};
use domain::RenderId;
use domain::consent::Parts;
use domain::render::State as Stage;
use gateway::voices::voice;
use hound::{SampleFormat, WavSpec, WavWriter};
use http::HeaderMap;
use wire::voices::Speech;
use wire::{Code, Problem};

use super::call::{Ask, Line, Said};
use super::choices::text_of;
use crate::body::Json;
use crate::crypto::{base64, open as unseal, seal};
use crate::error::{Answer, Failure, not_found};
use crate::objects::ask::ask_json;
use crate::renders::call::Wish;
use crate::session::Caller;
use crate::state::App;
use crate::{consent, renders};

const OBJECT: &str = "SPEECH";

fn ended() -> Failure {
    let detail = "This render has gone on. Start a new one.";
    Problem::new(Code::Conflict, detail).rule("ended").into()
}

/// `POST /renders/{id}/speech`.
#[worker::send]
pub async fn say(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Json<Speech>> {
    let id: RenderId = id.parse()?;
    let wish = {
        let render = renders::ticketed(&app, &caller, &id, &headers).await?;
        if render.stage != Stage::AwaitingDevice {
            return Err(ended());
        }
        render.wish
    };
    let studio = || Failure::from(not_found("This render is said by the studio's voice."));
    let ordered = wish.voice.as_deref().ok_or_else(studio)?;
    // The policy of this moment counts, not that of the request.
    renders::check(&app, &wish).await?;
    let (Some(owner), Some(subject)) = (wish.cast.first(), wish.subjects().into_iter().next()) else {
        return Err(studio());
    };
    if consent::check(&app, &wish, &subject).await?.parts == Parts::Face {
        let detail = "They lend their face only. Use the studio voice.";
        return Err(Problem::new(Code::ConsentRefused, detail).rule("face_only").field("cast").into());
    }
    let text = text_of(&app, &wish).await?;
    let line = Line { ordered: ordered.clone(), owner: owner.clone(), text, seed: wish.seed };
    let said: Said = ask_json(&app, OBJECT, id.as_str(), &Ask::Say(Box::new(line)), &[]).await?;
    let audio = open(&app, &id).await?.ok_or_else(ended)?;
    Ok(Json(Speech {
        voice: ordered.generator.clone(),
        mime: said.mime,
        audio: base64(&audio),
        words: said.words,
        cost_micro_usd: said.cost,
    }))
}

/// Forgets what a render had said, if anything.
///
/// # Errors
/// The object fails; asked again, it goes on.
pub async fn hush(app: &App, wish: &Wish) -> Answer<()> {
    if wish.voice.is_none() {
        return Ok(());
    }
    ask_json(app, OBJECT, wish.id.as_str(), &Ask::Forget, &[]).await
}

fn key(render: &RenderId) -> String {
    format!("renders/{render}/said")
}

/// Keeps a speech, sealed.
///
/// # Errors
/// The bucket fails.
pub async fn keep(app: &App, render: &RenderId, audio: &[u8]) -> Answer<()> {
    let sealed = seal(&app.key("speech"), app.random()?, key(render).as_bytes(), audio)
        .ok_or_else(|| Failure::Internal("a speech could not be encrypted".into()))?;
    app.packs()?.put(key(render), sealed).execute().await?;
    Ok(())
}

async fn open(app: &App, render: &RenderId) -> Answer<Option<Vec<u8>>> {
    let object = app.packs()?.get(key(render)).execute().await?;
    let Some(body) = object.as_ref().and_then(worker::Object::body) else { return Ok(None) };
    let opened = unseal(&app.key("speech"), key(render).as_bytes(), &body.bytes().await?);
    opened.map(Some).ok_or_else(|| Failure::Internal("a speech does not open".into()))
}

/// Removes it.
///
/// # Errors
/// The bucket fails.
pub async fn remove(app: &App, render: &RenderId) -> Answer<()> {
    Ok(app.packs()?.delete(key(render)).await?)
}

/// A speech as a file that browsers open: samples without a header get one.
///
/// # Errors
/// Never, for samples of a known rate.
pub fn file(said: gateway::voices::Said) -> Answer<(String, Vec<u8>)> {
    let Some(rate) = said.rate_hz.filter(|_| said.mime == "audio/pcm") else {
        return Ok((said.mime.to_owned(), said.audio));
    };
    let spec = WavSpec { channels: 1, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut bytes = Cursor::new(Vec::with_capacity(said.audio.len() + 64));
    let broken = |error: hound::Error| Failure::Internal(error.to_string());
    let mut writer = WavWriter::new(&mut bytes, spec).map_err(broken)?;
    for sample in said.audio.chunks_exact(2) {
        writer.write_sample(i16::from_le_bytes([sample[0], sample[1]])).map_err(broken)?;
    }
    writer.finalize().map_err(broken)?;
    Ok(("audio/wav".to_owned(), bytes.into_inner()))
}

/// The title of a speech's voice.
#[must_use]
pub fn title(app: &App, id: &str) -> String {
    voice(id).map_or_else(String::new, |voice| super::words::title(app, voice))
}
