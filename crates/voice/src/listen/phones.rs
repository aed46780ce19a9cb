//! The recogniser's alphabet against the voice's.

/// Number of outputs of the recogniser.
pub(crate) const CLASSES: usize = 191;
/// The recogniser's blank.
pub(crate) const BLANK: usize = 190;

/// What the recogniser writes between two words.
pub(crate) const BETWEEN: usize = 189;

/// The recogniser's classes for a phone of the voice, the exact one first. The others are what it writes for the same
/// sound in other accents and in fast or distant speech; each costs a little more.
pub(crate) fn classes(phone: char) -> &'static [usize] {
    match phone {
        'A' => &[16, 14, 91],           // eɪ e ɛ
        'I' => &[8, 7],                 // aɪ a
        'O' => &[34, 33, 83],           // oʊ o ɔ
        'W' => &[9, 7],                 // aʊ a
        'Y' => &[84],                   // ɔɪ
        'a' => &[7, 80],                // a ɑ
        'i' => &[20, 101],              // i ɪ
        'u' => &[48, 123, 122],         // u ʊ ʉ
        'æ' => &[66, 91, 7],            // æ ɛ a
        'ɑ' => &[80, 83, 7, 81, 125],   // ɑ ɔ a ɒ ʌ
        'ɐ' => &[89, 125, 79],          // ə ʌ ɐ
        'ɔ' => &[83, 80, 33, 34, 81],   // ɔ ɑ o oʊ ɒ
        'ə' => &[89, 101, 125, 79, 91], // ə ɪ ʌ ɐ ɛ
        'ɛ' => &[91, 14, 101, 66],      // ɛ e ɪ æ
        'ɜ' => &[93, 92, 90],           // ɝ ɜ ɚ
        'ɪ' => &[101, 20, 89],          // ɪ i ə
        'ʊ' => &[123, 48, 89],          // ʊ u ə
        'ʌ' => &[125, 89, 79, 80],      // ʌ ə ɐ ɑ
        'ᵊ' => &[89, 125, 101],         // ə ʌ ɪ
        'ᵻ' => &[101, 89, 20],          // ɪ ə i
        'b' => &[10, 35],               // b p
        'd' => &[12, 41],               // d t
        'f' => &[17],                   // f
        'h' => &[19, 99],               // h ɦ
        'j' => &[21],                   // j
        'k' => &[27, 18, 95, 28],       // k g ɡ kʰ
        'l' => &[30, 103],              // l ɫ
        'm' => &[31],                   // m
        'n' => &[32],                   // n
        'p' => &[35, 10, 36],           // p b pʰ
        's' => &[39, 57],               // s z
        't' => &[41, 12, 116, 42],      // t d ɾ tʰ
        'v' => &[49, 17],               // v f
        'w' => &[50],                   // w
        'z' => &[57, 39],               // z s
        'ð' => &[69, 12],               // ð d
        'ŋ' => &[75, 32],               // ŋ n
        'ɡ' => &[18, 95, 27],           // g ɡ k
        'ɹ' => &[113, 38, 114],         // ɹ r ɻ
        'ʃ' => &[120],                  // ʃ
        'ʒ' => &[130, 120],             // ʒ ʃ
        'ʤ' => &[13],                   // d͡ʒ
        'ʧ' => &[47],                   // t͡ʃ
        'θ' => &[173, 17, 41],          // θ f t
        'T' => &[41, 12, 116],          // t d ɾ
        'ɚ' => &[93, 90, 89, 113],      // ɝ ɚ ə ɹ
        _ => &[],
    }
}

/// Phones as the recogniser writes them: a reduced vowel before r is one sound (`ɚ`).
pub(crate) fn merged(phones: &[String]) -> Vec<char> {
    let symbols: Vec<char> = phones.iter().filter_map(|p| p.chars().next()).collect();
    let mut out = Vec::with_capacity(symbols.len());
    let mut i = 0;
    while i < symbols.len() {
        if matches!(symbols[i], 'ə' | 'ɜ') && symbols.get(i + 1) == Some(&'ɹ') {
            out.push('ɚ');
            i += 2;
        } else {
            if !classes(symbols[i]).is_empty() {
                out.push(symbols[i]);
            }
            i += 1;
        }
    }
    out
}

/// Phones of the voice, each before others that share its class.
const LETTERS: &str = "AIOWYaiuæɑɔəɚɛɪʊʌbdfhjklmnpstvwzðŋɡɹʃʒʤʧθ";

/// A phone in the alphabet of [`domain::capture::SOUNDS`].
#[cfg(test)]
pub(crate) fn letter(phone: char) -> char {
    match phone {
        'ɐ' | 'ᵊ' => 'ə',
        'ᵻ' => 'ɪ',
        'ɜ' => 'ɚ',
        'T' => 't',
        other => other,
    }
}

/// The same for one of the recogniser's classes; `?` for sounds that English does not have.
pub(crate) fn class_letter(class: usize) -> char {
    let at = |place: usize| LETTERS.chars().find(|p| classes(*p).get(place) == Some(&class));
    (0..5).find_map(at).unwrap_or('?')
}

/// What a path through the recogniser's classes, one a frame, spells (Graves et al. 2006): repeats once, no blanks.
pub(crate) fn spelled(path: &[usize]) -> String {
    let mut out = String::new();
    let mut last = BLANK;
    for class in path {
        if *class != last && *class != BLANK {
            out.push(class_letter(*class));
        }
        last = *class;
    }
    out.replace("əɹ", "ɚ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_spelled_without_repeats_and_blanks() {
        let b = BLANK;
        assert_eq!(spelled(&[b, 27, 27, b, 66, 66, 41, b, 41, b]), "kætt");
        assert_eq!(spelled(&[89, 113, b, 16, 0]), "ɚA?");
        for p in LETTERS.chars() {
            let own = classes(p).first().copied().map(class_letter);
            assert_eq!(own, Some(p), "{p}");
        }
    }

    #[test]
    fn the_table_of_sounds_is_what_the_lexicon_says() {
        let mut speaker = crate::testing::speaker();
        for (word, sounds) in domain::capture::WORDS.iter().zip(domain::capture::SOUNDS) {
            let phones = speaker.phones_of(word).unwrap();
            assert!(phones.len() >= 6, "{word}: {phones:?}");
            let own: String = merged(&phones).into_iter().map(letter).collect();
            assert_eq!(own, sounds, "{word}");
        }
    }
}
