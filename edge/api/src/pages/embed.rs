//! The player for other sites: only the clip, no cookie is read, nothing that needs a session. A script of this site stops it
//! when its clip is taken back; it stores nothing in the visitor's browser.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ClipId;
use http::HeaderMap;
use maud::html;

use super::markup::{Frames, ancestry, document, no_clip, player, player_script, playing};
use super::share::title;
use crate::error::Answer;
use crate::state::App;
use crate::{clips, views};

/// `GET /embed/{id}`: for anyone, published clips only.
#[worker::send]
pub async fn embed(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let id = id.parse::<ClipId>().ok();
    let clip = match &id {
        Some(id) => clips::find(&app, id, None).await?,
        None => None,
    };
    let Some(clip) = clip else { return no_clip(&app, id.as_ref(), Frames::All).await };
    if let Err(failure) = views::embedded(&app, &clip.id, &headers).await {
        // Whoever watches need not wait for a count. This writes the cause to the log.
        let _ = failure.into_problem();
    }
    let head = html! {
        link rel="canonical" href=(clip.share);
        meta name="robots" content="noindex";
        (player_script())
    };
    let title = title(&app, &clip);
    let body = html! {
        main.embed {
            h1.hidden { (title) }
            (player(&clip, false))
            p.by {
                a href=(clip.share) target="_blank" rel="noopener" {
                    "@" (clip.creator.handle) " on " (app.name())
                }
                " "
                span.label { "Made with AI" }
                @if let Some(ancestry) = ancestry(&clip) { " " (ancestry) }
            }
        }
    };
    playing(Frames::All, document(&title, "frame", &head, &body))
}
