//! Pages: share page, player for other sites, retention page and reports (HTML without scripts), verify page (HTML that
//! scripts only add to), oEmbed, and the app's shell.

pub mod embed;
pub mod markup;
pub mod oembed;
pub mod report;
pub mod retention;
pub mod share;
pub mod shell;
pub mod verify;

use axum::Router;
use axum::routing::get;
use wire::paths;

use crate::state::App;

pub use shell::shell;

/// Query parameters as they come: in order, repeated ones included.
pub type Parameters = Vec<(String, String)>;

/// The first parameter of this name, or an empty text.
#[must_use]
pub fn parameter<'a>(query: &'a Parameters, name: &str) -> &'a str {
    query.iter().find_map(|(found, value)| (found == name).then_some(value.as_str())).unwrap_or_default()
}

/// Share page, player, retention page, verify page, reports and oEmbed.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::SHARE, get(share::share))
        .route(paths::EMBED, get(embed::embed))
        .route(paths::RETENTION, get(retention::retention))
        .route(paths::VERIFY, get(verify::verify))
        .route(paths::REPORT, get(report::form).post(report::send))
        .route(paths::REPORT_STATUS, get(report::status_form).post(report::status))
        .route(paths::OEMBED, get(oembed::oembed))
}
