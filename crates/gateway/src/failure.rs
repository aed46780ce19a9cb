//! What can go wrong at a provider, in words of ours, and whether trying again helps.

use serde::{Deserialize, Serialize};

use crate::film::Fault;

/// Why a job did not end in a film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It does not take pictures of real people.
    #[error("this generator does not take pictures of real people")]
    RealFace,
    /// Its own rules refused prompt, script, picture or result.
    #[error("this generator's own rules refused what was asked for")]
    Moderated,
    /// It could not fetch or read the picture or the speech.
    #[error("this generator could not read the picture or the speech")]
    Input,
    /// It refused the request's form: an error of ours, or its contract changed.
    #[error("this generator did not understand the request")]
    Contract,
    /// The operator's key is missing or was refused.
    #[error("this generator does not accept this site's key")]
    Key,
    /// The operator's credit there is used up.
    #[error("this site's credit at this generator is used up")]
    Credit,
    /// Too many requests.
    #[error("this generator has too much to do")]
    Busy,
    /// It failed, or could not be reached.
    #[error("this generator failed")]
    Down,
    /// It took longer than it may.
    #[error("this generator took too long")]
    Late,
    /// The film was gone before it could be fetched.
    #[error("the film was gone before it could be fetched")]
    Gone,
    /// What it made is no film that can be used: type, size, length or shape.
    #[error("this generator made something that is no usable film")]
    Film,
    /// What it made is a film, and no clip can be made of it.
    #[error(transparent)]
    Unusable(#[from] Fault),
    /// It was cancelled there.
    #[error("this job was cancelled at the generator")]
    Cancelled,
    /// Somebody whose likeness is in it does not allow it any more.
    #[error("someone in the cast took back their yes")]
    Consent,
    /// The avatar that it should film is not there any more, or waits for a yes.
    #[error("this generator cannot use the avatar")]
    Avatar,
    /// An error of ours.
    #[error("something broke on this site")]
    Broken,
}

impl Cause {
    /// Whether another generator may do better: the cause lies with the one that failed, not with what was asked for or with us.
    #[must_use]
    pub fn elsewhere(self) -> bool {
        !matches!(self, Self::Moderated | Self::Cancelled | Self::Consent | Self::Broken)
    }

    /// Whether the cause stands for everything of the same provider.
    #[must_use]
    pub fn of_provider(self) -> bool {
        matches!(self, Self::Key | Self::Credit)
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RealFace => "real_face",
            Self::Moderated => "moderated",
            Self::Input => "input",
            Self::Contract => "contract",
            Self::Key => "key",
            Self::Credit => "credit",
            Self::Busy => "busy",
            Self::Down => "down",
            Self::Late => "late",
            Self::Gone => "gone",
            Self::Film | Self::Unusable(_) => "film",
            Self::Cancelled => "cancelled",
            Self::Consent => "consent",
            Self::Avatar => "avatar",
            Self::Broken => "broken",
        }
    }
}

/// Whether the same exchange may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// It would fail again.
    Never,
    /// Later, as the one who asks sees fit.
    Later,
    /// Not before so many seconds are over.
    After(u32),
}

/// A failure, its cause, and what the provider said, for the operator alone: it may quote the prompt, so it is neither logged
/// nor shown to anybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// In words of ours.
    pub cause: Cause,
    /// Whether trying again helps.
    pub retry: Retry,
    /// In words of theirs; at most 500 characters, without keys.
    pub said: String,
}

impl Failure {
    /// One that would happen again.
    #[must_use]
    pub fn of(cause: Cause, said: impl Into<String>) -> Self {
        Self { cause, retry: Retry::Never, said: short(&said.into()) }
    }

    /// One after which the same exchange may be tried again.
    #[must_use]
    pub fn passing(cause: Cause, said: impl Into<String>) -> Self {
        Self { retry: Retry::Later, ..Self::of(cause, said) }
    }

