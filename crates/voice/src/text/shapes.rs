//! Figures in shapes of their own: shorthand, dates, fractions, ranges, telephone numbers.

use super::expand::{Around, is_number, word, words};
use super::{Piece, numbers, script};

impl Around<'_> {
    /// Shapes that are short for something longer: "10k", "2.5M", "'90s", "5'10\"", "~20", "2x", a Greek letter.
    pub(super) fn shorthand(&self, core: &str, out: &mut Vec<Piece>) -> bool {
        if let Some(name) = script::greek(core) {
            out.push(word(name));
            return true;
        }
        if let Some(rest) = core.strip_prefix('~').filter(|r| is_number(r)) {
            out.push(word("about"));
            out.extend(words(numbers::decimal(rest).unwrap_or_default()));
            return true;
        }
        let decade = core.strip_prefix('\'').and_then(|d| d.strip_suffix('s')).filter(|d| d.len() == 2);
        if let Some(n) = decade.and_then(|d| d.parse::<u64>().ok()).filter(|n| *n >= 20) {
            let mut said = numbers::cardinal(n);
            numbers::pluralise(&mut said);
            out.extend(words(said));
            return true;
        }
        if let Some((feet, inches)) = core.split_once('\'')
            && let (Ok(feet), Ok(inches)) = (feet.parse::<u64>(), inches.trim_end_matches(['"', '\'']).parse::<u64>())
            && feet < 10
            && inches < 12
        {
            out.extend(words(numbers::cardinal(feet)));
            out.push(word("foot"));
            out.extend(words(numbers::cardinal(inches)));
            return true;
        }
        if let Some(rest) = core.strip_prefix(['v', 'V']).filter(|r| r.contains('.') && is_number(r)) {
            out.push(Piece::Spell("v".to_owned()));
            out.extend(words(numbers::decimal(rest).unwrap_or_default()));
            return true;
        }
        // "AT&T", "Q&A".
        let initials = |p: &str| (1..=3).contains(&p.len()) && p.chars().all(|c| c.is_ascii_uppercase());
        if let Some((a, b)) = core.split_once('&').filter(|(a, b)| initials(a) && initials(b)) {
            out.extend([Piece::Spell(a.to_owned()), word("and"), Piece::Spell(b.to_owned())]);
            return true;
        }
        // An area code before a telephone number.
        let telephone = self.after.split_once('-').is_some_and(|(a, b)| {
            a.len() == 3 && b.len() == 4 && format!("{a}{b}").bytes().all(|c| c.is_ascii_digit())
        });
        if telephone && core.len() == 3 && core.bytes().all(|c| c.is_ascii_digit()) {
            out.extend(words(numbers::digits(core)));
            out.push(Piece::Mark(','));
            return true;
        }
        let (amount, last) = core.split_at(core.char_indices().last().map_or(0, |(at, _)| at));
        let said = match last {
            "k" | "K" => "thousand",
            "M" => "million",
            "B" => "billion",
            "x" | "×" if !amount.starts_with('0') => "times",
            _ => return false,
        };
        if !is_number(amount) {
            return false;
        }
        out.extend(words(numbers::decimal(amount).unwrap_or_default()));
        out.push(word(said));
        true
    }

    /// "3/4/2024" as in the US, "2024-03-04" as in ISO 8601.
    pub(super) fn date(&self, body: &str, out: &mut Vec<Piece>) -> bool {
        let parts: Vec<u64> = body.split(['/', '-']).filter_map(|p| p.parse().ok()).collect();
        let count = body.split(['/', '-']).count();
        let (month, day, year) = match (parts.as_slice(), body.find(['/', '-'])) {
            ([m, d, y], Some(1 | 2)) if count == 3 && body.ends_with(&format!("/{y}")) && *y >= 1000 => (*m, *d, *y),
            ([y, m, d], Some(4)) if count == 3 && !body.contains('/') => (*m, *d, *y),
            _ => return false,
        };
        let name = month.checked_sub(1).and_then(|m| MONTHS.get(m as usize));
        let Some(name) = name.filter(|_| (1..=31).contains(&day) && year < 3000) else { return false };
        out.push(word(name));
        out.extend(words(numbers::ordinal(day)));
        out.extend(words(numbers::year(year)));
        true
    }
}

/// "1/2", "24/7", "10-20", "555-0199", and dates such as "3/4/2024" read as figures.
pub(super) fn pair(first: &str, a: u64, rest: &str, out: &mut Vec<Piece>) -> bool {
    let sign = &rest[..1];
    let parts: Vec<&str> = rest[1..].split(sign).collect();
    if !parts.iter().all(|p| !p.is_empty() && p.len() < 16 && p.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let numbers_after: Vec<u64> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    match (sign, numbers_after.as_slice()) {
        ("/", [b @ 2..=10]) if a > 0 && a < *b => {
            let name = match b {
                2 => "half".to_owned(),
                4 => "quarter".to_owned(),
                _ => numbers::ordinal(*b).concat(),
            };
            out.extend(words(numbers::cardinal(a)));
            out.push(word(&match (a, *b) {
                (1, _) => name,
                (_, 2) => "halves".to_owned(),
                _ => format!("{name}s"),
            }));
        }
        ("-", [b]) if first.len() < 5 && parts[0].len() < 5 && !(first.len() == 3 && parts[0].len() == 4) => {
            let read = |s: &str, n: u64| if s.len() == 4 { numbers::year(n) } else { numbers::cardinal(n) };
            out.extend(words(read(first, a)));
            out.push(word("to"));
            out.extend(words(read(parts[0], *b)));
        }
        ("-", _) => {
            out.extend(words(numbers::digits(first)));
            for p in parts {
                out.push(Piece::Mark(','));
                out.extend(words(numbers::digits(p)));
            }
        }
        _ => {
            out.extend(words(numbers::cardinal(a)));
            for (p, n) in parts.iter().zip(numbers_after) {
                out.extend(words(if p.len() == 4 { numbers::year(n) } else { numbers::cardinal(n) }));
            }
        }
    }
    true
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
