//! Runway: a scene that begins with the still, without sound.

use serde_json::{Value, json};

use super::read;
use crate::signature::Scheme;
use crate::{Accepted, Access, Adapter, Answer, Cancelled, Cause, Exchange, Failure, Film, Method, Offer, Order};
use crate::{Progress, Provider, Remote};

/// Runway. Its models that move a face after a recording (`act_two`) need the film of an actor, which nobody here records.
pub(super) static RUNWAY: Provider = Provider {
    name: "runway",
    title: "Runway",
    key: "RUNWAYML_API_SECRET",
    doors: &[("RUNWAY_URL", "https://api.dev.runwayml.com")],
    options: &[("RUNWAY_MODEL", "gen4.5")],
    media: &["dnznrvs05pmza.cloudfront.net"],
    hosts: "RUNWAY_MEDIA_HOSTS",
    signs: Scheme::None,
};

/// The version of the interface that is spoken here.
const VERSION: &str = "2024-11-06";

/// Gen-4.5, image to video.
pub static GEN45: Gen45 = Gen45;

/// [`GEN45`].
pub struct Gen45;

impl Adapter for Gen45 {
    fn id(&self) -> &'static str {
        "runway-gen4.5"
    }

    fn title(&self) -> &'static str {
        "Runway Gen-4.5"
    }

    fn provider(&self) -> &'static Provider {
        &RUNWAY
    }

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

    fn submit(&self, order: &Order, _step: u8, _before: Option<&Film>, access: &Access) -> Result<Exchange, Failure> {
        // Their limit counts units of UTF-16, of which a character has at most two.
        let prompt: String = {
            let mut units = 0;
            order.prompt.chars().take_while(|c| (units += c.len_utf16(), units <= 1_000).1).collect()
        };
        let mut body = json!({
            "model": access.option(0),
            "promptImage": [{ "uri": order.still.url, "position": "first" }],
            "ratio": "720:1280",
            "duration": read::seconds(order, 2, 10),
            "seed": order.seed,
            "contentModeration": { "publicFigureThreshold": "auto" },
        });
        if !prompt.trim().is_empty() {
            body["promptText"] = prompt.into();
        }
        Ok(signed(Exchange::json(format!("{}/v1/image_to_video", access.door(0)), &body)?, access))
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
            "PENDING" | "THROTTLED" => Ok(Progress::Waiting(None)),
            "SUCCEEDED" => match read::text(&body, "/output/0") {
                Some(url) => Ok(Progress::Done(Film { url: url.to_owned(), locked: false })),
                None => Err(Failure::of(Cause::Film, "the task has no output")),
            },
            "FAILED" => {
                let word = |name| read::text(&body, name).unwrap_or_default();
                let said = format!("{}: {}", word("/failureCode"), word("/failure"));
                let bad = word("/failureCode").starts_with("INTERNAL.BAD_OUTPUT");
                Err(if bad { Failure::of(Cause::Film, said) } else { read::failed(&said) })
            }
            "CANCELLED" => Err(Failure::of(Cause::Cancelled, "")),
            "" => Err(read::odd("the answer has no status")),
            _ => {
                let share = body["progress"].as_f64().map(|p| p.clamp(0.0, 1.0) as f32);
                Ok(Progress::Running(share))
            }
        }
    }

    /// The same call removes a task that is done: then it was too late, and cannot be told.
    fn cancel(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        self.delete(remote, 0, access)
    }

    fn asks_before_cancel(&self) -> bool {
        true
    }

    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure> {
        self.deleted(answer).map(|()| Cancelled::Yes)
    }

    fn delete(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        Some(signed(Exchange::new(Method::Delete, place(remote, access)), access))
    }

    /// One call cancels what runs and removes what is done, with one answer for both; what went on in spite of the cancelling
    /// is still there.
    fn still_there(&self, remote: &Remote, access: &Access) -> Option<Exchange> {
        Some(self.poll(remote, 0, access))
    }

    fn is_gone(&self, answer: &Answer) -> Result<(), Failure> {
        let state = answer.json();
        match (answer.status, read::text(&state, "/status")) {
            (404 | 410, _) | (200..=299, Some("CANCELLED")) => Ok(()),
            (200..=299, _) => Err(Failure::passing(Cause::Down, "the task is still there")),
            _ => Err(failure(answer)),
        }
    }

    fn called_back(&self, _body: &Value) -> Option<String> {
        None
    }
}

fn place(remote: &Remote, access: &Access) -> String {
    format!("{}/v1/tasks/{}", access.door(0), remote.id)
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("authorization", format!("Bearer {}", access.key)).with("x-runway-version", VERSION)
}

fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let issues = body["issues"].as_array().map(Vec::as_slice).unwrap_or_default();
    let issues = issues.iter().filter_map(|issue| read::text(issue, "/message"));
    let said: Vec<_> = read::text(&body, "/error").into_iter().chain(issues).collect();
    read::refused(answer, &said.join("; "))
}
