//! Which letters can be drawn: accents put together, letters that the font lacks written as their plain form, the rest
//! named.

/// Combining marks with the letters that carry them and what the two are together.
const JOINED: [(char, &str, &str); 7] = [
    ('\u{300}', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
    ('\u{301}', "AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
    ('\u{302}', "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
    ('\u{303}', "ANOano", "ÃÑÕãñõ"),
    ('\u{308}', "AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
    ('\u{30a}', "Aa", "Åå"),
    ('\u{327}', "Cc", "Çç"),
];

/// Latin letters beyond the font, and the letters that stand for them.
const PLAIN: [(&str, &str); 31] = [
    ("ĀĄǍ", "A"),
    ("āąǎ", "a"),
    ("ĆČĈĊ", "C"),
    ("ćčĉċ", "c"),
    ("ĎĐ", "D"),
    ("ďđ", "d"),
    ("ĒĖĘĚẼ", "E"),
    ("ēėęěẽ", "e"),
    ("ĞĢĜ", "G"),
    ("ğģĝ", "g"),
    ("ĪĮİĨ", "I"),
    ("īįĩ", "i"),
    ("ĶŁĻĽ", "L"),
    ("łļľ", "l"),
    ("ķ", "k"),
    ("ŃŅŇ", "N"),
    ("ńņň", "n"),
    ("ŌŐ", "O"),
    ("ōő", "o"),
    ("ŔŘ", "R"),
    ("ŕř", "r"),
    ("ŚŞŠȘ", "S"),
    ("śşšș", "s"),
    ("ŢŤȚ", "T"),
    ("ţťț", "t"),
    ("ŪŮŰŲŨ", "U"),
    ("ūůűųũ", "u"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("\u{2011}\u{2010}", "-"),
    ("\u{a0}\u{202f}\u{2009}", " "),
];

/// A text as it can be drawn, and what of it cannot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Drawable {
    pub(crate) text: String,
    /// Letters and digits without a form in the font.
    pub(crate) letters: usize,
    /// Signs, pictures among them, without a form in the font.
    pub(crate) signs: usize,
}

/// Sorts the characters of a text; `has` says whether the font has one.
pub(crate) fn drawable(text: &str, has: impl Fn(char) -> bool) -> Drawable {
    let mut out = Drawable::default();
    for c in text.chars() {
        if let Some(joined) = out.text.chars().last().and_then(|base| join(base, c)) {
            out.text.pop();
            out.text.push(joined);
        } else if invisible(c) {
            // Marks, selectors and joiners show nothing by themselves.
        } else if has(c) {
            out.text.push(c);
        } else if let Some((_, plain)) = PLAIN.iter().find(|(many, _)| many.contains(c)) {
            out.text.push_str(plain);
        } else if c.is_alphanumeric() {
            out.letters += 1;
        } else {
            out.signs += 1;
        }
    }
    out
}

fn join(base: char, mark: char) -> Option<char> {
    let (_, bases, joined) = JOINED.iter().find(|(m, _, _)| *m == mark)?;
    joined.chars().nth(bases.chars().position(|b| b == base)?)
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e007f}' | '\u{feff}')
        || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Font;

    #[track_caller]
    fn check(text: &str, drawn: &str, letters: usize, signs: usize) {
        let font = Font::bundled();
        assert_eq!(drawable(text, |c| font.has(c)), Drawable { text: drawn.into(), letters, signs });
    }

    #[test]
    fn letters_are_joined_made_plain_or_counted() {
        check("café", "café", 0, 0);
        check("cafe\u{301} n\u{303}u", "café ñu", 0, 0);
        check("Łódź, Dvořák", "Lódz, Dvorák", 0, 0);
        check("x\u{30c}", "x", 0, 0);
        check("привет", "", 6, 0);
        check("漢字 ok", " ok", 2, 0);
        check("wow 👩🏽‍🚀❤️!", "wow !", 0, 3);
        check("\u{202e}abc\u{7}", "abc", 0, 0);
    }
}
