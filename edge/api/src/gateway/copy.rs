//! Copies a film from its provider to our bucket, part by part: it is never whole in memory, and a copy that breaks off leaves
//! nothing that could be taken for a film.

use domain::RenderId;
use domain::limits::{MAX_FILM_BYTES, MIN_FILM_BYTES};
use futures_util::StreamExt;
use gateway::{Access, Adapter, Cause, Failure, Film};
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
/// The provider's: it is gone, too large, or no MP4. Then the copy is given up.
pub async fn copy(
    adapter: &dyn Adapter,
    access: &Access,
    film: &Film,
    upload: MultipartUpload,
) -> Result<Master, Failure> {
    let broke = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
    match parts(adapter, access, film, &upload).await {
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
    upload: &MultipartUpload,
) -> Result<(Vec<UploadedPart>, Master), Failure> {
    let broke = |error: worker::Error| Failure::passing(Cause::Down, error.to_string());
    let unfit = |said: String| Failure::of(Cause::Film, said);
    let mut response = carry::send(adapter.provider(), access, &adapter.fetch(film, access)).await?;
    let status = response.status_code();
    if !(200..300).contains(&status) {
        let said = gateway::Answer { status, headers: Vec::new(), body: Vec::new() };
        return Err(Failure::by_status(&said, "the film"));
    }
    let promised =
        response.headers().get("content-length").ok().flatten().and_then(|length| length.parse::<usize>().ok());
    if promised.is_some_and(|bytes| bytes > MAX_FILM_BYTES) {
        return Err(unfit(format!("it has {} bytes", promised.unwrap_or_default())));
    }
    let (mut hash, mut bytes, mut parts) = (Sha256::new(), 0usize, Vec::new());
    let mut part: Vec<u8> = Vec::with_capacity(PART_BYTES);
    let mut stream = response.stream().map_err(broke)?;
    while let Some(chunk) = stream.next().await {
        let mut chunk = chunk.map_err(broke)?;
        hash.update(&chunk);
        bytes += chunk.len();
        if bytes > MAX_FILM_BYTES {
            return Err(unfit(format!("it has more than {MAX_FILM_BYTES} bytes")));
        }
        while part.len() + chunk.len() >= PART_BYTES {
            let rest = chunk.split_off(PART_BYTES - part.len());
            part.append(&mut chunk);
            chunk = rest;
            if parts.is_empty() {
                is_film(&part)?;
            }
            parts.push(send(upload, parts.len(), std::mem::take(&mut part)).await?);
        }
        part.append(&mut chunk);
    }
    if bytes < MIN_FILM_BYTES {
        return Err(unfit(format!("it has {bytes} bytes")));
    }
    if promised.is_some_and(|promised| promised != bytes) {
        return Err(Failure::passing(Cause::Down, "the film broke off"));
    }
    if parts.is_empty() {
        is_film(&part)?;
    }
    if !part.is_empty() {
        parts.push(send(upload, parts.len(), part).await?);
    }
    Ok((parts, Master { sha256: hex(&hash.finalize()), bytes: bytes as u64 }))
}

async fn send(upload: &MultipartUpload, sent: usize, part: Vec<u8>) -> Result<UploadedPart, Failure> {
    let number = u16::try_from(sent + 1).unwrap_or(u16::MAX);
    upload.upload_part(number, part).await.map_err(|error| Failure::passing(Cause::Down, error.to_string()))
}

/// Whether it begins as an MP4 does (ISO/IEC 14496-12, 4.3: a file type box first).
fn is_film(bytes: &[u8]) -> Result<(), Failure> {
    if bytes.get(4..8) == Some(b"ftyp") { Ok(()) } else { Err(Failure::of(Cause::Film, "it is no MP4")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_as_a_film_is_one() {
        assert!(is_film(b"\0\0\0\x18ftypisom").is_ok());
        for other in [b"<html>".as_slice(), b"", b"\x1aE\xdf\xa3webm", b"ftyp"] {
            assert_eq!(is_film(other).unwrap_err().cause, Cause::Film);
        }
    }
}
