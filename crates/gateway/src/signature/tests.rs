use serde_json::json;

use super::*;

const NOW: u64 = 1_700_000_000;
const FAL: Scheme = Scheme::Fal(1, "/.well-known/jwks.json");
const FAL_BODY: &[u8] = br#"{"request_id":"r1","status":"OK"}"#;
const FAL_SIGNATURE: &str = "72c6292af2fdb98b9ab6968e7b3df28178664f6db5ad5d79eb756e71b45d0fa38b1b60d82a11ca7f89e2239f5a3d8021dff5ba339872f20efcbc777f89f97e0a";
const STANDARD_BODY: &[u8] = br#"{"id":"p1","status":"succeeded"}"#;
const STANDARD_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const STANDARD_SIGNATURE: &str = "v1,ZRC2qXl9LPzGtO/eTF7TUjtZ+oS3hgUq/qh+JTx1CWs=";
const HEYGEN_BODY: &[u8] = br#"{"event_type":"avatar_video.success","event_data":{"video_id":"v1"}}"#;
const HEYGEN_SIGNATURE: &str = "fce0aef9117abfc153fb3433bba3c764cbc05df06691266b406920b9dff57e64";

type Headers = Vec<(String, String)>;

fn headers(list: &[(&str, &str)]) -> Headers {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn fal_headers() -> Headers {
    headers(&[
        ("X-Fal-Webhook-Request-Id", "r1"),
        ("X-Fal-Webhook-User-Id", "u1"),
        ("X-Fal-Webhook-Timestamp", "1700000000"),
        ("X-Fal-Webhook-Signature", FAL_SIGNATURE),
    ])
}

fn standard_headers(signature: &str) -> Headers {
    headers(&[("webhook-id", "msg_1"), ("webhook-timestamp", "1700000000"), ("webhook-signature", signature)])
}

fn heygen_headers() -> Headers {
    headers(&[("heygen-signature", HEYGEN_SIGNATURE), ("heygen-timestamp", "1700000000")])
}

fn jwks() -> Value {
    json!({"keys": [
        {"kty": "EC", "crv": "P-256", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "not base64"},
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty": "OKP", "crv": "Ed25519", "x": "6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"},
    ]})
}

fn fal(headers: &Headers, body: &[u8], now: u64) -> Result<Event, Forged> {
    verify(&FAL, headers, body, now, &Keys { jwks: Some(&jwks()), ..Keys::default() })
}

fn standard(headers: &Headers, body: &[u8], now: u64) -> Result<Event, Forged> {
    let keys = Keys { secret: Some(STANDARD_SECRET), ..Keys::default() };
    verify(&Scheme::Standard("REPLICATE_WEBHOOK_SECRET"), headers, body, now, &keys)
}

fn heygen(headers: &Headers, body: &[u8], now: u64) -> Result<Event, Forged> {
    let keys = Keys { secret: Some("whsec_test_secret"), ..Keys::default() };
    verify(&Scheme::HeyGen("HEYGEN_WEBHOOK_SECRET"), headers, body, now, &keys)
}

#[test]
fn golden_vectors_are_believed() {
    assert_eq!(fal(&fal_headers(), FAL_BODY, NOW), Ok(Event { id: "r1".into(), signed: true }));
    let believed = standard(&standard_headers(STANDARD_SIGNATURE), STANDARD_BODY, NOW);
    assert_eq!(believed, Ok(Event { id: "msg_1".into(), signed: true }));
    let believed = heygen(&heygen_headers(), HEYGEN_BODY, NOW).unwrap();
    assert!(believed.signed);
    assert_eq!(believed.id.len(), 64, "the body's hash, since nothing else is signed");
}

#[test]
fn both_bounds_of_age_hold() {
    let checks: [&dyn Fn(u64) -> Result<Event, Forged>; 3] = [
        &|now| fal(&fal_headers(), FAL_BODY, now),
        &|now| standard(&standard_headers(STANDARD_SIGNATURE), STANDARD_BODY, now),
        &|now| heygen(&heygen_headers(), HEYGEN_BODY, now),
    ];
    for check in checks {
        assert!(check(NOW + 300).is_ok() && check(NOW - 300).is_ok());
        assert_eq!(check(NOW + 301), Err(Forged::Stale));
        assert_eq!(check(NOW - 301), Err(Forged::Future));
        assert_eq!(check(u64::MAX), Err(Forged::Stale));
        assert_eq!(check(0), Err(Forged::Future));
    }
}

#[test]
fn an_altered_body_is_forged() {
    for place in 0..FAL_BODY.len() {
        let mut body = FAL_BODY.to_vec();
        body[place] ^= 1;
        assert_eq!(fal(&fal_headers(), &body, NOW), Err(Forged::Mismatch));
    }
    let altered = br#"{"id":"p2","status":"succeeded"}"#;
    assert_eq!(standard(&standard_headers(STANDARD_SIGNATURE), altered, NOW), Err(Forged::Mismatch));
    assert_eq!(heygen(&heygen_headers(), b"{}", NOW), Err(Forged::Mismatch));
}

#[test]
fn an_altered_header_is_forged() {
    // What fal signs: the request, the user and the time.
    for (place, value) in [(0, "r2"), (1, "u2"), (2, "1700000001")] {
        let mut altered = fal_headers();
        altered[place].1 = value.into();
        assert_eq!(fal(&altered, FAL_BODY, NOW), Err(Forged::Mismatch));
    }
    for (place, value) in [(0, "msg_2"), (1, "1700000001")] {
        let mut altered = standard_headers(STANDARD_SIGNATURE);
        altered[place].1 = value.into();
        assert_eq!(standard(&altered, STANDARD_BODY, NOW), Err(Forged::Mismatch));
    }
}

#[test]
fn a_missing_doubled_or_malformed_header_is_named() {
    for place in 0..4 {
        let mut lacking = fal_headers();
        lacking.remove(place);
        assert!(matches!(fal(&lacking, FAL_BODY, NOW), Err(Forged::Header(_))));
        let mut doubled = fal_headers();
        doubled.push(doubled[place].clone());
        assert!(matches!(fal(&doubled, FAL_BODY, NOW), Err(Forged::Header(_))));
        let mut empty = fal_headers();
        empty[place].1.clear();
        assert!(matches!(fal(&empty, FAL_BODY, NOW), Err(Forged::Header(_))));
    }
    for time in ["+1700000000", "-1", "1700000000.5", "1.7e9", "99999999999999999999999", "now"] {
        let mut odd = standard_headers(STANDARD_SIGNATURE);
        odd[1].1 = time.into();
        assert_eq!(standard(&odd, STANDARD_BODY, NOW), Err(Forged::Header("webhook-timestamp")));
    }
    for signature in ["zz", "72c", "72c6", "é", &FAL_SIGNATURE[1..]] {
        let mut odd = fal_headers();
        odd[3].1 = signature.into();
        assert_eq!(fal(&odd, FAL_BODY, NOW), Err(Forged::Header("x-fal-webhook-signature")));
    }
}

#[test]
fn any_of_several_signatures_may_match() {
    let wrong = "v1,AAAAqXl9LPzGtO/eTF7TUjtZ+oS3hgUq/qh+JTx1CWs=";
    for signatures in [
        format!("{wrong} {STANDARD_SIGNATURE}"),
        format!("{STANDARD_SIGNATURE} {wrong}"),
        format!("v1a,AAAA {wrong} v2,x {STANDARD_SIGNATURE}"),
    ] {
        assert!(standard(&standard_headers(&signatures), STANDARD_BODY, NOW).is_ok());
    }
    let other = STANDARD_SIGNATURE.replace("v1,", "v2,");
    for signatures in [wrong, &other, "v1,", "v1", "v1,%%%", &STANDARD_SIGNATURE[3..]] {
        assert_eq!(standard(&standard_headers(signatures), STANDARD_BODY, NOW), Err(Forged::Mismatch));
    }
}

#[test]
fn the_case_of_hex_does_not_matter() {
    let mut upper = fal_headers();
    upper[3].1 = FAL_SIGNATURE.to_uppercase();
    assert!(fal(&upper, FAL_BODY, NOW).is_ok());
    let mut upper = heygen_headers();
    upper[0].1 = HEYGEN_SIGNATURE.to_uppercase();
    assert!(heygen(&upper, HEYGEN_BODY, NOW).is_ok());
}

#[test]
fn without_a_key_nothing_signed_is_believed() {
    assert_eq!(verify(&FAL, &fal_headers(), FAL_BODY, NOW, &Keys::default()), Err(Forged::NoKey));
    let scheme = Scheme::Standard("REPLICATE_WEBHOOK_SECRET");
    let given = standard_headers(STANDARD_SIGNATURE);
    assert_eq!(verify(&scheme, &given, STANDARD_BODY, NOW, &Keys::default()), Err(Forged::NoKey));
    let broken = Keys { secret: Some("whsec_%%%"), ..Keys::default() };
    assert_eq!(verify(&scheme, &given, STANDARD_BODY, NOW, &broken), Err(Forged::NoKey));
    for set in [json!(null), json!({"keys": 1}), json!([])] {
        let keys = Keys { jwks: Some(&set), ..Keys::default() };
        assert_eq!(verify(&FAL, &fal_headers(), FAL_BODY, NOW, &keys), Err(Forged::NoKey));
    }
    let others =
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]});
    let keys = Keys { jwks: Some(&others), ..Keys::default() };
    assert_eq!(verify(&FAL, &fal_headers(), FAL_BODY, NOW, &keys), Err(Forged::Mismatch));
    assert_eq!(verify(&Scheme::None, &[], b"", NOW, &Keys::default()), Err(Forged::Unasked));
}

