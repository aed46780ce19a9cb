use serde_json::{Value, json};

use super::*;
use crate::table::{generator, own};
use crate::{Body, Cause, Method, Retry};

const KEY: &str = "k3y-0123456789abcdef-SECRET";

fn access(maker: &dyn Maker) -> Access {
    Access::read(maker.provider(), |name| (name == maker.provider().key).then(|| KEY.to_owned())).unwrap()
}

fn heygen() -> &'static dyn Maker {
    maker("heygen").unwrap()
}

fn there() -> There {
    There { look: "l1".into(), group: "g1".into() }
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

#[test]
fn each_has_a_generator_of_its_provider_and_a_line_of_its_own() {
    for one in makers() {
        let films = generator(one.generator()).unwrap();
        assert_eq!((films.provider().name, films.offer().avatar), (one.provider().name, true));
        assert!(generator(one.making()).is_none() && making(one.making()).is_some());
    }
    let named = |id: &str| makers().iter().any(|one| one.generator() == id);
    for films in crate::table::generators() {
        assert_eq!(films.offer().avatar, named(films.id()), "{}", films.id());
    }
}

#[test]
fn what_goes_out_is_what_the_contract_names_with_the_key_in_a_header_alone() {
    let access = access(heygen());
    let make = heygen().make("understudy-1", "avatar-1", "https://us.example/inputs/t", &access).unwrap();
    let Body::Json(bytes) = &make.body else { panic!("no JSON") };
    let said: Value = serde_json::from_slice(bytes).unwrap();
    let file = json!({ "type": "url", "url": "https://us.example/inputs/t" });
    assert_eq!(said, json!({ "type": "photo", "name": "understudy-1", "file": file }));
    assert_eq!((make.method, make.url.as_str()), (Method::Post, "https://api.heygen.com/v3/avatars"));
    assert!(make.headers.contains(&("idempotency-key", "avatar-1".to_owned())));
    assert!(make == heygen().make("understudy-1", "avatar-1", "https://us.example/inputs/t", &access).unwrap());
    let look = heygen().look(&there(), &access);
    assert_eq!((look.method, look.url.as_str()), (Method::Get, "https://api.heygen.com/v3/avatars/looks/l1"));
    let page = heygen().consent(&there(), "https://us.example/understudy", &access).unwrap();
    assert_eq!((page.method, page.url.as_str()), (Method::Post, "https://api.heygen.com/v3/avatars/g1/consent"));
    let removals = heygen().delete(&there(), &access);
    let urls: Vec<&str> = removals.iter().map(|one| one.url.as_str()).collect();
    assert_eq!(urls, ["https://api.heygen.com/v3/avatars/looks/l1", "https://api.heygen.com/v3/avatars/g1"]);
    for one in removals.iter().chain([&make, &look, &page]) {
        assert!(own(&access, &one.url));
        assert!(one.headers.contains(&("x-api-key", KEY.to_owned())));
        assert!(!format!("{one:?} {}", one.url).contains(KEY));
    }
}

#[test]
fn answers_are_read_and_names_that_could_lead_elsewhere_are_none() {
    let made = |look: &str, group: &str| {
        let said =
            json!({ "data": { "avatar_item": { "id": look, "group_id": "g1" }, "avatar_group": { "id": group } } });
        heygen().made(&answer(200, &said))
    };
    assert_eq!(made("l1", "g1"), Ok(there()));
    assert_eq!(made("l1", ""), Ok(there()), "the item names its group, too");
    for odd in ["../x", "a/b", "a?b", "..", "", "a b"] {
        assert_eq!(made(odd, "g1").unwrap_err().cause, Cause::Contract, "{odd}");
    }
    let stands = |status: &str| heygen().looked(&answer(200, &json!({ "data": { "status": status } })));
    assert_eq!(stands("processing"), Ok(Stands::Training));
    assert_eq!(stands("a_new_word"), Ok(Stands::Training));
    assert_eq!(stands("pending_consent"), Ok(Stands::Consent));
    assert_eq!(stands("completed"), Ok(Stands::Ready));
    assert_eq!(stands("failed"), Ok(Stands::Failed));
    assert_eq!(stands("").unwrap_err().retry, Retry::Later);
    let gone = json!({ "error": { "code": "not_found", "message": "no" } });
    assert_eq!(heygen().looked(&answer(404, &gone)).unwrap_err().cause, Cause::Gone);
    assert_eq!(heygen().deleted(&answer(404, &gone)), Ok(()));
    assert_eq!(heygen().deleted(&answer(503, &json!({}))).unwrap_err().retry, Retry::Later);
}

#[test]
fn the_page_to_agree_on_is_one_that_a_person_may_be_sent_to() {
    let page = |url: &str, access: &Access| heygen().page(&answer(200, &json!({ "data": { "url": url } })), access);
    let (far, near) =
        (access(heygen()), Access { doors: vec!["http://127.0.0.1:9/heygen".into()], ..access(heygen()) });
    assert_eq!(page("https://app.heygen.com/c/1", &far).unwrap(), "https://app.heygen.com/c/1");
    for odd in ["http://app.heygen.com/c/1", "javascript:alert(1)", "data:text/html,x", "https://a@b.example/", "x", ""]
    {
        assert_eq!(page(odd, &far).unwrap_err().cause, Cause::Contract, "{odd}");
    }
    assert!(page("http://127.0.0.1:9/control/1", &near).is_ok() && page("javascript:x", &near).is_err());
}
