//! How a word sounds in its sentence.

use std::collections::HashMap;

use super::forms;
use super::phones::{self, PRIMARY, SECONDARY};
use super::table::Table;
use super::tagger::Tagger;
use super::unknown::Unknown;
use crate::VoiceError;
use crate::models::SpeechModels;

/// What follows a word: it decides between "thuh" and "thee".
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Next {
    /// Whether the next sound is a vowel; `None` at the end or before a pause.
    pub(crate) vowel: Option<bool>,
    /// Whether the next word is "to".
    pub(crate) to: bool,
}

/// Dictionaries, tagger and the reader of unknown words.
pub(crate) struct Pronouncer {
    gold: Table,
    silver: Table,
    tagger: Tagger,
    unknown: Unknown,
    /// Unknown words read before: the network is the slow part.
    read: HashMap<String, String>,
}

impl Pronouncer {
    /// Loads everything.
    pub(crate) fn new(models: &SpeechModels) -> Result<Self, VoiceError> {
        Ok(Self {
            gold: Table::new("lexicon_us_gold.json.gz", models.lexicon_gold_gz)?,
            silver: Table::new("lexicon_us_silver.json.gz", models.lexicon_silver_gz)?,
            tagger: Tagger::new(models.tagger_gz)?,
            unknown: Unknown::new(models.oov_onnx, models.oov_json)?,
            read: HashMap::new(),
        })
    }

    /// Penn Treebank tags. Contractions are tagged by their first part, as the tagger learned them in two.
    pub(crate) fn tags(&self, words: &[&str]) -> Vec<String> {
        let mut parts = Vec::with_capacity(words.len() * 2);
        let mut heads = Vec::with_capacity(words.len());
        for w in words {
            heads.push(parts.len());
            let tail = ["n't", "'s", "'ll", "'re", "'ve", "'d", "'m"]
                .iter()
                .find(|t| w.len() > t.len() && w.to_ascii_lowercase().ends_with(*t));
            match tail.and_then(|t| w.split_at_checked(w.len() - t.len())) {
                Some((head, tail)) => parts.extend([head, tail]),
                None => parts.push(*w),
            }
        }
        let tags = self.tagger.tag(&parts);
        heads.iter().map(|h| tags.get(*h).copied().unwrap_or("NN").to_owned()).collect()
    }

    /// Phonemes of one word; empty when it has none.
    pub(crate) fn word(&mut self, word: &str, tag: &str, next: Next) -> Result<String, VoiceError> {
        if let Some(p) = self.little_word(word, tag, next) {
            return Ok(p);
        }
        if let Some(p) = self.known(word, tag, next) {
            return Ok(p);
        }
        // Compounds: each part by itself, the later ones with less stress.
        if word.contains('-') {
            let mut out = String::new();
            for (i, part) in word.split('-').filter(|p| !p.is_empty()).enumerate() {
                let p = self.word(part, tag, Next::default())?;
                if i > 0 && !out.is_empty() {
                    out.push(' ');
                }
                out += &p;
            }
            return Ok(out);
        }
        // "iPhone", "YouTube".
        if let Some((a, b)) = camel(word) {
            let (a, b) = (self.word(a, tag, Next::default())?, self.word(b, tag, next)?);
            return Ok(format!("{a}{}", phones::weakened(&b)));
        }
        let letters = word.chars().count();
        if letters > 1 && letters <= 4 && word.chars().all(char::is_uppercase) {
            return Ok(self.spelled(word));
        }
        let plain = word.trim_matches('\'');
        if let Some(p) = self.read.get(plain) {
            return Ok(p.clone());
        }
        // Capitals would make the network spell: it reads names with one capital, shouting it does not.
        let input = if letters > 1 && word.chars().all(|c| c.is_uppercase() || c == '\'') {
            plain.to_lowercase()
        } else {
            plain.to_owned()
        };
        let p = phones::stressed(&self.unknown.read(&input)?);
        if self.read.len() < 1000 {
            self.read.insert(plain.to_owned(), p.clone());
        }
        Ok(p)
    }

