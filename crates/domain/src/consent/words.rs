//! Words of a text with their places, folded so that spelling tricks do not change them.

/// A word and where it stands, in characters from the beginning of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded as by [`fold`].
    pub text: String,
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

/// A letter without its accent, in lower case; digits and signs that stand for letters as these letters. None for what
/// is no part of a word.
fn letter(c: char) -> Option<char> {
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'а' | 'А' | 'α' | 'Α' => {
            'a'
        }
        'ç' | 'Ç' | 'с' | 'С' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' | 'е' | 'Е' | 'ё' | 'Ё' | 'ε' | 'Ε' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' | 'і' | 'І' | 'ι' | 'Ι' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'о' | 'О' | 'ο' | 'Ο' => {
            'o'
        }
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ý' | 'ÿ' | 'Ý' | 'у' | 'У' => 'y',
        'р' | 'Р' => 'p',
        'х' | 'Х' => 'x',
        'ѕ' | 'Ѕ' => 's',
        // Letters of full width.
        '\u{ff21}'..='\u{ff3a}' => char::from_u32(u32::from(c) - 0xff21 + u32::from('a')).unwrap_or(c),
        '\u{ff41}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xff41 + u32::from('a')).unwrap_or(c),
        c if c.is_alphanumeric() => c.to_lowercase().next().unwrap_or(c),
        _ => return None,
    };
    Some(plain)
}

/// Whether a character is written between letters without ending the word: apostrophes, and what cannot be seen.
fn joins(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// The words of a text. Digits among letters are read as the letters that they look like ("v0te" is "vote").
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let (mut found, mut open): (Vec<Word>, Option<Word>) = (Vec::new(), None);
    for (i, c) in text.chars().enumerate() {
        match (letter(c), &mut open) {
            (Some(c), Some(word)) => {
                word.text.push(c);
                word.end = i + 1;
            }
            (Some(c), None) => open = Some(Word { text: c.to_string(), start: i, end: i + 1 }),
            (None, Some(_)) if joins(c) => {}
            (None, _) => found.extend(open.take()),
        }
    }
    found.extend(open);
    for word in &mut found {
        if word.text.chars().any(char::is_alphabetic) && word.text.chars().any(|c| c.is_ascii_digit()) {
            word.text = word.text.chars().map(unleet).collect();
        }
    }
    found
}

fn unleet(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        c => c,
    }
}

/// A text as its folded words with single spaces between them.
#[must_use]
pub fn fold(text: &str) -> String {
    words(text).into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
}

/// Where a phrase stands in a text, whole words only: pairs of the first character and the one behind the last. Endings
/// of English plurals and of "-ing" do not hide a word.
#[must_use]
pub fn find(text: &[Word], phrase: &str) -> Vec<(usize, usize)> {
    let wanted: Vec<String> = words(phrase).into_iter().map(|word| word.text).collect();
    if wanted.is_empty() || wanted.len() > text.len() {
        return Vec::new();
    }
    let fits = |window: &[Word]| window.iter().zip(&wanted).all(|(word, wanted)| same(&word.text, wanted));
    text.windows(wanted.len())
        .filter(|window| fits(window))
        .filter_map(|window| Some((window.first()?.start, window.last()?.end)))
        .collect()
}

/// Whether a word is another one, or a plain form of it.
#[must_use]
pub fn same(word: &str, wanted: &str) -> bool {
    word == wanted
        || word.strip_prefix(wanted).is_some_and(|end| matches!(end, "s" | "es" | "ing" | "ed" | "d" | "er" | "ers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_places() {
        let found = words("Née, don't v0te 4 us");
        let texts: Vec<&str> = found.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["nee", "dont", "vote", "4", "us"]);
        assert_eq!((found[1].start, found[1].end), (5, 10));
    }

    #[test]
    fn tricks_of_spelling_do_not_hide_a_word() {
        for text in ["politics", "POLITICS", "pol\u{200b}itics", "p0l1tics", "роlitiсs", "ｐolitics", "po\u{301}litics"]
        {
            assert_eq!(find(&words(text), "politics").len(), 1, "{text}");
        }
        for text in ["political", "polit ics", "geopolitics"] {
            assert_eq!(find(&words(text), "politics").len(), 0, "{text}");
        }
    }

    #[test]
    fn phrases_are_found_as_whole_words() {
        let text = words("We sold red hats, then a red hat.");
        assert_eq!(find(&text, "Red hat"), [(8, 16), (25, 32)]);
        assert!(find(&text, "").is_empty());
    }
}
