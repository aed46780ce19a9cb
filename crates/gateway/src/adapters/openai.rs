//! Whoever speaks as OpenAI's `/v1/videos` did: a scene that begins with the still.

use serde_json::{Value, json};

use super::read;
use crate::signature::Scheme;
use crate::{Accepted, Access, Adapter, Answer, Cancelled, Cause, Exchange, Failure, Film, Method, Offer, Order};
use crate::{Progress, Provider, Remote};

/// A vendor of the operator's choice. OpenAI's own door closed on 2026-09-24, so there is no usual one: without a door and a
/// model it is off.
pub(super) static OPENAI_VIDEO: Provider = Provider {
    name: "openai-video",
    title: "OpenAI-shaped",
    key: "OPENAI_VIDEO_KEY",
    doors: &[("OPENAI_VIDEO_URL", "")],
    options: &[("OPENAI_VIDEO_MODEL", "sora-2"), ("OPENAI_VIDEO_SIZE", "720x1280"), ("OPENAI_VIDEO_SECONDS", "4,8,12")],
    media: &[],
    hosts: "OPENAI_VIDEO_MEDIA_HOSTS",
    signs: Scheme::None,
};

/// The option that names the model.
const MODEL: usize = 0;
/// The option that says how large the picture is.
const SIZE: usize = 1;
/// The option that lists the lengths that can be asked for, in seconds.
const SECONDS: usize = 2;

/// Any such vendor.
pub static VIDEOS: Videos = Videos;

/// [`VIDEOS`].
pub struct Videos;

impl Adapter for Videos {
    fn id(&self) -> &'static str {
        "openai-videos"
    }

    fn title(&self) -> &'static str {
        "OpenAI-shaped videos"
    }

    fn provider(&self) -> &'static Provider {
        &OPENAI_VIDEO
    }

    /// Whether it takes real people is the vendor's affair: a refusal comes back as [`Cause::RealFace`] or
    /// [`Cause::Moderated`].
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
        let body = json!({
            "model": access.option(MODEL),
            "prompt": read::spoken(order),
            "seconds": length(order, access.option(SECONDS))?.to_string(),
            "size": access.option(SIZE),
            "input_reference": { "image_url": order.still.url },
        });
        Ok(signed(Exchange::json(format!("{}/v1/videos", access.door(0)), &body)?, access))
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

    fn progress(&self, answer: &Answer, remote: &Remote, _step: u8, access: &Access) -> Result<Progress, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let body = answer.json();
        match read::text(&body, "/status").unwrap_or_default() {
            "queued" => Ok(Progress::Waiting(None)),
            "completed" => Ok(Progress::Done(Film { url: format!("{}/content", place(remote, access)), locked: true })),
            "failed" => Err(read::failed(&words(&body))),
            "" => Err(read::odd("the answer has no status")),
            _ => {
                let percent = body["progress"].as_f64().map(|p| (p / 100.0).clamp(0.0, 1.0) as f32);
                Ok(Progress::Running(percent))
            }
        }
    }

    fn fetch(&self, film: &Film, access: &Access) -> Exchange {
        let exchange = Exchange::new(Method::Get, film.url.clone());
        if film.locked && crate::table::own(access, &film.url) { signed(exchange, access) } else { exchange }
    }

    /// What was begun is not stopped by this contract.
    fn cancel(&self, _remote: &Remote, _step: u8, _access: &Access) -> Option<Exchange> {
        None
    }

    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure> {
        if read::fine(answer) { Ok(Cancelled::TooLate) } else { Err(failure(answer)) }
    }

    fn delete(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        Some(signed(Exchange::new(Method::Delete, place(remote, access)), access))
    }

    fn called_back(&self, _body: &Value) -> Option<String> {
        None
    }
}

/// The shortest length of the list that holds the speech.
fn length(order: &Order, list: &str) -> Result<u32, Failure> {
    let lengths = list.split(',').filter_map(|one| one.trim().parse::<u32>().ok());
    let least = read::seconds(order, 1, u32::MAX);
    lengths.filter(|seconds| *seconds >= least).min().ok_or_else(|| {
        Failure::of(Cause::Broken, format!("OPENAI_VIDEO_SECONDS has no length of at least {least} seconds"))
    })
}

fn place(remote: &Remote, access: &Access) -> String {
    format!("{}/v1/videos/{}", access.door(0), remote.id)
}

fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("authorization", format!("Bearer {}", access.key))
}

fn words(body: &Value) -> String {
    let word = |name| read::text(body, name).unwrap_or_default();
    format!("{}: {}", word("/error/code"), word("/error/message"))
}

fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    match read::text(&body, "/error/code").unwrap_or_default() {
        "insufficient_quota" => Failure::of(Cause::Credit, words(&body)),
        "invalid_api_key" => Failure::of(Cause::Key, ""),
        _ => read::refused(answer, &words(&body)),
    }
}
