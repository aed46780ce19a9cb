//! Amounts, dates, times and numbers as they are read aloud.

use super::Piece;
use super::expand::{Around, is_number, phrase, word, words};
use super::numbers;
use super::shapes::pair;

impl Around<'_> {
    /// "$5", "€20k", "50¢", "$9.99". A following "million" is read before the currency's name.
    pub(super) fn money(&self, core: &str, out: &mut Vec<Piece>) -> bool {
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
    pub(super) fn figures(&self, core: &str, out: &mut Vec<Piece>) -> bool {
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

    pub(super) fn roman(&self, core: &str, out: &mut Vec<Piece>) -> bool {
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
