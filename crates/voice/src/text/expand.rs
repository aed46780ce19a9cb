//! How a unit of the script is read aloud, given its neighbours.

use super::Piece;
use super::numbers;
use super::shapes::pair;
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
    tables: &'a Tables,
}

pub(super) fn words(list: Vec<String>) -> impl Iterator<Item = Piece> {
    list.into_iter().map(Piece::Word)
}

pub(super) fn word(w: &str) -> Piece {
    Piece::Word(w.to_owned())
}

fn phrase(p: &str) -> impl Iterator<Item = Piece> {
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
    fn core(&self, core: &str, out: &mut Vec<Piece>, depth: u8) {
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

    /// "$5", "€20k", "50¢", "$9.99". A following "million" is read before the currency's name.
    fn money(&self, core: &str, out: &mut Vec<Piece>) -> bool {
        if is_scale(core) && self.before.chars().next().is_some_and(|c| "$£€¥₹₩".contains(c)) {
            let sign: String = self.before.chars().take(1).collect();
            if let Some(name) = self.tables.currency(&sign, false) {
                out.push(word(core));
                out.extend(phrase(name));
                return true;
            }
        }
        if let Some(n) = core.strip_suffix('¢').filter(|n| is_number(n)) {
            out.extend(words(numbers::decimal(n).unwrap_or_default()));
            out.extend(self.tables.currency("¢", n == "1").map(word));
            return true;
        }
        let Some(sign) = core.chars().next().filter(|c| "$£€¥₹₩".contains(*c)) else { return false };
        let rest = &core[sign.len_utf8()..];
        let (amount, scale) = match rest.chars().last() {
            Some('k' | 'K') => (&rest[..rest.len() - 1], Some("thousand")),
            Some('m' | 'M') => (&rest[..rest.len() - 1], Some("million")),
            Some('b' | 'B') => (&rest[..rest.len() - 1], Some("billion")),
            _ => (rest, None),
        };
        let sign = sign.to_string();
        if !is_number(amount) {
            return false;
        }
        if scale.is_none() && is_scale(self.after) {
            out.extend(words(numbers::decimal(amount).unwrap_or_default()));
            return true;
        }
        let cents = amount.split_once('.').filter(|(_, c)| c.len() == 2 && scale.is_none());
        let whole = cents.map_or(amount, |(w, _)| w);
        let (has_whole, has_cents) = (whole != "0", cents.is_some_and(|(_, c)| c != "00"));
        if has_whole || !has_cents {
            out.extend(words(numbers::decimal(whole).unwrap_or_default()));
            out.extend(scale.map(word));
            out.extend(self.tables.currency(&sign, whole == "1" && scale.is_none()).map(word));
        }
        if let Some((_, c)) = cents.filter(|_| has_cents) {
            if has_whole {
                out.push(word("and"));
            }
            out.extend(words(numbers::decimal(c.trim_start_matches('0')).unwrap_or_default()));
            out.push(word(match (sign.as_str(), c) {
                ("£", _) => "pence",
                (_, "01") => "cent",
                _ => "cents",
            }));
        }
        true
    }

    /// Times, dates, ordinals, decades, ranges, fractions, percentages, degrees, telephone numbers, plain numbers.
    fn figures(&self, core: &str, out: &mut Vec<Piece>) -> bool {
        let minus = core.starts_with('-');
        let body = core.strip_prefix(['-', '+']).unwrap_or(core);
        if !body.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return false;
        }
        if core.starts_with('+') {
            out.push(word("plus"));
        }
        let start = out.len();
        if minus {
            out.push(word("minus"));
        }
        let split = body.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(body.len());
        let (number, suffix) = body.split_at(split);
        let number = number.trim_end_matches([',', '.']);
        let value: Option<u64> = number.replace(',', "").parse().ok();
        let done = match (value, suffix) {
            (Some(n), "st" | "nd" | "rd" | "th") => {
                out.extend(words(numbers::ordinal(n)));
                true
            }
            (Some(n), "s" | "'s") => {
                let mut w = if number.len() == 4 { numbers::year(n) } else { numbers::cardinal(n) };
                numbers::pluralise(&mut w);
                out.extend(words(w));
                true
            }
            (Some(n), "") if !minus && n <= 31 && self.tables.month(self.before).is_some() => {
                out.extend(words(numbers::ordinal(n)));
                true
            }
            (Some(n), "") if !minus && (1..=31).contains(&n) && self.tables.month(self.after).is_some() => {
                out.extend(words(numbers::ordinal(n)));
                true
            }
            (Some(n), "") if number.len() == 4 && !minus && (1100..2100).contains(&n) => {
                out.extend(words(numbers::year(n)));
                true
            }
            (_, "" | "%" | "°" | "°C" | "°F") => match numbers::decimal(number) {
                Some(w) => {
                    out.extend(words(w));
                    match suffix {
                        "%" => out.push(word("percent")),
                        "°" => out.push(word("degrees")),
                        "°C" => out.extend(phrase("degrees Celsius")),
                        "°F" => out.extend(phrase("degrees Fahrenheit")),
                        _ => {}
                    }
                    true
                }
                None => false,
            },
            (Some(h), _) if suffix.starts_with(':') => self.time(h, &suffix[1..], out),
            (Some(_), _) if self.date(body, out) => true,
            (Some(a), _) if suffix.starts_with('/') || suffix.starts_with('-') => pair(number, a, suffix, out),
            (_, s) => match (numbers::decimal(number), self.tables.unit(s, number == "1")) {
                (Some(w), Some(u)) => {
                    out.extend(words(w));
                    out.extend(phrase(u));
                    true
                }
                (Some(w), None) if matches!(s, "am" | "pm" | "AM" | "PM") => {
                    out.extend(words(w));
                    out.push(Piece::Spell(s.to_owned()));
                    true
                }
                (Some(w), None) if !s.is_empty() && number != body && number.contains('.') => {
                    out.extend(words(w));
                    self.core(s, out, 1);
                    true
                }
                _ => false,
            },
        };
        if !done {
            out.truncate(start);
        }
        done
    }

    /// The rest of a time of day after its hour and colon: "30", "05am".
    fn time(&self, hour: u64, rest: &str, out: &mut Vec<Piece>) -> bool {
        let split = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (minutes, half) = rest.split_at(split);
        let half_ok = matches!(half.to_lowercase().as_str(), "" | "am" | "pm");
        let (Ok(m), true, true) = (minutes.parse::<u64>(), minutes.len() == 2 && hour <= 24, half_ok) else {
            return false;
        };
        if m > 59 {
            return false;
        }
        out.extend(words(numbers::cardinal(hour)));
        let half_follows = matches!(self.after.to_lowercase().as_str(), "am" | "pm" | "a.m" | "p.m");
        match m {
            0 if half.is_empty() && !half_follows => out.push(word("o'clock")),
            0 => {}
            1..=9 => {
                out.push(word("oh"));
                out.extend(words(numbers::cardinal(m)));
            }
            _ => out.extend(words(numbers::cardinal(m))),
        }
        if !half.is_empty() {
            out.push(Piece::Spell(half.to_owned()));
        }
        true
    }

    fn roman(&self, core: &str, out: &mut Vec<Piece>) -> bool {
        let (cardinal, ordinal) =
            (self.tables.before_roman_cardinal(self.before), self.tables.before_roman_ordinal(self.before));
        if !(cardinal || ordinal) || core.is_empty() || !core.chars().all(|c| "IVXL".contains(c)) || core.len() > 6 {
            return false;
        }
        let value = |c: char| match c {
            'I' => 1i64,
            'V' => 5,
            'X' => 10,
            _ => 50,
        };
        let figures: Vec<i64> = core.chars().map(value).collect();
        let total: i64 = figures
            .iter()
            .enumerate()
            .map(|(i, v)| if figures.get(i + 1).is_some_and(|n| n > v) { -v } else { *v })
            .sum();
        let Ok(n) = u64::try_from(total) else { return false };
        if ordinal {
            out.push(word("the"));
            out.extend(words(numbers::ordinal(n)));
        } else {
            out.extend(words(numbers::cardinal(n)));
        }
        true
    }
}

fn is_scale(w: &str) -> bool {
    matches!(w, "hundred" | "thousand" | "million" | "billion" | "trillion")
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
