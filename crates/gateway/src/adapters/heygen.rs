//! HeyGen itself, third version of its interface: a still speaks, or an avatar whose owner has agreed, where it is.

use serde_json::{Value, json};

use super::read;
use crate::signature::Scheme;
use crate::{Accepted, Access, Adapter, Answer, Cancelled, Cause, Exchange, Failure, Film, Method, Offer, Order};
use crate::{Progress, Provider, Remote};

/// HeyGen. It removes a film, but not what it fetched to make it, of which it says nothing.
pub(crate) static HEYGEN: Provider = Provider {
    name: "heygen",
    title: "HeyGen",
    key: "HEYGEN_API_KEY",
    doors: &[("HEYGEN_URL", "https://api.heygen.com")],
    options: &[("HEYGEN_RESOLUTION", "720p")],
    media: &[".heygen.com", ".heygen.ai"],
    hosts: "HEYGEN_MEDIA_HOSTS",
    signs: Scheme::HeyGen("HEYGEN_WEBHOOK_SECRET"),
};

/// A photo that speaks.
pub static PHOTO: Speaker = Speaker { avatar: false };
/// An avatar that speaks ([`crate::avatars`]).
pub static AVATAR: Speaker = Speaker { avatar: true };

/// [`PHOTO`] or [`AVATAR`].
pub struct Speaker {
    avatar: bool,
}

impl Adapter for Speaker {
    fn id(&self) -> &'static str {
        if self.avatar { "heygen-avatar" } else { "heygen-photo" }
    }

    fn title(&self) -> &'static str {
        if self.avatar { "HeyGen avatar" } else { "HeyGen photo" }
    }

    fn provider(&self) -> &'static Provider {
        &HEYGEN
    }

    fn offer(&self) -> Offer {
        let (avatar, seconds) = (self.avatar, [0.0, 10.0]);
        Offer { real_faces: true, own_voice: true, scene: false, avatar, people: 1, seconds, seeded: false }
    }

    /// Fields that HeyGen does not know are refused, so nothing stands here that its contract does not name.
    fn submit(&self, order: &Order, _step: u8, _before: Option<&Film>, access: &Access) -> Result<Exchange, Failure> {
        let mut body = json!({
            "audio_url": order.speech.url,
            "aspect_ratio": "9:16",
            "resolution": access.option(0),
            "output_format": "mp4",
            "fit": "cover",
            "callback_id": order.key,
        });
        if self.avatar {
            let look = order.avatar.as_deref().ok_or_else(|| Failure::of(Cause::Avatar, "there is none"))?;
            (body["type"], body["avatar_id"]) = ("avatar".into(), look.into());
        } else {
            body["type"] = "image".into();
            body["image"] = json!({ "type": "url", "url": order.still.url });
        }
        if let Some(callback) = &order.callback {
            body["callback_url"] = callback.as_str().into();
        }
        if !order.prompt.trim().is_empty() {
            body["motion_prompt"] = read::short(order.prompt.trim(), 1_000).into();
        }
        let exchange = Exchange::json(format!("{}/v3/videos", access.door(0)), &body)?;
        Ok(signed(exchange, access).with("idempotency-key", order.key.as_str()))
    }

    fn accepted(&self, answer: &Answer, _step: u8) -> Result<Accepted, Failure> {
        if self.avatar && about_avatar(answer) {
            return Err(Failure::of(Cause::Avatar, ""));
        }
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        Ok(Accepted { remote: Remote { id: read::taken(answer, "/data/video_id")?, urls: Vec::new() } })
    }

    fn poll(&self, remote: &Remote, _step: u8, access: &Access) -> Exchange {
        signed(Exchange::new(Method::Get, place(remote, access)), access)
    }

    fn progress(&self, answer: &Answer, _remote: &Remote, _step: u8, _access: &Access) -> Result<Progress, Failure> {
        if !read::fine(answer) {
            return Err(failure(answer));
        }
        let body = answer.json();
        match read::text(&body, "/data/status").unwrap_or_default() {
            "pending" | "waiting" | "queued" => Ok(Progress::Waiting(None)),
            "completed" => match read::text(&body, "/data/video_url") {
                Some(url) => Ok(Progress::Done(Film { url: url.to_owned(), locked: false })),
                None => Err(read::odd("completed without an address")),
            },
            "failed" => {
                let word = |name| read::text(&body, name).unwrap_or_default();
                Err(read::failed(&format!("{}: {}", word("/data/failure_code"), word("/data/failure_message"))))
            }
            "" => Err(read::odd("the answer has no status")),
            _ => Ok(Progress::Running(None)),
        }
    }

    /// HeyGen cannot stop what it began.
    fn cancel(&self, _remote: &Remote, _step: u8, _access: &Access) -> Option<Exchange> {
        None
    }

    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure> {
        if read::fine(answer) { Ok(Cancelled::TooLate) } else { Err(failure(answer)) }
    }

    fn delete(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        Some(signed(Exchange::new(Method::Delete, place(remote, access)), access))
    }

    fn called_back(&self, body: &Value) -> Option<String> {
        read::name(body, "/event_data/video_id")
    }
}

fn place(remote: &Remote, access: &Access) -> String {
    format!("{}/v3/videos/{}", access.door(0), remote.id)
}

pub(crate) fn signed(exchange: Exchange, access: &Access) -> Exchange {
    exchange.with("x-api-key", access.key.as_str())
}

/// Whether an order was refused for its avatar: it is not there, is not ready, or its person's yes is missing.
fn about_avatar(answer: &Answer) -> bool {
    let body = answer.json();
    let word = |name| read::text(&body, name).unwrap_or_default();
    let named = word("/error/param") == "avatar_id" && (400..500).contains(&answer.status);
    named || matches!((answer.status, word("/error/code")), (403, "forbidden") | (404, "not_found"))
}

pub(crate) fn failure(answer: &Answer) -> Failure {
    let body = answer.json();
    let word = |name| read::text(&body, name).unwrap_or_default();
    let said = format!("{}: {}", word("/error/code"), word("/error/message"));
    match word("/error/code") {
        "unauthorized" | "forbidden" => Failure::of(Cause::Key, ""),
        "insufficient_credit" => Failure::of(Cause::Credit, said),
        "asset_not_available" | "payload_too_large" => Failure::of(Cause::Input, said),
        // The same order in other words: an address in it must not change when it is sent again.
        "conflict" => Failure::of(Cause::Contract, said),
        // `request_in_progress` is the same order, still being taken.
        _ => read::refused(answer, &said),
    }
}
