//! What went wrong, in the words that the visitor reads. The only place that makes them.

use browser::media_error::MediaError;
use browser::passkey::PasskeyError;
use wire::consent::Told;
use wire::workers::Failure;
use wire::{Code, Problem};

use crate::api::Error;

/// What makes clips: it encodes H.264.
const MAKING: &str = "a current version of Chrome, Edge or Safari";
/// What has passkeys and plays clips.
const WATCHING: &str = "a current version of Chrome, Edge, Firefox or Safari";

/// The way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// The same again.
    #[default]
    Again,
    /// Signing in.
    SignIn,
    /// Loading the page anew: something that it needs has another name by now.
    Reload,
    /// Writing the clip again.
    Rewrite,
    /// The same clip in the studio's voice.
    Studio,
    /// Another browser or device.
    Elsewhere,
}

/// What happened, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened.
    pub title: String,
    /// Why, and the next step.
    pub detail: String,
    /// What would help.
    pub way: Way,
}

impl Trouble {
    /// Trouble of our own, after which the same can be tried again.
    #[must_use]
    pub fn new(title: &str, detail: impl Into<String>) -> Self {
        Self { title: title.to_owned(), detail: detail.into(), way: Way::Again }
    }

    /// Trouble with another way out.
    #[must_use]
    pub fn with(self, way: Way) -> Self {
        Self { way, ..self }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Offline => Self::new("No connection", "Check the network, then try again. Nothing was lost."),
            Error::Unreadable => {
                Self::new("This page is out of date", "Reload it to get the current version.").with(Way::Reload)
            }
            Error::Problem(problem) => say(&problem),
        }
    }
}

/// A refusal of the edge in words: its own, with the numbers and the wait that it names.
#[must_use]
pub fn say(problem: &Problem) -> Trouble {
    let title = match problem.code {
        Code::WrongOrigin => "This address is not the one the app was set up for",
        Code::IdempotencyKey => "This was sent before with something else",
        code => code.title(),
    };
    let mut detail = sentence(&problem.detail);
    if let (Some(measured), Some(limit)) = (&problem.measured, &problem.limit)
        && !(detail.contains(measured.as_str()) && detail.contains(limit.as_str()))
    {
        detail.push_str(&format!(" It has {measured}, the limit is {limit}."));
    }
    if let Some(wait_s) = problem.retry_after_s
        && !detail.contains("Try again in")
    {
        detail.push_str(&format!(" Try again in {}.", wait(wait_s)));
    }
    if problem.code == Code::Internal && detail.is_empty() {
        detail = "Nothing was changed. Try again in a moment.".to_owned();
    }
    let way = match (problem.code, problem.rule.as_deref()) {
        (Code::SignInFirst, _) => Way::SignIn,
        // This page shows a consent text that is no longer the one.
        (Code::CaptureRefused, Some("consent")) => Way::Reload,
        _ => Way::Again,
    };
    Trouble::new(title, detail).with(way)
}

/// Why a rule says no, with the words that it is about.
#[must_use]
pub fn why(told: &Told) -> String {
    let words: Vec<String> = told.spans.iter().map(|span| format!("“{}”", span.text)).collect();
    let about = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
    format!("{}{about}.", sentence(&told.sentence).trim_end_matches('.'))
}

/// A wait, in seconds up to two minutes and in minutes beyond.
fn wait(seconds: u32) -> String {
    if seconds <= 120 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) }
}

/// A capital first and a full stop last.
#[must_use]
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut out: String = first.to_uppercase().chain(chars).collect();
    if !out.ends_with(['.', '?', ':']) {
        out.push('.');
    }
    out
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        let (title, way) = match failure.code.as_str() {
            "model" => ("A part of the studio could not be loaded", Way::Again),
            "missing" => ("A part of the studio could not be loaded", Way::Reload),
            "outdated" => ("This page is out of date", Way::Reload),
            "unsupported" => ("This browser shows clips, but cannot make them", Way::Elsewhere),
            "film" => ("The film cannot be made into a clip", Way::Again),
            "undecodable" => ("This browser cannot play the film", Way::Elsewhere),
            "nothing_to_say" => ("There is nothing to say", Way::Rewrite),
            "cancelled" => ("Stopped", Way::Again),
            _ => ("That did not work", Way::Again),
        };
        let mut detail = sentence(&failure.message);
        if way == Way::Elsewhere {
            detail.push_str(&format!(" Open this page in {MAKING}."));
        }
        Self::new(title, detail).with(way)
    }
}

