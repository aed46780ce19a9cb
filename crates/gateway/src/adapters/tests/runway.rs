use super::*;
use crate::{Cancelled, Method};

const ID: &str = "runway-gen4.5";

#[test]
fn an_order_is_a_scene_from_the_still() {
    let adapter = adapter(ID);
    let exchange = adapter.submit(&order(), 0, None, &access(adapter)).unwrap();
    assert_eq!(exchange.url, "https://api.dev.runwayml.com/v1/image_to_video");
    assert_eq!(header(&exchange, "x-runway-version"), Some("2024-11-06"));
    assert_eq!(
        body(&exchange),
        json!({
            "model": "gen4.5", "promptImage": [{ "uri": "https://us.example/i/still", "position": "first" }],
            "promptText": "On a beach, always the red hat", "ratio": "720:1280", "duration": 5, "seed": 7,
            "contentModeration": { "publicFigureThreshold": "auto" },
        })
    );
    let said = |prompt: String| {
        body(&adapter.submit(&Order { prompt, seconds: 0.4, ..order() }, 0, None, &access(adapter)).unwrap())
    };
    assert_eq!(said("x".into())["duration"], 2);
    assert!(said(" ".into()).get("promptText").is_none());
    let long = said("😀".repeat(700));
    assert_eq!(long["promptText"].as_str().unwrap().encode_utf16().count(), 1_000, "their limit is in UTF-16");
}

#[test]
fn a_task_lives() {
    let adapter = adapter(ID);
    assert_eq!(
        adapter.accepted(&answer(200, &json!({ "id": "t1", "estimatedCost": { "credits": 25 } })), 0).unwrap().remote,
        remote("t1")
    );
    let now = |body| progress(ID, 200, &body);
    for status in ["PENDING", "THROTTLED"] {
        assert_eq!(now(json!({ "id": "t1", "status": status })), Ok(Progress::Waiting(None)));
    }
    assert_eq!(now(json!({ "status": "RUNNING", "progress": 0.25 })), Ok(Progress::Running(Some(0.25))));
    assert_eq!(now(json!({ "status": "RUNNING", "progress": 7 })), Ok(Progress::Running(Some(1.0))));
    assert_eq!(now(json!({ "status": "RUNNING" })), Ok(Progress::Running(None)));
    let url = "https://dnznrvs05pmza.cloudfront.net/a.mp4?_jwt=x";
    assert_eq!(now(json!({ "status": "SUCCEEDED", "output": [url], "cost": { "credits": 25 } })), done(url));
    assert_eq!(failure(ID, 200, &json!({ "status": "SUCCEEDED", "output": [] })), (Cause::Film, NEVER));
    assert_eq!(failure(ID, 200, &json!({ "status": "CANCELLED" })), (Cause::Cancelled, NEVER));
    assert_eq!(failure(ID, 404, &json!({ "error": "Task not found" })), (Cause::Gone, NEVER));
    let cancel = adapter.cancel(&remote("t1"), 0, &access(adapter)).unwrap();
    assert_eq!((cancel.method, cancel.url.as_str()), (Method::Delete, "https://api.dev.runwayml.com/v1/tasks/t1"));
    assert_eq!(adapter.cancelled(&answer(204, &json!({}))), Ok(Cancelled::Yes));
    assert_eq!(adapter.cancelled(&answer(404, &json!({}))), Ok(Cancelled::Yes));
    assert_eq!(adapter.called_back(&json!({ "id": "t1" })), None, "it never calls");
}

#[test]
fn a_task_is_gone_when_it_cannot_be_found_or_was_cancelled() {
    let adapter = adapter(ID);
    let asked = adapter.still_there(&remote("t1"), &access(adapter)).unwrap();
    assert_eq!((asked.method, asked.url.as_str()), (Method::Get, "https://api.dev.runwayml.com/v1/tasks/t1"));
    let gone = |status, body| adapter.is_gone(&answer(status, &body)).map_err(|failure| (failure.cause, failure.retry));
    assert_eq!(gone(404, json!({ "error": "Task not found" })), Ok(()));
    assert_eq!(gone(200, json!({ "status": "CANCELLED" })), Ok(()));
    // It went on although it was cancelled, and an answer without a state proves nothing.
    for body in [json!({ "status": "RUNNING" }), json!({ "status": "SUCCEEDED", "output": [] }), json!({})] {
        assert_eq!(gone(200, body), Err((Cause::Down, LATER)));
    }
    assert_eq!(gone(429, json!({ "error": "Too many" })), Err((Cause::Busy, LATER)));
}

#[test]
fn a_task_that_failed_says_why() {
    for (code, said, cause) in [
        ("SAFETY.INPUT.TEXT", "", Cause::Moderated),
        ("SAFETY.INPUT.IMAGE", "the image shows a public figure", Cause::RealFace),
        ("SAFETY.OUTPUT.VIDEO", "", Cause::Moderated),
        ("INTERNAL.BAD_OUTPUT.CODE01", "", Cause::Film),
        ("INPUT_PREPROCESSING.INTERNAL", "", Cause::Input),
        ("ASSET.INVALID", "", Cause::Input),
        ("INTERNAL", "", Cause::Down),
    ] {
        let said = json!({ "status": "FAILED", "failure": said, "failureCode": code });
        assert_eq!(failure(ID, 200, &said), (cause, NEVER), "{code}");
    }
    assert_eq!(failure(ID, 200, &json!({ "status": "FAILED" })), (Cause::Down, NEVER));
}

#[test]
fn errors_hold_a_sentence_and_perhaps_issues() {
    let issue = |message: &str| json!({ "error": "Validation of body failed", "issues": [{ "path": ["promptImage"], "message": message }] });
    assert_eq!(refusal(ID, 400, &issue("Failed to fetch asset: 404")), (Cause::Input, NEVER));
    assert_eq!(refusal(ID, 400, &issue("duration: one of 2, 3")), (Cause::Contract, NEVER));
    assert_eq!(refusal(ID, 400, &json!({ "error": { "odd": 1 } })), (Cause::Contract, NEVER));
    assert_eq!(refusal(ID, 429, &json!({ "error": "You have reached your daily task limit" })), (Cause::Busy, LATER));
}
