//! Cutting a script into the units that stand between white space.

/// A unit of the script: what stood between white space.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Token {
    /// As written.
    pub(crate) text: String,
    /// The part that may be said: quotes, brackets and closing punctuation are taken off, typographic signs are plain.
    pub(crate) core: String,
    /// The pause or intonation after it.
    pub(crate) mark: Option<char>,
    /// Whether its line ends after it.
    pub(crate) ends_line: bool,
    /// Whether it stands between asterisks; these are not part of the text.
    pub(crate) emphasised: bool,
    /// It is no word but a pause, in seconds: `[pause]`, `[0.5s]`.
    pub(crate) pause_s: Option<f32>,
}

/// Length of `[pause]`, in seconds.
const PAUSE_S: f32 = 0.6;
/// Longest pause that a script may ask for, in seconds.
const LONGEST_PAUSE_S: f32 = 3.0;

impl Token {
    /// Whether a full stop follows the core, as it does after an abbreviation.
    pub(crate) fn dotted(&self) -> bool {
        self.mark == Some('.')
    }
}

/// The units of a script.
pub(crate) fn tokens(script: &str) -> Vec<Token> {
    let mut out = Vec::new();
    for line in script.lines() {
        let first = out.len();
        let words: Vec<&str> = line.split_whitespace().collect();
        let emphasised = emphasis(&words);
        for (word, emphasised) in words.into_iter().zip(emphasised) {
            out.push(match pause_s(word) {
                Some(s) => Token { text: word.to_owned(), pause_s: Some(s), ..Token::default() },
                None if emphasised => Token { emphasised, ..token(&word.replace('*', "")) },
                None => token(word),
            });
        }
        if out.len() > first
            && let Some(last) = out.last_mut()
        {
            last.ends_line = true;
        }
    }
    out
}

/// Which words of a line stand between asterisks: from one that begins with them to the next that ends with them.
fn emphasis(words: &[&str]) -> Vec<bool> {
    let opens = |w: &str| w.trim_start_matches(|c| is_bracket(c) && c != '*').starts_with('*');
    let closes = |w: &str| w.trim_end_matches(|c| (is_bracket(c) && c != '*') || is_stop(c)).ends_with('*');
    // Asterisks alone are no word to emphasise.
    let says = |w: &str| w.chars().any(char::is_alphanumeric);
    let mut out = vec![false; words.len()];
    let mut k = 0;
    while k < words.len() {
        let end = words.iter().skip(k).position(|w| closes(w)).map(|n| k + n);
        match end.filter(|_| opens(words[k]) && says(words[k])) {
            Some(end) => {
                out[k..=end].fill(true);
                k = end + 1;
            }
            None => k += 1,
        }
    }
    out
}

/// The pause that a word of the script stands for.
fn pause_s(word: &str) -> Option<f32> {
    let inside = word.strip_prefix('[')?.trim_end_matches(is_stop).strip_suffix(']')?.to_ascii_lowercase();
    if inside == "pause" {
        return Some(PAUSE_S);
    }
    let seconds: f32 = inside.strip_suffix('s')?.parse().ok()?;
    (seconds > 0.0 && inside.starts_with(|c: char| c.is_ascii_digit())).then_some(seconds.min(LONGEST_PAUSE_S))
}

fn token(text: &str) -> Token {
    let plain: String = text.chars().filter_map(plain).collect();
    let opened = plain.trim_start_matches(is_bracket);
    let core = opened.trim_end_matches(|c| is_bracket(c) || is_stop(c));
    let tail = &opened[core.len()..];
    let core = core.trim_start_matches(is_stop);
    let mark = if tail.contains("...") { Some('…') } else { strongest(tail) };
    // A script may use "-" or "--" between spaces as a dash.
    let (core, mark) = if !core.is_empty() && core.chars().all(|c| matches!(c, '-' | '—')) {
        ("", Some('—'))
    } else if let Some(stem) = core.strip_suffix('—').filter(|s| !s.is_empty()) {
        (stem, Some('—'))
    } else {
        (core, mark)
    };
    Token { text: text.to_owned(), core: core.to_owned(), mark, ..Token::default() }
}

/// The mark among `tail` that shapes the voice most.
fn strongest(tail: &str) -> Option<char> {
    ['?', '!', '…', '.', ';', ':', '—', ','].into_iter().find(|m| tail.contains(*m))
}

fn is_bracket(c: char) -> bool {
    matches!(c, '"' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '*' | '_' | '|' | '`')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…')
}

/// Plain forms of typographic signs; `None` for what has no sound: emoji, controls, marks of direction.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '’' | '‘' | '‛' | '´' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' | '「' | '」' => '"',
        '–' | '‐' | '‑' | '‒' | '−' => '-',
        '―' => '—',
        '。' => '.',
        '、' | '，' => ',',
        '！' | '¡' => '!',
        '？' | '¿' => '?',
        '；' => ';',
        '：' => ':',
        // Full-width forms of ASCII.
        '\u{ff10}'..='\u{ff5a}' => char::from_u32(c as u32 - 0xfee0)?,
        c if c.is_ascii_graphic() => c,
        '≈' => '~',
        '…' | '—' | '£' | '€' | '¥' | '₹' | '₩' | '¢' | '°' | '§' | '±' | '×' | '÷' | '½' | '¼' | '¾' | '²' | '³'
        | 'µ' => c,
        // Latin letters with accents, and the Greek and Cyrillic that the reader of unknown words knows.
        c if c.is_alphabetic() && (c as u32) < 0x0590 => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_stops_are_taken_off() {
        let t = |s| token(s);
        assert_eq!((t("“Hello,”").core.as_str(), t("“Hello,”").mark), ("Hello", Some(',')));
        assert_eq!((t("what?!").core.as_str(), t("what?!").mark), ("what", Some('?')));
        assert_eq!((t("U.S.").core.as_str(), t("U.S.").dotted()), ("U.S", true));
        assert_eq!((t("don’t").core.as_str(), t("don’t").mark), ("don't", None));
        assert_eq!(t("--").mark, Some('—'));
        assert_eq!(t("😀").core, "");
    }
}
