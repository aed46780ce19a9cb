//! fal.ai: many models behind one queue. A model is its path, what it can do and how an order is said to it.

mod avatar4;
mod errors;
mod kling_avatar;
mod kling_o3;
mod lipsync;
mod ltx;
mod queue;
mod wan;

use serde_json::Value;

use crate::signature::Scheme;
use crate::{Accepted, Access, Adapter, Answer, Cancelled, Exchange, Failure, Film, Offer, Order, Progress};
use crate::{Provider, Remote};

pub use avatar4::AVATAR4;
pub use kling_avatar::{PRO as KLING_AVATAR_PRO, STANDARD as KLING_AVATAR};
pub use kling_o3::O3 as KLING_O3;
pub use ltx::LTX;
pub use wan::WAN;

/// The queue's door.
const QUEUE: usize = 0;
/// The door of storage and of the keys that callbacks are signed with.
const REST: usize = 1;
/// The door of the platform's own calls.
const PLATFORM: usize = 2;
/// The option that names the model that moves lips in a second step.
const LIPSYNC: usize = 0;
/// The option that says how a job's inputs and outputs are removed.
const DELETE: usize = 1;

/// fal.ai. Its key must be an admin's for [`Adapter::delete`].
pub static FAL: Provider = Provider {
    name: "fal",
    title: "fal.ai",
    key: "FAL_KEY",
    doors: &[
        ("FAL_QUEUE_URL", "https://queue.fal.run"),
        ("FAL_REST_URL", "https://rest.fal.ai"),
        ("FAL_API_URL", "https://api.fal.ai"),
    ],
    options: &[
        ("FAL_LIPSYNC_MODEL", "fal-ai/sync-lipsync/v2/pro"),
        ("FAL_DELETE", "DELETE /v1/models/requests/{}/payloads"),
    ],
    media: &["fal.media", ".fal.media"],
    hosts: "FAL_MEDIA_HOSTS",
    signs: Scheme::Fal(REST, "/.well-known/jwks.json"),
};

/// A model behind fal's queue.
pub struct Model {
    /// [`Adapter::id`].
    id: &'static str,
    /// [`Adapter::title`].
    title: &'static str,
    /// Its name there: `owner/app`, and what may follow.
    path: &'static str,
    /// What it can do.
    offer: Offer,
    /// The order in the words of this model.
    input: fn(&Order) -> Value,
    /// Whether a second model moves the lips to the speech.
    lips: bool,
}

impl Model {
    fn path<'a>(&self, step: u8, access: &'a Access) -> &'a str
    where
        'static: 'a,
    {
        if step == 0 { self.path } else { access.option(LIPSYNC) }
    }
}

impl Adapter for Model {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn provider(&self) -> &'static Provider {
        &FAL
    }

    fn offer(&self) -> Offer {
        self.offer
    }

    fn steps(&self) -> u8 {
        if self.lips { 2 } else { 1 }
    }

    fn submit(&self, order: &Order, step: u8, before: Option<&Film>, access: &Access) -> Result<Exchange, Failure> {
        let input = match step {
            0 => (self.input)(order),
            _ => lipsync::input(order, before)?,
        };
        queue::submit(self.path(step, access), &input, order.callback.as_deref(), access)
    }

    fn accepted(&self, answer: &Answer, _step: u8) -> Result<Accepted, Failure> {
        queue::accepted(answer)
    }

    fn poll(&self, remote: &Remote, step: u8, access: &Access) -> Exchange {
        queue::poll(self.path(step, access), remote, access)
    }

    fn progress(&self, answer: &Answer, remote: &Remote, step: u8, access: &Access) -> Result<Progress, Failure> {
        queue::progress(answer, self.path(step, access), remote, access)
    }

    fn cancel(&self, remote: &Remote, step: u8, access: &Access) -> Option<Exchange> {
        Some(queue::cancel(self.path(step, access), remote, access))
    }

    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure> {
        queue::cancelled(answer)
    }

    fn delete(&self, remote: &Remote, _step: u8, access: &Access) -> Option<Exchange> {
        Some(queue::delete(remote, access))
    }

    fn called_back(&self, body: &Value) -> Option<String> {
        super::read::name(body, "/request_id")
    }
}
