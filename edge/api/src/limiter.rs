//! Asking the strict counter.

use std::net::IpAddr;

use domain::limits::{CEREMONIES_PER_MINUTE, REPORTS_PER_MINUTE, VIEWS_OF_ONE_PER_MINUTE, VIEWS_PER_MINUTE};
use domain::{AccountId, ClipId};
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

/// Takes one of the ends of a registration that an address has in a minute: as many as ceremonies, counted apart. What
/// is not signed in makes the edge write only within this limit.
///
/// # Errors
/// [`Code::TooMany`] with the seconds to wait.
pub async fn finish(app: &App, headers: &HeaderMap) -> Answer<()> {
    take(app, headers, "finish").await
}

/// Takes one of the `limit` times in a minute that an account may do something.
///
/// # Errors
/// [`Code::TooMany`] with the seconds to wait.
pub async fn account(app: &App, what: &str, account: &AccountId, limit: u32) -> Answer<()> {
    count(app, &format!("{what}\n{account}"), limit, "one account").await
}

/// Takes one of the reports, or looks at reports, that an address has in a minute. The variable `REPORTS_PER_MINUTE`
/// changes how many.
///
/// # Errors
/// [`Code::TooMany`] with the seconds to wait.
pub async fn report(app: &App, headers: &HeaderMap) -> Answer<()> {
    take_of(app, headers, "report", app.limit("REPORTS_PER_MINUTE", REPORTS_PER_MINUTE)).await
}

/// Takes one of the views that an address may add in a minute, and one of those of a clip.
///
/// # Errors
/// [`Code::TooMany`] with the seconds to wait.
pub async fn view(app: &App, headers: &HeaderMap, clip: &ClipId) -> Answer<()> {
    take_of(app, headers, &format!("view of {clip}"), VIEWS_OF_ONE_PER_MINUTE).await?;
    take_of(app, headers, "view", VIEWS_PER_MINUTE).await
}

async fn take(app: &App, headers: &HeaderMap, what: &str) -> Answer<()> {
    take_of(app, headers, what, app.limit("CEREMONIES_PER_MINUTE", CEREMONIES_PER_MINUTE)).await
}

async fn take_of(app: &App, headers: &HeaderMap, what: &str, limit: u32) -> Answer<()> {
    let address = headers.get("cf-connecting-ip").and_then(|value| value.to_str().ok()).unwrap_or_default();
    count(app, &format!("{what}\n{}", line(address)), limit, "one address").await
}

async fn count(app: &App, key: &str, limit: u32, whose: &str) -> Answer<()> {
    let name = app.blind("limiter", key);
    let stub = app.env().durable_object("LIMITER")?.get_by_name(&name)?;
    let mut response = stub.fetch_with_str(&format!("https://limiter/?limit={limit}")).await?;
    if response.status_code() != 429 {
        return Ok(());
    }
    let wait_ms: u32 = response.text().await?.parse().unwrap_or(60_000);
    let seconds = wait_ms.div_ceil(1000).max(1);
    let detail = format!("At most {limit} attempts a minute are taken from {whose}. Try again in {seconds} s.");
    Err(Problem::new(Code::TooMany, detail)
        .measured(format!("more than {limit} a minute"), format!("{limit} a minute"))
        .retry_after_s(seconds)
        .into())
}

/// What one line to the internet has: an IPv4 address, or the /64 of an IPv6 address, in which everyone picks addresses
/// as they like.
fn line(address: &str) -> String {
    match address.trim().parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Err(_) => "local".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_has_one_ipv4_address_or_one_ipv6_network() {
        assert_eq!(line("192.0.2.7"), "192.0.2.7");
        assert_eq!(line("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(line("2001:db8:1:2::7"), line("2001:0DB8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(line("2001:db8:1:2::7"), line("2001:db8:1:3::7"));
        assert_eq!(line(""), "local");
        assert_eq!(line("192.0.2.7, 192.0.2.8"), "local");
    }
}
