//! Why a model file cannot be used.

use super::flat::Damaged;
use std::borrow::Cow;
use thiserror::Error;

/// Why a `.tflite` file cannot be used here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// The bytes are not a whole TensorFlow Lite file.
    #[error("the model file is damaged or not a TensorFlow Lite file")]
    Damaged,
    /// An operator, or an option of one, that the kernel does not have.
    #[error("the model needs {0}, which is not supported")]
    Unsupported(Cow<'static, str>),
    /// Shapes that contradict one another.
    #[error("the model contradicts itself: {0}")]
    Inconsistent(Cow<'static, str>),
    /// A sound network, but not the one that was asked for.
    #[error("not the expected model: {0}")]
    WrongModel(Cow<'static, str>),
}

impl From<Damaged> for ModelError {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

impl ModelError {
    pub(crate) fn unsupported(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Unsupported(what.into())
    }

    pub(crate) fn inconsistent(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Inconsistent(what.into())
    }

    pub(crate) fn wrong_model(what: impl Into<Cow<'static, str>>) -> Self {
        Self::WrongModel(what.into())
    }
}
