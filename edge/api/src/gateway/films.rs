//! What the creator's device does for a job: it sends picture and speech, and fetches the film for the finishing pass.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::RenderId;
use domain::limits::{AUDIO_RATE_HZ, MAX_SPEECH_BYTES, MAX_STILL_BYTES};
use domain::render::State as At;
use gateway::job::Stage;
use hound::{SampleFormat, WavReader, WavSpec};
use http::{HeaderMap, StatusCode, header};
use wire::gateway::Job;
use wire::{Code, Problem};
use worker::ResponseBody;

use super::call::{Question, What};
use super::{copy, inputs, jpeg};
use crate::body::{self, Json};
use crate::error::{Answer, Failure, not_found};
use crate::moderation;
use crate::renders;
use crate::session::Caller;
use crate::state::App;

/// By how much the speech may differ from what was measured before it was made, in milliseconds.
const TOLERANCE_MS: u32 = 150;

/// `PUT /renders/{id}/inputs/{what}`.
#[worker::send]
pub async fn input(
    State(app): State<App>,
    caller: Caller,
    Path((id, what)): Path<(String, String)>,
    request: Request,
) -> Answer<Json<Job>> {
    let id: RenderId = id.parse()?;
    let (what, limit) = match what.as_str() {
        "still" => (What::Still, MAX_STILL_BYTES),
        "speech" => (What::Speech, MAX_SPEECH_BYTES),
        _ => return Err(not_found("A generator is given a still and a speech.").into()),
    };
    let (head, stream) = request.into_parts();
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let bytes = body::read(stream, limit).await?;
    let render = renders::ticketed(&app, &caller, &id, &head.headers).await?;
    body::media_type(&head.headers, what.mime())?;
    let record = super::read(&app, &id).await?.ok_or_else(none)?;
    if record.job.stage != Stage::AwaitingInputs {
        // Sent again after a lost answer: what is there counts.
        return Ok(Json(record.view()));
    }
    match what {
        What::Still => {
            jpeg::check(&bytes)?;
            moderation::pictures::leaves(&app, &caller.account, &bytes).await?;
        }
        What::Speech => wav(&bytes, record.ordered.speech_ms)?,
    }
    // The policy of this moment counts, not that of the request.
    renders::check(&app, &render.wish).await?;
    inputs::keep(&app, &id, what, &bytes).await?;
    let record = super::ask(&app, &id, &Question::Input(what)).await?;
    if record.inputs_removed {
        // It ended while this was written.
        inputs::remove(&app, &id).await?;
    }
    Ok(Json(record.view()))
}

fn none() -> Failure {
    not_found("This render is made by the studio on a device. Nothing was ordered for it.").into()
}

/// `GET /renders/{id}/film`.
#[worker::send]
pub async fn film(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let id: RenderId = id.parse()?;
    let render = renders::ticketed(&app, &caller, &id, &headers).await?;
    let record = super::read(&app, &id).await?.ok_or_else(none)?;
    if matches!(render.stage, At::Cancelled | At::Expired) {
        // With it the uses of its cast came to nothing: they took nothing back.
        let detail = "This render was given up, or waited too long: there is no film of it, and none will come. Start a new one.";
        return Err(Problem::new(Code::Conflict, detail).rule("cancelled").into());
    }
    renders::check(&app, &render.wish).await?;
    let missing = record.missing();
    let Some(master) = record.master.filter(|_| record.job.stage == Stage::Fetched) else {
        let (rule, detail) = missing;
        return Err(Problem::new(Code::Conflict, detail).rule(rule).into());
    };
    let gone = || Failure::from(not_found("The film is gone: its clip was finished, or its render ended."));
    let object = app.media()?.get(copy::key(&id)).execute().await?.ok_or_else(gone)?;
    let ResponseBody::Stream(stream) = object.body().ok_or_else(gone)?.response_body()? else { return Err(gone()) };
    let headers = [
        (header::CONTENT_TYPE, "video/mp4".to_owned()),
        (header::CONTENT_LENGTH, master.bytes.to_string()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::ETAG, format!("\"{}\"", master.sha256)),
    ];
    Ok((StatusCode::OK, headers, Body::new(worker::Body::new(stream))).into_response())
}

/// Whether this is the speech that was announced: PCM, 16 bit, mono, 48 kHz (RIFF WAVE), as long as was said.
fn wav(bytes: &[u8], speech_ms: u32) -> Answer<()> {
    let refuse = |found: String, wanted: String| {
        let detail = "The speech is not what was announced. Make it again.";
        Problem::new(Code::FileRefused, detail).rule("speech").measured(found, wanted)
    };
    let wanted =
        WavSpec { channels: 1, sample_rate: AUDIO_RATE_HZ, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let read = WavReader::new(bytes).ok().filter(|read| read.spec() == wanted);
    let whole = read.map(|mut read| (read.duration(), read.samples::<i16>().all(|sample| sample.is_ok())));
    let Some((samples, true)) = whole else {
        return Err(refuse("another file".into(), "WAV, PCM, 16 bit, mono, 48 kHz".into()).into());
    };
    let ms = samples / (AUDIO_RATE_HZ / 1000);
    if ms.abs_diff(speech_ms) > TOLERANCE_MS {
        return Err(refuse(format!("{ms} ms"), format!("{speech_ms} ms")).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(ms: u32, rate: u32) -> Vec<u8> {
        let data = ms * 96;
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + data).to_le_bytes());
        bytes.extend(b"WAVEfmt ");
        bytes.extend(16u32.to_le_bytes());
        bytes.extend([1, 0, 1, 0]);
        bytes.extend(rate.to_le_bytes());
        bytes.extend((2 * rate).to_le_bytes());
        bytes.extend([2, 0, 16, 0]);
        bytes.extend(b"data");
        bytes.extend(data.to_le_bytes());
        bytes.resize(44 + data as usize, 0);
        bytes
    }

    #[test]
    fn a_speech_is_what_was_announced() {
        assert!(wav(&sound(2000, 48_000), 2000).is_ok());
        assert!(wav(&sound(2000, 48_000), 2100).is_ok());
        assert!(wav(&sound(2000, 48_000), 4000).is_err());
        assert!(wav(&sound(2000, 44_100), 2000).is_err());
        assert!(wav(&sound(2000, 48_000)[..5000], 2000).is_err());
        assert!(wav(b"", 0).is_err());
    }
}
