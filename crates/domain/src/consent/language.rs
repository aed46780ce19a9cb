//! Languages, by their codes of ISO 639-3.

use serde::{Deserialize, Serialize};

/// A language: three letters of ISO 639-3, such as `eng`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String", extend("pattern" = "^[a-z]{3}$")))]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 3]);

/// The text is no code of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a language is three small letters of ISO 639-3, such as eng")]
pub struct NotALanguage;

impl Language {
    /// What the studio speaks.
    pub const ENGLISH: Self = Self(*b"eng");

    /// The language with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_lowercase).then_some(Self(code))
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;
    fn try_from(code: String) -> Result<Self, NotALanguage> {
        Self::of(&code).ok_or(NotALanguage)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
