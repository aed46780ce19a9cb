//! Replicate: one model of its official ones. Which, `REPLICATE_MODEL` says; it must take what Seedance takes.

use serde_json::{Value, json};

use super::read;
use crate::signature::Scheme;
use crate::{Accepted, Access, Adapter, Answer, Cancelled, Cause, Exchange, Failure, Film, Method, Offer, Order};
use crate::{Progress, Provider, Remote};

/// Replicate. It removes inputs and outputs by itself after an hour.
pub(super) static REPLICATE: Provider = Provider {
    name: "replicate",
    title: "Replicate",
    key: "REPLICATE_API_TOKEN",
    doors: &[("REPLICATE_URL", "https://api.replicate.com/v1")],
    options: &[("REPLICATE_MODEL", "bytedance/seedance-2.0")],
    media: &["replicate.delivery", ".replicate.delivery"],
    hosts: "REPLICATE_MEDIA_HOSTS",
    signs: Scheme::Standard("REPLICATE_WEBHOOK_SECRET"),
};

/// Seedance 2.0, which refuses pictures of real people.
pub static SEEDANCE: Seedance = Seedance;

/// [`SEEDANCE`].
pub struct Seedance;

impl Adapter for Seedance {
    fn id(&self) -> &'static str {
        "replicate-seedance-2.0"
    }

    fn title(&self) -> &'static str {
        "Seedance 2.0"
    }

    fn provider(&self) -> &'static Provider {
        &REPLICATE
    }

    fn offer(&self) -> Offer {
        Offer {
            real_faces: false,
            own_voice: true,
            scene: true,
            avatar: false,
            people: 1,
            seconds: [0.0, 10.0],
            seeded: false,
        }
    }

    fn submit(&self, order: &Order, _step: u8, _before: Option<&Film>, access: &Access) -> Result<Exchange, Failure> {
        let mut body = json!({
            "input": {
                "prompt": order.prompt,
                "reference_images": [order.still.url],
                "reference_audios": [order.speech.url],
                "duration": read::seconds(order, 4, 15),
                "resolution": "720p",
                "aspect_ratio": "9:16",
                "generate_audio": true,
            },
        });
        if let Some(callback) = &order.callback {
            body["webhook"] = callback.as_str().into();
            body["webhook_events_filter"] = json!(["completed"]);
        }
        let url = format!("{}/models/{}/predictions", access.door(0), access.option(0));
        Ok(signed(Exchange::json(url, &body)?, access))
    }

    fn accepted(&self, answer: &Answer, _step: u8) -> Result<Accepted, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        Ok(Accepted { remote: Remote { id: read::taken(answer, "/id")?, urls: Vec::new() } })
    }

    fn poll(&self, remote: &Remote, _step: u8, access: &Access) -> Exchange {
        signed(Exchange::new(Method::Get, format!("{}/predictions/{}", access.door(0), remote.id)), access)
    }

    fn progress(&self, answer: &Answer, _remote: &Remote, _step: u8, _access: &Access) -> Result<Progress, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let body = answer.json();
        match read::text(&body, "/status").unwrap_or_default() {
            "starting" => Ok(Progress::Waiting(None)),
            "succeeded" => match film(&body["output"]) {
                Some(url) => Ok(Progress::Done(Film { url: url.to_owned(), locked: false })),
                None if body["data_removed"] == true => Err(Failure::of(Cause::Gone, "the output was removed")),
                None => Err(Failure::of(Cause::Film, "the output is no film")),
            },
            "failed" => Err(read::failed(read::text(&body, "/error").unwrap_or_default())),
            "canceled" | "aborted" => Err(Failure::of(Cause::Cancelled, "")),
            "" => Err(read::odd("the answer has no status")),
            _ => Ok(Progress::Running(None)),
        }
    }

    fn cancel(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        let url = format!("{}/predictions/{}/cancel", access.door(0), remote.id);
        Some(signed(Exchange::new(Method::Post, url), access))
    }

    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure> {
        match (answer.status, read::text(&answer.json(), "/status").unwrap_or_default()) {
            (200..=299, "succeeded") => Ok(Cancelled::TooLate),
            (200..=299 | 404 | 410, _) => Ok(Cancelled::Yes),
            _ => Err(failure(answer)),
        }
    }

    fn delete(&self, _remote: &Remote, _step: u8, _access: &Access) -> Option<Exchange> {
        None
    }

    fn called_back(&self, body: &Value) -> Option<String> {
        read::name(body, "/id")
    }
}

/// What a model puts out is its own affair: an address, a list of them, or an object that holds one.
fn film(output: &Value) -> Option<&str> {
    let url = match output {
        Value::Array(list) => list.first()?.as_str(),
        Value::Object(_) => ["/video", "/url", "/video/url"].iter().find_map(|place| read::text(output, place)),
        other => other.as_str(),
    };
    url.filter(|url| !url.is_empty())
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("authorization", format!("Bearer {}", access.key))
}

fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let word = |name| read::text(&body, name).unwrap_or_default();
    read::refused(answer, &format!("{} {}", word("/title"), word("/detail")))
}
