//! What a clip may be about, as far as owners have a say in it.

use serde::{Deserialize, Serialize};

use super::Will;

/// A subject that an owner allows, wants to be asked about, or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Parties, elections, office holders, calls to vote.
    Politics,
    /// Faith, worship, scripture.
    Religion,
    /// Love, dating, flirting, marriage.
    Romance,
    /// Sex, nudity, fetish.
    Sexual,
    /// Harm to people or animals, weapons, threats.
    Violence,
    /// Illness, cures, drugs as medicine, advice of doctors.
    Medical,
    /// Investments, coins, loans, get rich.
    Finance,
    /// Children and pupils.
    Minors,
    /// Names of companies and products.
    Brands,
    /// Passing for police, a judge, a bank, a doctor or another office.
    Impersonation,
    /// Slurs and contempt for groups of people.
    Hate,
    /// Alcohol, tobacco and drugs.
    Intoxicants,
}

impl Theme {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Politics,
        Self::Religion,
        Self::Romance,
        Self::Sexual,
        Self::Violence,
        Self::Medical,
        Self::Finance,
        Self::Minors,
        Self::Brands,
        Self::Impersonation,
        Self::Hate,
        Self::Intoxicants,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Politics => "politics",
            Self::Religion => "religion",
            Self::Romance => "romance",
            Self::Sexual => "sexual",
            Self::Violence => "violence",
            Self::Medical => "medical",
            Self::Finance => "finance",
            Self::Minors => "minors",
            Self::Brands => "brands",
            Self::Impersonation => "impersonation",
            Self::Hate => "hate",
            Self::Intoxicants => "intoxicants",
        }
    }

    /// As it is called in a sentence.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Politics => "politics",
            Self::Religion => "religion",
            Self::Romance => "romance",
            Self::Sexual => "sex and nudity",
            Self::Violence => "violence",
            Self::Medical => "health and medicine",
            Self::Finance => "money and investing",
            Self::Minors => "children",
            Self::Brands => "brands",
            Self::Impersonation => "passing for an office",
            Self::Hate => "hate",
            Self::Intoxicants => "alcohol and drugs",
        }
    }

    /// What holds where an owner has said nothing: denied where harm is hard to undo, asked otherwise.
    #[must_use]
    pub fn usual(self) -> Will {
        match self {
            Self::Sexual | Self::Minors | Self::Impersonation | Self::Hate => Will::Deny,
            _ => Will::Ask,
        }
    }
}
