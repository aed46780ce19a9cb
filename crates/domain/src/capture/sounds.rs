//! How the words of the challenge sound, and how far two strings of phones are apart.

use super::words::WORDS;

/// How each of [`WORDS`] sounds, in the same order: one character a phone, as the voice's lexicon gives them and the
/// recogniser tells them apart (reduced vowels are `ə` and `ɪ`, a vowel before r that is one sound with it is `ɚ`, a
/// flap is `t`).
pub const SOUNDS: [&str; 48] = [
    "ʌmbɹɛlə",
    "ʧɑkələt",
    "ədvɛnʧɚ",
    "spəɡɛti",
    "bʌtɚflI",
    "kæləndɚ",
    "dInəsɔɹ",
    "ɛləfənt",
    "fæntæstɪk",
    "ɡæsəlin",
    "hɑlədA",
    "ɪnstɹəmənt",
    "kæŋɡɚu",
    "lɛmənAd",
    "mæɡəzin",
    "nOtbʊk",
    "ɑktəpəs",
    "pɛŋɡwən",
    "kwɛsʧən",
    "kɹɑkədIl",
    "sændwɪʧ",
    "təmɑɹO",
    "junəvɚs",
    "vənɪlə",
    "wɔtɚfɔl",
    "əlɛktɹɪk",
    "tuθbɹʌʃ",
    "bɹɑkɑli",
    "sɪnəmən",
    "dIəmənd",
    "ɛnɚʤi",
    "fIɚwɚk",
    "hɛləkɑptɚ",
    "hæmbɚɡɚ",
    "ɪmpɔɹtənt",
    "ʤɛlifɪʃ",
    "lIbɹɛɹi",
    "mWntən",
    "nOvɛmbɚ",
    "ɔɹkəstɹə",
    "pInæpəl",
    "kwɑləti",
    "ɹɛstɚənt",
    "sætɚdA",
    "tɹIæŋɡəl",
    "vɑlkAnO",
    "skIskɹApɚ",
    "fɛstəvəl",
];

/// Phones that are looked at in one word; what comes after them counts as too much.
const MOST_PHONES: usize = 40;

/// Consonants that are often taken for one another.
const KIN: [&str; 9] = ["bpv", "dtðθ", "kɡ", "szʃʒ", "ʧʤʃtd", "mnŋ", "fvθ", "ɹlw", "wu"];

fn is_vowel(c: char) -> bool {
    "AIOWYaiuæɑɔəɛɪʊʌɚ".contains(c)
}

/// What it costs to take one phone for another, 0 to 1.
fn mistaken(a: char, b: char) -> f32 {
    if a == b {
        0.0
    } else if (is_vowel(a) && is_vowel(b)) || KIN.iter().any(|k| k.contains(a) && k.contains(b)) {
        0.4
    } else {
        1.0
    }
}

/// What it costs to leave a phone out or to hear one more: unstressed vowels come and go.
fn dropped(c: char) -> f32 {
    if matches!(c, 'ə' | 'ɪ') { 0.5 } else { 0.8 }
}

/// Edits (Levenshtein, weighted by how alike phones are) that turn one string of phones into another, over the length
/// of the longer: 0 is equal, 1 has nothing in common.
#[must_use]
pub fn distance(a: &str, b: &str) -> f32 {
    let b: Vec<char> = b.chars().take(MOST_PHONES).collect();
    let mut row = vec![0.0];
    for c in &b {
        row.push(row.last().copied().unwrap_or(0.0) + dropped(*c));
    }
    let mut length = 0;
    for c in a.chars().take(MOST_PHONES) {
        length += 1;
        let mut next = vec![row.first().copied().unwrap_or(0.0) + dropped(c)];
        for (d, pair) in b.iter().zip(row.windows(2)) {
            let left = next.last().copied().unwrap_or(0.0);
            let [diagonal, up] = pair else { continue };
            next.push((diagonal + mistaken(c, *d)).min(up + dropped(c)).min(left + dropped(*d)));
        }
        row = next;
    }
    let longer = b.len().max(length);
    if longer == 0 { 0.0 } else { row.last().copied().unwrap_or(0.0) / longer as f32 }
}

/// The phones of one of [`WORDS`].
#[must_use]
pub(super) fn sounds_of(word: &str) -> Option<&'static str> {
    WORDS.iter().position(|w| w.eq_ignore_ascii_case(word)).and_then(|k| SOUNDS.get(k).copied())
}

/// The word of [`WORDS`] that some phones are nearest to, and how far they are from it.
#[must_use]
pub fn nearest_word(phones: &str) -> Option<(&'static str, f32)> {
    WORDS
        .into_iter()
        .zip(SOUNDS)
        .map(|(word, sounds)| (word, distance(phones, sounds)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_phones_are_at_zero_and_unrelated_ones_far() {
        assert_eq!(distance("kɑt", "kɑt"), 0.0);
        assert_eq!(distance("", ""), 0.0);
        assert!((distance("pɪt", "bɪt") - 0.4 / 3.0).abs() < 1e-6);
        assert!(distance("ʌmbɹɛlə", "sætɚdA") > 0.5);
        assert!(distance("", "sæt") > 0.7 && distance("sæt", "") > 0.7);
        assert!((distance("kæt", "bɪtɚ") - distance("bɪtɚ", "kæt")).abs() < 1e-6);
    }

    #[test]
    fn the_words_of_the_challenge_are_far_from_one_another() {
        let mut nearest = (f32::INFINITY, "", "");
        for (i, a) in SOUNDS.iter().enumerate() {
            for (j, b) in SOUNDS.iter().enumerate().skip(i + 1) {
                let d = distance(a, b);
                if d < nearest.0 {
                    nearest = (d, WORDS[i], WORDS[j]);
                }
            }
        }
        eprintln!("least distance of two words: {:.2}, {} and {}", nearest.0, nearest.1, nearest.2);
        assert!(nearest.0 >= LEAST_DISTANCE, "{nearest:?}");
    }

    #[test]
    fn each_word_has_six_phonemes() {
        for (word, sounds) in WORDS.iter().zip(SOUNDS) {
            // A vowel that is one sound with its r counts as two phonemes.
            let phonemes = sounds.chars().count() + sounds.matches('ɚ').count();
            assert!(phonemes >= 6, "{word}: {phonemes}");
            assert_eq!(nearest_word(sounds), Some((*word, 0.0)));
        }
    }

    /// Two words of the challenge differ in more than a third of their sounds.
    const LEAST_DISTANCE: f32 = 0.35;
}
