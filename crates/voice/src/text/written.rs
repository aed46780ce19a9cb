//! Cutting a script into the units that stand between white space.

/// A unit of the script: what stood between white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// As written.
    pub(crate) text: String,
    /// The part that may be said: quotes, brackets and closing punctuation are taken off, typographic signs are plain.
    pub(crate) core: String,
    /// The pause or intonation after it.
    pub(crate) mark: Option<char>,
    /// Whether its line ends after it.
    pub(crate) ends_line: bool,
}

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
        out.extend(line.split_whitespace().map(token));
        if out.len() > first
            && let Some(last) = out.last_mut()
        {
            last.ends_line = true;
        }
    }
    out
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
    Token { text: text.to_owned(), core: core.to_owned(), mark, ends_line: false }
}

/// The mark among `tail` that shapes the voice most.
fn strongest(tail: &str) -> Option<char> {
    ['?', '!', '…', '.', ';', ':', '—', ','].into_iter().find(|m| tail.contains(*m))
}

fn is_bracket(c: char) -> bool {
    matches!(c, '"' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '*' | '_' | '~' | '|' | '`')
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
