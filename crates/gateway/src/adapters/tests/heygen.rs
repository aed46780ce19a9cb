use super::*;
use crate::{Cancelled, Method};

const ID: &str = "heygen-photo";

#[test]
fn an_order_holds_nothing_that_the_contract_does_not_name() {
    let adapter = adapter(ID);
    let exchange = adapter.submit(&order(), 0, None, &access(adapter)).unwrap();
    assert_eq!(exchange.url, "https://api.heygen.com/v3/videos");
    assert_eq!((header(&exchange, "x-api-key"), header(&exchange, "idempotency-key")), (Some(KEY), Some("r-1-0")));
    let said = json!({
        "type": "image", "image": { "type": "url", "url": "https://us.example/i/still" },
        "audio_url": "https://us.example/i/speech", "aspect_ratio": "9:16", "resolution": "720p",
        "output_format": "mp4", "fit": "cover", "callback_id": "r-1-0",
        "callback_url": "https://us.example/callbacks/t0ken?x=1&y=2", "motion_prompt": "On a beach, always the red hat",
    });
    assert_eq!(body(&exchange), said);
    assert!(exchange == adapter.submit(&order(), 0, None, &access(adapter)).unwrap());
    let plain = Order { callback: None, prompt: " ".into(), ..order() };
    let said = body(&adapter.submit(&plain, 0, None, &access(adapter)).unwrap());
    assert!(said.get("callback_url").is_none() && said.get("motion_prompt").is_none());
}

#[test]
fn a_job_lives() {
    let adapter = adapter(ID);
    let taken = json!({ "data": { "video_id": "v1", "status": "waiting", "output_format": "mp4" } });
    assert_eq!(adapter.accepted(&answer(200, &taken), 0).unwrap().remote, remote("v1"));
    let poll = adapter.poll(&remote("v1"), 0, &access(adapter));
    assert_eq!((poll.method, poll.url.as_str()), (Method::Get, "https://api.heygen.com/v3/videos/v1"));
    let now =
        |status: &str, url: Option<&str>| progress(ID, 200, &json!({ "data": { "status": status, "video_url": url } }));
    for status in ["pending", "waiting", "queued"] {
        assert_eq!(now(status, None), Ok(Progress::Waiting(None)));
    }
    assert_eq!(now("processing", None), Ok(Progress::Running(None)));
    assert_eq!(now("rendering_soon", None), Ok(Progress::Running(None)), "a word that is new");
    assert_eq!(now("completed", Some("https://files2.heygen.ai/a.mp4")), done("https://files2.heygen.ai/a.mp4"));
    assert_eq!(now("completed", None).unwrap_err().retry, LATER);
    assert_eq!(now("", None).unwrap_err().retry, LATER);
    let delete = adapter.delete(&remote("v1"), 0, &access(adapter)).unwrap();
    assert_eq!((delete.method, delete.url.as_str()), (Method::Delete, "https://api.heygen.com/v3/videos/v1"));
    assert!(adapter.cancel(&remote("v1"), 0, &access(adapter)).is_none());
    assert_eq!(adapter.cancelled(&answer(200, &json!({}))), Ok(Cancelled::TooLate));
    let called =
        json!({ "event_type": "avatar_video.success", "event_data": { "video_id": "v1", "callback_id": "r-1-0" } });
    assert_eq!(adapter.called_back(&called), Some("v1".into()));
}

#[test]
fn a_job_that_failed_says_why() {
    for (code, message, cause) in [
        ("moderation_rejected", "", Cause::Moderated),
        ("moderation_rejected", "a celebrity was detected", Cause::RealFace),
        ("asset_not_available", "", Cause::Input),
        ("timeout", "", Cause::Late),
        ("internal_error", "The video could not be made", Cause::Down),
    ] {
        let said = json!({ "data": { "status": "failed", "failure_code": code, "failure_message": message } });
        assert_eq!(failure(ID, 200, &said), (cause, NEVER), "{code}");
    }
}

#[test]
fn errors_are_read_by_their_code() {
    let error = |code: &str| json!({ "error": { "code": code, "message": "no", "param": "image" } });
    for (status, code, cause, retry) in [
        (401, "unauthorized", Cause::Key, NEVER),
        (403, "forbidden", Cause::Key, NEVER),
        (404, "not_found", Cause::Gone, NEVER),
        (409, "request_in_progress", Cause::Busy, LATER),
        (409, "conflict", Cause::Contract, NEVER),
        (400, "validation_error", Cause::Contract, NEVER),
        (402, "insufficient_credit", Cause::Credit, NEVER),
        (400, "insufficient_credit", Cause::Credit, NEVER),
        (429, "rate_limit_exceeded", Cause::Busy, LATER),
        (413, "payload_too_large", Cause::Input, NEVER),
        (404, "asset_not_available", Cause::Input, NEVER),
        (500, "internal_error", Cause::Down, LATER),
    ] {
        assert_eq!(refusal(ID, status, &error(code)), (cause, retry), "{code}");
    }
}

#[test]
fn an_avatar_is_named_and_what_is_wrong_with_it_is_told_apart() {
    let adapter = adapter("heygen-avatar");
    let said = body(&adapter.submit(&order(), 0, None, &access(adapter)).unwrap());
    let wanted = json!({
        "type": "avatar", "avatar_id": "look-1", "audio_url": "https://us.example/i/speech", "aspect_ratio": "9:16",
        "resolution": "720p", "output_format": "mp4", "fit": "cover", "callback_id": "r-1-0",
        "callback_url": "https://us.example/callbacks/t0ken?x=1&y=2", "motion_prompt": "On a beach, always the red hat",
    });
    assert_eq!(said, wanted);
    let without = adapter.submit(&Order { avatar: None, ..order() }, 0, None, &access(adapter)).unwrap_err();
    assert_eq!((without.cause, without.retry), (Cause::Avatar, NEVER));
    let error = |code: &str, param: &str| json!({ "error": { "code": code, "message": "no", "param": param } });
    for (status, code, param, cause) in [
        (404, "not_found", "", Cause::Avatar),
        (403, "forbidden", "", Cause::Avatar),
        (400, "validation_error", "avatar_id", Cause::Avatar),
        (400, "validation_error", "audio_url", Cause::Contract),
        (401, "unauthorized", "", Cause::Key),
    ] {
        assert_eq!(refusal("heygen-avatar", status, &error(code, param)).0, cause, "{code} {param}");
    }
    assert_eq!(refusal(ID, 403, &error("forbidden", "")).0, Cause::Key, "a photo has no avatar");
}
