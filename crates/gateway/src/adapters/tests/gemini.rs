use super::*;
use crate::{Cancelled, Method};

const ID: &str = "gemini-omni";

#[test]
fn an_order_holds_the_still_itself() {
    let adapter = adapter(ID);
    assert!(adapter.inline());
    let exchange = adapter.submit(&order(), 0, None, &access(adapter)).unwrap();
    assert_eq!(exchange.url, "https://generativelanguage.googleapis.com/v1beta/interactions");
    assert_eq!(header(&exchange, "x-goog-api-key"), Some(KEY));
    let said = body(&exchange);
    assert_eq!(said["model"], "gemini-omni-1.2-flash");
    assert_eq!(said["input"][0], json!({ "type": "image", "mime_type": "image/jpeg", "data": "AQID" }));
    assert!(said["input"][1]["text"].as_str().unwrap().contains("Hello there"));
    assert_eq!(
        (&said["response_format"]["duration"], &said["response_format"]["aspect_ratio"]),
        (&json!("5s"), &json!("9:16"))
    );
    assert!(said["background"] == true && said.get("webhook_config").is_none());
    let bare = Order { still: Input { data: None, ..order().still }, ..order() };
    assert_eq!(adapter.submit(&bare, 0, None, &access(adapter)).unwrap_err().cause, Cause::Broken);
    let other = Access { options: vec!["m".into(), "PT{}S".into()], ..access(adapter) };
    let said = body(&adapter.submit(&Order { seconds: 0.1, ..order() }, 0, None, &other).unwrap());
    assert!(said["model"] == "m" && said["response_format"]["duration"] == "PT3S");
}

#[test]
fn a_job_lives() {
    let adapter = adapter(ID);
    let access = access(adapter);
    assert_eq!(
        adapter.accepted(&answer(200, &json!({ "id": "v1_Chd=", "status": "queued" })), 0).unwrap().remote,
        remote("v1_Chd=")
    );
    let now = |status: &str| progress(ID, 200, &json!({ "id": "i1", "status": status, "steps": [] }));
    assert_eq!(now("queued"), Ok(Progress::Waiting(None)));
    assert_eq!(now("in_progress"), Ok(Progress::Running(None)));
    for (status, cause) in [
        ("failed", Cause::Down),
        ("incomplete", Cause::Down),
        ("cancelled", Cause::Cancelled),
        ("budget_exceeded", Cause::Credit),
        ("requires_action", Cause::Contract),
        ("requires_continuation", Cause::Contract),
        ("completed", Cause::Film),
    ] {
        assert_eq!(failure(ID, 200, &json!({ "status": status })), (cause, NEVER), "{status}");
    }
    let url = "https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media";
    let part = json!({ "type": "video", "mime_type": "video/mp4", "uri": url });
    let steps = json!({ "status": "completed", "steps": [
        { "type": "user_input", "content": [{ "type": "image", "uri": "https://x" }] },
        { "type": "model_output", "content": [{ "type": "text", "text": "here" }, part] },
    ] });
    let derived = json!({ "status": "completed", "output_video": { "uri": url } });
    for said in [steps, derived] {
        let Ok(Progress::Done(film)) = progress(ID, 200, &said) else { panic!("a film") };
        assert!(film.locked && film.url == url);
        assert_eq!(header(&adapter.fetch(&film, &access), "x-goog-api-key"), Some(KEY));
    }
    let cancel = adapter.cancel(&remote("i1"), 0, &access).unwrap();
    assert!(cancel.method == Method::Post && cancel.url.ends_with("/v1beta/interactions/i1/cancel"));
    assert_eq!(adapter.cancelled(&answer(200, &json!({ "status": "cancelled" }))), Ok(Cancelled::Yes));
    assert_eq!(adapter.cancelled(&answer(200, &json!({ "status": "completed" }))), Ok(Cancelled::TooLate));
    let delete = adapter.delete(&remote("i1"), 0, &access).unwrap();
    assert!(delete.method == Method::Delete && delete.url.ends_with("/v1beta/interactions/i1"));
}

#[test]
fn refusals_and_errors() {
    let failed =
        |code: &str, message: &str| json!({ "status": "failed", "errors": [{ "code": code, "message": message }] });
    assert_eq!(failure(ID, 200, &failed("SAFETY", "")), (Cause::Moderated, NEVER));
    assert_eq!(failure(ID, 200, &failed("SAFETY", "a real person")), (Cause::RealFace, NEVER));
    assert_eq!(failure(ID, 200, &failed("DEADLINE_EXCEEDED", "")), (Cause::Late, NEVER));
    let filtered = json!({ "status": "completed", "steps": [{ "type": "model_output", "content": [], "error": { "code": "x", "message": "blocked by safety filters" } }] });
    assert_eq!(failure(ID, 200, &filtered), (Cause::Moderated, NEVER));
    let error = |status: &str, message: &str| json!({ "error": { "code": 400, "message": message, "status": status } });
    assert_eq!(refusal(ID, 400, &error("INVALID_ARGUMENT", "API key not valid.")), (Cause::Key, NEVER));
    assert_eq!(refusal(ID, 400, &error("INVALID_ARGUMENT", "duration")), (Cause::Contract, NEVER));
    assert_eq!(refusal(ID, 403, &error("PERMISSION_DENIED", "no")), (Cause::Key, NEVER));
    assert_eq!(refusal(ID, 429, &error("RESOURCE_EXHAUSTED", "quota")), (Cause::Busy, LATER));
    assert_eq!(refusal(ID, 503, &error("UNAVAILABLE", "overloaded")), (Cause::Down, LATER));
}
