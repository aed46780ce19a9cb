use super::*;
use crate::{Cancelled, Method};

const ID: &str = "fal-heygen-avatar4";
const BASE: &str = "https://queue.fal.run/fal-ai/heygen/requests/j1";

fn accepted(urls: [&str; 3]) -> Remote {
    let said = json!({
        "status": "IN_QUEUE", "request_id": "j1", "gateway_request_id": "j1", "queue_position": 2,
        "status_url": urls[0], "response_url": urls[1], "cancel_url": urls[2],
    });
    adapter(ID).accepted(&answer(200, &said), 0).unwrap().remote
}

#[test]
fn an_order_goes_to_the_queue() {
    let adapter = adapter(ID);
    let exchange = adapter.submit(&order(), 0, None, &access(adapter)).unwrap();
    assert_eq!(exchange.place(), "https://queue.fal.run/fal-ai/heygen/avatar4/image-to-video");
    assert!(exchange.url.ends_with("?fal_webhook=https%3A%2F%2Fus.example%2Fcallbacks%2Ft0ken%3Fx%3D1%26y%3D2"));
    assert_eq!(header(&exchange, "authorization"), Some(format!("Key {KEY}").as_str()));
    assert_eq!(
        body(&exchange),
        json!({
            "image_url": "https://us.example/i/still", "audio_url": "https://us.example/i/speech",
            "aspect_ratio": "9:16", "resolution": "720p", "talking_style": "expressive",
        })
    );
    let quiet = Order { callback: None, ..order() };
    let exchange = adapter.submit(&quiet, 0, None, &access(adapter)).unwrap();
    assert_eq!(exchange.url, exchange.place());
}

#[test]
fn every_model_says_the_order_in_its_own_words() {
    let said = |id: &str, order: &Order| {
        let adapter = adapter(id);
        let exchange = adapter.submit(order, 0, None, &access(adapter)).unwrap();
        (exchange.place().to_owned(), body(&exchange))
    };
    let (place, body) = said("fal-kling-avatar-v2", &Order { prompt: " ".into(), ..order() });
    assert!(place.ends_with("/fal-ai/kling-video/ai-avatar/v2/standard") && body["prompt"] == ".");
    let (place, _) = said("fal-kling-avatar-v2-pro", &order());
    assert!(place.ends_with("/fal-ai/kling-video/ai-avatar/v2/pro"));
    let (_, body) = said("fal-ltx-2.3", &Order { prompt: String::new(), ..order() });
    assert!(body.get("prompt").is_none() && body["aspect_ratio"] == "9:16");
    let (_, body) = said("fal-kling-o3", &Order { seconds: 0.5, ..order() });
    assert!(body["duration"] == "3" && body["generate_audio"] == false);
    assert_eq!(body["elements"][0]["frontal_image_url"], "https://us.example/i/still");
    assert!(body["prompt"].as_str().unwrap().contains("@Element1") && body["prompt"].as_str().unwrap().contains("hat"));
    let (_, body) = said("fal-wan-2.7", &Order { seed: u32::MAX, ..order() });
    assert!(body["duration"] == "5" && body["seed"] == 0x7fff_ffff);
}

#[test]
fn a_scene_gets_its_lips_in_a_second_step() {
    let adapter = adapter("fal-wan-2.7");
    let access = access(adapter);
    assert_eq!(adapter.steps(), 2);
    assert_eq!(adapter.submit(&order(), 1, None, &access).unwrap_err().cause, Cause::Broken);
    let scene = Film { url: "https://v3.fal.media/scene.mp4".into(), locked: false };
    let exchange = adapter.submit(&order(), 1, Some(&scene), &access).unwrap();
    assert_eq!(exchange.place(), "https://queue.fal.run/fal-ai/sync-lipsync/v2/pro");
    let said = json!({ "video_url": scene.url, "audio_url": "https://us.example/i/speech", "sync_mode": "cut_off" });
    assert_eq!(body(&exchange), said);
    let poll = adapter.poll(&remote("j2"), 1, &access);
    assert_eq!(poll.url, "https://queue.fal.run/fal-ai/sync-lipsync/requests/j2/status");
}

