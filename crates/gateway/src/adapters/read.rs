//! What the adapters have in common: reading answers that may be anything, and saying orders.

use serde_json::Value;

use crate::{Answer, Cause, Failure, Order, Retry};

/// A string in an answer, by a JSON pointer (RFC 6901).
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A provider's name for something, fit to stand in a path: nothing that could lead elsewhere.
pub(crate) fn name(value: &Value, pointer: &str) -> Option<String> {
    let name = text(value, pointer)?;
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:~=".contains(&b));
    (plain && name.len() <= 200 && !name.contains("..") && name != ".").then(|| name.to_owned())
}

/// The name of a job that was taken.
pub(crate) fn taken(answer: &Answer, pointer: &str) -> Result<String, Failure> {
    name(&answer.json(), pointer).ok_or_else(|| Failure::of(Cause::Contract, "the answer has no name for the job"))
}

/// Whether the answer is one of success.
pub(crate) fn fine(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// A failure of a job there: the same job is not asked about again.
pub(crate) fn lost(failure: Failure) -> Failure {
    Failure { retry: Retry::Never, ..failure }
}

/// What a code and a message of theirs mean, if they mean one of ours.
pub(crate) fn meant(words: &str) -> Option<Cause> {
    let words = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if has(&FACELESS) {
        return Some(Cause::Input);
    }
    // Google's code is the word alone; elsewhere it is part of names of settings.
    if has(&REFUSED) || words.trim_start().starts_with("safety") {
        return Some(if has(&FACES) { Cause::RealFace } else { Cause::Moderated });
    }
    if has(&FACES) && has(&["not allowed", "not permitted", "reject", "may contain", "refuse"]) {
        return Some(Cause::RealFace);
    }
    if has(&["insufficient_credit", "insufficient credit", "insufficient_quota", "not enough credit"]) {
        return Some(Cause::Credit);
    }
    if has(&UNREADABLE) {
        return Some(Cause::Input);
    }
    has(&["timed out", "timeout", "deadline_exceeded"]).then_some(Cause::Late)
}

/// Words that say that there is nobody in the picture.
const FACELESS: [&str; 5] = ["no face", "face not", "face_not", "could not detect", "unable to detect"];
/// Words that say that rules of theirs refused.
const REFUSED: [&str; 18] = [
    "content_policy",
    "content policy",
    "content_filter",
    "moderation",
    "moderated",
    "safety.input",
    "safety.output",
    "safety filter",
    "safety system",
    "safety polic",
    "nsfw",
    "flagged",
    "sensitive content",
    "sensitivecontent",
    "prohibited",
    "policy violation",
    "policy_violation",
    "responsible ai",
];
/// Words that say that the reason is whose picture it is.
const FACES: [&str; 12] = [
    "real person",
    "real people",
    "real human",
    "real face",
    "real-person",
    "real_person",
    "human face",
    "public figure",
    "public_figure",
    "celebrit",
    "likeness",
    "portrait right",
];
/// Words that say that picture or speech could not be fetched or read.
const UNREADABLE: [&str; 14] = [
    "image_load_error",
    "file_download_error",
    "image_too_",
    "image_aspect_ratio",
    "file_too_large",
    "audio_duration_",
    "unsupported_image",
    "unsupported_audio",
    "asset.invalid",
    "asset_not_available",
    "input_preprocessing",
    "failed to download",
    "could not download",
    "failed to fetch",
];

/// A failure out of an HTTP answer with the provider's words: what they mean, or else what the status says. What a status says
/// will pass, passes, whatever the words.
pub(crate) fn refused(answer: &Answer, words: &str) -> Failure {
    let by_status = Failure::by_status(answer, words);
    match meant(words) {
        Some(cause) if by_status.retry == Retry::Never && answer.status != 401 => Failure::of(cause, words),
        _ => by_status,
    }
}

/// A failure of a job out of the provider's words.
pub(crate) fn failed(words: &str) -> Failure {
    let lower = words.to_lowercase();
    let unclear =
        ["validation", "invalid_input", "invalid_argument", "invalid_value"].iter().any(|w| lower.contains(w));
    let otherwise = if unclear { Cause::Contract } else { Cause::Down };
    Failure::of(meant(words).unwrap_or(otherwise), words)
}

/// An answer of success that has nothing to use: the question is worth another try, the form may change.
pub(crate) fn odd(what: &str) -> Failure {
    Failure::passing(Cause::Contract, what)
}

/// What is to be seen and said, for one who speaks in a voice of its own.
pub(crate) fn spoken(order: &Order) -> String {
    let script = order.script.trim();
    if script.is_empty() {
        order.prompt.clone()
    } else {
        format!("{}\nThe person says: \"{script}\"", order.prompt.trim())
    }
}

/// At most `most` characters.
pub(crate) fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The whole seconds that a film must have to hold the speech, not below `least` and not above `most`.
pub(crate) fn seconds(order: &Order, least: u32, most: u32) -> u32 {
    (order.seconds.max(0.0).ceil() as u32).clamp(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood() {
        for (words, cause) in [
            ("SAFETY: blocked", Some(Cause::Moderated)),
            ("input.safety_tolerance: must be at most 6", None),
            ("the field is case-sensitive", None),
            ("content_policy_violation: may contain real person", Some(Cause::RealFace)),
            ("Real people are not allowed here", Some(Cause::RealFace)),
            ("a real person speaks", None),
            ("No face was found; human face needed", Some(Cause::Input)),
            ("face_not_detected: portrait rejected", Some(Cause::Input)),
            ("Request timed out", Some(Cause::Late)),
            ("insufficient credit", Some(Cause::Credit)),
            ("", None),
        ] {
            assert_eq!(meant(words), cause, "{words}");
        }
        assert_eq!(failed("Input validation failed").cause, Cause::Contract);
        assert_eq!(failed("INVALID_ARGUMENT failed to download the image").cause, Cause::Input);
        assert_eq!(failed("").cause, Cause::Down);
    }

    #[test]
    fn what_passes_is_not_made_final_by_words() {
        let refused = |status| {
            let answer = Answer { status, headers: Vec::new(), body: Vec::new() };
            let failure = refused(&answer, "moderation timeout");
            (failure.cause, failure.retry)
        };
        for status in [408, 409, 429] {
            assert_eq!(refused(status), (Cause::Busy, Retry::Later));
        }
        assert_eq!(refused(503), (Cause::Down, Retry::Later));
        assert_eq!(refused(401), (Cause::Key, Retry::Never));
        assert_eq!(refused(403), (Cause::Moderated, Retry::Never));
    }
}
