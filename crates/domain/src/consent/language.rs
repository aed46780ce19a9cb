//! Languages, by their codes of ISO 639-3.

use serde::{Deserialize, Serialize};
use whatlang::Lang;

/// A language: three letters of ISO 639-3, such as `eng`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String", extend("pattern" = "^[a-z]{3}$")))]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 3]);

/// Other names that people use.
const ALIASES: [(&str, &str); 3] = [("mandarin", "cmn"), ("farsi", "pes"), ("bokmal", "nob")];

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

    /// Every language that [`super::Lexicon`] can tell, by their names.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Lang::all().iter().filter_map(|lang| Self::of(lang.code())).collect();
        all.sort_by_key(Self::name);
        all
    }

    /// The language that is called so, in English and whatever the case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (_, code) = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name)).copied().unwrap_or_default();
        Self::all().into_iter().find(|one| one.code() == code || one.name().eq_ignore_ascii_case(name))
    }

    /// What it is called in English; the code, of one that nobody here can tell.
    #[must_use]
    pub fn name(&self) -> String {
        match Lang::from_code(self.code()) {
            Some(Lang::Cmn) => "Chinese".to_owned(),
            Some(Lang::Nob) => "Norwegian".to_owned(),
            Some(lang) => lang.eng_name().to_owned(),
            None => self.code().to_owned(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_told_has_a_name_of_its_own() {
        let all = Language::all();
        assert!(all.len() > 60 && all.contains(&Language::ENGLISH));
        for language in &all {
            assert_eq!(Language::named(&language.name().to_uppercase()), Some(*language));
        }
        assert!(all.windows(2).all(|pair| pair[0].name() < pair[1].name()));
        assert_eq!(Language::named("mandarin"), Language::named("Chinese"));
        // The code is the detector's: a rule in words means what is found.
        assert_eq!(
            Language::named("arabic").map(|language| language.code().to_owned()).as_deref(),
            Some(Lang::Ara.code())
        );
        assert_eq!(Language::named("klingon"), None);
        assert_eq!(Language::of("tlh").map(|language| language.name()).as_deref(), Some("tlh"));
    }
}
