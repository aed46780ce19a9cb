use super::*;
use crate::{Cancelled, Method};

const ID: &str = "openai-videos";

#[test]
fn an_order_fits_the_lengths_that_are_sold() {
    let adapter = adapter(ID);
    let said = |seconds| body(&adapter.submit(&Order { seconds, ..order() }, 0, None, &access(adapter)).unwrap());
    for (seconds, asked) in [(0.2, "4"), (4.0, "4"), (4.2, "8"), (8.1, "12"), (10.0, "12")] {
        assert_eq!(said(seconds)["seconds"], asked, "{seconds}");
    }
    let one = said(4.0);
    assert_eq!((&one["size"], &one["model"]), (&json!("720x1280"), &json!("sora-2")));
    assert_eq!(one["input_reference"], json!({ "image_url": "https://us.example/i/still" }));
    assert!(one["prompt"].as_str().unwrap().ends_with("\"Hello there\""));
    let short = Access { options: vec!["m".into(), "s".into(), "2, x".into()], ..access(adapter) };
    let failure = adapter.submit(&order(), 0, None, &short).unwrap_err();
    assert!(failure.cause == Cause::Broken && failure.said.contains("OPENAI_VIDEO_SECONDS"));
}

#[test]
fn a_job_lives() {
    let adapter = adapter(ID);
    let access = access(adapter);
    assert_eq!(
        adapter.accepted(&answer(200, &json!({ "id": "video_1", "object": "video" })), 0).unwrap().remote,
        remote("video_1")
    );
    let now = |body| progress(ID, 200, &body);
    assert_eq!(now(json!({ "status": "queued" })), Ok(Progress::Waiting(None)));
    assert_eq!(now(json!({ "status": "in_progress", "progress": 40 })), Ok(Progress::Running(Some(0.4))));
    let Ok(Progress::Done(film)) = now(json!({ "status": "completed" })) else { panic!("a film") };
    assert!(film.locked && film.url == "https://video.example/v1/videos/j1/content");
    assert!(header(&adapter.fetch(&film, &access), "authorization").is_some());
    assert!(adapter.cancel(&remote("j1"), 0, &access).is_none());
    assert_eq!(adapter.cancelled(&answer(200, &json!({}))), Ok(Cancelled::TooLate));
    let delete = adapter.delete(&remote("j1"), 0, &access).unwrap();
    assert_eq!((delete.method, delete.url.as_str()), (Method::Delete, "https://video.example/v1/videos/j1"));
}

#[test]
fn refusals_and_errors() {
    let failed =
        |code: &str, message: &str| json!({ "status": "failed", "error": { "code": code, "message": message } });
    assert_eq!(failure(ID, 200, &failed("moderation_blocked", "no")), (Cause::Moderated, NEVER));
    assert_eq!(failure(ID, 200, &failed("moderation_blocked", "human faces")), (Cause::RealFace, NEVER));
    assert_eq!(failure(ID, 200, &failed("server_error", "")), (Cause::Down, NEVER));
    assert_eq!(failure(ID, 200, &json!({ "status": "failed", "error": null })), (Cause::Down, NEVER));
    let error = |code: &str| json!({ "error": { "code": code, "message": "x", "type": "invalid_request_error" } });
    assert_eq!(refusal(ID, 429, &error("insufficient_quota")), (Cause::Credit, NEVER));
    assert_eq!(refusal(ID, 401, &error("invalid_api_key")), (Cause::Key, NEVER));
    assert_eq!(refusal(ID, 400, &error("invalid_value")), (Cause::Contract, NEVER));
    assert_eq!(refusal(ID, 400, &error("content_policy_violation")), (Cause::Moderated, NEVER));
}
