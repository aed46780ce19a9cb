//! Copies a film from its provider to our bucket, part by part: it is never whole in memory, and a copy that breaks off leaves
//! nothing that could be taken for a film. It is judged on its way: what is no use is never kept.

use domain::RenderId;
use domain::limits::{MAX_FILM_BYTES, MIN_FILM_BYTES};
use futures_util::StreamExt;
use gateway::film::{Fault, Plan, Seen, Sound, Wanted, judge};
use gateway::{Access, Adapter, Cause, Failure, Film};
use mp4::{Rejection, Rule, Skim};
use sha2::{Digest, Sha256};
use worker::{MultipartUpload, UploadedPart};

use super::call::Master;
use super::carry;
use crate::crypto::hex;
use crate::error::Answer;
use crate::state::App;

/// Size of a part. All but the last must be equal, and no smaller than 5 MiB.
const PART_BYTES: usize = 5 * 1024 * 1024;

/// Where a render's film lies.
#[must_use]
pub fn key(render: &RenderId) -> String {
    format!("renders/{render}/film.mp4")
}

/// Begins a copy. Its name is to be remembered before anything is sent.
///
/// # Errors
/// The bucket fails.
pub async fn begin(app: &App, render: &RenderId) -> Answer<MultipartUpload> {
    Ok(app.media()?.create_multipart_upload(key(render)).execute().await?)
}

/// Gives a copy up that a crash cut.
///
/// # Errors
/// The binding is missing. A copy that is not there any more is given up already.
pub async fn abort(app: &App, key: &str, upload: &str) -> Answer<()> {
    if let Ok(upload) = app.media()?.resume_multipart_upload(key, upload) {
        let _ = upload.abort().await;
    }
    Ok(())
}

/// Removes a film that came when nobody waited for it any more.
///
/// # Errors
/// The bucket fails.
pub async fn remove(app: &App, render: &RenderId) -> Answer<()> {
    Ok(app.media()?.delete(key(render)).await?)
}

/// Copies the film.
///
/// # Errors
/// The provider's: it is gone, or of no use. Then the copy is given up.
pub async fn copy(
    adapter: &dyn Adapter,
    access: &Access,
    film: &Film,
    wanted: &Wanted,
    upload: MultipartUpload,
) -> Result<Master, Failure> {
    let broke = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
    match parts(adapter, access, film, wanted, &upload).await {
        Ok((parts, master)) => {
            upload.complete(parts).await.map_err(broke)?;
            Ok(master)
        }
        Err(failure) => {
            let _ = upload.abort().await;
            Err(failure)
        }
    }
}

async fn parts(
    adapter: &dyn Adapter,
    access: &Access,
    film: &Film,
    wanted: &Wanted,
    upload: &MultipartUpload,
) -> Result<(Vec<UploadedPart>, Master), Failure> {
    let broke = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
    let unfit = |fault: Fault, said: String| Failure::of(fault.into(), said);
    let mut response = carry::send(adapter.provider(), access, &adapter.fetch(film, access)).await?;
    let status = response.status_code();
    if !(200..300).contains(&status) {
        let said = gateway::Answer { status, headers: Vec::new(), body: Vec::new() };
        return Err(Failure::by_status(&said, "the film"));
    }
    let promised =
        response.headers().get("content-length").ok().flatten().and_then(|length| length.parse::<usize>().ok());
    if promised.is_some_and(|bytes| bytes > MAX_FILM_BYTES) {
        return Err(unfit(Fault::Heavy, format!("it has {} bytes", promised.unwrap_or_default())));
    }
    let (mut hash, mut bytes, mut parts, mut skim) = (Sha256::new(), 0usize, Vec::new(), Skim::default());
    let mut part: Vec<u8> = Vec::with_capacity(PART_BYTES);
    let mut stream = response.stream().map_err(broke)?;
    while let Some(chunk) = stream.next().await {
        let mut chunk = chunk.map_err(broke)?;
        hash.update(&chunk);
        bytes += chunk.len();
        if bytes > MAX_FILM_BYTES {
            return Err(unfit(Fault::Heavy, format!("it has more than {MAX_FILM_BYTES} bytes")));
        }
        skim.push(&chunk).map_err(|rejection| no_film(&rejection))?;
        while part.len() + chunk.len() >= PART_BYTES {
            let rest = chunk.split_off(PART_BYTES - part.len());
            part.append(&mut chunk);
            chunk = rest;
            parts.push(send(upload, parts.len(), std::mem::take(&mut part)).await?);
        }
        part.append(&mut chunk);
    }
    if bytes < MIN_FILM_BYTES {
        return Err(unfit(Fault::Type, format!("it has {bytes} bytes")));
    }
    if promised.is_some_and(|promised| promised != bytes) {
        return Err(Failure::passing(Cause::Down, "the film broke off"));
    }
    let plan = match skim.end() {
        Ok(film) => plan(&film, wanted)?,
        // Nobody said how much would come: it may have broken off.
        Err(cut) if cut.rule == Rule::Truncated && promised.is_none() => {
            return Err(Failure::passing(Cause::Down, cut.to_string()));
        }
        Err(rejection) => return Err(no_film(&rejection)),
    };
    if !part.is_empty() {
        parts.push(send(upload, parts.len(), part).await?);
    }
    Ok((parts, Master { sha256: hex(&hash.finalize()), bytes: bytes as u64, plan: Some(plan) }))
}

