//! Tickets: the right to fetch a render's packs and to upload one file. Pure.
//!
//! A ticket is base64url of its end (milliseconds since 1970, 8 bytes, big-endian) and of an HMAC-SHA256 over render,
//! session, end, and the hash of the wish that was granted: cast, script, prompt, choices, and whose device draws it.
//! Nothing is stored: it ends by itself, and the render's state machine takes one file only. Whether the grants behind it
//! still hold is asked of the likenesses each time it is used.

use domain::{RenderId, UnixMs};
use subtle::ConstantTimeEq;
use wire::{Code, Problem};

use crate::crypto::{base64url, hmac, unbase64url};

/// How long a ticket is good, in milliseconds. A page that takes longer asks for the render again.
pub const TICKET_TTL_MS: u64 = 60 * 60 * 1000;

/// What a ticket is bound to: it opens nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'a> {
    /// The render.
    pub render: &'a RenderId,
    /// The session that asked.
    pub session: &'a str,
    /// Hash of the wish that was granted.
    pub wish: &'a str,
}

/// A ticket that is good until `end`.
#[must_use]
pub fn issue(key: &[u8; 32], bound: Bound<'_>, end: UnixMs) -> String {
    let mac = mac(key, bound, end);
    base64url(&[end.to_be_bytes().as_slice(), &mac].concat())
}

/// Checks a ticket at `now`.
///
/// # Errors
/// [`Code::TicketRefused`] with the rule: `missing`, `malformed`, `other` (render, session or wish) or `expired`.
pub fn check(key: &[u8; 32], bound: Bound<'_>, ticket: &str, now: UnixMs) -> Result<(), Problem> {
    let refuse = |rule: &str, detail: &str| Err(Problem::new(Code::TicketRefused, detail).rule(rule));
    if ticket.is_empty() {
        return refuse("missing", "Send the render's ticket in the header understudy-ticket.");
    }
    let parts = unbase64url(ticket).and_then(|bytes| {
        let (end, mac) = bytes.split_first_chunk::<8>()?;
        Some((u64::from_be_bytes(*end), <[u8; 32]>::try_from(mac).ok()?))
    });
    let Some((end, found)) = parts else {
        return refuse("malformed", "The ticket is damaged. Read the render again for a new one.");
    };
    if !bool::from(mac(key, bound, end).ct_eq(&found)) {
        return refuse("other", "The ticket belongs to another render or another session. Read the render again.");
    }
    if now >= end {
        return refuse("expired", "The ticket has expired. Read the render again for a new one.");
    }
    Ok(())
}

fn mac(key: &[u8; 32], Bound { render, session, wish }: Bound<'_>, end: UnixMs) -> [u8; 32] {
    // Render, end and hash have no spaces, and the session comes last: no two read the same.
    hmac(key, format!("{render} {end} {wish} {session}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_for_one_render_one_session_and_a_time() {
        let (key, render, other) = ([7; 32], RenderId::from_bytes(&[1; 16]), RenderId::from_bytes(&[2; 16]));
        let bound = |render, session, wish| Bound { render, session, wish };
        let right = bound(&render, "session", "wish");
        let ticket = issue(&key, right, 1000);
        let rule = |key, bound, ticket: &str, now| {
            check(key, bound, ticket, now).err().and_then(|problem| problem.rule).unwrap_or_default()
        };
        assert_eq!(rule(&key, right, &ticket, 999), "");
        assert_eq!(rule(&key, right, &ticket, 1000), "expired");
        assert_eq!(rule(&key, bound(&other, "session", "wish"), &ticket, 999), "other");
        assert_eq!(rule(&key, bound(&render, "another", "wish"), &ticket, 999), "other");
        assert_eq!(rule(&key, bound(&render, "session", "another cast"), &ticket, 999), "other");
        assert_eq!(rule(&[8; 32], right, &ticket, 999), "other");
        assert_eq!(rule(&key, right, "", 999), "missing");
        assert_eq!(rule(&key, right, "AAAA", 999), "malformed");
        assert_eq!(rule(&key, right, &ticket[1..], 999), "malformed");
        let later = issue(&key, right, 2000);
        let forged = format!("{}{}", &later[..10], &ticket[10..]);
        assert_eq!(rule(&key, right, &forged, 1500), "other");
    }
}
