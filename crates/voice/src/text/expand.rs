//! How a unit of the script is read aloud, given its neighbours.

use super::Piece;
use super::numbers;
use super::tables::Tables;
use super::written::Token;

/// Words and marks for token `i`.
pub(crate) fn expand(tokens: &[Token], i: usize, tables: &Tables) -> Vec<Piece> {
    let token = &tokens[i];
    if let Some(seconds) = token.pause_s {
        return vec![Piece::Pause(seconds)];
    }
    let around = Around {
        before: i.checked_sub(1).map_or("", |j| tokens[j].core.as_str()),
        after: tokens.get(i + 1).map_or("", |t| t.core.as_str()),
        dotted: token.dotted(),
        tables,
    };
    let mut mark = token.mark;
    let mut out = Vec::new();
    if let Some((words, keeps_stop)) = around.abbreviation(&token.core) {
        out = words;
        // The stop belongs to the abbreviation, unless the script or the line ends with it too.
        if mark == Some('.') && !keeps_stop && i + 1 < tokens.len() && !token.ends_line {
            mark = None;
        }
    } else if !token.core.is_empty() {
        around.core(&token.core, &mut out, 0);
    }
    out.extend(mark.map(Piece::Mark));
    out
}

/// A token's neighbours and the tables.
pub(super) struct Around<'a> {
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    dotted: bool,
    pub(super) tables: &'a Tables,
}

pub(super) fn words(list: Vec<String>) -> impl Iterator<Item = Piece> {
    list.into_iter().map(Piece::Word)
}

pub(super) fn word(w: &str) -> Piece {
    Piece::Word(w.to_owned())
}

pub(super) fn phrase(p: &str) -> impl Iterator<Item = Piece> {
    p.split_whitespace().map(word)
}

pub(super) fn is_number(s: &str) -> bool {
    s.starts_with(|c: char| c.is_ascii_digit()) && numbers::decimal(s).is_some()
}