    /// The names of letters, stressed on the last.
    pub(crate) fn spelled(&self, letters: &str) -> String {
        let names: Vec<String> = letters
            .chars()
            .filter_map(|c| self.gold.get(&c.to_uppercase().to_string())?.for_tag("NNP", false).map(str::to_owned))
            .collect();
        let count = names.len();
        names
            .iter()
            .enumerate()
            .map(|(i, n)| if i + 1 < count { phones::weakened(n) } else { phones::stressed(n) })
            .collect()
    }

    /// Words whose sound depends on what follows them.
    fn little_word(&self, word: &str, tag: &str, next: Next) -> Option<String> {
        let lower = word.to_lowercase();
        let shouted = word.chars().count() > 1 && word == word.to_uppercase();
        Some(match lower.as_str() {
            "a" if tag == "DT" || word == "a" => "ɐ".to_owned(),
            "an" if !shouted => "ɐn".to_owned(),
            "am" if word == "am" && next.vowel.is_some() => "ɐm".to_owned(),
            "i" => "ˌI".to_owned(),
            "the" => if next.vowel == Some(true) { "ði" } else { "ðə" }.to_owned(),
            "to" => match next.vowel {
                Some(true) => "tʊ".to_owned(),
                Some(false) => "tə".to_owned(),
                None => "tˈu".to_owned(),
            },
            "in" if next.vowel.is_some() && tag == "IN" => "ɪn".to_owned(),
            "in" => "ˈɪn".to_owned(),
            "used" => {
                let past = matches!(tag, "VBD" | "JJ") && next.to;
                self.gold.get("used")?.for_tag(if past { "VBD" } else { "DEFAULT" }, false)?.to_owned()
            }
            _ => return None,
        })
    }

    /// From the dictionaries, directly or as a form of a word in them.
    fn known(&self, word: &str, tag: &str, next: Next) -> Option<String> {
        let lower = word.to_lowercase();
        let shouted = word.chars().count() > 1 && word == word.to_uppercase();
        let last = next.vowel.is_none();
        let find = |w: &str| {
            let entry = self.gold.get(w).or_else(|| self.silver.get(w))?;
            entry.for_tag(tag, last).map(str::to_owned)
        };
        let direct = if shouted {
            // "NASA" has its own entry, "STOP" has not.
            self.gold.get(word).and_then(|e| e.for_tag(tag, last)).map(str::to_owned).or_else(|| {
                let short_name = word.chars().count() <= 3 && tag.starts_with("NNP") && word != "THE";
                if short_name { None } else { find(&lower) }
            })
        } else {
            find(word).or_else(|| find(&lower))
        };
        if let Some(p) = direct {
            return Some(if shouted {
                p.replacen(SECONDARY, &PRIMARY.to_string(), usize::from(!p.contains(PRIMARY)))
            } else {
                p
            });
        }
        if shouted && word.chars().count() <= 4 {
            return None;
        }
        forms::stems(&lower).into_iter().find_map(|(stem, rule)| {
            let capital = word.starts_with(char::is_uppercase).then(|| find(&capitalised(&stem))).flatten();
            capital.or_else(|| find(&stem)).map(|p| rule(&p))
        })
    }
}

fn capitalised(w: &str) -> String {
    let mut c = w.chars();
    c.next().map(|f| f.to_uppercase().collect::<String>() + c.as_str()).unwrap_or_default()
}

/// Cuts "YouTube" before its second capital.
fn camel(word: &str) -> Option<(&str, &str)> {
    let mut last_lower = false;
    for (i, c) in word.char_indices() {
        if last_lower && c.is_uppercase() {
            return Some(word.split_at(i));
        }
        last_lower = c.is_lowercase();
    }
    None
}
