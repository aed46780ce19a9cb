//! The player for other sites: only the clip, no cookie is read, nothing that needs a session.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ClipId;
use http::StatusCode;
use maud::html;

use super::markup::{Frames, document, no_clip, page, player};
use super::share::title;
use crate::clips;
use crate::error::Answer;
use crate::state::App;

/// `GET /embed/{id}`: for anyone, published clips only.
#[worker::send]
pub async fn embed(State(app): State<App>, Path(id): Path<String>) -> Answer<Response> {
    let id = id.parse::<ClipId>().ok();
    let clip = match &id {
        Some(id) => clips::find(&app, id, None).await?,
        None => None,
    };
    let Some(clip) = clip else { return no_clip(&app, id.as_ref(), Frames::All).await };
    let head = html! {
        link rel="canonical" href=(clip.share);
        meta name="robots" content="noindex";
    };
    let title = title(&app, &clip);
    let body = html! {
        main.embed {
            h1.hidden { (title) }
            (player(&clip))
            p.by {
                a href=(clip.share) target="_blank" rel="noopener" {
                    "@" (clip.creator.handle) " on " (app.name())
                }
                " "
                span.label { "Made with AI" }
            }
        }
    };
    page(StatusCode::OK, Frames::All, document(&title, "frame", &head, &body))
}
