use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::{Body, Retry};

const KEY: &str = "k3y-0123456789abcdef-SECRET";

fn access(moderator: &dyn Moderator) -> Access {
    let given = |name: &str| match name {
        "WORKERS_AI_ACCOUNT" => Some("acc0unt".to_owned()),
        name => (name == moderator.provider().key).then(|| KEY.to_owned()),
    };
    Access::read(moderator.provider(), given).unwrap()
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

fn openai(body: &Value) -> Result<Verdict, Failure> {
    moderator("openai").unwrap().verdict(&answer(200, body))
}

fn guard(response: Value) -> Result<Verdict, Failure> {
    llama_guard::verdict(&json!({ "response": response, "usage": { "total_tokens": 3 } }))
}

fn codes(verdict: &Verdict) -> Vec<&str> {
    verdict.flagged.iter().map(|found| found.code.as_str()).collect()
}

#[test]
fn every_category_is_known_once() {
    let codes: BTreeSet<_> = CATEGORIES.iter().map(|category| category.code).collect();
    assert_eq!(codes.len(), 13 + 14);
    assert!(CATEGORIES.iter().all(|category| !category.title.is_empty()));
}

#[test]
fn questions_go_to_doors_with_the_key_in_a_header() {
    let picture = Matter { text: "a beach", picture: Some("data:image/jpeg;base64,AAAA") };
    let seeing = moderator("openai").unwrap();
    let exchange = seeing.ask(picture, &access(seeing)).unwrap();
    assert_eq!(exchange.url, "https://api.openai.com/v1/moderations");
    let Body::Json(said) = &exchange.body else { panic!("JSON") };
    let said: Value = serde_json::from_slice(said).unwrap();
    let parts = json!([{ "type": "text", "text": "a beach" }, { "type": "image_url", "image_url": { "url": "data:image/jpeg;base64,AAAA" } }]);
    assert_eq!(said, json!({ "model": "omni-moderation-latest", "input": parts }));
    assert!(!format!("{exchange:?}").contains("SECRET") && !exchange.url.contains("SECRET"));

    let reading = moderator("llama-guard").unwrap();
    let exchange = reading.ask(Matter { text: "a beach", picture: None }, &access(reading)).unwrap();
    let place = "https://api.cloudflare.com/client/v4/accounts/acc0unt/ai/run/@cf/meta/llama-guard-3-8b";
    assert_eq!(exchange.url, place);
    assert_eq!(reading.ask(picture, &access(reading)).unwrap_err().cause, Cause::Broken, "it does not see");
    let nowhere = Access { options: vec![String::new()], ..access(reading) };
    assert!(reading.ask(Matter { text: "x", picture: None }, &nowhere).is_err());
    for moderator in moderators() {
        assert!(moderator.ask(Matter::default(), &access(*moderator)).is_err(), "nothing to look at");
        let long = "a".repeat(MAX_TEXT + 1);
        assert!(moderator.ask(Matter { text: &long, picture: None }, &access(*moderator)).is_err());
    }
}

#[test]
fn openai_flags_by_category_the_surest_first() {
    let result = json!({
        "flagged": true,
        "categories": { "violence": true, "sexual/minors": true, "hate": false, "illicit": null, "brand-new": true },
        "category_scores": { "violence": 0.6, "sexual/minors": 0.97, "hate": 0.2 },
        "category_applied_input_types": { "violence": ["text", "image"] },
    });
    let verdict = openai(&json!({ "id": "m", "model": "omni-moderation-2024-09-26", "results": [result] })).unwrap();
    assert_eq!(codes(&verdict), ["brand-new", "sexual/minors", "violence"]);
    assert_eq!(verdict.flagged[1].theme, Some(Theme::Minors));
    assert_eq!((verdict.flagged[2].theme, verdict.flagged[2].score), (Some(Theme::Violence), 0.6));
    assert_eq!(verdict.rules, "omni-moderation-2024-09-26");
    let harmless = json!({ "results": [{ "flagged": false, "categories": { "hate": false } }] });
    assert!(openai(&harmless).unwrap().flagged.is_empty());
    let unnamed = json!({ "results": [{ "flagged": true, "categories": {} }] });
    assert_eq!(openai(&unnamed).unwrap().flagged.len(), 1, "flagged for no reason is flagged");
}

#[test]
fn what_is_not_said_clearly_is_no_verdict() {
    for body in [
        json!({}),
        json!({ "results": [] }),
        json!({ "results": [{}] }),
        json!({ "results": [{ "flagged": false }] }),
        json!({ "results": [{ "flagged": "no", "categories": {} }] }),
        json!({ "results": [{ "flagged": false, "categories": {} }, null] }),
        json!("safe"),
    ] {
        assert!(openai(&body).is_err(), "{body}");
    }
    for response in [
        json!(""),
        json!("  "),
        json!("probably safe"),
        json!("safe\nS1"),
        json!(null),
        json!(true),
        json!({}),
        json!({ "safe": "true" }),
        json!({ "safe": true, "categories": ["S1"] }),
        json!({ "categories": [] }),
        json!("{\"safe\": 1}"),
    ] {
        assert!(guard(response.clone()).is_err(), "{response}");
    }
    assert!(llama_guard::verdict(&Value::Null).is_err());
    for moderator in moderators() {
        for (status, retry) in [(401, Retry::Never), (429, Retry::Later), (500, Retry::Later)] {
            let failure = moderator.verdict(&answer(status, &json!({ "error": { "message": KEY } }))).unwrap_err();
            assert_eq!(failure.retry, retry);
            assert!(!failure.said.contains("SECRET"));
        }
        let page = Answer { status: 200, headers: Vec::new(), body: b"<html>".to_vec() };
        assert!(moderator.verdict(&page).is_err());
    }
}

#[test]
fn llama_guard_answers_in_two_forms() {
    for response in [
        json!("safe"),
        json!("\n\nSafe\n"),
        json!({ "safe": true }),
        json!({ "safe": true, "categories": [] }),
        json!("{\"safe\": true}"),
    ] {
        assert!(guard(response.clone()).unwrap().flagged.is_empty(), "{response}");
    }
    for response in
        [json!("unsafe\nS4,S10"), json!("\n\nunsafe\nS10, S4\n"), json!({ "safe": false, "categories": ["S4", "S10"] })]
    {
        let verdict = guard(response).unwrap();
        assert_eq!(codes(&verdict), ["S10", "S4"]);
        assert_eq!(verdict.flagged[1].theme, Some(Theme::Minors));
    }
    let unnamed = guard(json!({ "safe": false })).unwrap();
    assert_eq!(codes(&unnamed), ["unsafe"]);
    assert_eq!(guard(json!("unsafe\nS99")).unwrap().flagged[0].title, "something else");
    let twin = moderator("llama-guard").unwrap();
    let said = json!({ "result": { "response": "unsafe\nS13" }, "success": true, "errors": [] });
    assert_eq!(twin.verdict(&answer(200, &said)).unwrap().flagged[0].theme, Some(Theme::Politics));
    assert!(twin.verdict(&answer(200, &json!({ "result": { "response": "safe" }, "success": false }))).is_err());
    let asked = llama_guard::question(Matter { text: "hello", picture: None }).unwrap();
    let asked = serde_json::to_value(asked).unwrap();
    assert_eq!(asked["messages"], json!([{ "role": "user", "content": "hello" }]));
}