    /// What an HTTP status alone tells, with `retry-after` where it is sent in seconds. Adapters look for better first.
    #[must_use]
    pub fn by_status(answer: &crate::Answer, said: impl Into<String>) -> Self {
        let after = answer.header("retry-after").and_then(seconds);
        let wait = |cause| {
            let failure = Self::passing(cause, "");
            after.map_or(failure.clone(), |s| Self { retry: Retry::After(s), ..failure })
        };
        let failure = match answer.status {
            401 | 403 => Self::of(Cause::Key, ""),
            402 => Self::of(Cause::Credit, ""),
            404 | 410 => Self::of(Cause::Gone, ""),
            408 | 409 | 425 | 429 => wait(Cause::Busy),
            status if status >= 500 => wait(Cause::Down),
            _ => Self::of(Cause::Contract, ""),
        };
        // Whoever refuses a key may quote it.
        if failure.cause == Cause::Key { failure } else { Self { said: short(&said.into()), ..failure } }
    }
}

/// `retry-after` in seconds (RFC 9110, 10.2.3), at most a day. The form as a date would need a clock: whoever asks again then
/// waits as it sees fit.
fn seconds(value: &str) -> Option<u32> {
    let seconds: f64 = value.trim().parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then_some(seconds.ceil().min(86_400.0) as u32)
}

/// At most 500 characters, and nothing in them that could be a key, a token or a signed address.
fn short(text: &str) -> String {
    text.split_inclusive(char::is_whitespace).map(hidden).collect::<String>().chars().take(500).collect()
}

/// A word as it is, or a sign that it was left out. Keys are long and hold digits; plain codes as `image_load_error` do not.
fn hidden(word: &str) -> String {
    let trimmed = word.trim_end();
    let digit = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let long = |part: &str| part.chars().count() >= 32 || (part.chars().count() >= 16 && digit(part));
    let secret = trimmed.split(['"', '\'', ',', '(', ')', '[', ']', '{', '}', '<', '>', ';']).any(long);
    if secret || trimmed.contains("://") || trimmed.to_ascii_lowercase().contains("base64,") {
        format!("(left out){}", &word[trimmed.len()..])
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Answer;

    fn answer(status: u16, headers: &[(&str, &str)]) -> Answer {
        let headers = headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        Answer { status, headers, body: Vec::new() }
    }

    #[test]
    fn a_status_says_whether_to_try_again() {
        for (status, cause, retry) in [
            (401, Cause::Key, Retry::Never),
            (402, Cause::Credit, Retry::Never),
            (404, Cause::Gone, Retry::Never),
            (408, Cause::Busy, Retry::Later),
            (422, Cause::Contract, Retry::Never),
            (429, Cause::Busy, Retry::Later),
            (500, Cause::Down, Retry::Later),
            (503, Cause::Down, Retry::Later),
        ] {
            let failure = Failure::by_status(&answer(status, &[]), "x");
            assert_eq!((failure.cause, failure.retry), (cause, retry), "{status}");
        }
        let after = |value| Failure::by_status(&answer(429, &[("retry-after", value)]), "").retry;
        assert_eq!(after("30"), Retry::After(30));
        assert_eq!(after(" 1.2 "), Retry::After(2));
        assert_eq!(after("999999999999"), Retry::After(86_400));
        for odd in ["Mon, 30 Nov 2026 01:00:00 GMT", "-1", "NaN", "inf", ""] {
            assert_eq!(after(odd), Retry::Later, "{odd}");
        }
    }

    #[test]
    fn no_key_is_repeated() {
        let key = "a1b2c3d4-0000-1111-2222-333344445555:0123456789abcdef";
        for said in [
            format!("Incorrect key: {key}."),
            format!("{{\"key\":\"{key}\"}}"),
            format!("see https://x.test/?key={key}"),
            format!("\u{e9}{key}\u{e9}"),
        ] {
            let failure = Failure::of(Cause::Down, said);
            assert!(!failure.said.contains("0123456789abcdef"), "{failure:?}");
        }
        assert_eq!(Failure::by_status(&answer(401, &[]), "your key k").said, "");
        let plain = "image_load_error: the picture at place 2 is broken";
        assert_eq!(Failure::of(Cause::Input, plain).said, plain);
        assert_eq!(Failure::of(Cause::Down, "\u{e4} ".repeat(900)).said.chars().count(), 500);
    }
}
