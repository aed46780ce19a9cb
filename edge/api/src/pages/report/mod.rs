//! Reporting a clip without an account, and seeing how the report stands: HTML that works without scripts.

mod fields;
mod form;
mod status;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::response::Response;
use domain::limits::MAX_FORM_BYTES;
use domain::takedown::Ground;
use http::{HeaderMap, HeaderValue, StatusCode};
use maud::{Markup, html};
use wire::Problem;
use wire::takedowns::{LookUpReport, ReportClip};

use self::fields::Fields;
use super::markup::{document, page_with_form};
use super::{Parameters, parameter};
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::takedowns::report;
use crate::{body, idempotency, limiter};

/// `GET /report?clip=`: for anyone.
#[worker::send]
pub async fn form(State(app): State<App>, Query(query): Query<Parameters>) -> Answer<Response> {
    let mut fields = Fields::default();
    fields.set("locator", parameter(&query, "clip"));
    fields.set("key", &fresh_key(&app)?);
    show(&app, StatusCode::OK, "Report a clip", &form::body(&fields, None))
}

/// `POST /report`: by anyone.
#[worker::send]
pub async fn send(State(app): State<App>, request: Request) -> Answer<Response> {
    let (headers, fields) = read(request).await?;
    let key = fields.key()?;
    let taken = match limiter::report(&app, &headers).await {
        Ok(()) => match asked(&fields) {
            Ok(report) => report::take(&app, &key, &report).await,
            Err(problem) => Err(problem.into()),
        },
        Err(failure) => Err(failure),
    };
    match taken {
        Ok(reported) => show(&app, StatusCode::CREATED, "Your report is in", &form::taken(&reported, app.now_ms())),
        Err(Failure::Problem(problem)) => again(&app, &problem, "Report a clip", &form::body(&fields, Some(&problem))),
        Err(failure) => Err(failure),
    }
}

/// `GET /report/status?number=`: for anyone.
#[worker::send]
pub async fn status_form(State(app): State<App>, Query(query): Query<Parameters>) -> Answer<Response> {
    let mut fields = Fields::default();
    fields.set("number", parameter(&query, "number"));
    fields.set("key", &fresh_key(&app)?);
    show(&app, StatusCode::OK, "How a report stands", &status::body(&fields, None))
}

/// `POST /report/status`: by anyone with number and code.
#[worker::send]
pub async fn status(State(app): State<App>, request: Request) -> Answer<Response> {
    let (headers, fields) = read(request).await?;
    fields.key()?;
    let wanted = LookUpReport { number: fields.get("number").to_owned(), code: fields.get("code").to_owned() };
    let found = match limiter::report(&app, &headers).await {
        Ok(()) => report::look_up(&app, &wanted).await,
        Err(failure) => Err(failure),
    };
    match found {
        Ok(found) => show(&app, StatusCode::OK, "How your report stands", &status::found(&found, app.now_ms())),
        Err(Failure::Problem(problem)) => {
            again(&app, &problem, "How a report stands", &status::body(&fields, Some(&problem)))
        }
        Err(failure) => Err(failure),
    }
}

async fn read(request: Request) -> Answer<(HeaderMap, Fields)> {
    let (parts, stream) = request.into_parts();
    let bytes = body::read(Body::new(stream), MAX_FORM_BYTES).await?;
    Ok((parts.headers, Fields::read(&bytes)))
}

/// The form as a report. What can be wrong with its words is said by the report itself.
fn asked(fields: &Fields) -> Result<ReportClip, Problem> {
    let ground = Ground::named(fields.get("ground"))
        .ok_or_else(|| Problem::new(wire::Code::Invalid, "Choose what is wrong with the clip.").field("ground"))?;
    let text = |name: &str| fields.get(name).to_owned();
    Ok(ReportClip {
        locator: text("locator"),
        ground,
        statement: text("statement"),
        name: text("name"),
        contact: text("contact"),
        entitled: fields.is_ticked("entitled"),
        good_faith: fields.is_ticked("good_faith"),
        signature: text("signature"),
    })
}

/// A key for one sending of a form.
fn fresh_key(app: &App) -> Answer<String> {
    Ok(crate::crypto::base64url(&app.random::<24>()?))
}

impl Fields {
    /// The form's key.
    fn key(&self) -> Answer<String> {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(self.get("key")) {
            headers.insert(wire::IDEMPOTENCY_KEY, value);
        }
        idempotency::key(&headers)
    }
}

fn show(app: &App, status: StatusCode, title: &str, body: &Markup) -> Answer<Response> {
    let head = html! { meta name="robots" content="noindex"; };
    page_with_form(status, document(&format!("{title} · {}", app.name()), "page", &head, body))
}

/// The form once more, with what is wrong.
fn again(app: &App, problem: &Problem, title: &str, body: &Markup) -> Answer<Response> {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = show(app, status, title, body)?;
    if let Some(seconds) = problem.retry_after_s {
        response.headers_mut().insert(http::header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}
