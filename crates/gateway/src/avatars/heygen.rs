//! HeyGen's avatars from a photo (version 3): a look in a group of its own, usable once the person has agreed.

use serde_json::json;
use url::Url;

use super::{Maker, Stands, There};
use crate::adapters::heygen::{HEYGEN, failure, signed};
use crate::adapters::read;
use crate::{Access, Answer, Exchange, Failure, Method, Provider};

pub(super) static HEYGEN_AVATARS: Avatars = Avatars;

/// HeyGen's avatars.
pub(super) struct Avatars;

impl Maker for Avatars {
    fn provider(&self) -> &'static Provider {
        &HEYGEN
    }

    fn generator(&self) -> &'static str {
        "heygen-avatar"
    }

    fn making(&self) -> &'static str {
        "heygen-avatar-making"
    }

    fn make(&self, name: &str, key: &str, still: &str, access: &Access) -> Result<Exchange, Failure> {
        let body = json!({ "type": "photo", "name": name, "file": { "type": "url", "url": still } });
        let exchange = Exchange::json(format!("{}/v3/avatars", access.door(0)), &body)?;
        Ok(signed(exchange, access).with("idempotency-key", key))
    }

    fn remembers_s(&self) -> u32 {
        24 * 3600
    }

    fn made(&self, answer: &Answer) -> Result<There, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let look = read::taken(answer, "/data/avatar_item/id")?;
        // The group stands twice in an answer.
        let group = read::taken(answer, "/data/avatar_group/id");
        Ok(There { look, group: group.or_else(|_| read::taken(answer, "/data/avatar_item/group_id"))? })
    }

    fn look(&self, there: &There, access: &Access) -> Exchange {
        signed(Exchange::new(Method::Get, looks(there, access)), access)
    }

    fn looked(&self, answer: &Answer) -> Result<Stands, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        match read::text(&answer.json(), "/data/status").unwrap_or_default() {
            "pending_consent" => Ok(Stands::Consent),
            "completed" => Ok(Stands::Ready),
            "failed" => Ok(Stands::Failed),
            "" => Err(read::odd("the answer has no status")),
            _ => Ok(Stands::Training),
        }
    }

    fn consent(&self, there: &There, back: &str, access: &Access) -> Result<Exchange, Failure> {
        let url = format!("{}/v3/avatars/{}/consent", access.door(0), there.group);
        Ok(signed(Exchange::json(url, &json!({ "reroute_url": back }))?, access))
    }

    fn page(&self, answer: &Answer, access: &Access) -> Result<String, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let body = answer.json();
        let url = read::text(&body, "/data/url").and_then(|url| Url::parse(url).ok());
        let near = access.door(0).starts_with("http://");
        let url = url.filter(|url| url.scheme() == "https" || (near && url.scheme() == "http"));
        let plain = url.filter(|url| url.username().is_empty() && url.password().is_none());
        plain.map(String::from).ok_or_else(|| read::odd("the answer has no page to agree on"))
    }

    fn delete(&self, there: &There, access: &Access) -> Vec<Exchange> {
        let group = format!("{}/v3/avatars/{}", access.door(0), there.group);
        [looks(there, access), group].map(|url| signed(Exchange::new(Method::Delete, url), access)).into()
    }

    fn deleted(&self, answer: &Answer) -> Result<(), Failure> {
        match answer.status {
            200..=299 | 404 | 410 => Ok(()),
            _ => Err(failure(answer)),
        }
    }
}

fn looks(there: &There, access: &Access) -> String {
    format!("{}/v3/avatars/looks/{}", access.door(0), there.look)
}
