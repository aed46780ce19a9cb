//! The phoneme alphabet of the voice.
//!
//! One character a phoneme, after the Kokoro family's US English inventory:
//! - vowels `a i u æ ɑ ɐ ɔ ə ɛ ɜ ɪ ʊ ʌ ᵊ ᵻ` (`ᵊ` and `ᵻ` are reduced, `ɜɹ` is the vowel of *bird*);
//! - diphthongs `A` (*day*), `I` (*my*), `O` (*go*), `W` (*now*), `Y` (*boy*);
//! - affricates `ʤ` (*jam*), `ʧ` (*chip*);
//! - consonants `b d f h j k l m n p s t v w z ð ŋ ɡ ɹ ʃ ʒ θ`, and `T`, the flap of *water*;
//! - `ˈ` and `ˌ` stand before the vowel of a stressed syllable.

/// Primary stress.
pub(crate) const PRIMARY: char = 'ˈ';
/// Secondary stress.
pub(crate) const SECONDARY: char = 'ˌ';

/// Whether a symbol is a vowel or a diphthong.
pub(crate) fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'A' | 'I'
            | 'O'
            | 'Q'
            | 'W'
            | 'Y'
            | 'a'
            | 'i'
            | 'u'
            | 'æ'
            | 'ɑ'
            | 'ɐ'
            | 'ɒ'
            | 'ɔ'
            | 'ə'
            | 'ɛ'
            | 'ɜ'
            | 'ɪ'
            | 'ʊ'
            | 'ʌ'
            | 'ᵊ'
            | 'ᵻ'
    )
}

/// Whether a symbol is a consonant.
pub(crate) fn is_consonant(c: char) -> bool {
    matches!(
        c,
        'b' | 'd'
            | 'f'
            | 'h'
            | 'j'
            | 'k'
            | 'l'
            | 'm'
            | 'n'
            | 'p'
            | 's'
            | 't'
            | 'v'
            | 'w'
            | 'z'
            | 'ð'
            | 'ŋ'
            | 'ɡ'
            | 'ɹ'
            | 'ɾ'
            | 'T'
            | 'ʃ'
            | 'ʒ'
            | 'ʤ'
            | 'ʧ'
            | 'θ'
            | 'ʔ'
    )
}

/// Whether a symbol is a phone (not stress, a pause or a space).
pub(crate) fn is_phone(c: char) -> bool {
    is_vowel(c) || is_consonant(c)
}

/// Gives a word without stress primary stress on its first full vowel.
pub(crate) fn stressed(phones: &str) -> String {
    if phones.contains([PRIMARY, SECONDARY]) {
        return phones.to_owned();
    }
    let full = |c: char| is_vowel(c) && !matches!(c, 'ə' | 'ᵊ' | 'ᵻ' | 'ɐ');
    match phones.find(full).or_else(|| phones.find(is_vowel)) {
        Some(at) => format!("{}{PRIMARY}{}", &phones[..at], &phones[at..]),
        None => phones.to_owned(),
    }
}

/// Lowers primary stress to secondary.
pub(crate) fn weakened(phones: &str) -> String {
    if phones.contains(PRIMARY) { phones.replace(SECONDARY, "").replace(PRIMARY, "ˌ") } else { phones.to_owned() }
}
