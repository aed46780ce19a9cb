//! Parts of speech by an averaged perceptron (Collins 2002): each feature of a word and its neighbours votes for tags.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::VoiceError;

/// Gives Penn Treebank tags to the words of a sentence.
#[derive(Debug)]
pub(crate) struct Tagger {
    tags: Vec<String>,
    /// Words with one dominant tag.
    dominant: HashMap<u64, u8>,
    /// Words that features may name; others are replaced by their shape.
    known: HashSet<u64>,
    /// Hash of a feature, its tag, its weight; sorted by hash. At 64 bits two of 80,000 features collide with a
    /// probability of 2e-10, and would only blur one vote.
    weights: Vec<(u64, u8, f32)>,
}

#[derive(serde::Deserialize)]
struct File<'a> {
    tags: Vec<String>,
    tagdict: HashMap<String, String>,
    vocab: Vec<String>,
    #[serde(borrow)]
    weights: &'a RawValue,
}

/// FNV-1a.
fn hash(parts: &[&str]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in parts.iter().flat_map(|p| p.bytes()) {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    h
}

impl Tagger {
    /// Reads the tagger's gzipped JSON.
    pub(crate) fn new(gz: &[u8]) -> Result<Self, VoiceError> {
        let bad = |e: serde_json::Error| VoiceError::model("tagger.json.gz", e);
        let json = super::unpack("tagger.json.gz", gz)?;
        let file: File = serde_json::from_slice(&json).map_err(bad)?;
        if file.tags.is_empty() || file.tags.len() > 255 {
            return Err(VoiceError::model("tagger.json.gz", "no tags"));
        }
        let number: HashMap<&str, u8> = file.tags.iter().enumerate().map(|(i, t)| (t.as_str(), i as u8)).collect();
        let dominant = file.tagdict.iter().filter_map(|(w, t)| Some((hash(&[w]), *number.get(t.as_str())?))).collect();
        let known = file.vocab.iter().map(|w| hash(&[w])).collect();
        let mut reader = serde_json::Deserializer::from_str(file.weights.get());
        let mut weights = Weights(&number).deserialize(&mut reader).map_err(bad)?;
        weights.sort_unstable_by_key(|w| (w.0, w.1));
        Ok(Self { tags: file.tags.clone(), dominant, known, weights })
    }

    /// One tag a word.
    pub(crate) fn tag(&self, words: &[&str]) -> Vec<&str> {
        let normal: Vec<String> = words
            .iter()
            .map(|w| {
                let n = normal(w);
                if self.known.contains(&hash(&[&n])) { n } else { format!("<{}>", shape(w)) }
            })
            .collect();
        let at = |i: isize| -> &str {
            match usize::try_from(i) {
                Err(_) => ["-START2-", "-START-"][usize::from(i == -1)],
                Ok(i) => normal.get(i).map_or(["-END-", "-END2-"][usize::from(i > words.len())], String::as_str),
            }
        };
        let mut out: Vec<&str> = Vec::with_capacity(words.len());
        let mut scores = vec![0f32; self.tags.len()];
        for (i, w) in words.iter().enumerate() {
            let k = i as isize;
            if let Some(t) = self.dominant.get(&hash(&[w])) {
                out.push(&self.tags[usize::from(*t)]);
                continue;
            }
            let (prev, prev2) = match i {
                0 => ("-START-", "-START2-"),
                1 => (out[0], "-START-"),
                _ => (out[i - 1], out[i - 2]),
            };
            scores.fill(0.0);
            let first = w.chars().next().map(String::from).unwrap_or_default();
            let mut vote = |parts: &[&str]| self.vote(hash(parts), &mut scores);
            vote(&["b"]);
            vote(&["s3=", last3(w)]);
            vote(&["p1=", &first]);
            vote(&["w=", at(k)]);
            vote(&["sh=", &shape(w)]);
            vote(&[if i == 0 { "i0" } else { "i+" }]);
            vote(&["t-1=", prev]);
            vote(&["t-2=", prev2]);
            vote(&["t-12=", prev, ",", prev2]);
            vote(&["w-1=", at(k - 1)]);
            vote(&["s3-1=", last3(at(k - 1))]);
            vote(&["w-2=", at(k - 2)]);
            vote(&["w+1=", at(k + 1)]);
            vote(&["s3+1=", last3(at(k + 1))]);
            vote(&["w+2=", at(k + 2)]);
            let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(j, _)| j);
            out.push(&self.tags[best]);
        }
        out
    }

    fn vote(&self, feature: u64, scores: &mut [f32]) {
        let from = self.weights.partition_point(|w| w.0 < feature);
        for (_, tag, weight) in self.weights[from..].iter().take_while(|w| w.0 == feature) {
            scores[usize::from(*tag)] += weight;
        }
    }
}

