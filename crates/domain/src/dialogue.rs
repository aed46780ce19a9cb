//! Who says what: a script for the whole cast, in which a line that begins with `@handle:` changes the speaker.

use serde::{Deserialize, Serialize};

/// What one of the cast says before another does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Place in the cast.
    pub who: usize,
    /// What is said, in one line.
    pub text: String,
}

/// When one of the cast is heard, in seconds from the first sample. In order of time, not overlapping.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Place in the cast.
    pub who: usize,
    /// The first sound.
    pub start_s: f32,
    /// The end of the last.
    pub end_s: f32,
}

/// Why a script is not a dialogue of this cast. The message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DialogueError {
    /// A line for somebody who does not play.
    #[error("@{found} is not in the cast: begin the line with {}", offer(.cast))]
    NotCast {
        /// As it is written in the script.
        found: String,
        /// Handles of who plays.
        cast: Vec<String>,
    },
    /// Nobody says anything.
    #[error("write something first")]
    Empty,
}

fn offer(cast: &[String]) -> String {
    cast.iter().map(|handle| format!("@{handle}:")).collect::<Vec<_>>().join(" or ")
}

/// The turns of a script, in order; neighbours are of different speakers. What stands before the first `@handle:` is
/// said by the first of the cast, and a line without one by whoever spoke before. Only the beginning of a line names a
/// speaker: a handle elsewhere, or without a colon, is spoken as a mention. An empty line of somebody is none.
///
/// # Errors
/// [`DialogueError`] with what to write instead.
pub fn parse(script: &str, cast: &[&str]) -> Result<Vec<Turn>, DialogueError> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut who = 0;
    for line in script.lines() {
        let said = match speaker(line) {
            Some((handle, said)) => {
                let found = cast.iter().position(|h| h.eq_ignore_ascii_case(handle));
                who = found.ok_or_else(|| DialogueError::NotCast {
                    found: handle.to_owned(),
                    cast: cast.iter().map(|h| (*h).to_owned()).collect(),
                })?;
                said
            }
            None => line,
        };
        let said = said.trim();
        if said.is_empty() {
            continue;
        }
        match turns.last_mut() {
            Some(last) if last.who == who => {
                last.text.push(' ');
                last.text.push_str(said);
            }
            _ => turns.push(Turn { who, text: said.to_owned() }),
        }
    }
    if turns.is_empty() { Err(DialogueError::Empty) } else { Ok(turns) }
}

/// A text without what only the studio's voice understands: the asterisks of `*stress*`, `[pause]` and `[0.5s]`, at which it
/// breaks off. So is it sent to an outside voice, and so are its characters counted.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = rest.find(['*', '[']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let pause = from.strip_prefix('[').and_then(|inner| inner.split_once(']')).filter(|(inner, _)| is_pause(inner));
        rest = match (pause, from.strip_prefix('*')) {
            (Some((_, after)), _) => after,
            (None, Some(after)) => after,
            (None, None) => {
                plain.push('[');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in the brackets of a pause.
fn is_pause(inner: &str) -> bool {
    let seconds = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    inner.eq_ignore_ascii_case("pause") || inner.strip_suffix(['s', 'S']).is_some_and(seconds)
}

/// The handle that a line begins with, and what follows its colon.
fn speaker(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start().strip_prefix('@')?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let (handle, rest) = rest.split_at(end);
    let said = rest.trim_start_matches([' ', '\u{a0}']).strip_prefix(':')?;
    // A clock or an address is no line: "@7:30", "@host:8080".
    let line = !handle.is_empty() && !said.starts_with(|c: char| c.is_ascii_digit() || c == '/');
    line.then_some((handle, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expect: &[(usize, &str)]) {
        let turns = parse(script, &["ana", "ben_2"]).unwrap();
        let turns: Vec<(usize, &str)> = turns.iter().map(|t| (t.who, t.text.as_str())).collect();
        assert_eq!(turns, expect, "{script:?}");
    }

    #[test]
    fn lines_name_their_speaker() {
        check("Hello.", &[(0, "Hello.")]);
        check("@ana: Hello.\n@ben_2: Hi!\n@ana:Bye.", &[(0, "Hello."), (1, "Hi!"), (0, "Bye.")]);
        check("Hello.\n  @Ben_2 :  Hi!\nHow are you?", &[(0, "Hello."), (1, "Hi! How are you?")]);
        check("@ben_2:\nHi!\n\n@ana:\n@ben_2: Me again.", &[(1, "Hi! Me again.")]);
        check("@ana: One.\n@ana: Two.", &[(0, "One. Two.")]);
        check("@ana: Hello.\r\n@ben_2: Hi.", &[(0, "Hello."), (1, "Hi.")]);
    }

    #[test]
    fn mentions_are_spoken() {
        check("Ask @ben_2: he knows.", &[(0, "Ask @ben_2: he knows.")]);
        check("@zoe is here.", &[(0, "@zoe is here.")]);
        check("@zoe", &[(0, "@zoe")]);
        check("ana@example.org: write me", &[(0, "ana@example.org: write me")]);
        check("@example.org: that is where", &[(0, "@example.org: that is where")]);
        check("@7:30 we meet", &[(0, "@7:30 we meet")]);
        check("@: what", &[(0, "@: what")]);
        check("@ben_2: tell @ana: hi", &[(1, "tell @ana: hi")]);
        check("@привет: ёж 🦔", &[(0, "@привет: ёж 🦔")]);
    }

    #[test]
    fn who_does_not_play_is_named_with_who_does() {
        let error = parse("Hello.\n@Zoe: Hi", &["ana", "ben_2"]).unwrap_err();
        assert_eq!(error.to_string(), "@Zoe is not in the cast: begin the line with @ana: or @ben_2:");
        let alone = parse("@ben_2: Hi", &["ana"]).unwrap_err();
        assert_eq!(alone.to_string(), "@ben_2 is not in the cast: begin the line with @ana:");
        assert_eq!(parse(" \n@ana: \n", &["ana"]), Err(DialogueError::Empty));
    }

    #[test]
    fn an_outside_voice_reads_words_alone() {
        assert_eq!(plain("I *really* mean it. [pause] Yes [0.5s] [1s]sir."), "I really mean it. Yes sir.");
        assert_eq!(plain("  a\n b [note] [s] [é 🦔"), "a b [note] [s] [é 🦔");
        assert_eq!(plain("[[pause]]"), "[]");
        assert_eq!(plain("* **"), "");
    }

    #[test]
    fn any_text_is_turns_or_an_error() {
        let parts = ["@", "ana", ":", "\n", " ", "ben_2", "é", "🦔", "\u{0}", "@ana:", "x"];
        let mut state = 7u32;
        for _ in 0..20_000 {
            let mut script = String::new();
            for _ in 0..8 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                script.push_str(parts[(state >> 16) as usize % parts.len()]);
            }
            if let Ok(turns) = parse(&script, &["ana", "ben_2"]) {
                assert!(turns.iter().all(|t| !t.text.trim().is_empty() && t.who < 2 && !t.text.contains('\n')));
                assert!(turns.windows(2).all(|t| t[0].who != t[1].who), "{script:?}");
            }
        }
    }
}
