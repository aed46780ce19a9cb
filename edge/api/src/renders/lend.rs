//! A pack on its way to another device than its owner's: only what was lent of it, with the trace of the grant.

use domain::AccountId;
use domain::consent::Parts;
use serde::Serialize;
use wire::pack;

use super::call::Wish;
use crate::crypto::{base64url, hmac};
use crate::error::{Answer, Failure};
use crate::state::App;

/// What a pack says of how it came where it is. Whoever finds one can ask the instance whose use it was.
#[derive(Serialize)]
struct Trace<'a> {
    /// The render that it was lent for.
    render: &'a str,
    /// To whom, blinded under the instance's key.
    to: String,
    /// When, in milliseconds since 1970.
    at: u64,
    /// HMAC-SHA256 over the above, under the instance's key.
    mac: String,
}

/// The pack as this caller may have it.
///
/// # Errors
/// The stored pack is damaged.
pub fn lend(
    app: &App,
    wish: &Wish,
    caller: &AccountId,
    owner: &AccountId,
    parts: Parts,
    bytes: Vec<u8>,
) -> Answer<Vec<u8>> {
    if caller == owner {
        return Ok(bytes);
    }
    let (face, voice) = pack::split(&bytes).map_err(|error| Failure::Internal(error.to_string()))?;
    let lent = match parts {
        Parts::Both => pack::join(face, voice),
        Parts::Face => pack::join(face, &[]),
        Parts::Voice => pack::join(&[], voice),
    };
    let (to, at) = (app.blind("lent to", caller.as_str()), app.now_ms());
    let mac = base64url(&hmac(&app.key("lent"), format!("{} {to} {at}", wish.id).as_bytes()));
    let trace = serde_json::to_vec(&Trace { render: wish.id.as_str(), to, at, mac })?;
    Ok(pack::trace(&trace, &lent))
}