#[test]
fn the_addresses_that_came_with_the_job_are_used_where_the_key_may_go() {
    let adapter = adapter(ID);
    let access = access(adapter);
    let given = accepted([&format!("{BASE}/status"), BASE, &format!("{BASE}/cancel")]);
    assert_eq!(adapter.poll(&given, 0, &access).url, format!("{BASE}/status"));
    let cancel = adapter.cancel(&given, 0, &access).unwrap();
    assert_eq!((cancel.method, cancel.url), (Method::Put, format!("{BASE}/cancel")));
    for evil in ["https://evil.example/x", "http://queue.fal.run/x", "https://v3.fal.media/x", "", "x"] {
        let given = accepted([evil; 3]);
        assert_eq!(adapter.poll(&given, 0, &access).url, format!("{BASE}/status"), "{evil}");
        assert_eq!(adapter.cancel(&given, 0, &access).unwrap().url, format!("{BASE}/cancel"));
    }
    let delete = adapter.delete(&given, 0, &access).unwrap();
    assert_eq!(delete.method, Method::Delete);
    assert_eq!(delete.url, "https://api.fal.ai/v1/models/requests/j1/payloads");
}

#[test]
fn the_way_of_removal_can_be_another() {
    let adapter = adapter(ID);
    let older = Access {
        options: vec![String::new(), "PUT /requests/delete_io/{}".into()],
        doors: vec!["https://queue.fal.run".into(), "https://rest.fal.ai".into(), "https://rest.fal.ai".into()],
        ..access(adapter)
    };
    let delete = adapter.delete(&remote("j1"), 0, &older).unwrap();
    assert_eq!((delete.method, delete.url.as_str()), (Method::Put, "https://rest.fal.ai/requests/delete_io/j1"));
}

#[test]
fn a_job_waits_runs_and_ends() {
    let now = |status, body| progress(ID, status, &body);
    assert_eq!(now(202, json!({ "status": "IN_QUEUE", "queue_position": 2 })), Ok(Progress::Waiting(Some(2))));
    assert_eq!(now(202, json!({ "status": "IN_QUEUE", "queue_position": -2 })), Ok(Progress::Waiting(None)));
    assert_eq!(now(202, json!({ "status": "IN_PROGRESS", "logs": null })), Ok(Progress::Running(None)));
    // An unknown kind says less than the result will.
    for body in [json!({ "status": "COMPLETED" }), json!({ "status": "COMPLETED", "error": "x", "error_type": "odd" })]
    {
        let Ok(Progress::Look(look)) = now(200, body) else { panic!("it is to be looked at") };
        assert_eq!((look.method, look.url.as_str()), (Method::Get, BASE));
        assert!(header(&look, "authorization").is_some());
    }
    let film =
        json!({ "video": { "url": "https://v3.fal.media/files/a.mp4", "content_type": "video/mp4" }, "seed": 1 });
    assert_eq!(now(200, film), done("https://v3.fal.media/files/a.mp4"));
    assert_eq!(failure(ID, 200, &json!({ "images": [] })), (Cause::Film, NEVER));
    assert_eq!(now(400, json!({ "detail": "Request is still in progress" })), Ok(Progress::Running(None)));
}

