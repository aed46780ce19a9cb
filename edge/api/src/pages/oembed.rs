//! oEmbed 1.0: how another site shows a share link.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::ClipId;
use http::{StatusCode, header};
use maud::html;
use serde_json::json;
use wire::{Code, Problem, paths};

use super::share::{shorten, title};
use super::{Parameters, parameter};
use crate::clips;
use crate::error::{Answer, not_found, problem_response};
use crate::state::App;

/// Size of the player in CSS pixels, unless the site has less room.
const PLAYER: (u32, u32) = (405, 720);
/// Longest title in characters.
const TITLE_CHARS: usize = 100;

/// `GET /oembed?url=&format=&maxwidth=&maxheight=`. 404 for what is no published clip, 401 for a draft, 501 for XML.
#[worker::send]
pub async fn oembed(State(app): State<App>, Query(query): Query<Parameters>) -> Answer<Response> {
    let format = parameter(&query, "format");
    if !matches!(format, "" | "json") {
        return Ok(status(StatusCode::NOT_IMPLEMENTED, "Only format=json is offered."));
    }
    let unknown = || not_found("This is no share link of a clip that is here.");
    let id: ClipId = share_link(app.origin(), parameter(&query, "url")).ok_or_else(unknown)?;
    let Some(clip) = clips::find(&app, &id, None).await? else {
        return if clips::store::media(&app.db()?, &id).await?.is_some() {
            Ok(status(StatusCode::UNAUTHORIZED, "This clip is private."))
        } else {
            Err(unknown().into())
        };
    };
    let (width, height) =
        fit(room(parameter(&query, "maxwidth"), "maxwidth")?, room(parameter(&query, "maxheight"), "maxheight")?);
    let at = |path: &str| format!("{}{path}", app.origin());
    let src = at(&paths::clip(paths::EMBED, &clip.id));
    let player = html! {
        iframe src=(src) width=(width) height=(height) title=(title(&app, &clip)) frameborder="0" loading="lazy"
            allow="autoplay; fullscreen" allowfullscreen {}
    };
    let mut answer = json!({
        "type": "video",
        "version": "1.0",
        "html": player.into_string(),
        "width": width,
        "height": height,
        "title": shorten(&clip.script, TITLE_CHARS),
        "author_name": clip.creator.display_name,
        "author_url": at(&format!("/@{}", clip.creator.handle)),
        "provider_name": app.name(),
        "provider_url": app.origin(),
        // A clip can be taken down at any moment.
        "cache_age": 60,
    });
    let fits = |text: &str, size: u32| text.parse::<u32>().map_or(true, |max| size <= max);
    if fits(parameter(&query, "maxwidth"), clip.width) && fits(parameter(&query, "maxheight"), clip.height) {
        answer["thumbnail_url"] = at(&clip.poster).into();
        answer["thumbnail_width"] = clip.width.into();
        answer["thumbnail_height"] = clip.height.into();
    }
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, answer.to_string()).into_response())
}

/// The clip of one of our share links, with nothing after it but a query or a fragment.
fn share_link(origin: &str, url: &str) -> Option<ClipId> {
    let path = url.strip_prefix(origin)?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.strip_prefix("/c/")?.parse().ok()
}

fn room(text: &str, field: &str) -> Answer<u32> {
    if text.is_empty() {
        return Ok(u32::MAX);
    }
    text.parse::<u32>().ok().filter(|pixels| *pixels > 0).ok_or_else(|| {
        Problem::new(Code::Invalid, format!("{field} is a whole number of pixels above 0.")).field(field).into()
    })
}

/// The largest upright 9:16 player that is not larger than usual and fits.
fn fit(max_width: u32, max_height: u32) -> (u32, u32) {
    let (width, height) = (PLAYER.0.min(max_width), PLAYER.1.min(max_height));
    let width = u64::from(width).min(u64::from(height) * 9 / 16).max(1);
    let height = (width * 16 / 9).max(1);
    (u32::try_from(width).unwrap_or(PLAYER.0), u32::try_from(height).unwrap_or(PLAYER.1))
}

/// An answer that oEmbed names and our codes do not.
fn status(status: StatusCode, detail: &str) -> Response {
    let code = if status == StatusCode::UNAUTHORIZED { Code::SignInFirst } else { Code::Invalid };
    let mut problem = Problem::new(code, detail);
    problem.status = status.as_u16();
    problem_response(&problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_share_links() {
        let id = ClipId::from_bytes(&[3; 16]);
        let link = |url: String| share_link("http://localhost:8787", &url);
        assert_eq!(link(format!("http://localhost:8787/c/{id}")), Some(id.clone()));
        assert_eq!(link(format!("http://localhost:8787/c/{id}?utm=x#t")), Some(id.clone()));
        for other in [
            format!("http://localhost:87871/c/{id}"),
            format!("http://localhost:8787.evil/c/{id}"),
            format!("https://localhost:8787/c/{id}"),
            format!("http://localhost:8787/embed/{id}"),
            format!("http://localhost:8787/c/{id}/x"),
            "http://localhost:8787/c/x".to_owned(),
            String::new(),
        ] {
            assert_eq!(link(other.clone()), None, "{other}");
        }
    }

    #[test]
    fn the_player_fits() {
        assert_eq!(fit(u32::MAX, u32::MAX), (405, 720));
        assert_eq!(fit(90, u32::MAX), (90, 160));
        assert_eq!(fit(u32::MAX, 160), (90, 160));
        assert_eq!(fit(1, 1), (1, 1));
    }
}
