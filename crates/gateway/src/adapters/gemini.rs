//! Gemini Omni: a scene with the one of the still in it, who speaks by itself.

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

use super::read;
use crate::signature::Scheme;
use crate::{Accepted, Access, Adapter, Answer, Cancelled, Cause, Exchange, Failure, Film, Method, Offer};
use crate::{Order, Progress, Provider, Remote};

/// Google's Gemini. How it signs callbacks that were asked for with a job is not known, so it is asked instead.
pub(super) static GEMINI: Provider = Provider {
    name: "gemini",
    title: "Google Gemini",
    key: "GEMINI_API_KEY",
    doors: &[("GEMINI_URL", "https://generativelanguage.googleapis.com")],
    options: &[("GEMINI_VIDEO_MODEL", "gemini-omni-1.2-flash"), ("GEMINI_DURATION", "{}s")],
    media: &[],
    hosts: "GEMINI_MEDIA_HOSTS",
    signs: Scheme::None,
};

/// The option that names the model.
const MODEL: usize = 0;
/// The option that says how a length in seconds is written, `{}` standing for the number.
const DURATION: usize = 1;

/// Gemini Omni.
pub static OMNI: Omni = Omni;

/// [`OMNI`].
pub struct Omni;

impl Adapter for Omni {
    fn id(&self) -> &'static str {
        "gemini-omni"
    }

    fn title(&self) -> &'static str {
        "Gemini Omni"
    }

    fn provider(&self) -> &'static Provider {
        &GEMINI
    }

    /// Whether it takes real people is nowhere said: a refusal comes back as [`Cause::RealFace`] or [`Cause::Moderated`].
    fn offer(&self) -> Offer {
        Offer {
            real_faces: true,
            own_voice: false,
            scene: true,
            avatar: false,
            people: 1,
            seconds: [0.0, 10.0],
            seeded: false,
        }
    }

    fn inline(&self) -> bool {
        true
    }

    fn submit(&self, order: &Order, _step: u8, _before: Option<&Film>, access: &Access) -> Result<Exchange, Failure> {
        let still = order.still.data.as_deref().ok_or_else(|| Failure::of(Cause::Broken, "the still has no bytes"))?;
        let seconds = read::seconds(order, 3, 10).to_string();
        let body = json!({
            "model": access.option(MODEL),
            "input": [
                { "type": "image", "mime_type": order.still.mime, "data": Base64::encode_string(still) },
                { "type": "text", "text": read::spoken(order) },
            ],
            "response_format": {
                "type": "video",
                "aspect_ratio": "9:16",
                "resolution": "720p",
                "duration": access.option(DURATION).replace("{}", &seconds),
                "delivery": "uri",
            },
            "generation_config": {
                "video_config": { "task": "reference_to_video" },
                "seed": order.seed & 0x7fff_ffff,
            },
            "background": true,
            "store": true,
        });
        Ok(signed(Exchange::json(format!("{}/v1beta/interactions", access.door(0)), &body)?, access))
    }

    fn accepted(&self, answer: &Answer, _step: u8) -> Result<Accepted, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        Ok(Accepted { remote: Remote { id: read::taken(answer, "/id")?, urls: Vec::new() } })
    }

    fn poll(&self, remote: &Remote, _step: u8, access: &Access) -> Exchange {
        signed(Exchange::new(Method::Get, place(remote, access)), access)
    }

    fn progress(&self, answer: &Answer, _remote: &Remote, _step: u8, _access: &Access) -> Result<Progress, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let body = answer.json();
        match read::text(&body, "/status").unwrap_or_default() {
            "queued" => Ok(Progress::Waiting(None)),
            "completed" => match film(&body) {
                Some(url) => Ok(Progress::Done(Film { url: url.to_owned(), locked: true })),
                None => Err(Failure { cause: refusal(&body).unwrap_or(Cause::Film), ..read::failed(&words(&body)) }),
            },
            "failed" | "incomplete" => Err(read::failed(&words(&body))),
            "requires_action" | "requires_continuation" => {
                Err(Failure::of(Cause::Contract, "the job waits for an answer that nobody can give"))
            }
            "budget_exceeded" => Err(Failure::of(Cause::Credit, words(&body))),
            "cancelled" => Err(Failure::of(Cause::Cancelled, "")),
            "" => Err(read::odd("the answer has no status")),
            _ => Ok(Progress::Running(None)),
        }
    }

    fn fetch(&self, film: &Film, access: &Access) -> Exchange {
        let exchange = Exchange::new(Method::Get, film.url.clone());
        // The key goes to Google's own door alone, wherever the film lies.
        if film.locked && crate::table::own(access, &film.url) { signed(exchange, access) } else { exchange }
    }

    fn cancel(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        Some(signed(Exchange::new(Method::Post, format!("{}/cancel", place(remote, access))), access))
    }

    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure> {
        match (answer.status, read::text(&answer.json(), "/status").unwrap_or_default()) {
            (200..=299, "completed") => Ok(Cancelled::TooLate),
            (200..=299 | 404 | 410, _) => Ok(Cancelled::Yes),
            _ => Err(failure(answer)),
        }
    }

    fn delete(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        Some(signed(Exchange::new(Method::Delete, place(remote, access)), access))
    }

    fn called_back(&self, _body: &Value) -> Option<String> {
        None
    }
}

fn place(remote: &Remote, access: &Access) -> String {
    format!("{}/v1beta/interactions/{}", access.door(0), remote.id)
}

/// The film among the steps, or else where the answer repeats it.
fn film(body: &Value) -> Option<&str> {
    let steps = body["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
    let parts = steps.iter().rev().filter_map(|step| step["content"].as_array()).flatten();
    let film = parts.filter(|part| part["type"] == "video").find_map(|part| read::text(part, "/uri"));
    film.or_else(|| read::text(body, "/output_video/uri"))
}

/// Everything that an answer says about what went wrong.
fn words(body: &Value) -> String {
    let steps = body["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
    let errors = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let errors = errors.iter().chain(steps.iter().map(|step| &step["error"])).chain([&body["error"]]);
    let said = errors.flat_map(|e| [read::text(e, "/code"), read::text(e, "/message")]).flatten();
    said.collect::<Vec<_>>().join(" ")
}

fn refusal(body: &Value) -> Option<Cause> {
    read::meant(&words(body))
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("x-goog-api-key", access.key.as_str())
}

fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let word = |name| read::text(&body, name).unwrap_or_default();
    let said = format!("{}: {}", word("/error/status"), word("/error/message"));
    match word("/error/status") {
        // Google answers 400 to a key that is none.
        "INVALID_ARGUMENT" if said.to_lowercase().contains("api key") => Failure::of(Cause::Key, ""),
        "UNAUTHENTICATED" | "PERMISSION_DENIED" => Failure::of(Cause::Key, ""),
        _ => read::refused(answer, &said),
    }
}
