//! Which writing a script is in: the voice reads English, so Latin letters.

/// Most words that are named.
const MOST: usize = 5;
/// Longest word that is named whole, in characters.
const LONGEST: usize = 24;

/// Words with letters that the voice cannot read, as written, the first few; empty for a script that can be read.
pub(crate) fn unreadable(script: &str) -> Vec<String> {
    let foreign = |w: &&str| w.chars().any(is_foreign) && greek(w).is_none();
    let bare = |w: &str| -> String { w.trim_matches(|c: char| !c.is_alphanumeric()).chars().take(LONGEST).collect() };
    script.split_whitespace().filter(foreign).take(MOST).map(bare).collect()
}

/// Whether a letter is of another writing than Latin. Signs, emoji and combining marks are no letters.
fn is_foreign(c: char) -> bool {
    let latin = matches!(u32::from(c),
        0..=0x02ff | 0x1d00..=0x1dbf | 0x1e00..=0x1eff | 0x2070..=0x209f | 0x2100..=0x218f | 0x24b6..=0x24e9
        | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xab30..=0xab6f | 0xfb00..=0xfb06 | 0xff21..=0xff5a
        | 0x1d400..=0x1d7ff | 0x1f100..=0x1f1ff);
    c.is_alphabetic() && !latin
}

/// The name of a Greek letter that stands alone, as in formulas.
pub(crate) fn greek(word: &str) -> Option<&'static str> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut chars = bare.chars();
    let (Some(letter), None) = (chars.next(), chars.next()) else { return None };
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    GREEK.iter().find(|(l, _)| *l == lower).map(|(_, name)| *name)
}

const GREEK: [(char, &str); 24] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_writings_are_named() {
        for (script, words) in [
            ("Hello שלום, world", vec!["שלום"]),
            ("مرحبا بالعالم!", vec!["مرحبا", "بالعالم"]),
            ("Привет «мир»", vec!["Привет", "мир"]),
            ("say 你好 and こんにちは", vec!["你好", "こんにちは"]),
            ("हिन्दी", vec!["हिन्दी"]),
            ("Ελλάδα", vec!["Ελλάδα"]),
        ] {
            assert_eq!(unreadable(script), words, "{script}");
        }
        assert_eq!(unreadable(&"мир ".repeat(50)).len(), MOST);
        assert!(unreadable(&"м".repeat(5_000))[0].chars().count() <= LONGEST);
    }

    #[test]
    fn latin_letters_signs_and_emoji_can_be_read() {
        for script in [
            "naïve Ñandú Łódź",
            "ﬁne Ｈｅｌｌｏ",
            "😀👩‍👩‍👧🇩🇪 ok",
            "π ≈ 3.14 and Ω",
            "x² + ½",
            "\u{202e}a\u{200d}",
            "",
            "…",
        ] {
            assert!(unreadable(script).is_empty(), "{script}");
        }
    }
}
