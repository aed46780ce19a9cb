//! Outside generators.

use browser::Buffer;
use browser::http::Method;
use domain::RenderId;
use wire::gateway::{AnswerNext, DeadJobs, Generators, Job, Prices, Spending};
use wire::outside::{Bill, SentUses};
use wire::renders::Render;
use wire::{TICKET, paths};

use super::{Answer, Intent, change, get, get_bytes, page, read, send};

/// Those there are, for a cast and a speech of so many milliseconds.
pub async fn generators(cast: &[String], speech_ms: u32) -> Answer<Generators> {
    get(&format!("{}?cast={}&speech_ms={speech_ms}", paths::GENERATORS, cast.join(","))).await
}

/// Sends the picture or the speech for a generator.
pub async fn put_input(id: &RenderId, ticket: &str, what: &str, mime: &str, bytes: &[u8], key: &str) -> Answer<Job> {
    let path = paths::render(paths::RENDER_INPUT, id).replace("{what}", what);
    let headers = [(TICKET, ticket), ("content-type", mime)];
    read(&change(Method::Put, &path, key, &headers, Some(bytes), &mut || None).await?)
}

/// The film that a generator made.
pub async fn film(id: &RenderId, ticket: &str) -> Answer<Buffer> {
    get_bytes(&paths::render(paths::RENDER_FILM, id), &[(TICKET, ticket)]).await
}

/// Says whether another generator may go on for more: the render that goes on, or the one that failed.
pub async fn answer_next(id: &RenderId, answer: &AnswerNext, intent: Intent) -> Answer<Render> {
    send(Method::Post, &paths::render(paths::RENDER_NEXT, id), intent, answer).await
}

/// What was spent. Operators only.
pub async fn spending() -> Answer<Spending> {
    get(paths::SPENDING).await
}

/// What the caller spent.
pub async fn bill(cursor: Option<&str>) -> Answer<Bill> {
    get(&page(paths::BILL, cursor)).await
}

/// What of the caller's went to generators.
pub async fn sent_uses(cursor: Option<&str>) -> Answer<SentUses> {
    get(&page(paths::SENT_USES, cursor)).await
}

/// The operator's own prices.
pub async fn prices() -> Answer<Prices> {
    get(paths::PRICES).await
}

/// Replaces them.
pub async fn set_prices(json: String, intent: Intent) -> Answer<Prices> {
    let wanted = Prices { json, version: String::new(), missing: Vec::new(), history: Vec::new() };
    send(Method::Put, paths::PRICES, intent, &wanted).await
}

/// Jobs that failed or left something. Operators only.
pub async fn dead_jobs() -> Answer<DeadJobs> {
    get(paths::DEAD_JOBS).await
}

/// Takes a job up again.
pub async fn replay_job(id: &RenderId, intent: Intent) -> Answer<Job> {
    send(Method::Post, &paths::render(paths::JOB_REPLAY, id), intent, &serde_json::json!({})).await
}
