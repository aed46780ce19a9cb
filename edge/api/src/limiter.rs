//! Asking the strict counter.

use domain::limits::CEREMONIES_PER_MINUTE;
use http::HeaderMap;
use wire::{Code, Problem};

use crate::error::Answer;
use crate::state::App;

/// Takes one of the sign-up, sign-in and recovery attempts that an address has in a minute. The variable
/// `CEREMONIES_PER_MINUTE` changes how many.
///
/// # Errors
/// [`Code::TooMany`] with the seconds to wait.
pub async fn ceremony(app: &App, headers: &HeaderMap) -> Answer<()> {
    take(app, headers, "ceremony").await
}

/// Takes one of the looks at invites that an address has in a minute: as many as ceremonies, counted apart.
///
/// # Errors
/// [`Code::TooMany`] with the seconds to wait.
pub async fn preview(app: &App, headers: &HeaderMap) -> Answer<()> {
    take(app, headers, "preview").await
}

async fn take(app: &App, headers: &HeaderMap, what: &str) -> Answer<()> {
    let limit = app.limit("CEREMONIES_PER_MINUTE", CEREMONIES_PER_MINUTE);
    let address = headers.get("cf-connecting-ip").and_then(|value| value.to_str().ok()).unwrap_or("local");
    let name = app.blind("limiter", &format!("{what}\n{address}"));
    let stub = app.env().durable_object("LIMITER")?.get_by_name(&name)?;
    let mut response = stub.fetch_with_str(&format!("https://limiter/?limit={limit}")).await?;
    if response.status_code() != 429 {
        return Ok(());
    }
    let wait_ms: u32 = response.text().await?.parse().unwrap_or(60_000);
    let seconds = wait_ms.div_ceil(1000).max(1);
    let detail = format!("At most {limit} attempts a minute are taken from one address. Try again in {seconds} s.");
    Err(Problem::new(Code::TooMany, detail)
        .measured(format!("more than {limit} a minute"), format!("{limit} a minute"))
        .retry_after_s(seconds)
        .into())
}
