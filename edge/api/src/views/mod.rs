//! Views, sites that embed, and whether an open player may go on.
//!
//! A view is one play of at least [`VIEW_MS`](domain::limits::VIEW_MS) of a published clip. The player counts it, once a clip
//! and visit: the app and share pages remember in their tab which clips they told, the player for other sites until it is
//! closed. No cookie is read. What is kept is a number for each clip and day, and for a day a keyed hash of the request's own
//! random key, so that a request that is sent twice counts once. An address may add so many in a minute, and fewer of one
//! clip; the counter keeps its keyed hash for that minute. Whoever wants to can still count a clip up by hand: the figure
//! says how often it was played, not by how many people.
//!
//! Of a site that embeds, the host name that the browser sends with the player's request is kept, with a count and a day.

pub mod store;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use domain::ClipId;
use domain::limits::{MAX_EMBED_SITES, VIEW_MARKS_KEPT_MS};
use http::{HeaderMap, StatusCode, header};
use wire::clips::{ClipAlive, PlayState};
use wire::paths;
use worker::Url;

use crate::body::Json;
use crate::error::{Answer, not_found};
use crate::state::App;
use crate::{clips, idempotency, limiter};

/// Milliseconds of a day.
const DAY_MS: u64 = 24 * 3600 * 1000;
/// Longest host name (RFC 1035).
const MAX_HOST_CHARS: usize = 253;

/// Heartbeats of players, and what they count.
pub fn routes() -> Router<App> {
    Router::new().route(paths::CLIP_ALIVE, get(alive)).route(paths::CLIP_VIEW, post(view))
}

/// `GET /clips/{id}/alive`: one look into the database, the same for everyone.
#[worker::send]
async fn alive(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Answer<([(header::HeaderName, &'static str); 1], Json<ClipAlive>)> {
    let state = state(&app, &id.parse()?).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(ClipAlive { state })))
}

async fn state(app: &App, id: &ClipId) -> Answer<PlayState> {
    let db = app.db()?;
    if store::is_live(&db, id).await? {
        return Ok(PlayState::Live);
    }
    let withdrawn = clips::store::is_withdrawn(&db, id).await?;
    Ok(if withdrawn { PlayState::Withdrawn } else { PlayState::Gone })
}

/// `POST /clips/{id}/view`.
#[worker::send]
async fn view(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>) -> Answer<StatusCode> {
    let id: ClipId = id.parse()?;
    limiter::view(&app, &headers, &id).await?;
    let mark = app.blind("views", &format!("{id} {}", idempotency::key(&headers)?));
    let now = app.now_ms();
    if !store::count(&app.db()?, &id, now / DAY_MS, &mark, now).await? {
        return Err(not_found("This clip is not here, or not for everyone.").into());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Notes where the player for other sites was loaded. Nothing is noted of who loaded it.
///
/// # Errors
/// The database fails.
pub async fn embedded(app: &App, id: &ClipId, headers: &HeaderMap) -> Answer<()> {
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match site(referrer, app.origin()) {
        Some(host) => store::embedded(&app.db()?, id, &host, app.now_ms() / DAY_MS, MAX_EMBED_SITES).await,
        None => Ok(()),
    }
}

/// Removes marks of views that are too old to be sent again.
///
/// # Errors
/// The database fails.
pub async fn sweep(app: &App) -> Answer<()> {
    store::sweep(&app.db()?, app.now_ms().saturating_sub(VIEW_MARKS_KEPT_MS)).await
}

/// The host name of the site that a page was loaded from, if it is another one and has a name.
fn site(referrer: &str, own: &str) -> Option<String> {
    let url = Url::parse(referrer).ok()?;
    let other = matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() != own;
    // A number is no site that anybody could look up.
    let host = url.domain().filter(|host| other && host.len() <= MAX_HOST_CHARS)?;
    Some(host.trim_end_matches('.').to_owned()).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::site;

    #[test]
    fn of_a_referrer_only_the_name_of_another_site_is_kept() {
        let own = "https://understudy.example";
        let kept = |text: &str| site(text, own);
        assert_eq!(kept("https://blog.example/posts/7?reader=ana#x").as_deref(), Some("blog.example"));
        assert_eq!(kept("https://ana:secret@Blog.Example:8443/").as_deref(), Some("blog.example"));
        assert_eq!(kept("https://b%C3%BCcher.example./").as_deref(), Some("xn--bcher-kva.example"));
        for none in [
            "",
            "null",
            "about:blank",
            "https://understudy.example/c/x",
            "file:///home/ana/a.html",
            "http://192.0.2.7/",
            "http://[2001:db8::1]/",
            "android-app://com.example/",
            "https://",
            "x",
        ] {
            assert_eq!(kept(none), None, "{none}");
        }
        // Another port of the same host is another site.
        assert_eq!(site("http://localhost:9/", "http://localhost:8787").as_deref(), Some("localhost"));
        let long = format!("https://{}.example/", ["a".repeat(60).as_str(); 5].join("."));
        assert_eq!(kept(&long), None);
    }
}
