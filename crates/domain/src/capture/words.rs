//! The words that a visitor is asked to say, and the decision whether they were said.

use super::sounds::{distance, nearest_word, sounds_of};
use super::voices::one_voice;

/// The words from which a capture's three are drawn: at least six phonemes each, common, easy to say, far from one
/// another in sound.
pub const WORDS: [&str; 48] = [
    "umbrella",
    "chocolate",
    "adventure",
    "spaghetti",
    "butterfly",
    "calendar",
    "dinosaur",
    "elephant",
    "fantastic",
    "gasoline",
    "holiday",
    "instrument",
    "kangaroo",
    "lemonade",
    "magazine",
    "notebook",
    "octopus",
    "penguin",
    "question",
    "crocodile",
    "sandwich",
    "tomorrow",
    "universe",
    "vanilla",
    "waterfall",
    "electric",
    "toothbrush",
    "broccoli",
    "cinnamon",
    "diamond",
    "energy",
    "firework",
    "helicopter",
    "hamburger",
    "important",
    "jellyfish",
    "library",
    "mountain",
    "november",
    "orchestra",
    "pineapple",
    "quality",
    "restaurant",
    "saturday",
    "triangle",
    "volcano",
    "skyscraper",
    "festival",
];

/// A word is not accepted if what was heard is farther than this from how it sounds: 4 of 240 words of five synthesised
/// voices are, and 12 with noise 20 dB below them.
const FARTHEST_SOUND: f32 = 0.75;
/// Nor if fewer phones than this were heard: nothing is about as far from every word.
const LEAST_PHONES: usize = 3;
/// All words together may be farther from how they sound than from their nearest words of the list by this. Of the
/// 240 words 61 are nearer to another word, most by very little.
const MOST_NEARER: f32 = 0.3;
/// What was heard is another word of the draw if it is as near to it as this.
const ANOTHER_SOUND: f32 = 0.6;
/// Shortest and longest that one word takes to say, in milliseconds.
const WORD_MS: std::ops::RangeInclusive<u32> = 150..=2_500;
/// Longest that all of them take, from the first's beginning to the last's end.
const MOST_MS: u32 = 30_000;
/// Neighbours may overlap by this: their borders are estimates.
const OVERLAP_MS: u32 = 80;

/// One word as a device heard it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardWord {
    /// Which.
    pub word: String,
    /// Whether the device takes it for said.
    pub said: bool,
    /// Where it begins in the recording, in milliseconds.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
    /// What was recognised there, in the alphabet of [`super::SOUNDS`].
    pub phones: String,
    /// Measures of the voice: see [`one_voice`].
    pub voice: Vec<f32>,
}

/// Why words are not taken for said. `rule` is stable for programs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordFlaw {
    /// A word is missing, was not drawn, or does not sound like itself.
    #[error("\"{0}\" was not heard. Say the words one by one, clearly.")]
    NotSaid(String),
    /// The words are those that were drawn, in another order.
    #[error("The words came in another order. Say them in the order in which they are shown.")]
    Order,
    /// Not one voice said them all.
    #[error("More than one voice said the words. Say all of them yourself.")]
    TwoVoices,
    /// Nobody speaks at such times.
    #[error("The times of the words cannot be right. Record them again.")]
    Times,
}

impl WordFlaw {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotSaid(_) => "words",
            Self::Order => "word_order",
            Self::TwoVoices => "two_voices",
            Self::Times => "word_times",
        }
    }
}

/// Whether the drawn words were said: these words in this order, at times at which people speak, sounding like
/// themselves rather than like other words of [`WORDS`], and by one voice.
///
/// # Errors
/// The first flaw that is found.
pub fn judge_words(drawn: &[String], heard: &[HeardWord]) -> Result<(), WordFlaw> {
    let key = |w: &str| w.to_ascii_lowercase();
    let (asked, told): (Vec<String>, Vec<String>) =
        (drawn.iter().map(|w| key(w)).collect(), heard.iter().map(|h| key(&h.word)).collect());
    if asked != told {
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        if sorted(asked.clone()) == sorted(told.clone()) {
            return Err(WordFlaw::Order);
        }
        let missing = asked.iter().find(|w| !told.contains(w)).or(asked.first());
        return Err(WordFlaw::NotSaid(missing.cloned().unwrap_or_default()));
    }
    if let Some(word) = heard.iter().find(|h| !h.said) {
        return Err(WordFlaw::NotSaid(word.word.clone()));
    }
    times(heard)?;
    sounds(heard, &told)?;
    let voices: Vec<Vec<f32>> = heard.iter().map(|h| h.voice.clone()).collect();
    if one_voice(&voices) { Ok(()) } else { Err(WordFlaw::TwoVoices) }
}

