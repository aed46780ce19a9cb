//! Refusals: RFC 9457 problem details, with a stable code, the field, and what to do.

use serde::{Deserialize, Serialize};

/// Media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong, for programs. Each code has one HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A field is not what it must be.
    Invalid,
    /// Nobody is signed in, or the session has ended.
    SignInFirst,
    /// Signed in, but not allowed.
    NotAllowed,
    /// No such thing, or none that this visitor may know of.
    NotFound,
    /// It is there, but its method is not.
    MethodNotAllowed,
    /// It contradicts what already happened.
    Conflict,
    /// The handle has an owner, or had one.
    HandleTaken,
    /// The invite cannot be spent (used, revoked, expired or unknown).
    InviteRefused,
    /// The passkey ceremony failed; `rule` says where.
    PasskeyRefused,
    /// The recovery code is wrong or used.
    RecoveryRefused,
    /// Another origin tried to change something.
    WrongOrigin,
    /// The idempotency key is missing or was used for something else.
    IdempotencyKey,
    /// The consent rule named in `rule` refused.
    ConsentRefused,
    /// A moderator, or a rule of this site, holds words or a picture back; `rule` says which. The operator can be asked.
    HeldBack,
    /// The capture's result does not fit what was drawn, or came too late.
    CaptureRefused,
    /// The file breaks the rule named in `rule`.
    FileRefused,
    /// The body is larger than its limit.
    TooLarge,
    /// Not one of the accepted media types.
    MediaType,
    /// Too much in too short a time; `retry_after_s` says how long to wait.
    TooMany,
    /// The ticket is missing, spent or for something else.
    TicketRefused,
    /// The requested range lies outside the file.
    Range,
    /// It was taken down after a report, or is a copy of what was; `rule` says which.
    TakenDown,
    /// It cannot be decided now; `retry_after_s` says when to ask again.
    Unavailable,
    /// An outside provider failed, or refused; `rule` names the cause. Nothing was charged.
    Provider,
    /// Our fault. Nothing was changed.
    Internal,
}

impl Code {
    /// The HTTP status that goes with the code.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Invalid | Self::IdempotencyKey => 400,
            Self::SignInFirst => 401,
            Self::NotAllowed
            | Self::WrongOrigin
            | Self::InviteRefused
            | Self::PasskeyRefused
            | Self::RecoveryRefused
            | Self::TicketRefused
            | Self::ConsentRefused => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::HandleTaken => 409,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::Range => 416,
            Self::CaptureRefused | Self::FileRefused | Self::HeldBack => 422,
            Self::TooMany => 429,
            // RFC 7725.
            Self::TakenDown => 451,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::Provider => 502,
        }
    }

    /// A short title that does not change from case to case.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Invalid => "Something needs a change",
            Self::SignInFirst => "Sign in first",
            Self::NotAllowed => "This is not yours to do",
            Self::NotFound => "Nothing is here",
            Self::MethodNotAllowed => "This cannot be done here",
            Self::Conflict => "This has already changed",
            Self::HandleTaken => "This handle is taken",
            Self::InviteRefused => "This invite opens nothing",
            Self::PasskeyRefused => "The passkey was not accepted",
            Self::RecoveryRefused => "The recovery code was not accepted",
            Self::WrongOrigin => "The request came from another site",
            Self::IdempotencyKey => "The request needs its own key",
            Self::ConsentRefused => "The understudy may not be used like this",
            Self::HeldBack => "This site holds this back",
            Self::CaptureRefused => "The scan was not accepted",
            Self::FileRefused => "The file was not accepted",
            Self::TooLarge => "Too large",
            Self::MediaType => "Another kind of file is needed",
            Self::TooMany => "Slow down for a moment",
            Self::TicketRefused => "The render's ticket was not accepted",
            Self::Range => "There is nothing in that range",
            Self::TakenDown => "This was taken down",
            Self::Unavailable => "Not now",
            Self::Provider => "An outside provider did not do it",
            Self::Internal => "This is our fault",
        }
    }
}

/// A refusal or failure, as RFC 9457 has it, with members of our own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always `urn:understudy:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code's title.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// For programs.
    pub code: Code,
    /// What happened and what to do next, in plain words.
    pub detail: String,
    /// The field of the body that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule that refused, for programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What was measured, with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<String>,
    /// What is allowed, with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// Seconds to wait before the next try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
    /// For a refusal by consent or by moderation: the rules, the words that they are about, and what to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<crate::consent::Told>,
}

impl Problem {
    /// A problem with a code and what happened, in plain words, with the next step.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let name = serde_json::to_value(code).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        Self {
            kind: format!("urn:understudy:problem:{name}"),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: detail.into(),
            field: None,
            rule: None,
            measured: None,
            limit: None,
            retry_after_s: None,
            reasons: Vec::new(),
        }
    }

    /// Names the field that is meant.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Names the rule that refused.
    #[must_use]
    pub fn rule(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }

    /// Says what was measured and what is allowed.
    #[must_use]
    pub fn measured(mut self, measured: impl Into<String>, limit: impl Into<String>) -> Self {
        self.measured = Some(measured.into());
        self.limit = Some(limit.into());
        self
    }

    /// Says how long to wait.
    #[must_use]
    pub fn retry_after_s(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }
}
