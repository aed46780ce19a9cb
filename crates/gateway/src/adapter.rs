//! What every generator behind the gateway can do.

use serde::{Deserialize, Serialize};

use crate::{Access, Answer, Cause, Exchange, Failure, Offer, Order, Provider};

/// A job at a provider: its name there and where to ask about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// Its name there.
    pub id: String,
    /// Addresses that the provider gave with it, of a meaning known to the adapter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
}

/// A film that lies at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    /// Where.
    pub url: String,
    /// Whether it opens with the provider's key only: [`Adapter::fetch`] makes the request.
    #[serde(default)]
    pub locked: bool,
}

/// An order that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The job there.
    pub remote: Remote,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Waits for its turn; how many are before it.
    Waiting(Option<u32>),
    /// Is made; the share that is done, 0 to 1.
    Running(Option<f32>),
    /// Is done; another question brings the result, which [`Adapter::progress`] reads as well.
    Look(Exchange),
    /// A film is there.
    Done(Film),
}

/// What became of the wish to cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// It stops, or had stopped.
    Yes,
    /// It was done before: there may be a film to be removed and a price to be paid.
    TooLate,
}

/// One generator: a model behind a provider's door.
pub trait Adapter: Sync {
    /// Its name in our API, as `fal-heygen-avatar4`. Never given to another one.
    fn id(&self) -> &'static str;
    /// As people know it, as `HeyGen Avatar IV`.
    fn title(&self) -> &'static str;
    /// Whose door it stands behind.
    fn provider(&self) -> &'static Provider;
    /// What it can do.
    fn offer(&self) -> Offer;
    /// Whether it must be given the bytes of picture and speech themselves, not their addresses.
    fn inline(&self) -> bool {
        false
    }
    /// How many jobs make a film: 2 where lips are moved in a second one.
    fn steps(&self) -> u8 {
        1
    }

    /// Asks for step `step` (from 0) of the film; `before` is what the step before it made.
    ///
    /// # Errors
    /// [`Cause::Broken`], [`Cause::Contract`] where the order cannot be said in this provider's words.
    fn submit(&self, order: &Order, step: u8, before: Option<&Film>, access: &Access) -> Result<Exchange, Failure>;
    /// Reads the answer to [`Adapter::submit`].
    ///
    /// # Errors
    /// What the provider refused, and whether trying again helps.
    fn accepted(&self, answer: &Answer, step: u8) -> Result<Accepted, Failure>;
    /// Asks how far a job is.
    fn poll(&self, remote: &Remote, step: u8, access: &Access) -> Exchange;
    /// Reads the answer to [`Adapter::poll`] or to [`Progress::Look`].
    ///
    /// # Errors
    /// The job failed there ([`crate::Retry::Never`]), or the question did (any other).
    fn progress(&self, answer: &Answer, remote: &Remote, step: u8, access: &Access) -> Result<Progress, Failure>;
    /// Fetches a film. Films that open without a key are fetched without one.
    fn fetch(&self, film: &Film, _access: &Access) -> Exchange {
        Exchange::new(crate::Method::Get, film.url.clone())
    }
    /// Cancels a job; none where a provider cannot.
    fn cancel(&self, remote: &Remote, step: u8, access: &Access) -> Option<Exchange>;
    /// Whether a job is asked about before it is cancelled: where one answer stands for what was stopped and for what was done.
    fn asks_before_cancel(&self) -> bool {
        false
    }
    /// Reads the answer to [`Adapter::cancel`].
    ///
    /// # Errors
    /// The question failed.
    fn cancelled(&self, answer: &Answer) -> Result<Cancelled, Failure>;
    /// Removes a job's inputs and outputs at the provider; none where it does so by itself.
    fn delete(&self, remote: &Remote, step: u8, access: &Access) -> Option<Exchange>;
    /// Reads the answer to [`Adapter::delete`]: what is not there is removed.
    ///
    /// # Errors
    /// The question failed.
    fn deleted(&self, answer: &Answer) -> Result<(), Failure> {
        match answer.status {
            200..=299 | 404 | 410 => Ok(()),
            _ => Err(Failure::by_status(answer, "")),
        }
    }
    /// Asks whether a job that [`Adapter::delete`] was said to have removed is gone; none where the provider's word is enough.
    fn still_there(&self, _remote: &Remote, _access: &Access) -> Option<Exchange> {
        None
    }
    /// Reads the answer to [`Adapter::still_there`].
    ///
    /// # Errors
    /// It is still there, or the question failed.
    fn is_gone(&self, answer: &Answer) -> Result<(), Failure> {
        self.deleted(answer)
    }
    /// The job's name in the body of a callback that was verified. A callback is a hint: the job is asked about, whatever it
    /// says, so a late, doubled or reordered one does no harm.
    fn called_back(&self, body: &serde_json::Value) -> Option<String>;
}

/// The failure of an exchange that brought no answer at all.
#[must_use]
pub fn unreachable(said: impl Into<String>) -> Failure {
    Failure::passing(Cause::Down, said)
}
