//! The app: an HTML file for each of its two programs, and static files that stand at the root.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use wire::screens::Program;
use worker::Env;

use super::markup::{Frames, nothing_here};
use crate::error::{Answer, Failure};
use crate::guard::APP_CSP;
use crate::state::App;

/// Answers a GET that no operation takes: the app where it has a screen, a static file, or a page that says that
/// nothing is here.
///
/// # Errors
/// The asset store fails.
pub async fn shell(app: &App, request: Request) -> Answer<Response> {
    let path = request.uri().path();
    if let Some(program) = Program::at(path) {
        if let Some(response) = asset(app.env(), program.page()).await? {
            return Ok(response);
        }
        return Err(Failure::Internal("the app is not among the assets".into()));
    }
    // Files have a dot in their name; nothing else is asked for twice.
    let file = path.rsplit('/').next().is_some_and(|name| name.contains('.')) && !path.ends_with(".html");
    if file && let Some(response) = asset(app.env(), path).await? {
        return Ok(response);
    }
    nothing_here(
        StatusCode::NOT_FOUND,
        Frames::None,
        "Nothing is here",
        "The address may be mistyped, or what was here has been removed.",
    )
}

/// A static file, or none.
async fn asset(env: &Env, path: &str) -> Answer<Option<Response>> {
    // The binding looks at the path only.
    let found = env.assets("ASSETS")?.fetch(format!("https://assets{path}"), None).await?;
    if found.status() != StatusCode::OK {
        return Ok(None);
    }
    let (parts, body) = found.into_parts();
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    for name in [header::CONTENT_TYPE, header::ETAG, header::CACHE_CONTROL] {
        if let Some(value) = parts.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    // A service worker is a script with a policy of its own: that of the app.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(APP_CSP));
    if path.ends_with(".js") || path.ends_with(".mjs") {
        headers
            .insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    }
    Ok(Some(response))
}
