//! Uploads: the file, which can be sent again after a lost answer or a crash, and ends in one clip. Its poster is taken from its pixels.

use axum::extract::{Path, Request, State};
use domain::RenderId;
use domain::limits::MAX_CLIP_BYTES;
use domain::render::State as Stage;
use mp4::Rejection;
use wire::clips::Clip;
use wire::inspection::Inspection;
use wire::{Code, Problem};

use super::call::{File, Poster, Question, file_key, poster_key, sprite_key, wave_key};
use super::{ask, digest, ticketed, unknown, wave};
use crate::body::{self, Json};
use crate::clips;
use crate::crypto::{hex, sha256, unbase64};
use crate::error::{Answer, Failure};
use crate::exports;
use crate::session::Caller;
use crate::state::App;
use crate::{inspection, moderation, takedowns};

/// `PUT /renders/{id}/file`.
#[worker::send]
pub async fn file(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Answer<Json<Clip>> {
    let id: RenderId = id.parse()?;
    let (head, body) = request.into_parts();
    let bytes = body::read(body, MAX_CLIP_BYTES).await?;
    let render = ticketed(&app, &caller, &id, &head.headers).await?;
    body::media_type(&head.headers, "video/mp4")?;
    let promised = head.headers.get("content-digest").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let promised = digest::promised(promised)?;
    if matches!(render.stage, Stage::Cancelled | Stage::Expired | Stage::Withdrawn | Stage::Refused) {
        return Err(ended(&render.stage));
    }

    let hash = sha256(&bytes);
    digest::compare(&promised, &hash)?;
    exports::import::is_promised(&render.wish, &hex(&hash))?;
    let report = mp4::check(&bytes).map_err(|rejection| reject(&rejection))?;
    // What is a draft already has been looked at.
    let seen = match (&render.stage, &render.file) {
        (Stage::Ready { .. }, Some(file)) => file.inspection(),
        _ => inspection::look(&app, &bytes).await?,
    };
    let pictures = Pictures::of(&seen)?;
    let file = File {
        poster: pictures.as_ref().map(|pictures| pictures.poster.clone()),
        prints: seen.prints.clone(),
        mirrored: seen.mirrored.clone(),
        sound: seen.sound.clone(),
        sha256: hex(&hash),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        width: report.width,
        height: report.height,
        duration_ms: report.duration_ms,
    };
    let (sha256, clip) = (file.sha256.clone(), render.wish.clip.clone());
    if !matches!(render.stage, Stage::Ready { .. }) {
        // The policy of this moment counts, not that of the request.
        super::check(&app, &render.wish).await?;
    }
    let received = ask(&app, &id, &Question::Receive(file)).await?;
    if !matches!(received.stage, Stage::Ready { .. }) {
        let mut keys = vec![file_key(&id, &sha256)];
        for (key, bytes) in pictures.map(|pictures| pictures.files(&id)).unwrap_or_default() {
            app.media()?.put(&key, bytes).execute().await?;
            keys.push(key);
        }
        app.media()?.put(&keys[0], Vec::from(bytes)).sha256(hash).execute().await?;
        if let Err(failure) = ask(&app, &id, &Question::Stored(sha256)).await {
            return Err(take_back(&app, keys, failure).await);
        }
    }
    if !matches!(render.stage, Stage::Ready { .. }) {
        moderation::pictures::look(&app, &clip, &hex(&hash), &seen).await?;
    }
    // A copy of what is held stays down.
    takedowns::screen::screen(&app, &clip).await?;
    clips::find_with_hold(&app, &clip, &caller.account).await?.map(Json).ok_or_else(unknown)
}

/// What was made of a file's pixels and sound, to be shown before it is loaded.
struct Pictures {
    poster: Poster,
    jpeg: Vec<u8>,
    sprite: Vec<u8>,
    wave: String,
}

impl Pictures {
    /// None where nothing was looked at.
    fn of(seen: &Inspection) -> Answer<Option<Self>> {
        if seen.poster.is_empty() {
            return Ok(None);
        }
        let bytes = |text: &str| unbase64(text).ok_or_else(|| Failure::Internal("inspect made no picture".into()));
        let (jpeg, sprite, wave) = (bytes(&seen.poster)?, bytes(&seen.sprite)?, wave::svg(&seen.wave));
        let poster = Poster { sha256: hex(&sha256(&jpeg)), bytes: u32::try_from(jpeg.len()).unwrap_or(u32::MAX) };
        Ok(Some(Self { poster, jpeg, sprite, wave }))
    }

    /// Where each lies, and its bytes.
    fn files(self, render: &RenderId) -> Vec<(String, Vec<u8>)> {
        let Poster { sha256, .. } = self.poster;
        vec![
            (poster_key(render, &sha256), self.jpeg),
            (sprite_key(render, &sha256), self.sprite),
            (wave_key(render, &sha256), self.wave.into_bytes()),
        ]
    }
}

/// Removes what was uploaded to a render that ended meanwhile. After a failure of ours it stays for the next try.
async fn take_back(app: &App, keys: Vec<String>, failure: Failure) -> Failure {
    if matches!(failure, Failure::Problem(_)) {
        let removed = match app.media() {
            Ok(media) => media.delete_multiple(keys).await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        if let Err(second) = removed {
            let _ = second.into_problem();
        }
    }
    failure
}

fn ended(stage: &Stage) -> Failure {
    let detail = format!("This render has gone on ({}). Start a new one.", stage.name());
    Problem::new(Code::Conflict, detail).rule("ended").into()
}

fn reject(rejection: &Rejection) -> Problem {
    Problem::new(Code::FileRefused, rejection.to_string())
        .rule(&snake(&format!("{:?}", rejection.rule)))
        .measured(&*rejection.measured, &*rejection.limit)
}

/// `MoovLast` as `moov_last`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_names_its_rule_and_figures() {
        let problem = reject(&mp4::check(b"<html></html>").unwrap_err());
        assert_eq!((problem.code, problem.rule.as_deref()), (Code::FileRefused, Some("not_mp4")));
        assert!(problem.measured.is_some() && problem.limit.is_some());
        assert_eq!(snake("MoovLast"), "moov_last");
        assert_eq!(snake("NotMp4"), "not_mp4");
    }
}
