use serde_json::{Value, json};

use super::*;
use crate::{Body, Cause, Method, Part, Retry};

const KEY: &str = "k3y-0123456789abcdef-SECRET";

fn access(voice: &dyn Voice) -> Access {
    Access::read(voice.provider(), |name| (name == voice.provider().key).then(|| KEY.to_owned())).unwrap()
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

fn stream(events: &[Value]) -> Answer {
    let body: String = events.iter().map(|event| format!("event: x\ndata: {event}\n\n")).collect();
    Answer { status: 200, headers: Vec::new(), body: body.into_bytes() }
}

const READING: Reading<'static> = Reading { mime: "audio/wav", data: b"RIFF" };

#[test]
fn a_voice_is_copied_spoken_with_and_removed() {
    for (id, copy, speak, delete, header) in [
        (
            "elevenlabs",
            "https://api.elevenlabs.io/v1/voices/add",
            "https://api.elevenlabs.io/v1/text-to-speech/v1/with-timestamps?output_format=pcm_24000",
            "https://api.elevenlabs.io/v1/voices/v1",
            "xi-api-key",
        ),
        (
            "cartesia",
            "https://api.cartesia.ai/voices/clone",
            "https://api.cartesia.ai/tts/sse",
            "https://api.cartesia.ai/voices/v1",
            "authorization",
        ),
    ] {
        let voice = voice(id).unwrap();
        let access = access(voice);
        let exchanges = [
            voice.copy("understudy 7", READING, &access).unwrap(),
            voice.speak("v1", " Hello ", 7, &access).unwrap(),
            voice.delete("v1", &access),
        ];
        assert_eq!(exchanges.each_ref().map(|e| e.url.as_str()), [copy, speak, delete]);
        assert_eq!(exchanges.each_ref().map(|e| e.method), [Method::Post, Method::Post, Method::Delete]);
        for exchange in &exchanges {
            assert!(exchange.headers.iter().any(|(name, value)| *name == header && value.contains(KEY)));
            assert!(!format!("{exchange:?}").contains("SECRET") && !exchange.url.contains("SECRET"));
        }
        let Body::Form(parts) = &exchanges[0].body else { panic!("a form") };
        assert!(parts.contains(&("name", Part::Text("understudy 7".into()))));
        let Body::Json(said) = &exchanges[1].body else { panic!("JSON") };
        assert!(String::from_utf8_lossy(said).contains("\"Hello\""), "without the space around it");
        assert!(voice.copy("x", Reading { mime: "audio/wav", data: b"" }, &access).is_err());
        for text in ["", " \n", &"a".repeat(MAX_TEXT + 1)] {
            assert_eq!(voice.speak("v1", text, 0, &access).unwrap_err().cause, Cause::Broken);
        }
        assert!(voice.delete("../x?y", &access).url.ends_with("/xy"), "a name leads nowhere else");
        for status in [200, 204, 404] {
            assert_eq!(voice.deleted(&answer(status, &json!({}))), Ok(()));
        }
        assert_eq!(voice.deleted(&answer(500, &json!({}))).unwrap_err().retry, Retry::Later);
    }
}

#[test]
fn a_copy_may_want_a_proof() {
    let eleven = voice("elevenlabs").unwrap();
    let copied = |asks: bool| eleven.copied(&answer(200, &json!({ "voice_id": "v1", "requires_verification": asks })));
    assert_eq!(copied(false), Ok(Cloned { voice: "v1".into(), locked: false }));
    assert_eq!(copied(true), Ok(Cloned { voice: "v1".into(), locked: true }));
    assert_eq!(eleven.copied(&answer(200, &json!({}))).unwrap_err().cause, Cause::Contract);
    let cartesia = voice("cartesia").unwrap();
    let copied = cartesia.copied(&answer(200, &json!({ "id": "c1", "language": "en" })));
    assert_eq!(copied, Ok(Cloned { voice: "c1".into(), locked: false }));
}

#[test]
fn elevenlabs_tells_when_each_word_is_said() {
    let eleven = voice("elevenlabs").unwrap();
    let times = |text: &str| {
        let letters: Vec<_> = text.chars().map(String::from).collect();
        let at = |n: usize| n as f64 / 10.0;
        json!({
            "characters": letters,
            "character_start_times_seconds": (0..letters.len()).map(at).collect::<Vec<_>>(),
            "character_end_times_seconds": (0..letters.len()).map(|n| at(n + 1)).collect::<Vec<_>>(),
        })
    };
    let said = |alignment: Value, normalized: Value| {
        let body = json!({ "audio_base64": "AAEC", "alignment": alignment, "normalized_alignment": normalized });
        eleven.spoken(&answer(200, &body), "Hi 3", &access(eleven))
    };
    let speech = said(times("Hi 3"), times("Hi three")).unwrap();
    assert_eq!(
        (speech.audio.as_slice(), speech.mime, speech.rate_hz),
        ([0, 1, 2].as_slice(), "audio/pcm", Some(24_000))
    );
    let words: Vec<_> = speech.words.iter().map(|w| (w.text.as_str(), w.start_s, w.end_s)).collect();
    assert_eq!(words, [("Hi", 0.0, 0.2), ("3", 0.3, 0.4)]);
    assert_eq!(said(Value::Null, times("Hi three")).unwrap().words[1].text, "three");
    let mut uneven = times("Hi 3");
    uneven["characters"] = json!(["H"]);
    assert!(said(uneven, Value::Null).unwrap().words.is_empty());
    let silent = eleven.spoken(&answer(200, &json!({ "audio_base64": "%" })), "Hi", &access(eleven));
    assert_eq!(silent.err().map(|e| e.cause), Some(Cause::Contract));
    let other = Access { options: vec!["m".into(), "mp3_44100_128".into()], ..access(eleven) };
    let speech = eleven.spoken(&answer(200, &json!({ "audio_base64": "AAEC" })), "Hi", &other).unwrap();
    assert_eq!((speech.mime, speech.rate_hz), ("audio/mpeg", None));
}

#[test]
fn a_copy_whose_answer_was_lost_is_found_by_its_name() {
    for (id, url, list, field) in [
        ("elevenlabs", "https://api.elevenlabs.io/v2/voices?page_size=100&search=understudy-7", "voices", "voice_id"),
        ("cartesia", "https://api.cartesia.ai/voices?is_owner=true&limit=100&q=understudy-7", "data", "id"),
    ] {
        let voice = voice(id).unwrap();
        let access = access(voice);
        let exchange = voice.find("understudy-7", &access);
        assert_eq!((exchange.method, exchange.url.as_str()), (Method::Get, url));
        let body = json!({ list: [{ field: "a", "name": "understudy-7" }, { field: "b", "name": "understudy-70" }, { "name": "understudy-7" }] });
        assert_eq!(voice.found(&answer(200, &body), "understudy-7").unwrap(), ["a"]);
        assert!(voice.found(&answer(200, &json!({ list: [] })), "understudy-7").unwrap().is_empty());
        assert!(voice.found(&answer(200, &json!({})), "x").is_err(), "nothing is there only if it is said");
        assert_eq!(voice.found(&answer(503, &json!({})), "x").unwrap_err().retry, Retry::Later);
    }
}

#[test]
fn elevenlabs_errors_have_three_forms() {
    let eleven = voice("elevenlabs").unwrap();
    let newer = |code: &str| json!({ "detail": { "type": "x", "code": code, "message": "m", "status": "legacy", "request_id": "r" } });
    let older = |code: &str| json!({ "detail": { "status": code, "message": "m" } });
    let list = json!({ "detail": [{ "loc": ["body", "text"], "msg": "Field required", "type": "missing" }] });
    for (status, body, cause, retry) in [
        (401, newer("invalid_api_key"), Cause::Key, Retry::Never),
        (401, older("quota_exceeded"), Cause::Credit, Retry::Never),
        (400, older("max_character_limit_exceeded"), Cause::Contract, Retry::Never),
        (400, newer("invalid_parameters"), Cause::Contract, Retry::Never),
        (404, newer("voice_not_found"), Cause::Gone, Retry::Never),
        (429, newer("rate_limit_exceeded"), Cause::Busy, Retry::Later),
        (429, newer("concurrent_limit_exceeded"), Cause::Busy, Retry::Later),
        (422, list, Cause::Contract, Retry::Never),
        (500, json!(null), Cause::Down, Retry::Later),
    ] {
        let failure = eleven.copied(&answer(status, &body)).unwrap_err();
        assert_eq!((failure.cause, failure.retry), (cause, retry), "{body}");
        assert!(eleven.spoken(&answer(status, &body), "x", &access(eleven)).is_err());
    }
    assert_eq!(eleven.deleted(&answer(400, &older("voice_does_not_exist"))), Ok(()));
}

#[test]
fn cartesia_streams_sound_and_times() {
    let cartesia = voice("cartesia").unwrap();
    let chunk = |data: &str| json!({ "type": "chunk", "data": data, "done": false, "status_code": 206 });
    let times = json!({ "type": "timestamps", "word_timestamps": { "words": ["hello", "you"], "start": [0.0, 0.5], "end": [0.4, 0.9] } });
    let done = json!({ "type": "done", "done": true });
    let spoken = |events: &[Value]| cartesia.spoken(&stream(events), "Hello, you!", &access(cartesia));
    let speech = spoken(&[chunk("AAE="), times, chunk("Ag=="), json!({ "type": "news" }), done.clone()]).unwrap();
    assert_eq!((speech.audio.as_slice(), speech.rate_hz), ([0, 1, 2].as_slice(), Some(24_000)));
    assert_eq!(speech.words[1].text, "you!");
    for cut in [vec![chunk("AAE=")], vec![done.clone()], vec![]] {
        let failure = spoken(&cut).err().unwrap();
        assert_eq!((failure.cause, failure.retry), (Cause::Down, Retry::Later), "it broke off");
    }
    assert!(spoken(&[chunk("%"), done.clone()]).is_err());
    let told = json!({ "type": "error", "status_code": 429, "error": "too many" });
    assert_eq!(spoken(&[chunk("AAE="), told, done]).err().unwrap().cause, Cause::Busy);
    let failure = cartesia.copied(&answer(401, &json!({ "title": "Unauthorized", "message": KEY }))).unwrap_err();
    assert!(failure.cause == Cause::Key && failure.said.is_empty());
}

#[test]
fn no_answer_makes_a_voice_panic() {
    let bodies = [
        json!({ "detail": [1, null, { "msg": 7 }] }),
        json!({ "audio_base64": "AAEC", "alignment": { "characters": [1], "character_start_times_seconds": "x" } }),
        json!({ "audio_base64": "AAEC", "alignment": { "characters": ["\u{0}"], "character_start_times_seconds": [1e308], "character_end_times_seconds": [-1e308] } }),
        json!({ "type": "chunk", "data": 7 }),
        json!([]),
        json!(KEY),
    ];
    for voice in voices() {
        for body in &bodies {
            for status in [200, 400, 422, 500] {
                for given in [answer(status, body), stream(std::slice::from_ref(body))] {
                    let failures = [
                        voice.copied(&given).err(),
                        voice.spoken(&given, "x", &access(*voice)).err(),
                        voice.deleted(&given).err(),
                        voice.found(&given, "x").err(),
                    ];
                    assert!(failures.iter().flatten().all(|failure| !failure.said.contains("SECRET")));
                }
            }
        }
    }
}