impl Around<'_> {
    /// Abbreviations, titles and dotted letters; with whether a full stop after them still ends a sentence.
    fn abbreviation(&self, core: &str) -> Option<(Vec<Piece>, bool)> {
        let with_stop = format!("{core}.");
        let key = if self.dotted { with_stop.as_str() } else { core };
        if self.after.starts_with(char::is_uppercase)
            && let Some(t) = self.tables.title(core)
        {
            return Some((phrase(t).collect(), false));
        }
        match core.to_lowercase().as_str() {
            "e.g" | "eg" if self.dotted || core.contains('.') => return Some((phrase("for example").collect(), false)),
            "i.e" | "ie" if self.dotted || core.contains('.') => return Some((phrase("that is").collect(), false)),
            "etc" => return Some((phrase("et cetera").collect(), true)),
            "no" if self.dotted && self.after.starts_with(|c: char| c.is_ascii_digit()) => {
                return Some((vec![word("number")], false));
            }
            // "No." and "ed." end sentences more often than they abbreviate.
            "no" | "ed" | "fig" | "sun" | "mon" | "sat" | "co" | "est" | "ch"
                if !self.after.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                return None;
            }
            _ => {}
        }
        // "Dec 25" and "25 Dec", with or without a full stop.
        let numbered = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
        if let Some(month) = self.tables.month(core).filter(|_| numbered(self.after) || numbered(self.before)) {
            return Some((vec![word(month)], false));
        }
        if let Some(a) = self.tables.abbreviation(key) {
            return Some((phrase(a).collect(), false));
        }
        if is_number(self.before)
            && let Some(u) = self.tables.unit(core, self.before == "1")
        {
            return Some((phrase(u).collect(), true));
        }
        if is_number(self.before)
            && core.chars().all(char::is_alphabetic)
            && let Some(name) = self.tables.currency(core, self.before == "1")
        {
            return Some((phrase(name).collect(), true));
        }
        let letters: Vec<&str> = core.split('.').collect();
        if letters.len() > 1 && letters.iter().all(|l| l.chars().count() == 1 && l.chars().all(char::is_alphabetic)) {
            return Some((vec![Piece::Spell(letters.concat())], false));
        }
        if matches!(core, "am" | "pm" | "AM" | "PM") && self.before.ends_with(|c: char| c.is_ascii_digit()) {
            return Some((vec![Piece::Spell(core.to_owned())], true));
        }
        None
    }

    /// Anything else. `depth` bounds the cutting up of a core into smaller ones.
    pub(super) fn core(&self, core: &str, out: &mut Vec<Piece>, depth: u8) {
        if depth > 6 || core.is_empty() {
            return;
        }
        let deeper = |part: &str, out: &mut Vec<Piece>| self.core(part, out, depth + 1);
        if let Some(handle) = core.strip_prefix('@') {
            out.push(word("at"));
            return deeper(handle, out);
        }
        if let Some(tag) = core.strip_prefix('#') {
            if !tag.is_empty() {
                out.push(word(if tag.starts_with(|c: char| c.is_ascii_digit()) { "number" } else { "hashtag" }));
            }
            return deeper(tag, out);
        }
        if self.shorthand(core, out) || self.money(core, out) || self.figures(core, out) || self.roman(core, out) {
            return;
        }
        if let Some((name, said)) = SIGNS.iter().find(|(sign, _)| core == *sign) {
            debug_assert!(!name.is_empty());
            return out.extend(phrase(said));
        }
        if let Some((user, host)) = core.split_once('@').filter(|(u, h)| !u.is_empty() && h.contains('.')) {
            deeper(user, out);
            out.push(word("at"));
            return deeper(host, out);
        }
        let is_address = core.starts_with("www.")
            || core.contains("://")
            || core.split('/').next().is_some_and(|h| {
                h.contains('.')
                    && h.rsplit('.').next().is_some_and(|t| t.len() >= 2 && t.chars().all(char::is_alphabetic))
            });
        if is_address {
            let bare = core.split_once("://").map_or(core, |(_, rest)| rest);
            for (k, part) in bare.trim_end_matches('/').split_inclusive(['.', '/']).enumerate() {
                let (stem, end) = match part.chars().last() {
                    Some(c @ ('.' | '/')) => (&part[..part.len() - 1], Some(c)),
                    _ => (part, None),
                };
                if k == 0 && stem == "www" {
                    out.push(Piece::Spell("www".to_owned()));
                } else {
                    deeper(stem, out);
                }
                out.extend(end.map(|c| word(if c == '.' { "dot" } else { "slash" })));
            }
            return;
        }
        // A sign in the middle: cut there and say it where it has a name.
        if let Some((at, c)) = core.char_indices().find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '-')) {
            deeper(&core[..at], out);
            match c {
                '—' => out.push(Piece::Mark('—')),
                ',' | ';' | ':' | '…' => out.push(Piece::Mark(if c == '…' { '…' } else { ',' })),
                _ => {
                    let sign = c.to_string();
                    if let Some((_, said)) = SIGNS.iter().find(|(s, _)| *s == sign).filter(|_| !matches!(c, '-' | '/'))
                    {
                        out.extend(phrase(said));
                    }
                }
            }
            return deeper(&core[at + c.len_utf8()..], out);
        }
        // Letters and figures mixed: "3D", "ada2".
        let kind = |c: char| c.is_ascii_digit();
        if let Some(at) = core
            .char_indices()
            .zip(core.chars().skip(1))
            .find_map(|((at, a), b)| (kind(a) != kind(b)).then_some(at + a.len_utf8()))
        {
            deeper(&core[..at], out);
            return deeper(&core[at..], out);
        }
        if core.chars().any(char::is_alphabetic) {
            let trimmed = core.trim_matches('-');
            if trimmed.chars().count() == 1 && !matches!(trimmed, "a" | "A" | "I" | "i" | "O" | "o") {
                out.push(Piece::Spell(trimmed.to_owned()));
            } else {
                out.push(word(trimmed));
            }
        }
    }
}

/// Signs that stand alone, and how they are said.
const SIGNS: [(&str, &str); 17] = [
    ("&", "and"),
    ("+", "plus"),
    ("=", "equals"),
    ("%", "percent"),
    ("/", "slash"),
    ("×", "times"),
    ("÷", "divided by"),
    ("±", "plus or minus"),
    ("°", "degrees"),
    ("°C", "degrees Celsius"),
    ("°F", "degrees Fahrenheit"),
    ("½", "one half"),
    ("¼", "one quarter"),
    ("¾", "three quarters"),
    ("²", "squared"),
    ("³", "cubed"),
    ("§", "section"),
];
