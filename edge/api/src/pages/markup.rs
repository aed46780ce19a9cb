//! What pages share: the document, the stylesheet with its hash, the player, the pages that say that nothing is here.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use base64ct::{Base64, Encoding};
use domain::ClipId;
use domain::limits::{HEARTBEAT_MS, VIEW_MS};
use http::{HeaderValue, StatusCode, header};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use wire::clips::{Clip, OriginalState};
use wire::paths;

use crate::crypto::sha256;
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::{clips, remixes};

const STYLE: &str = include_str!("pages.css");

/// The stylesheet is inside the page, so that the page is one request; its hash lets it pass.
static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", Base64::encode_string(&sha256(STYLE.as_bytes()))));

/// Who may show a page in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// Nobody.
    None,
    /// Every site.
    All,
}

/// A whole page. `head` comes after the title.
#[must_use]
pub fn document(title: &str, class: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="dark";
                meta name="theme-color" content="#13100e";
                title { (title) }
                link rel="icon" href="/icons/icon.svg" type="image/svg+xml";
                (head)
                style { (PreEscaped(STYLE)) }
            }
            body class=(class) { (body) }
        }
    }
}

/// A page on its way out, with a policy that allows no script at all.
///
/// # Errors
/// Never for these texts.
pub fn page(status: StatusCode, frames: Frames, markup: Markup) -> Answer<Response> {
    send(status, frames, "form-action 'none'", "no-cache", markup)
}

/// A page on its way out that scripts of this site add to, and whose form comes back here.
///
/// # Errors
/// Never for these texts.
pub fn scripted(status: StatusCode, markup: Markup) -> Answer<Response> {
    send(status, Frames::None, "form-action 'self'; script-src 'self'; connect-src 'self'", "no-cache", markup)
}

/// A page with a player on its way out: a script of this site sees to it that an open player stops when its clip does.
///
/// # Errors
/// Never for these texts.
pub fn playing(frames: Frames, markup: Markup) -> Answer<Response> {
    send(StatusCode::OK, frames, "form-action 'none'; script-src 'self'; connect-src 'self'", "no-cache", markup)
}

/// A page with a form that is sent to this instance. What was typed into it is kept nowhere.
///
/// # Errors
/// Never for these texts.
pub fn page_with_form(status: StatusCode, markup: Markup) -> Answer<Response> {
    send(status, Frames::None, "form-action 'self'", "no-store", markup)
}

fn send(status: StatusCode, frames: Frames, allowed: &str, cache: &'static str, markup: Markup) -> Answer<Response> {
    let ancestors = if frames == Frames::All { "*" } else { "'none'" };
    let policy = format!(
        "default-src 'none'; style-src {}; img-src 'self'; media-src 'self'; font-src 'self'; base-uri 'none'; \
         {allowed}; frame-ancestors {ancestors}",
        *STYLE_HASH
    );
    let policy = HeaderValue::from_str(&policy).map_err(|error| Failure::Internal(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((status, headers, markup.into_string()).into_response())
}

/// The script that keeps an open player to what may be shown. Without it, the next Range request is where it ends.
#[must_use]
pub fn player_script() -> Markup {
    html! { script src="/player.js" defer {} }
}

/// Where a remix comes from, with the link while its original can be watched.
#[must_use]
pub fn ancestry(clip: &Clip) -> Option<Markup> {
    let of = clip.remix_of.as_ref()?;
    Some(html! {
        @if of.state == OriginalState::Here {
            a href=(paths::clip(paths::SHARE, &of.clip)) target="_top" { (of.words()) }
        } @else {
            span { (of.words()) }
        }
    })
}

/// The player: works without scripts, loads nothing but the poster and the first seconds. `remembers`: whether the tab may
/// remember that it counted a view.
#[must_use]
pub fn player(clip: &Clip, remembers: bool) -> Markup {
    let label = format!("Clip by {}, made with AI", clip.creator.display_name);
    html! {
        video controls autoplay muted loop playsinline preload="metadata" poster=(clip.poster) width=(clip.width)
            height=(clip.height) aria-label=(label) data-alive=(paths::clip(paths::CLIP_ALIVE, &clip.id))
            data-view=(paths::clip(paths::CLIP_VIEW, &clip.id)) data-view-ms=(VIEW_MS) data-beat-ms=(HEARTBEAT_MS)
            data-remembers[remembers] {
            source src=(clip.media) type="video/mp4";
            p { "This browser plays no MP4 video. " a href=(clip.media) { "Load the file" } "." }
        }
    }
}

/// Nothing is here, in HTML.
///
/// # Errors
/// Never for these texts.
pub fn nothing_here(status: StatusCode, frames: Frames, headline: &str, detail: &str) -> Answer<Response> {
    let head = html! { meta name="robots" content="noindex"; };
    let body = html! {
        main.empty {
            h1 { (headline) }
            p { (detail) }
            p { a.button href="/" target="_top" { "Go to Understudy" } }
        }
    };
    page(status, frames, document(headline, "page", &head, &body))
}

/// No clip is here, or none any more.
///
/// # Errors
/// The database fails.
pub async fn no_clip(app: &App, id: Option<&ClipId>, frames: Frames) -> Answer<Response> {
    if let Some(id) = id
        && clips::store::is_withdrawn(&app.db()?, id).await?
    {
        let above = clips::store::above(&app.db()?, id).await?;
        let uprooted = remixes::store::read(above.as_deref())?.is_some_and(|of| of.state == OriginalState::Withdrawn);
        let detail = if uprooted {
            "It was made out of another clip, and someone in that took back their yes. That is theirs to do, at any time."
        } else {
            "Someone in it took back their yes. That is theirs to do, at any time."
        };
        return nothing_here(StatusCode::GONE, frames, "This clip was withdrawn", detail);
    }
    let detail = "It was taken down, it is still a draft, or the link is not complete.";
    nothing_here(StatusCode::NOT_FOUND, frames, "This clip is not here", detail)
}