fn times(heard: &[HeardWord]) -> Result<(), WordFlaw> {
    let lengths = heard.iter().all(|h| WORD_MS.contains(&h.end_ms.saturating_sub(h.start_ms)));
    let order = heard
        .iter()
        .zip(heard.iter().skip(1))
        .all(|(a, b)| b.start_ms > a.start_ms && a.end_ms <= b.start_ms.saturating_add(OVERLAP_MS));
    let whole = heard.first().zip(heard.last()).is_none_or(|(a, z)| z.end_ms.saturating_sub(a.start_ms) <= MOST_MS);
    if lengths && order && whole { Ok(()) } else { Err(WordFlaw::Times) }
}

/// Whether the words sound like themselves, or else like which: another of the drawn, or none of them.
fn sounds(heard: &[HeardWord], drawn: &[String]) -> Result<(), WordFlaw> {
    let (mut total, mut worst) = (0.0, (f32::NEG_INFINITY, None));
    for h in heard {
        let flaw = || WordFlaw::NotSaid(h.word.clone());
        let own = distance(&h.phones, sounds_of(&h.word).ok_or_else(flaw)?);
        let (nearest, least) = nearest_word(&h.phones).ok_or_else(flaw)?;
        let nearer = own - least;
        let another =
            least <= ANOTHER_SOUND && !nearest.eq_ignore_ascii_case(&h.word) && drawn.iter().any(|d| d == nearest);
        let flaw = || if another { WordFlaw::Order } else { flaw() };
        if own > FARTHEST_SOUND || h.phones.chars().take(LEAST_PHONES).count() < LEAST_PHONES {
            return Err(flaw());
        }
        total += nearer;
        if nearer > worst.0 {
            worst = (nearer, Some(flaw()));
        }
    }
    match worst.1 {
        Some(flaw) if total > MOST_NEARER => Err(flaw),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::MEASURES;

    fn drawn() -> Vec<String> {
        ["umbrella", "volcano", "saturday"].map(str::to_owned).to_vec()
    }

    fn said(words: &[String]) -> Vec<HeardWord> {
        let word = |(k, w): (usize, &String)| HeardWord {
            word: w.clone(),
            said: true,
            start_ms: 400 + 900 * k as u32,
            end_ms: 1_000 + 900 * k as u32,
            phones: sounds_of(w).unwrap().to_owned(),
            voice: [vec![4.8], vec![0.5; MEASURES - 1]].concat(),
        };
        words.iter().enumerate().map(word).collect()
    }

    #[track_caller]
    fn refused(rule: &str, change: impl FnOnce(&mut Vec<HeardWord>)) {
        let mut heard = said(&drawn());
        change(&mut heard);
        assert_eq!(judge_words(&drawn(), &heard).map_err(|f| f.rule()), Err(rule));
    }

    #[test]
    fn the_drawn_words_pass() {
        assert_eq!(judge_words(&drawn(), &said(&drawn())), Ok(()));
        let mut mumbled = said(&drawn());
        mumbled[1].phones = "vɔkɛnə".to_owned();
        assert_eq!(judge_words(&drawn(), &mumbled), Ok(()));
    }

    #[test]
    fn words_that_were_not_said_are_refused() {
        refused("words", |h| h[1].said = false);
        refused("words", |h| h[1].phones = "pɛŋɡwən".to_owned());
        refused("words", |h| h[2].phones.clear());
        refused("words", |h| h[2].phones = "x".repeat(100_000));
        refused("words", |h| h[0].word = "penguin".to_owned());
        refused("words", |h| h.truncate(2));
        refused("words", Vec::clear);
        refused("words", |h| h.push(h[0].clone()));
    }

    #[test]
    fn another_order_is_told_from_words_that_are_missing() {
        refused("word_order", |h| h.swap(0, 2));
        // Named in the order of the draw, but sounding like another.
        refused("word_order", |h| {
            let first = h[0].phones.clone();
            h[0].phones = std::mem::replace(&mut h[1].phones, first);
        });
    }

    #[test]
    fn times_at_which_nobody_speaks_are_refused() {
        refused("word_times", |h| h[1].start_ms = h[0].start_ms);
        refused("word_times", |h| h[0].end_ms = h[0].start_ms);
        refused("word_times", |h| h[1].end_ms = h[1].start_ms + 60);
        refused("word_times", |h| h[2].end_ms = u32::MAX);
        refused("word_times", |h| h[0].end_ms = h[1].end_ms);
        refused("word_times", |h| {
            h[2].start_ms += 60_000;
            h[2].end_ms += 60_000;
        });
    }

    #[test]
    fn another_voice_for_one_word_is_refused() {
        refused("two_voices", |h| h[2].voice[0] += 1.0);
        refused("two_voices", |h| h[1].voice[1..].fill(-2.5));
        refused("two_voices", |h| h[2].voice.clear());
        refused("two_voices", |h| h[2].voice[4] = f32::NAN);
    }
}
