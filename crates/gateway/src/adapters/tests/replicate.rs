use super::*;
use crate::{Cancelled, Method};

const ID: &str = "replicate-seedance-2.0";

#[test]
fn an_order_goes_to_the_official_model() {
    let adapter = adapter(ID);
    let exchange = adapter.submit(&order(), 0, None, &access(adapter)).unwrap();
    assert_eq!(exchange.url, "https://api.replicate.com/v1/models/bytedance/seedance-2.0/predictions");
    assert_eq!(header(&exchange, "authorization"), Some(format!("Bearer {KEY}").as_str()));
    let said = body(&exchange);
    assert_eq!(said["input"]["reference_audios"], json!(["https://us.example/i/speech"]));
    assert_eq!((&said["input"]["duration"], &said["input"]["aspect_ratio"]), (&json!(5), &json!("9:16")));
    assert_eq!(said["webhook_events_filter"], json!(["completed"]));
    let short = Order { seconds: 1.0, callback: None, ..order() };
    let said = body(&adapter.submit(&short, 0, None, &access(adapter)).unwrap());
    assert!(said["input"]["duration"] == 4 && said.get("webhook").is_none());
}

#[test]
fn a_job_lives() {
    let adapter = adapter(ID);
    assert_eq!(
        adapter.accepted(&answer(202, &json!({ "id": "p1", "status": "starting" })), 0).unwrap().remote,
        remote("p1")
    );
    assert_eq!(adapter.poll(&remote("p1"), 0, &access(adapter)).url, "https://api.replicate.com/v1/predictions/p1");
    let now =
        |status: &str, output: Value| progress(ID, 200, &json!({ "id": "p1", "status": status, "output": output }));
    assert_eq!(now("starting", Value::Null), Ok(Progress::Waiting(None)));
    assert_eq!(now("processing", Value::Null), Ok(Progress::Running(None)));
    let url = "https://replicate.delivery/x/a.mp4";
    for output in [
        json!(url),
        json!([url, "other"]),
        json!({ "video": url }),
        json!({ "video": { "url": url } }),
        json!({ "url": url }),
    ] {
        assert_eq!(now("succeeded", output), done(url));
    }
    for output in [json!(null), json!([]), json!({}), json!(7), json!(""), json!([1])] {
        assert_eq!(now("succeeded", output).unwrap_err().cause, Cause::Film);
    }
    let removed = json!({ "status": "succeeded", "output": null, "data_removed": true });
    assert_eq!(failure(ID, 200, &removed), (Cause::Gone, NEVER));
    for status in ["canceled", "aborted"] {
        assert_eq!(now(status, Value::Null).unwrap_err().cause, Cause::Cancelled);
    }
    assert!(adapter.delete(&remote("p1"), 0, &access(adapter)).is_none());
    assert_eq!(adapter.called_back(&json!({ "id": "p1", "status": "succeeded" })), Some("p1".into()));
}

#[test]
fn a_job_that_failed_says_why() {
    for (said, cause) in [
        ("The input or output was flagged as sensitive. (E005)", Cause::Moderated),
        ("Input image may contain a real person and was flagged", Cause::RealFace),
        ("InputImageSensitiveContentDetected: may contain real person", Cause::RealFace),
        ("Failed to download input", Cause::Input),
        ("Prediction timed out", Cause::Late),
        ("CUDA out of memory", Cause::Down),
    ] {
        assert_eq!(failure(ID, 200, &json!({ "status": "failed", "error": said })), (cause, NEVER), "{said}");
    }
    assert_eq!(failure(ID, 200, &json!({ "status": "failed", "error": null })), (Cause::Down, NEVER));
    assert_eq!(failure(ID, 200, &json!({})), (Cause::Contract, LATER));
}

#[test]
fn errors_and_cancelling() {
    let adapter = adapter(ID);
    assert_eq!(refusal(ID, 402, &json!({ "title": "Insufficient credit", "detail": "x" })), (Cause::Credit, NEVER));
    assert_eq!(refusal(ID, 422, &json!({ "detail": "- input.prompt is required" })), (Cause::Contract, NEVER));
    assert_eq!(refusal(ID, 429, &json!({ "detail": "Request was throttled." })), (Cause::Busy, LATER));
    let cancel = adapter.cancel(&remote("p1"), 0, &access(adapter)).unwrap();
    assert_eq!(
        (cancel.method, cancel.url.as_str()),
        (Method::Post, "https://api.replicate.com/v1/predictions/p1/cancel")
    );
    let cancelled = |status, word: &str| adapter.cancelled(&answer(status, &json!({ "status": word })));
    assert_eq!(cancelled(200, "canceled"), Ok(Cancelled::Yes));
    assert_eq!(cancelled(200, "succeeded"), Ok(Cancelled::TooLate));
    assert_eq!(cancelled(404, ""), Ok(Cancelled::Yes));
    assert_eq!(cancelled(500, "").unwrap_err().retry, LATER);
}
