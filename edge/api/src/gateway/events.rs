//! Progress as server-sent events (WHATWG HTML, 9.2): each is a job, and its number goes on where a connection broke.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::RenderId;
use futures_util::stream;
use http::{HeaderMap, header};
use worker::Delay;
use worker::send::SendFuture;

use crate::error::{Answer, not_found};
use crate::renders;
use crate::session::Caller;
use crate::state::App;

/// Between two looks at the job.
const LOOK: Duration = Duration::from_millis(1000);
/// Looks after which the connection ends; the page opens another.
const LOOKS: u32 = 240;
/// Looks between two signs of life.
const BEAT: u32 = 15;

/// `GET /renders/{id}/events`.
#[worker::send]
pub async fn stream(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let id: RenderId = id.parse()?;
    renders::mine(&app, &caller, &id).await?;
    super::read(&app, &id).await?.ok_or_else(|| not_found("Nothing was ordered for this render."))?;
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let first = Watch { app, id, seen, looks: 0, over: false };
    let body = stream::unfold(first, |mut watch| async move {
        let event = SendFuture::new(watch.next()).await?;
        Some((Ok::<_, std::convert::Infallible>(event), watch))
    });
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, Body::from_stream(body)).into_response())
}

struct Watch {
    app: App,
    id: RenderId,
    seen: Option<u32>,
    looks: u32,
    over: bool,
}

impl Watch {
    /// The next thing to send; none ends the connection.
    async fn next(&mut self) -> Option<String> {
        while !self.over && self.looks < LOOKS {
            if self.looks > 0 {
                Delay::from(LOOK).await;
            }
            self.looks += 1;
            // What cannot be read is over: the page asks anew.
            let record = super::read(&self.app, &self.id).await.ok().flatten()?;
            let job = record.view();
            self.over = record.job.stage.is_final() && job.cost_micro_usd.is_some();
            if self.seen != Some(job.version) {
                self.seen = Some(job.version);
                let data = serde_json::to_string(&job).ok()?;
                return Some(format!("id: {}\ndata: {data}\n\n", job.version));
            }
            if self.looks.is_multiple_of(BEAT) {
                return Some(": here\n\n".to_owned());
            }
        }
        None
    }
}
