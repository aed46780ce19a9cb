//! fal's errors: those of a model (`detail` is a list), and those of the platform (`detail` is a sentence, with `error_type`).

use serde_json::Value;

use crate::adapters::read;
use crate::{Answer, Cause, Failure};

/// What an answer of failure to any question means.
pub(super) fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let (kind, words) = words(&body);
    let header = answer.header("x-fal-error-type").unwrap_or_default();
    let kind = if kind.is_empty() { header } else { &kind };
    let retryable = answer.header("x-fal-retryable");
    let failure = match cause(kind, &words) {
        Some(cause) if answer.status != 429 && answer.status != 401 => Failure::of(cause, format!("{kind}: {words}")),
        _ => read::refused(answer, &words),
    };
    // fal's own word on trying again goes before what the status suggests.
    match retryable {
        Some("true") if failure.retry == crate::Retry::Never && matches!(failure.cause, Cause::Down | Cause::Late) => {
            Failure::passing(failure.cause, failure.said)
        }
        Some("false") => read::lost(failure),
        _ => failure,
    }
}

/// What an answer of failure to the question about a job or its result means: the job failed if fal says what went wrong with
/// it, and the question failed if something between us did. The platform's own errors come from both, and look the same: only
/// a result has the job's name in a header. A job that is lost so says it in its status, too ([`told`]), or until it is given up.
pub(super) fn of_job(answer: &Answer) -> Failure {
    let body = answer.json();
    let (kind, _) = words(&body);
    let model = body.get("detail").is_some_and(Value::is_array) || answer.header("x-fal-retryable").is_some();
    let platform = !kind.is_empty() || answer.header("x-fal-error-type").is_some();
    let result = answer.status < 500 || answer.header("x-fal-request-id").is_some();
    let about = model || (platform && result);
    if answer.status == 499 || (answer.status == 400 && said(&body).contains("cancel")) {
        return Failure::of(Cause::Cancelled, "");
    }
    let failure = failure(answer);
    match answer.status {
        401 | 403 | 429 => failure,
        _ if about => read::lost(failure),
        500.. if failure.retry == crate::Retry::Never => Failure::passing(failure.cause, failure.said),
        _ => failure,
    }
}

/// What a status says that carries the error itself, if it is one of the known kinds: otherwise the result says more.
pub(super) fn told(body: &Value) -> Option<Failure> {
    let kind = read::text(body, "/error_type")?;
    let words = read::text(body, "/error").unwrap_or_default();
    let lost = kind.starts_with("runner_").then_some(Cause::Down);
    cause(kind, words).or(lost).map(|cause| Failure::of(cause, format!("{kind}: {words}")))
}

/// Whether the result was asked for before there was one.
pub(super) fn early(answer: &Answer) -> bool {
    let said = said(&answer.json());
    answer.status == 400 && (said.contains("in progress") || said.contains("in queue"))
}

fn said(body: &Value) -> String {
    read::text(body, "/detail").unwrap_or_default().to_lowercase()
}

/// The first kind and all sentences of an error.
fn words(body: &Value) -> (String, String) {
    let plain = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match body.get("detail") {
        Some(Value::Array(list)) => {
            let kind = list.iter().find_map(|one| one.get("type").and_then(Value::as_str)).unwrap_or_default();
            let said: Vec<_> = list.iter().filter_map(|one| one.get("msg").and_then(Value::as_str)).collect();
            (kind.to_owned(), said.join("; "))
        }
        Some(Value::String(said)) => (plain("error_type"), said.clone()),
        _ => (plain("error_type"), plain("error")),
    }
}

fn cause(kind: &str, words: &str) -> Option<Cause> {
    Some(match kind {
        "content_policy_violation" => match read::meant(&format!("content_policy {words}")) {
            Some(Cause::RealFace) => Cause::RealFace,
            _ => Cause::Moderated,
        },
        "no_media_generated" => Cause::Film,
        "image_too_small"
        | "image_too_large"
        | "image_aspect_ratio_error"
        | "image_load_error"
        | "file_download_error"
        | "file_too_large"
        | "audio_duration_too_long"
        | "audio_duration_too_short" => Cause::Input,
        "feature_not_supported" | "one_of" => Cause::Contract,
        "generation_timeout" | "request_timeout" | "startup_timeout" => Cause::Late,
        "client_cancelled" => Cause::Cancelled,
        "internal_server_error"
        | "downstream_service_error"
        | "downstream_service_unavailable"
        | "runner_scheduling_failure"
        | "runner_connection_timeout"
        | "runner_disconnected"
        | "runner_connection_refused" => return None,
        _ => return None,
    })
}