impl From<PasskeyError> for Trouble {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Cancelled => Self::new(
                "No passkey was used",
                "The dialog was closed or ran out of time. Try again when you are ready.",
            ),
            PasskeyError::AlreadyHere => {
                Self::new("This device already has a passkey", "Sign in with it instead of making another.")
            }
            PasskeyError::WrongAddress => Self::new(
                "Passkeys do not work at this address",
                "Open the app at the address that its operator gave, for example http://localhost:8787.",
            ),
            PasskeyError::Unsupported => {
                Self::new("This browser has no passkeys", format!("Use {WATCHING}, with a screen lock set up."))
            }
        }
    }
}

/// A camera that did not open.
#[must_use]
pub fn camera(error: MediaError) -> Trouble {
    match error {
        MediaError::Missing => Trouble::new("No camera found", "Connect a camera, or open this page on a phone."),
        MediaError::Denied => Trouble::new(
            "The camera is not allowed",
            "Allow it in the browser's address bar or settings, then try again. Nothing was recorded.",
        ),
        MediaError::Busy => Trouble::new("The camera is in use", "Close the other app that uses it, then try again."),
        MediaError::Unsupported => unsupported(),
    }
}

/// A microphone that did not open.
#[must_use]
pub fn microphone(error: MediaError) -> Trouble {
    match error {
        MediaError::Missing => Trouble::new("No microphone found", "Connect a microphone, then try again."),
        MediaError::Denied => Trouble::new(
            "The microphone is not allowed",
            "Allow it in the browser's address bar or settings, then try again.",
        ),
        MediaError::Busy => {
            Trouble::new("The microphone is in use", "Close the other app that uses it, then try again.")
        }
        MediaError::Unsupported => unsupported(),
    }
}

fn unsupported() -> Trouble {
    Trouble::new(
        "This browser cannot open a camera here",
        format!("Cameras need https or localhost. Clips are made in {MAKING}."),
    )
    .with(Way::Elsewhere)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_was_measured_and_when_to_come_back() {
        let problem =
            Problem::new(Code::FileRefused, "the clip is too long").measured("11.0 s", "10.0 s").retry_after_s(30);
        let said = say(&problem);
        assert_eq!(said.title, "The file was not accepted");
        assert_eq!(said.detail, "The clip is too long. It has 11.0 s, the limit is 10.0 s. Try again in 30 s.");
    }

    #[test]
    fn numbers_that_are_already_said_are_not_said_twice() {
        let problem =
            Problem::new(Code::Invalid, "500 characters are too many, at most 400 fit").measured("500", "400");
        assert_eq!(say(&problem).detail, "500 characters are too many, at most 400 fit.");
    }

    #[test]
    fn a_wait_is_said_once_and_in_a_unit_that_fits() {
        let said = |detail: &str, s| say(&Problem::new(Code::TooMany, detail).retry_after_s(s)).detail;
        assert_eq!(said("Ten scans an hour are the most. Try again in 12 minutes.", 700), {
            "Ten scans an hour are the most. Try again in 12 minutes."
        });
        assert_eq!(said("Slow down.", 119), "Slow down. Try again in 119 s.");
        assert_eq!(said("Slow down.", 601), "Slow down. Try again in 11 min.");
    }

    #[test]
    fn an_ended_session_offers_to_sign_in() {
        assert_eq!(say(&Problem::new(Code::SignInFirst, "Sign in to like clips.")).way, Way::SignIn);
    }

    #[test]
    fn another_consent_text_has_to_be_loaded() {
        let refused = |rule| say(&Problem::new(Code::CaptureRefused, "It has changed.").rule(rule)).way;
        assert_eq!((refused("consent"), refused("words")), (Way::Reload, Way::Again));
    }

    #[test]
    fn what_cannot_help_is_not_offered() {
        let way = |code: &str| Trouble::from(Failure { code: code.into(), message: "it stopped".into() }).way;
        assert_eq!(way("internal"), Way::Again);
        assert_eq!(way("missing"), Way::Reload);
        assert_eq!(way("nothing_to_say"), Way::Rewrite);
        assert_eq!(way("unsupported"), Way::Elsewhere);
        assert_eq!(Trouble::from(Error::Unreadable).way, Way::Reload);
    }

    #[test]
    fn words_are_plain() {
        let all = [
            Trouble::from(Error::Offline),
            Trouble::from(Error::Unreadable),
            Trouble::from(PasskeyError::Cancelled),
            camera(MediaError::Missing),
            camera(MediaError::Denied),
            microphone(MediaError::Denied),
            camera(MediaError::Unsupported),
            Trouble::from(PasskeyError::Unsupported),
            Trouble::from(Failure { code: "model".into(), message: "the file is cut".into() }),
            Trouble::from(Failure { code: "unsupported".into(), message: "it has no encoder".into() }),
        ];
        for trouble in all {
            let text = format!("{} {}", trouble.title, trouble.detail).to_lowercase();
            assert!(!text.contains('!') && !text.contains("please") && !text.contains("oops"), "{text}");
            assert!(trouble.detail.ends_with('.'), "{text}");
        }
    }
}
