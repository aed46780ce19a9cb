//! HTTP as values: what is to be sent, and what came back.
//!
//! None of them shows a header, a body or a query in `Debug`: there keys, prompts and tokens stand.

use std::fmt;

use serde::Serialize;

use crate::failure::{Cause, Failure};

/// Methods that providers use (RFC 9110).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or cancels.
    Post,
    /// Writes, or cancels.
    Put,
    /// Removes.
    Delete,
}

/// One part of a form (RFC 7578).
#[derive(Clone, PartialEq, Eq)]
pub enum Part {
    /// A field.
    Text(String),
    /// A file: name, media type, bytes.
    File(String, String, Vec<u8>),
}

/// What is sent after the headers.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON, as bytes.
    Json(Vec<u8>),
    /// A form with these parts.
    Form(Vec<(&'static str, Part)>),
}

/// A request to a provider. The key stands in `headers` alone, never in the URL; a query may hold a token of ours, so
/// [`Exchange::place`] is what may be logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Method.
    pub method: Method,
    /// Absolute; its host must be one of the provider's.
    pub url: String,
    /// Names in lower case. The content type follows from the body.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Body,
}

impl Exchange {
    /// A request without a body.
    #[must_use]
    pub fn new(method: Method, url: String) -> Self {
        Self { method, url, headers: Vec::new(), body: Body::None }
    }

    /// A POST of JSON.
    ///
    /// # Errors
    /// [`Cause::Broken`] for a value that cannot be JSON.
    pub fn json(url: String, value: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(value).map_err(|e| Failure::of(Cause::Broken, e.to_string()))?;
        Ok(Self { method: Method::Post, url, headers: Vec::new(), body: Body::Json(body) })
    }

    /// With one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The URL without its query.
    #[must_use]
    pub fn place(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Exchange")
            .field("method", &self.method)
            .field("place", &self.place())
            .field("headers", &names)
            .field("body", &self.body)
            .finish()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Json(bytes) => write!(f, "Json({} bytes)", bytes.len()),
            Self::Form(parts) => f.debug_list().entries(parts).finish(),
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::File(_, mime, bytes) => write!(f, "File({mime}, {} bytes)", bytes.len()),
        }
    }
}

/// What came back: any status, the body read whole (JSON answers are small; films are not read through here).
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's first value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or(serde_json::Value::Null)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}
