//! Failures on their way out: what a visitor may know becomes a [`Problem`], everything else is logged and hidden.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use wire::problem::MEDIA_TYPE;
use wire::{Code, Problem};

/// What a handler answers.
pub type Answer<T> = Result<T, Failure>;

/// Why a request was not answered with success.
#[derive(Debug)]
pub enum Failure {
    /// For the visitor, word by word.
    Problem(Box<Problem>),
    /// For the log. The visitor reads only that it is our fault.
    Internal(String),
}

impl Failure {
    /// What the visitor reads. Logs what they may not.
    #[must_use]
    pub fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::Internal(cause) => {
                worker::console_error!("internal: {cause}");
                Problem::new(
                    Code::Internal,
                    "Something broke on our side and nothing was changed. Try again in a moment.",
                )
            }
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

macro_rules! internal {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self { Self::Internal(error.to_string()) }
        }
    )*};
}
internal!(worker::Error, serde_json::Error, http::Error, axum::Error, domain::text::TextError);

/// An identifier in a path that is not one of ours names nothing.
impl From<domain::id::NotAnId> for Failure {
    fn from(_: domain::id::NotAnId) -> Self {
        not_found("There is nothing at this address.").into()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        problem_response(&self.into_problem())
    }
}

/// The HTTP form of a problem.
#[must_use]
pub fn problem_response(problem: &Problem) -> Response {
    let mut response = Response::new(Body::from(serde_json::to_vec(problem).unwrap_or_default()));
    *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Nothing is here, with what to do.
#[must_use]
pub fn not_found(detail: &str) -> Problem {
    Problem::new(Code::NotFound, detail)
}
