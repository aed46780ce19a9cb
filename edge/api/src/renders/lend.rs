//! A pack on its way to the device that draws: only what was lent of it, and on another device than its owner's with the
//! trace of the grant.

use domain::AccountId;
use domain::consent::Parts;
use serde::Serialize;
use wire::pack;

use super::call::Wish;
use crate::consent::Subject;
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
    subject: &Subject,
    parts: Parts,
    bytes: Vec<u8>,
) -> Answer<Vec<u8>> {
    let lent = match (subject, parts) {
        // A character has no parts: its picture speaks.
        (Subject::Character(..), _) | (_, Parts::Both) => bytes,
        (Subject::Likeness(_), parts) => {
            let (face, voice) = pack::split(&bytes).map_err(|error| Failure::Internal(error.to_string()))?;
            if parts == Parts::Face { pack::join(face, &[]) } else { pack::join(&[], voice) }
        }
    };
    if caller == subject.owner() {
        return Ok(lent);
    }
    let (to, at) = (app.blind("lent to", caller.as_str()), app.now_ms());
    let mac = base64url(&hmac(&app.key("lent"), format!("{} {to} {at}", wish.id).as_bytes()));
    let trace = serde_json::to_vec(&Trace { render: wish.id.as_str(), to, at, mac })?;
    Ok(pack::trace(&trace, &lent))
}
