//! English number words, as US speakers read figures aloud.

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 4] =
    [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")];

/// 1234 as "one thousand two hundred thirty four".
pub(crate) fn cardinal(mut n: u64) -> Vec<String> {
    if n >= 1_000_000_000_000_000 {
        return digits(&n.to_string());
    }
    let mut out = Vec::new();
    for (unit, name) in SCALES {
        if n >= unit {
            out.extend(below_thousand(n / unit));
            out.push(name.to_owned());
            n %= unit;
        }
    }
    if n > 0 || out.is_empty() {
        out.extend(below_thousand(n));
    }
    out
}

fn below_thousand(n: u64) -> Vec<String> {
    let mut out = Vec::new();
    let (hundreds, rest) = ((n / 100) as usize % 10, (n % 100) as usize);
    if hundreds > 0 {
        out.push(ONES[hundreds].to_owned());
        out.push("hundred".to_owned());
    }
    if rest >= 20 {
        out.push(TENS[rest / 10].to_owned());
        if rest % 10 > 0 {
            out.push(ONES[rest % 10].to_owned());
        }
    } else if rest > 0 || out.is_empty() {
        out.push(ONES[rest].to_owned());
    }
    out
}

/// 23 as "twenty third".
pub(crate) fn ordinal(n: u64) -> Vec<String> {
    let mut words = cardinal(n);
    if let Some(last) = words.last_mut() {
        *last = match last.as_str() {
            "one" => "first".to_owned(),
            "two" => "second".to_owned(),
            "three" => "third".to_owned(),
            "five" => "fifth".to_owned(),
            "eight" => "eighth".to_owned(),
            "nine" => "ninth".to_owned(),
            "twelve" => "twelfth".to_owned(),
            w if w.ends_with('y') => format!("{}ieth", &w[..w.len() - 1]),
            w => format!("{w}th"),
        };
    }
    words
}

/// 1999 as "nineteen ninety nine", 2005 as "two thousand five", 1800 as "eighteen hundred".
pub(crate) fn year(n: u64) -> Vec<String> {
    let (high, low) = (n / 100, n % 100);
    if !(1000..10_000).contains(&n) || (high % 10 == 0 && low < 10) {
        return cardinal(n);
    }
    let mut out = cardinal(high);
    match low {
        0 => out.push("hundred".to_owned()),
        1..=9 => {
            out.push("oh".to_owned());
            out.extend(cardinal(low));
        }
        _ => out.extend(cardinal(low)),
    }
    out
}

/// Each figure on its own; anything else in `s` is skipped.
pub(crate) fn digits(s: &str) -> Vec<String> {
    s.chars().filter_map(|c| c.to_digit(10)).map(|d| ONES[d as usize].to_owned()).collect()
}

/// "3.14" as "three point one four"; `s` may hold thousands separators and a leading minus sign.
pub(crate) fn decimal(s: &str) -> Option<Vec<String>> {
    let clean: String = s.chars().filter(|c| *c != ',').collect();
    let (minus, body) = match clean.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, clean.as_str()),
    };
    let (whole, part) = match body.split_once('.') {
        Some((w, p)) => (w, Some(p)),
        None => (body, None),
    };
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !part.is_none_or(all_digits) || (whole.is_empty() && part.is_none_or(str::is_empty)) {
        return None;
    }
    let mut out = Vec::new();
    if minus {
        out.push("minus".to_owned());
    }
    if !whole.is_empty() {
        // A long run of figures, or one that starts with 0, is a code rather than a quantity.
        if whole.len() > 15 || (whole.len() > 1 && whole.starts_with('0')) {
            out.extend(digits(whole));
        } else {
            out.extend(cardinal(whole.parse().ok()?));
        }
    }
    if let Some(p) = part.filter(|p| !p.is_empty()) {
        out.push("point".to_owned());
        out.extend(digits(p));
    }
    Some(out)
}

/// The plural of a number's last word: "nineteen nineties".
pub(crate) fn pluralise(words: &mut [String]) {
    if let Some(last) = words.last_mut() {
        *last = match last.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None if last.ends_with('x') => format!("{last}es"),
            None => format!("{last}s"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_read_them() {
        let say = |w: Vec<String>| w.join(" ");
        assert_eq!(say(cardinal(0)), "zero");
        assert_eq!(say(cardinal(1250)), "one thousand two hundred fifty");
        assert_eq!(say(cardinal(2_000_019)), "two million nineteen");
        assert_eq!(say(ordinal(23)), "twenty third");
        assert_eq!(say(ordinal(40)), "fortieth");
        assert_eq!(say(year(2024)), "twenty twenty four");
        assert_eq!(say(year(1905)), "nineteen oh five");
        assert_eq!(say(year(2005)), "two thousand five");
        assert_eq!(say(decimal("-3.14").unwrap()), "minus three point one four");
        assert_eq!(say(decimal("1,250").unwrap()), "one thousand two hundred fifty");
        assert!(decimal("1.2.3").is_none() && decimal("").is_none() && decimal("-").is_none());
        let mut nineties = year(1990);
        pluralise(&mut nineties);
        assert_eq!(say(nineties), "nineteen nineties");
    }
}