fn last3(w: &str) -> &str {
    w.char_indices().rev().nth(2).map_or(w, |(i, _)| &w[i..])
}

/// A word as features name it.
fn normal(w: &str) -> String {
    let digits = w.bytes().all(|b| b.is_ascii_digit());
    if w.contains('-') && !w.starts_with('-') {
        "!HYPHEN".to_owned()
    } else if digits && w.len() == 4 {
        "!YEAR".to_owned()
    } else if w.starts_with(|c: char| c.is_ascii_digit()) {
        "!DIGITS".to_owned()
    } else {
        w.to_lowercase()
    }
}

/// The outline of a word: case, figures, other signs.
fn shape(w: &str) -> String {
    if !w.is_empty() && w.chars().all(char::is_alphabetic) {
        let (upper, lower) = (|c: char| c.is_uppercase(), |c: char| c.is_lowercase());
        let mut rest = w.chars();
        let first = rest.next();
        if w.chars().all(lower) {
            "x".to_owned()
        } else if w.chars().all(upper) {
            if w.chars().count() > 1 { "XX".to_owned() } else { "X1".to_owned() }
        } else if first.is_some_and(upper) && rest.all(lower) {
            "Xx".to_owned()
        } else {
            "xX".to_owned()
        }
    } else if !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit()) {
        "d".to_owned()
    } else {
        let sign = |c: char| {
            if c.is_ascii_digit() {
                'd'
            } else if c.is_alphabetic() {
                'x'
            } else {
                c
            }
        };
        w.chars().take(4).map(sign).collect()
    }
}

/// Reads the weights without building an object for each feature.
struct Weights<'a>(&'a HashMap<&'a str, u8>);

impl<'de> DeserializeSeed<'de> for Weights<'_> {
    type Value = Vec<(u64, u8, f32)>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Weights<'_> {
    type Value = Vec<(u64, u8, f32)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of features")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = Vec::with_capacity(300_000);
        while let Some(feature) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let feature = hash(&[&feature]);
            map.next_value_seed(Votes { tags: self.0, feature, out: &mut out })?;
        }
        Ok(out)
    }
}

struct Votes<'a> {
    tags: &'a HashMap<&'a str, u8>,
    feature: u64,
    out: &'a mut Vec<(u64, u8, f32)>,
}

impl<'de> DeserializeSeed<'de> for Votes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Votes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of votes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((tag, weight)) = map.next_entry::<std::borrow::Cow<'de, str>, f32>()? {
            if let Some(t) = self.tags.get(tag.as_ref()) {
                self.out.push((self.feature, *t, weight));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_nouns_are_told_apart() {
        let t = Tagger::new(&crate::testing::model("hibari/tagger.json.gz")).unwrap();
        let tags = |s: &str| t.tag(&s.split(' ').collect::<Vec<_>>()).join(" ");
        assert_eq!(tags("I read it yesterday ."), "PRP VBD PRP NN .");
        assert_eq!(tags("They will record a record ."), "PRP MD VB DT NN .");
        assert!(t.tag(&[]).is_empty());
        assert_eq!(t.tag(&["", "é", "😀"]).len(), 3);
    }

    #[test]
    fn a_truncated_file_is_an_error() {
        let gz = crate::testing::model("hibari/tagger.json.gz");
        for len in [0, 100, gz.len() / 2, gz.len() - 9] {
            assert!(matches!(Tagger::new(&gz[..len]), Err(VoiceError::Model { .. })), "{len}");
        }
    }
}
