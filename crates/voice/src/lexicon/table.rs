//! A dictionary of pronunciations as one sorted table: three allocations instead of one for each of 90,000 words.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::VoiceError;

/// Separates part of speech and phonemes inside a value that depends on the part of speech.
const TAB: char = '\t';

/// Word to pronunciation.
#[derive(Debug, Default)]
pub(crate) struct Table {
    text: String,
    /// Start of each word, of its value, and the value's end; sorted by word.
    rows: Vec<(u32, u32, u32)>,
}

/// A word's pronunciation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry<'a> {
    /// The same for every use.
    One(&'a str),
    /// By part of speech: pairs of name and phonemes (empty where the letters are spelled), each ended by a tab.
    ByTag(&'a str),
}

impl<'a> Entry<'a> {
    /// The phonemes for a part of speech: the Penn tag first, then its class, then the default.
    pub(crate) fn for_tag(self, tag: &str, last_word: bool) -> Option<&'a str> {
        let pairs = match self {
            Entry::One(p) => return Some(p),
            Entry::ByTag(pairs) => pairs,
        };
        let get = |name: &str| {
            let mut parts = pairs.split(TAB);
            while let (Some(n), Some(p)) = (parts.next(), parts.next()) {
                if n == name {
                    return Some(p);
                }
            }
            None
        };
        let found = last_word
            .then(|| get("None"))
            .flatten()
            .or_else(|| get(tag))
            .or_else(|| get(class_of(tag)))
            .or_else(|| get("DEFAULT"));
        found.filter(|p| !p.is_empty())
    }
}

/// The class of a Penn Treebank tag, as the dictionary names it.
fn class_of(tag: &str) -> &str {
    match tag.get(..2) {
        Some("VB") => "VERB",
        Some("NN") => "NOUN",
        Some("RB") => "ADV",
        Some("JJ") => "ADJ",
        _ => tag,
    }
}

impl Table {
    /// Reads a gzipped JSON object.
    pub(crate) fn new(what: &'static str, gz: &[u8]) -> Result<Self, VoiceError> {
        let json = super::unpack(what, gz)?;
        let mut table: Self = serde_json::from_slice(&json).map_err(|e| VoiceError::model(what, e))?;
        if table.rows.is_empty() {
            return Err(VoiceError::model(what, "no words"));
        }
        let Self { text, rows } = &mut table;
        let key = |r: &(u32, u32, u32)| &text[r.0 as usize..r.1 as usize];
        if !rows.is_sorted_by(|a, b| key(a) <= key(b)) {
            rows.sort_by(|a, b| key(a).cmp(key(b)));
        }
        Ok(table)
    }

    /// Number of words.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    fn exact(&self, word: &str) -> Option<Entry<'_>> {
        let at = self.rows.binary_search_by(|r| self.text[r.0 as usize..r.1 as usize].cmp(word)).ok()?;
        let (_, start, end) = *self.rows.get(at)?;
        let value = &self.text[start as usize..end as usize];
        Some(if value.contains(TAB) { Entry::ByTag(value) } else { Entry::One(value) })
    }

    /// A word's entry. A word in lower case also finds a capitalised entry, and the other way round.
    pub(crate) fn get(&self, word: &str) -> Option<Entry<'_>> {
        if let Some(e) = self.exact(word) {
            return Some(e);
        }
        let mut chars = word.chars();
        let first = chars.next()?;
        let rest = chars.as_str();
        if rest.is_empty() || rest.chars().any(char::is_uppercase) {
            return None;
        }
        let other: String =
            if first.is_lowercase() { first.to_uppercase().collect() } else { first.to_lowercase().collect() };
        self.exact(&(other + rest))
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Rows;
        impl<'de> Visitor<'de> for Rows {
            type Value = Table;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object of pronunciations")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table, A::Error> {
                let mut out = Table { text: String::with_capacity(4 << 20), rows: Vec::with_capacity(100_000) };
                while let Some(word) = map.next_key::<&'de str>()? {
                    let start = out.text.len() as u32;
                    out.text.push_str(word);
                    let value = out.text.len() as u32;
                    match map.next_value::<Value>()? {
                        Value::One(p) => out.text.push_str(p),
                        Value::ByTag(tags) => {
                            for (tag, p) in tags {
                                out.text.push_str(tag);
                                out.text.push(TAB);
                                out.text.push_str(p.unwrap_or(""));
                                out.text.push(TAB);
                            }
                        }
                    }
                    out.rows.push((start, value, out.text.len() as u32));
                }
                Ok(out)
            }
        }
        d.deserialize_map(Rows)
    }
}

/// A value as the file holds it.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Value<'a> {
    One(&'a str),
    #[serde(borrow)]
    ByTag(std::collections::BTreeMap<&'a str, Option<&'a str>>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_answers_by_word_and_part_of_speech() {
        let t = Table::new("gold", &crate::testing::model("hibari/lexicon_us_gold.json.gz")).unwrap();
        assert!(t.len() > 90_000);
        assert_eq!(t.get("A-team"), Some(Entry::One("ˈAtˌim")));
        assert_eq!(t.get("hello"), t.get("Hello"));
        assert!(t.get("xqzzy").is_none() && t.get("").is_none());
        let record = t.get("record").unwrap();
        assert_ne!(record.for_tag("NN", false), record.for_tag("VB", false));
    }

    #[test]
    fn a_truncated_file_is_an_error() {
        let gz = crate::testing::model("hibari/lexicon_us_gold.json.gz");
        for len in [0, 1, 20, 1000, gz.len() / 2, gz.len() - 9] {
            assert!(matches!(Table::new("gold", &gz[..len]), Err(VoiceError::Model { .. })), "{len}");
        }
    }
}
