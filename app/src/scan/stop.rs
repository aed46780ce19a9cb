//! Why a scan does not go on.

use wire::Code;
use wire::workers::Failure;

use super::end::{End, end_of};
use crate::api;
use crate::trouble::Trouble;

/// Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The capture is over, and nothing is broken.
    Ended(End),
    /// Something is in the way.
    Stuck(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Stuck(trouble)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Stuck(failure.into())
    }
}

impl From<api::Error> for Stop {
    fn from(error: api::Error) -> Self {
        match end_of(&error, browser::clock::tick_ms()) {
            Some(end) => Self::Ended(end),
            None => Self::Stuck(error.into()),
        }
    }
}

/// Whether the draw cannot be used any more.
#[must_use]
pub fn is_over(error: &api::Error) -> bool {
    matches!(error, api::Error::Problem(p) if matches!(p.code, Code::CaptureRefused | Code::NotFound))
}