#[test]
fn a_callback_by_token_has_its_bodys_name() {
    let one = verify(&Scheme::Token, &[], b"{}", NOW, &Keys::default()).unwrap();
    assert!(!one.signed);
    assert_eq!(one.id, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    let open = verify(&Scheme::HeyGen("HEYGEN_WEBHOOK_SECRET"), &[], b"{}", NOW, &Keys::default()).unwrap();
    assert_eq!(open, one);
}

#[test]
fn heygens_older_header_and_the_bodys_own_name_count() {
    let mut old = heygen_headers();
    old[0].0 = "Signature".into();
    assert!(heygen(&old, HEYGEN_BODY, NOW).is_ok());
    // The event's name in a header is not signed: a replay with another one is the same event.
    let mut replayed = heygen_headers();
    replayed.push(("heygen-event-id".into(), "fresh".into()));
    assert_eq!(heygen(&replayed, HEYGEN_BODY, NOW), heygen(&heygen_headers(), HEYGEN_BODY, NOW));

    let body = br#"{"event_id":"e7","event_type":"avatar_video.fail"}"#;
    let mut mac = Hmac::<Sha256>::new_from_slice(b"whsec_test_secret").unwrap();
    mac.update(body);
    let mut named = heygen_headers();
    named[0].1 = lower::encode_string(&mac.finalize().into_bytes());
    assert_eq!(heygen(&named, body, NOW).unwrap().id, "e7");
}

#[test]
fn a_scheme_says_what_it_is_checked_with() {
    let access =
        crate::Access { doors: vec!["https://a.example".into(), "https://b.example".into()], ..Default::default() };
    assert_eq!(FAL.published(&access).unwrap(), "https://b.example/.well-known/jwks.json");
    assert_eq!((FAL.secret(), Scheme::Token.published(&access)), (None, None));
    assert_eq!(Scheme::HeyGen("A").secret().or(Scheme::Standard("B").secret()), Some("A"));
}
