//! Files of clips, straight from the bucket: the bytes never pass through this program, so lengths and ranges hold.

use domain::ClipId;
use http::HeaderMap;
use wire::clips::ClipState;
use wire::{Code, Problem};
use worker::{Headers, Range, Response, ResponseBody, web_sys};

use super::range::{Asked, Plan, plan};
use super::store;
use crate::error::Answer;
use crate::renders::call::{file_key, poster_key, sprite_key, wave_key};
use crate::state::App;
use crate::{downloads, session, takedowns};

/// Answers GET and HEAD of a clip's file, of pictures of it, and of its file to save. Whether it may be seen is looked up each
/// time: a published clip by anyone, a draft or a held clip by its creator and its cast, and what lies on their desk by
/// operators. Who may save it is decided by [`downloads`].
///
/// # Errors
/// [`Code::NotFound`] for what this visitor may not know of.
pub async fn media(app: &App, request: &web_sys::Request, path: &str) -> Answer<web_sys::Response> {
    let mut segments = path.trim_start_matches("/media/").split('/');
    let id: ClipId = segments.next().unwrap_or_default().parse()?;
    let part = segments.next().unwrap_or_default();
    let saved = part == "download";
    let header = |name: &str| request.headers().get(name).ok().flatten().unwrap_or_default();
    let mut cookies = HeaderMap::new();
    if let Ok(cookie) = header("cookie").parse() {
        cookies.insert(http::header::COOKIE, cookie);
    }
    let caller = async || session::caller(app, &cookies).await;
    // Saving is for members: that it is comes before anything about the clip.
    let saver = if saved { Some(caller().await?.ok_or_else(session::sign_in_first)?) } else { None };
    let db = app.db()?;
    let media = store::media(&db, &id).await?.ok_or_else(super::unknown)?;
    // Its files are gone, or will be in a moment.
    if media.state == ClipState::Withdrawn && !saved {
        return Err(super::unknown());
    }
    let public = media.state == ClipState::Published && media.paused == 0 && !saved;
    let mut name = None;
    if let Some(caller) = saver {
        let (token, site) = (segments.next().unwrap_or_default(), header("sec-fetch-site"));
        name = Some(downloads::admit(app, &id, &caller, token, &media.sha256, &site).await?);
    } else if !public {
        let caller = caller().await?.ok_or_else(super::unknown)?;
        // Operators watch what was reported, held or not; creators what of theirs is held, to answer it.
        let desk = caller.operator && takedowns::store::on_desk(&db, &id).await?;
        let theirs = store::is_mine(&db, &id, &caller.account).await?
            && !store::paused_by_others(&db, &id, &caller.account).await?;
        if !desk && !theirs {
            return Err(super::unknown());
        }
    }
    let (render, poster) = (&media.render, &media.poster_sha256);
    let (key, kind, hash, size) = match part {
        "poster.jpg" => (poster_key(render, poster), "image/jpeg", poster.clone(), Some(media.poster_bytes)),
        "sprite.jpg" => (sprite_key(render, poster), "image/jpeg", format!("{poster}-sprite"), None),
        "wave.svg" => (wave_key(render, poster), "image/svg+xml", format!("{poster}-wave"), None),
        _ => (file_key(render, &media.sha256), "video/mp4", media.sha256.clone(), Some(media.bytes)),
    };
    let size = match size {
        Some(size) => u64::from(size),
        None => app.media()?.head(&key).await?.ok_or_else(super::unknown)?.size(),
    };
    let etag = format!("\"{hash}\"");
    let (range, if_range, if_none_match) = (header("range"), header("if-range"), header("if-none-match"));
    let asked = Asked { range: &range, if_range: &if_range, if_none_match: &if_none_match };

    let headers = Headers::new();
    for (name, value) in [
        ("content-type", kind),
        ("etag", etag.as_str()),
        ("accept-ranges", "bytes"),
        // To be asked for again each time: a clip can be taken down at any moment.
        (
            "cache-control",
            match (public, saved) {
                (true, _) => "no-cache",
                (_, true) => "private, no-store",
                _ => "private, no-cache",
            },
        ),
        ("cross-origin-resource-policy", if public { "cross-origin" } else { "same-origin" }),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
    ] {
        headers.set(name, value)?;
    }
    if let Some(name) = name {
        headers.set("content-disposition", &format!("attachment; filename=\"{name}\""))?;
    }
    let plan = plan(size, &etag, asked);
    let (status, length) = match plan {
        Plan::NotModified => {
            headers.delete("content-type")?;
            return Ok(Response::empty()?.with_status(304).with_headers(headers).into());
        }
        Plan::Unsatisfiable => return unsatisfiable(size, &headers),
        Plan::Whole => (200, size),
        Plan::Part { first, last } => {
            headers.set("content-range", &format!("bytes {first}-{last}/{size}"))?;
            (206, last - first + 1)
        }
    };
    headers.set("content-length", &length.to_string())?;
    if request.method() == "HEAD" {
        return Ok(Response::empty()?.with_status(status).with_headers(headers).into());
    }
    let bucket = app.media()?;
    let wanted = bucket.get(key);
    let wanted = match plan {
        Plan::Part { first, .. } => wanted.range(Range::OffsetWithLength { offset: first, length }),
        _ => wanted,
    };
    // Taken down between the two lookups.
    let object = wanted.execute().await?.ok_or_else(super::unknown)?;
    let body: ResponseBody = object.body().ok_or_else(super::unknown)?.response_body()?;
    Ok(Response::from_body(body)?.with_status(status).with_headers(headers).into())
}

fn unsatisfiable(size: u64, headers: &Headers) -> Answer<web_sys::Response> {
    let problem = Problem::new(Code::Range, format!("The file ends at byte {size}. Ask for a part before that."))
        .measured("a range beyond the end", format!("{size} bytes"));
    let body = serde_json::to_vec(&problem)?;
    headers.set("content-type", wire::problem::MEDIA_TYPE)?;
    headers.set("content-range", &format!("bytes */{size}"))?;
    headers.delete("etag")?;
    Ok(Response::from_bytes(body)?.with_status(problem.status).with_headers(headers.clone()).into())
}
