//! A strict counter: at most so many in any minute.

use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// Length of the window in milliseconds.
const WINDOW_MS: u64 = 60_000;
/// Most timestamps kept: more than any limit in use.
const MAX_KEPT: usize = 1000;

/// Counts one key's attempts in a sliding window of a minute. Kept in memory and storage until the window is over.
#[durable_object(alarm)]
pub struct LimiterObject {
    state: State,
}

impl DurableObject for LimiterObject {
    fn new(state: State, _: Env) -> Self {
        Self { state }
    }

    /// `/?limit=N`: 204 when the attempt is taken, or 429 with the milliseconds to wait as text.
    async fn fetch(&self, request: Request) -> Result<Response> {
        let limit = request
            .url()?
            .query_pairs()
            .find_map(|(name, value)| (name == "limit").then(|| value.parse::<usize>().ok())?)
            .unwrap_or(1)
            .clamp(1, MAX_KEPT);
        let now = worker::Date::now().as_millis();
        let storage = self.state.storage();
        let mut taken: Vec<u64> = storage.get("taken").await?.unwrap_or_default();
        taken.retain(|&at| at + WINDOW_MS > now);
        if let Some(&oldest) = taken.len().checked_sub(limit).and_then(|i| taken.get(i)) {
            return Ok(Response::ok((oldest + WINDOW_MS - now).to_string())?.with_status(429));
        }
        taken.push(now);
        storage.put("taken", &taken).await?;
        storage.set_alarm(i64::try_from(WINDOW_MS).unwrap_or(i64::MAX)).await?;
        Response::empty().map(|response| response.with_status(204))
    }

    /// A minute after the last attempt nothing is left.
    async fn alarm(&self) -> Result<Response> {
        self.state.storage().delete_all().await?;
        Response::empty()
    }
}
