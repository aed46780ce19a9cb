//! Word tables that come with the voice: months, titles, abbreviations, units, currencies.

use std::collections::HashMap;

use serde::Deserialize;

use crate::VoiceError;

/// The tables of `normalize.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Tables {
    months: HashMap<String, String>,
    titles: HashMap<String, String>,
    abbreviations: HashMap<String, String>,
    units: HashMap<String, [String; 2]>,
    currency: HashMap<String, [String; 2]>,
    roman_cardinal: Vec<String>,
    roman_ordinal: Vec<String>,
}

impl Tables {
    /// Reads the tables.
    pub(crate) fn new(json: &[u8]) -> Result<Self, VoiceError> {
        serde_json::from_slice(json).map_err(|e| VoiceError::model("normalize.json", e))
    }

    /// Whether a word names a month, in full or shortened.
    pub(crate) fn month(&self, word: &str) -> Option<&str> {
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        let lower = word.to_lowercase();
        let key = if lower == "sept" { "sep" } else { lower.as_str() };
        self.months.get(key).or_else(|| self.months.values().find(|m| m.to_lowercase() == lower)).map(String::as_str)
    }

    /// "Dr" as read before a name.
    pub(crate) fn title(&self, word: &str) -> Option<&str> {
        self.titles.get(word).map(String::as_str)
    }

    /// An abbreviation with its full stop ("approx.") or without ("vs").
    pub(crate) fn abbreviation(&self, word: &str) -> Option<&str> {
        self.abbreviations.get(word).map(String::as_str)
    }

    /// A unit after a number: its name for one and for many.
    pub(crate) fn unit(&self, word: &str, one: bool) -> Option<&str> {
        self.units.get(word).map(|u| u[usize::from(!one)].as_str())
    }

    /// A currency sign or code: its name for one and for many.
    pub(crate) fn currency(&self, sign: &str, one: bool) -> Option<&str> {
        self.currency.get(sign).map(|u| u[usize::from(!one)].as_str())
    }

    /// Whether a Roman numeral after this word is read as a number ("Chapter IV").
    pub(crate) fn before_roman_cardinal(&self, word: &str) -> bool {
        self.roman_cardinal.iter().any(|w| w == word)
    }

    /// Whether a Roman numeral after this word is read as "the eighth" ("Henry VIII").
    pub(crate) fn before_roman_ordinal(&self, word: &str) -> bool {
        self.roman_ordinal.iter().any(|w| w == word)
    }

    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self::new(&crate::testing::model("hibari/normalize.json")).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_tables_are_an_error() {
        assert!(matches!(Tables::new(b"{"), Err(VoiceError::Model { .. })));
        assert!(matches!(Tables::new(b""), Err(VoiceError::Model { .. })));
    }
}
