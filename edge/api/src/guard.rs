//! What every request must bring and every answer carries: origin checks and security headers.

use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use wire::{Code, Problem};

use crate::error::Answer;
use crate::state::App;

/// Content Security Policy of the app: everything from the own origin, WebAssembly allowed, no inline scripts.
pub const APP_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Content Security Policy of everything that is not a page.
const DATA_CSP: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

const PERMISSIONS: &str = "camera=(self), microphone=(self), publickey-credentials-create=(self), \
    publickey-credentials-get=(self), geolocation=(), payment=(), usb=(), display-capture=()";

/// Refuses a change that another site, or no browser page at all, asks for.
///
/// # Errors
/// [`Code::WrongOrigin`].
pub fn origin(app: &App, headers: &HeaderMap) -> Answer<()> {
    let found = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if found == app.origin() {
        return Ok(());
    }
    let found = if found.is_empty() { "none" } else { found };
    let detail = format!("Changes are taken only from {}. Open it there and try again.", app.origin());
    Err(Problem::new(Code::WrongOrigin, detail).measured(found, app.origin()).into())
}

/// Adds the headers that every answer carries. What a page has set for itself stays.
pub fn seal(app: &App, response: &mut Response) {
    let headers = response.headers_mut();
    let page = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    let mut put = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    put(header::CONTENT_SECURITY_POLICY, if page { APP_CSP } else { DATA_CSP });
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    if app.origin().starts_with("https://") {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}
