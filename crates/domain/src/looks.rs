//! What looks like something else: handles that pass for one another, and names with letters that nobody sees or that
//! pass for those of another script. By Unicode Technical Standard 39 (Unicode Security Mechanisms).
//!
//! Apart from the types of [`crate::text`]: those also read what was taken long ago, and what every page shows.

use unicode_security::{MixedScript, skeleton};

use crate::text::{DisplayName, Handle};

/// Why a name cannot be taken. The message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A character that has no shape, or turns the direction of the text.
    #[error("the name has a character that cannot be seen ({}), remove it", point(.found))]
    Invisible {
        /// Which.
        found: char,
    },
    /// A word of letters that pass for each other.
    #[error("\"{word}\" mixes letters of several scripts, which look alike: write it in one")]
    MixedScripts {
        /// Which.
        word: String,
    },
}

/// A code point as Unicode writes it: `U+202E`.
fn point(c: &char) -> String {
    format!("U+{:04X}", u32::from(*c))
}

impl NameError {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Invisible { .. } => "invisible",
            Self::MixedScripts { .. } => "mixed_scripts",
        }
    }
}

/// What a handle looks like: two handles that look alike have one skeleton. That of UTS 39 (section 4), to which an
/// underscore adds nothing, nor whether two narrow strokes are one wide one.
#[must_use]
pub fn look(handle: &Handle) -> String {
    let once: String = skeleton(handle.as_str()).collect();
    once.to_lowercase().replace('_', "").replace("vv", "w")
}

/// Whether a name can be taken by somebody now.
///
/// # Errors
/// [`NameError`].
pub fn check(name: &DisplayName) -> Result<(), NameError> {
    let letters: Vec<char> = name.as_str().chars().collect();
    for (at, &found) in letters.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).and_then(|at| letters.get(at)), letters.get(at + 1));
        if is_hidden(found) && !joins(found, before.copied(), after.copied()) {
            return Err(NameError::Invisible { found });
        }
    }
    for word in name.as_str().split(|c: char| !c.is_alphanumeric() && !is_mark(c)) {
        if !one_script(word) {
            return Err(NameError::MixedScripts { word: word.to_owned() });
        }
    }
    Ok(())
}

/// Whether a character has no shape of its own: zero width, or a control of direction (UAX 9), of format or of layout.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a hidden character has work to do where it stands: joiners between letters of scripts that need them (RFC 5892,
/// appendix A) and between emoji, and the sign that asks for the colours of an emoji.
fn joins(c: char, before: Option<char>, after: Option<char>) -> bool {
    // Arabic to Khmer: the scripts whose letters join.
    let joined =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{600}'..='\u{17ff}') && (c.is_alphabetic() || is_mark(c)));
    let emoji = |c: Option<char>| c.is_some_and(|c| c >= '\u{2190}' && !c.is_alphanumeric());
    match c {
        '\u{200c}' => joined(before) && joined(after),
        '\u{200d}' => joined(before) && joined(after) || emoji(before) && emoji(after),
        '\u{fe0f}' => emoji(before) || before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '#' | '*' | '©' | '®')),
        _ => false,
    }
}

/// Whether a character belongs to the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93c}'..='\u{94f}')
}

/// Whether a word is of one script, or of Latin letters among Chinese, Japanese or Korean ones: "highly restrictive" of
/// UTS 39 (section 5.2), but for characters of which only identifiers are kept free.
fn one_script(word: &str) -> bool {
    if word.is_single_script() {
        return true;
    }
    let rest: String = word.chars().filter(|c| !is_latin(*c)).collect();
    let of_rest = rest.as_str().resolve_script_set();
    !of_rest.is_empty() && (of_rest.hanb || of_rest.jpan || of_rest.kore)
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        let look = |text: &str| look(&text.parse().unwrap());
        look(a) == look(b)
    }

    #[test]
    fn handles_that_look_alike_have_one_look() {
        for (a, b) in [
            ("bernard", "bemard"),
            ("foo_bar", "f00bar"),
            ("alice", "a1ice"),
            ("lola", "l01a"),
            ("ana", "ana_"),
            ("ana", "a__n_a"),
            ("vvilma", "wilma"),
            ("mo_0", "rnoo"),
        ] {
            assert!(alike(a, b), "{a} {b}");
        }
        for (a, b) in [("ana", "anna"), ("ana", "ana2"), ("tim", "tin"), ("ben", "bem"), ("kai", "kaj"), ("mia", "nia")]
        {
            assert!(!alike(a, b), "{a} {b}");
        }
    }

    /// What has a look of its own keeps it: nobody is refused a handle for a letter that passes for none.
    #[test]
    fn only_these_characters_of_handles_pass_for_others() {
        let changed = |c: &char| {
            let handle = format!("xx{c}xx");
            look(&handle.parse().unwrap()) != handle
        };
        let other: Vec<char> = ('a'..='z').chain('0'..='9').filter(changed).collect();
        assert_eq!(other, ['m', '0', '1']);
    }

    #[track_caller]
    fn refused(name: &str, rule: Option<&str>) {
        let found = check(&name.parse().unwrap());
        assert_eq!(found.as_ref().err().map(NameError::rule), rule, "{name:?} {found:?}");
    }

    #[test]
    fn what_cannot_be_seen_is_no_part_of_a_name() {
        for c in [
            '\u{200b}',
            '\u{200d}',
            '\u{200f}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{ad}',
            '\u{34f}',
            '\u{3164}',
            '\u{e0041}',
            '\u{fe01}',
        ] {
            for name in [format!("An{c}a"), format!("{c}Ana b"), format!("a Ana{c} b")] {
                refused(&name, Some("invisible"));
            }
        }
        let words = check(&"A\u{202e}na".parse().unwrap()).unwrap_err().to_string();
        assert!(words.contains("U+202E") && words.ends_with("remove it"), "{words}");
        // Where it has work to do it stays: emoji of several parts, Persian, Hindi.
        for name in [
            "Ana 👩\u{200d}🚀",
            "Ana 🏳\u{fe0f}\u{200d}🌈",
            "Ana ❤\u{fe0f}",
            "1\u{fe0f}\u{20e3} Ana",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
        ] {
            refused(name, None);
        }
    }

    #[test]
    fn a_word_is_of_one_script() {
        // Cyrillic а, Greek ο, Cyrillic Ве, Armenian օ, Cherokee Ꭺ.
        for name in ["Аna", "Bοb", "Веn Smith", "Jօhn", "Ꭺna", "Pаypаl", "O'Вrien"] {
            refused(name, Some("mixed_scripts"));
        }
        for name in [
            "Ana",
            "Ana-María O'Brien",
            "Zoë Ångström",
            "Анна",
            "Анна (Anna)",
            "Ελένη",
            "נועה",
            "علي",
            "日本 太郎",
            "たろう",
            "Tシャツ",
            "김민준",
            "BTS팬",
            "प्रिया",
            "ანა",
            "Nguyễn Văn",
            "R2D2",
            "Ben 👋",
            "李X",
            "Ana No. 5",
            "e\u{301}va",
            "☆ Mia ☆",
        ] {
            refused(name, None);
        }
    }
}
