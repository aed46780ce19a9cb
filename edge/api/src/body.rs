//! Bodies, read with a limit and refused with the field that is wrong.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::limits::MAX_JSON_BYTES;
use domain::text::{Note, TextError};
use http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{Code, Problem};
use worker::send::SendFuture;

use crate::error::{Answer, Failure};

/// Longest part of a parser's message that is repeated to whoever sent the body.
const MAX_MESSAGE_CHARS: usize = 200;

/// A JSON body, in and out.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        media_type(&parts.headers, "application/json")?;
        let bytes = SendFuture::new(read(body, MAX_JSON_BYTES)).await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], bytes)
                .into_response(),
            Err(error) => Failure::from(error).into_response(),
        }
    }
}

/// Refuses a body of another media type. Parameters such as `charset` are ignored.
///
/// # Errors
/// [`Code::MediaType`] with what came and what is taken.
pub fn media_type(headers: &HeaderMap, wanted: &str) -> Answer<()> {
    let found = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = found.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    let found = if essence.is_empty() { "none" } else { essence };
    Err(Problem::new(Code::MediaType, format!("Send {wanted}.")).measured(found, wanted).into())
}

/// Reads a whole body of at most `limit` bytes.
///
/// # Errors
/// [`Code::TooLarge`] with the limit.
pub async fn read(body: Body, limit: usize) -> Answer<Bytes> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(Problem::new(Code::TooLarge, format!("At most {limit} bytes fit here."))
                .measured(format!("more than {limit} bytes"), format!("{limit} bytes"))
                .into())
        }
        Err(error) => Err(Failure::Internal(format!("reading a body: {error}"))),
    }
}

/// Parses JSON.
///
/// # Errors
/// [`Code::Invalid`] with the field that is missing, unknown or of another type, as far as the parser can tell.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    serde_json::from_slice(bytes).map_err(|error| {
        // The parser repeats what it was given, which may be long.
        let message: String = error.to_string().chars().take(MAX_MESSAGE_CHARS).collect();
        let problem = Problem::new(Code::Invalid, format!("The body is not what this operation takes: {message}."));
        match message.split('`').nth(1) {
            Some(field) if message.contains("field") => problem.field(field).into(),
            _ => problem.into(),
        }
    })
}

/// A note to somebody, or none: what is empty says nothing.
///
/// # Errors
/// [`Code::Invalid`] with the field, when it is too long.
pub fn note(field: &str, note: Option<&str>) -> Answer<Option<String>> {
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    note.map(|note| text::<Note>(field, note).map(String::from)).transpose()
}

/// A text of the domain from a field.
///
/// # Errors
/// [`Code::Invalid`] with the field and what to do.
pub fn text<T: std::str::FromStr<Err = TextError>>(field: &str, text: &str) -> Answer<T> {
    text.parse().map_err(|error: TextError| {
        let problem = Problem::new(Code::Invalid, sentence(&error.to_string())).field(field);
        match error {
            TextError::TooLong { measured, limit } => {
                problem.measured(format!("{measured} characters"), format!("{limit} characters")).into()
            }
            _ => problem.into(),
        }
    })
}

/// A message as a sentence: capital and full stop.
#[must_use]
pub fn sentence(message: &str) -> String {
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str().trim_end_matches('.')),
        None => String::new(),
    }
}
