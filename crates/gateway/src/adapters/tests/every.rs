//! What holds for every adapter.

use super::*;
use crate::Method;
use crate::table::{allowed, generators, own};

/// Every exchange that an adapter makes in the life of a job.
fn exchanges(adapter: &dyn Adapter) -> Vec<Exchange> {
    let access = access(adapter);
    let mut list = Vec::new();
    for step in 0..adapter.steps() {
        let before = Film { url: "https://v3.fal.media/scene.mp4".into(), locked: false };
        list.push(adapter.submit(&order(), step, (step > 0).then_some(&before), &access).unwrap());
        list.push(adapter.poll(&remote("j1"), step, &access));
        list.extend(adapter.cancel(&remote("j1"), step, &access));
        list.extend(adapter.delete(&remote("j1"), step, &access));
    }
    list
}

#[test]
fn exchanges_go_to_doors_with_the_key_in_a_header_alone() {
    for adapter in generators() {
        for exchange in exchanges(*adapter) {
            assert!(own(&access(*adapter), &exchange.url), "{} {exchange:?}", adapter.id());
            assert!(allowed(adapter.provider(), &access(*adapter), &exchange.url));
            let secret = exchange.headers.iter().filter(|(_, value)| value.contains(KEY)).count();
            assert_eq!(secret, 1, "{}", adapter.id());
            let said = format!("{exchange:?} {} {:?} {:?}", exchange.url, access(*adapter), order());
            assert!(!said.contains(KEY) && !format!("{exchange:?}").contains("t0ken"), "{}", adapter.id());
            if let Body::Json(bytes) = &exchange.body {
                assert!(!String::from_utf8_lossy(bytes).contains(KEY));
            }
            let lower = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(exchange.headers.iter().all(|(name, _)| lower(name)));
        }
    }
}

#[test]
fn an_order_says_what_it_must_and_nothing_of_the_bytes_it_may_not() {
    for adapter in generators() {
        let submit = adapter.submit(&order(), 0, None, &access(*adapter)).unwrap();
        assert_eq!(submit.method, Method::Post);
        let said = body(&submit).to_string();
        let inline = adapter.inline();
        let avatar = adapter.offer().avatar;
        assert_eq!(said.contains("https://us.example/i/still"), !inline && !avatar, "{}", adapter.id());
        assert_eq!(said.contains("look-1"), avatar, "{}", adapter.id());
        let speaks = adapter.offer().own_voice && adapter.steps() == 1;
        assert_eq!(said.contains("https://us.example/i/speech"), speaks, "{}", adapter.id());
        assert_eq!(said.contains("Hello there"), !speaks && adapter.steps() == 1 && adapter.id() != "runway-gen4.5");
    }
}

#[test]
fn a_film_without_a_lock_is_fetched_without_the_key() {
    for adapter in generators() {
        let access = access(*adapter);
        let open = adapter.fetch(&Film { url: "https://cdn.example/f.mp4".into(), locked: false }, &access);
        let elsewhere = adapter.fetch(&Film { url: "https://cdn.example/f.mp4".into(), locked: true }, &access);
        for exchange in [open, elsewhere] {
            assert!(exchange.headers.is_empty() && exchange.url == "https://cdn.example/f.mp4", "{}", adapter.id());
        }
    }
}

#[test]
fn a_job_whose_name_could_lead_elsewhere_is_none() {
    for adapter in generators() {
        for name in ["../x", "a/b", "a?b", "a#b", "a%2fb", "..", ".", "", "a b", "é", &"a".repeat(201)] {
            let said = json!({
                "id": name, "request_id": name, "data": { "video_id": name },
            });
            let failure = adapter.accepted(&answer(200, &said), 0).unwrap_err();
            assert_eq!(failure.cause, Cause::Contract, "{} {name}", adapter.id());
            let called = json!({ "id": name, "request_id": name, "event_data": { "video_id": name } });
            assert_eq!(adapter.called_back(&called), None);
        }
    }
}

#[test]
fn crowds_faults_and_keys_are_told_apart() {
    for adapter in generators() {
        let refused = |status, header: Option<&str>| {
            let answer = answer(status, &json!({ "detail": "no" }));
            let answer = header.map_or(answer.clone(), |value| with(answer, "retry-after", value));
            let failure = adapter.accepted(&answer, 0).unwrap_err();
            (failure.cause, failure.retry)
        };
        let id = adapter.id();
        assert_eq!(refused(401, None), (Cause::Key, NEVER), "{id}");
        assert_eq!(refused(402, None), (Cause::Credit, NEVER), "{id}");
        assert_eq!(refused(429, None), (Cause::Busy, LATER), "{id}");
        assert_eq!(refused(429, Some("17")), (Cause::Busy, Retry::After(17)), "{id}");
        assert_eq!(refused(429, Some("Mon, 30 Nov 2026 00:00:00 GMT")), (Cause::Busy, LATER), "{id}");
        for status in [500, 502, 503, 504] {
            assert_eq!(refused(status, None), (Cause::Down, LATER), "{id}");
        }
        // A page of a proxy between us instead of an answer.
        let page = Answer { status: 502, headers: Vec::new(), body: b"<html>Bad gateway</html>".to_vec() };
        let failure = adapter.progress(&page, &remote("j1"), 0, &access(*adapter)).unwrap_err();
        assert_eq!((failure.cause, failure.retry), (Cause::Down, LATER), "{id}: the question failed, not the job");
    }
}

