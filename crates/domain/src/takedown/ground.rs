//! What a report can be about, and how long its answer may take.

use serde::{Deserialize, Serialize};

use crate::limits::{TAKEDOWN_ANSWER_MS, TAKEDOWN_URGENT_MS};

/// What is wrong with the clip, as the reporter sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// An intimate picture of somebody who did not agree to it, be it real or made by software (TAKE IT DOWN Act, 47
    /// U.S.C. 223a: down within 48 hours, identical copies too).
    Intimate,
    /// Somebody's face or voice, who did not agree to it.
    Likeness,
    /// Somebody's work, who did not agree to it.
    Copyright,
    /// Anything else that breaks a law or this site's rules.
    Other,
}

impl Ground {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Intimate, Self::Likeness, Self::Copyright, Self::Other];

    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Intimate => "intimate",
            Self::Likeness => "likeness",
            Self::Copyright => "copyright",
            Self::Other => "other",
        }
    }

    /// The ground with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.name() == name)
    }

    /// The rule that a clip breaks on this ground, in words that its creator reads after "because".
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Intimate => "it shows an intimate picture of someone who did not agree to it",
            Self::Likeness => "it shows the face or voice of someone who did not agree to it",
            Self::Copyright => "it uses someone's work without their permission",
            Self::Other => "it breaks a law or the rules of this site",
        }
    }

    /// How long the operator has to answer, in milliseconds.
    #[must_use]
    pub fn answer_ms(self) -> u64 {
        match self {
            Self::Intimate | Self::Likeness => TAKEDOWN_URGENT_MS,
            Self::Copyright | Self::Other => TAKEDOWN_ANSWER_MS,
        }
    }
}
