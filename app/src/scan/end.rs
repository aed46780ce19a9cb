//! Why a capture is over before it is whole, though nothing is broken. Pure.

use domain::capture::Flaw;
use wire::Code;

use crate::api;

/// Every flaw that a rule of the edge may name.
const FLAWS: [Flaw; 7] =
    [Flaw::WrongTurn, Flaw::OffScript, Flaw::Jump, Flaw::OtherFace, Flaw::Flat, Flaw::Frozen, Flaw::Looped];

/// Why it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Something speaks against it.
    Flaw(Flaw),
    /// The draw is too old.
    TimeUp,
    /// Too many in too short a time.
    Pause {
        /// When the next one can begin, in milliseconds of [`browser::clock::tick_ms`].
        until_ms: u64,
        /// Whether flaws are why, rather than the number of scans alone.
        flawed: bool,
    },
}

/// What a refusal of a draw, or of a result, means for the capture at `now_ms`; none when something is broken.
#[must_use]
pub fn end_of(error: &api::Error, now_ms: f64) -> Option<End> {
    let api::Error::Problem(problem) = error else { return None };
    let rule = problem.rule.as_deref().unwrap_or_default();
    match (problem.code, problem.retry_after_s) {
        (Code::TooMany, Some(wait_s)) => {
            let until_ms = now_ms.max(0.0) as u64 + u64::from(wait_s) * 1000;
            Some(End::Pause { until_ms, flawed: rule == "cool_down" })
        }
        (Code::CaptureRefused, _) if rule == "expired" => Some(End::TimeUp),
        (Code::CaptureRefused, _) => FLAWS.into_iter().find(|flaw| flaw.rule() == rule).map(End::Flaw),
        _ => None,
    }
}

/// What is left of a pause in words: whole minutes, rounded up.
#[must_use]
pub fn left(ms: u64) -> String {
    match ms.div_ceil(60_000) {
        0 => "now".to_owned(),
        1 => "in less than a minute".to_owned(),
        minutes => format!("in {minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Problem;

    fn problem(code: Code, rule: &str) -> Problem {
        Problem::new(code, "It was refused.").rule(rule)
    }

    #[track_caller]
    fn ends(problem: Problem, end: Option<End>) {
        assert_eq!(end_of(&api::Error::Problem(Box::new(problem)), 1000.0), end);
    }

    #[test]
    fn refusals_that_are_no_breakage() {
        let pause = |flawed| Some(End::Pause { until_ms: 601_000, flawed });
        ends(problem(Code::TooMany, "cool_down").retry_after_s(600), pause(true));
        ends(problem(Code::TooMany, "per_hour").retry_after_s(600), pause(false));
        ends(problem(Code::CaptureRefused, "expired"), Some(End::TimeUp));
        for flaw in FLAWS {
            ends(problem(Code::CaptureRefused, flaw.rule()), Some(End::Flaw(flaw)));
        }
    }

    #[test]
    fn everything_else_is() {
        ends(problem(Code::CaptureRefused, "consent"), None);
        ends(problem(Code::TooMany, "cool_down"), None);
        ends(problem(Code::Internal, "flat"), None);
        assert_eq!(end_of(&api::Error::Offline, 0.0), None);
    }

    #[test]
    fn pauses_are_counted_in_minutes() {
        assert_eq!(left(0), "now");
        assert_eq!(left(1), "in less than a minute");
        assert_eq!(left(60_000), "in less than a minute");
        assert_eq!(left(60_001), "in 2 minutes");
        assert_eq!(left(600_000), "in 10 minutes");
    }
}