#[test]
fn what_is_not_there_is_removed() {
    for adapter in generators() {
        for status in [200, 204, 404, 410] {
            assert_eq!(adapter.deleted(&answer(status, &json!({}))), Ok(()));
        }
        assert_eq!(adapter.deleted(&answer(503, &json!({}))).unwrap_err().retry, LATER);
    }
}

/// Answers of every provider, from which the fuzzing starts.
fn samples() -> Vec<Value> {
    let url = "https://queue.fal.run/fal-ai/x/requests/j1";
    vec![
        json!({ "status": "IN_QUEUE", "request_id": "j1", "queue_position": 3, "status_url": url, "response_url": url, "cancel_url": url }),
        json!({ "status": "COMPLETED", "error": "x", "error_type": "startup_timeout" }),
        json!({ "video": { "url": "https://v3.fal.media/a.mp4" } }),
        json!({ "detail": [{ "loc": ["body"], "msg": format!("no {KEY}"), "type": "image_load_error" }] }),
        json!({ "detail": format!("bad {KEY}"), "error_type": "runner_disconnected" }),
        json!({ "data": { "video_id": "j1", "status": "failed", "failure_code": "x", "failure_message": KEY, "video_url": null } }),
        json!({ "error": { "code": "rate_limit_exceeded", "message": format!("key={KEY}"), "status": "INVALID_ARGUMENT" } }),
        json!({ "id": "j1", "status": "failed", "error": format!("\"{KEY}\""), "output": ["https://replicate.delivery/a"], "data_removed": true }),
        json!({ "id": "j1", "status": "completed", "steps": [{ "type": "model_output", "content": [{ "type": "video", "uri": "https://x" }] }], "errors": [{ "code": "SAFETY", "message": KEY }] }),
        json!({ "id": "j1", "status": "FAILED", "failure": KEY, "failureCode": "SAFETY.INPUT.TEXT", "progress": 0.5 }),
        json!({ "error": "bad", "issues": [{ "path": ["a"], "message": KEY }] }),
        json!({ "event_type": "avatar_video.success", "event_data": { "video_id": "j1" } }),
    ]
}

#[test]
fn no_answer_makes_an_adapter_panic_or_tell_a_key() {
    let mut random = Random(1);
    let samples = samples();
    for round in 0..4_000_u32 {
        let sample = &samples[round as usize % samples.len()];
        let mut mutated = sample.clone();
        random.change(&mut mutated, &samples, 0);
        let mut bytes = mutated.to_string().into_bytes();
        if round % 5 == 0 {
            let place = random.below(bytes.len());
            bytes.truncate(place);
        }
        let statuses = [200, 202, 204, 302, 400, 401, 404, 409, 422, 429, 499, 500, 504];
        let status = statuses[random.below(statuses.len())];
        let given = with(Answer { status, headers: Vec::new(), body: bytes }, "x-fal-retryable", "true");
        for adapter in generators() {
            let access = access(*adapter);
            let mut failures = Vec::new();
            failures.extend(adapter.accepted(&given, 0).err());
            failures.extend(adapter.cancelled(&given).err());
            failures.extend(adapter.deleted(&given).err());
            match adapter.progress(&given, &remote("j1"), 0, &access) {
                Ok(Progress::Look(exchange)) => assert!(own(&access, &exchange.url)),
                Ok(_) => {}
                Err(failure) => failures.push(failure),
            }
            let _ = adapter.called_back(&mutated);
            for failure in failures {
                assert!(!format!("{failure:?}").contains("abcdef-SECRET"), "{} {mutated}", adapter.id());
                assert!(failure.said.chars().count() <= 500);
            }
            assert!(!format!("{given:?}").contains("SECRET"));
        }
    }
}

/// A generator of numbers that is the same each time (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// Puts another value somewhere.
    fn change(&mut self, value: &mut Value, samples: &[Value], depth: u8) {
        let deeper = depth < 6 && self.below(3) > 0;
        match value {
            Value::Object(fields) if deeper && !fields.is_empty() => {
                let place = self.below(fields.len());
                if let Some((_, inner)) = fields.iter_mut().nth(place) {
                    self.change(inner, samples, depth + 1);
                }
            }
            Value::Array(list) if deeper && !list.is_empty() => {
                let place = self.below(list.len());
                self.change(&mut list[place], samples, depth + 1);
            }
            _ => {
                *value = match self.below(9) {
                    0 => Value::Null,
                    1 => json!(-1),
                    2 => json!(1e308),
                    3 => json!(""),
                    4 => json!("\u{0}\u{1F600}é"),
                    5 => json!([]),
                    6 => json!({}),
                    7 => json!(["COMPLETED", "succeeded", "completed", "SUCCEEDED"][self.below(4)]),
                    _ => samples[self.below(samples.len())].clone(),
                }
            }
        }
    }
}