async fn send(upload: &MultipartUpload, sent: usize, part: Vec<u8>) -> Result<UploadedPart, Failure> {
    let number = u16::try_from(sent + 1).unwrap_or(u16::MAX);
    upload.upload_part(number, part).await.map_err(|error| Failure::passing(Cause::Down, error.to_string()))
}

fn no_film(rejection: &Rejection) -> Failure {
    Failure::of(Fault::Type.into(), rejection.to_string())
}

/// What of a film a clip will show, if it is of use.
fn plan(film: &mp4::Film, wanted: &Wanted) -> Result<Plan, Failure> {
    judge(&seen(film), wanted).map_err(|fault| Failure::of(fault.into(), fault.to_string()))
}

/// A film as its index tells of it.
fn seen(film: &mp4::Film) -> Seen {
    let mp4::Picture { codec, width, height, pixel, turn, end_us, .. } = &film.picture;
    let wide = f64::from(*width) * f64::from(pixel.0) / f64::from(pixel.1.max(1));
    let high = f64::from(*height);
    // Turned by a quarter, what was across is down.
    let shown = if turn[0] == 0 { (high, wide) } else { (wide, high) };
    let sound = match &film.sound {
        None => Sound::None,
        Some(heard) if heard.codec.is_ok() => Sound::Aac,
        Some(_) => Sound::Other,
    };
    let film_ms = u32::try_from((*end_us).max(0) / 1000).unwrap_or(u32::MAX);
    Seen { codec: codec.clone(), coded: (*width, *height), shown, film_ms, sound }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn film(turn: [i8; 4], pixel: (u32, u32)) -> mp4::Film {
        let picture = mp4::Picture {
            codec: "avc1.64001f".into(),
            description: None,
            width: 1280,
            height: 720,
            pixel,
            turn,
            frames: Vec::new(),
            end_us: 3_000_400,
        };
        mp4::Film { picture, sound: None }
    }

    #[test]
    fn a_film_is_judged_as_it_is_shown() {
        let wanted = Wanted { speech_ms: 3000, own_voice: true };
        let crop = |turn, pixel| plan(&film(turn, pixel), &wanted).unwrap();
        assert_eq!(crop([1, 0, 0, 1], (1, 1)).crop, [438, 0, 405, 720]);
        let turned = crop([0, 1, -1, 0], (1, 1));
        assert_eq!((turned.size, turned.film_ms, turned.crop), ([720, 1280], 3000, [0, 0, 720, 1280]));
        assert_eq!(crop([1, 0, 0, 1], (1, 2)).size, [640, 720]);
        let late = plan(&film([1, 0, 0, 1], (1, 1)), &Wanted { speech_ms: 8000, own_voice: true }).unwrap_err();
        assert_eq!(late.cause, Cause::Unusable(Fault::Short { film_ms: 3000, ordered_ms: 8000 }));
    }
}