#[test]
fn a_job_that_failed_says_why() {
    let model =
        |kind: &str, msg: &str| json!({ "detail": [{ "loc": ["body", "image_url"], "msg": msg, "type": kind }] });
    for (status, kind, cause) in [
        (422, "content_policy_violation", Cause::Moderated),
        (422, "no_media_generated", Cause::Film),
        (422, "image_too_small", Cause::Input),
        (422, "image_load_error", Cause::Input),
        (422, "file_download_error", Cause::Input),
        (422, "file_too_large", Cause::Input),
        (422, "audio_duration_too_long", Cause::Input),
        (422, "feature_not_supported", Cause::Contract),
        (422, "missing", Cause::Contract),
        (500, "internal_server_error", Cause::Down),
        (504, "generation_timeout", Cause::Late),
        (504, "downstream_service_error", Cause::Down),
    ] {
        assert_eq!(failure(ID, status, &model(kind, "no")), (cause, NEVER), "{kind}");
    }
    let face = model("content_policy_violation", "The input image may contain a real person.");
    assert_eq!(failure(ID, 422, &face), (Cause::RealFace, NEVER));
    let platform = |status, kind: &str| {
        let said = answer(status, &json!({ "detail": "no", "error_type": kind }));
        let said = with(with(said, "x-fal-error-type", kind), "x-fal-request-id", "j1");
        let failure = adapter(ID).progress(&said, &remote("j1"), 0, &access(adapter(ID))).unwrap_err();
        (failure.cause, failure.retry)
    };
    assert_eq!(platform(504, "startup_timeout"), (Cause::Late, NEVER));
    assert_eq!(platform(503, "runner_disconnected"), (Cause::Down, NEVER));
    for (kind, cause) in [("generation_timeout", Cause::Late), ("runner_disconnected", Cause::Down)] {
        let told = json!({ "status": "COMPLETED", "error": "x", "error_type": kind });
        assert_eq!(failure(ID, 200, &told), (cause, NEVER));
    }
    for (status, said) in [(400, json!({ "detail": "Request was cancelled" })), (499, json!({}))] {
        assert_eq!(failure(ID, status, &said), (Cause::Cancelled, NEVER));
    }
    assert_eq!(failure(ID, 404, &json!({ "detail": "Request not found" })), (Cause::Gone, NEVER));
    assert_eq!(failure(ID, 422, &json!({ "detail": "a sentence" })), (Cause::Contract, NEVER));
}

#[test]
fn a_question_that_failed_is_asked_again() {
    assert_eq!(failure(ID, 504, &json!({})), (Cause::Down, LATER));
    // The platform's own errors come from a busy queue as well: the job goes on meanwhile.
    for (status, kind, cause) in [
        (503, "runner_scheduling_failure", Cause::Down),
        (504, "request_timeout", Cause::Late),
        (500, "odd", Cause::Down),
    ] {
        assert_eq!(failure(ID, status, &json!({ "detail": "no", "error_type": kind })), (cause, LATER), "{kind}");
    }
    let page = Answer { status: 200, headers: Vec::new(), body: b"<!doctype html><p>Bad gateway".to_vec() };
    let failed = adapter(ID).progress(&page, &remote("j1"), 0, &access(adapter(ID))).unwrap_err();
    assert_eq!((failed.cause, failed.retry), (Cause::Contract, LATER), "a page is no result");
    assert_eq!(failure(ID, 429, &json!({ "detail": "slow down" })), (Cause::Busy, LATER));
    assert_eq!(failure(ID, 401, &json!({ "detail": "no" })), (Cause::Key, NEVER));
}

#[test]
fn a_refused_order_says_whether_to_try_again() {
    assert_eq!(refusal(ID, 422, &json!({ "detail": [{ "type": "missing", "msg": "x" }] })), (Cause::Contract, NEVER));
    assert_eq!(
        refusal(ID, 503, &json!({ "detail": "x", "error_type": "runner_scheduling_failure" })),
        (Cause::Down, LATER)
    );
    let timeout =
        with(answer(504, &json!({ "detail": "x", "error_type": "startup_timeout" })), "x-fal-retryable", "true");
    assert_eq!(adapter(ID).accepted(&timeout, 0).unwrap_err().retry, LATER);
    let down = with(answer(500, &json!({ "detail": "x" })), "x-fal-retryable", "false");
    assert_eq!(adapter(ID).accepted(&down, 0).unwrap_err().retry, NEVER);
    assert_eq!(refusal(ID, 200, &json!({})), (Cause::Contract, NEVER));
}

#[test]
fn cancelling_may_come_too_late() {
    let adapter = adapter(ID);
    for (status, word, what) in [
        (200, "OK", Cancelled::Yes),
        (202, "CANCELLATION_REQUESTED", Cancelled::Yes),
        (400, "ALREADY_COMPLETED", Cancelled::TooLate),
        (200, "ALREADY_COMPLETED", Cancelled::TooLate),
        (404, "NOT_FOUND", Cancelled::Yes),
        (400, "?", Cancelled::TooLate),
    ] {
        assert_eq!(adapter.cancelled(&answer(status, &json!({ "status": word }))), Ok(what), "{word}");
    }
    assert_eq!(adapter.cancelled(&answer(503, &json!({}))).unwrap_err().retry, LATER);
    assert_eq!(adapter.called_back(&json!({ "request_id": "j1", "status": "OK" })), Some("j1".into()));
}
