//! Tickets: the right to fetch a render's packs and to upload one poster and one file. Pure.
//!
//! A ticket is base64url of its end (milliseconds since 1970, 8 bytes, big-endian) and of an HMAC-SHA256 over render,
//! session and end. Nothing is stored: it ends by itself, and the render's state machine takes one file only.

use domain::{RenderId, UnixMs};
use subtle::ConstantTimeEq;
use wire::{Code, Problem};

use crate::crypto::{base64url, hmac, unbase64url};

/// How long a ticket is good, in milliseconds. A page that takes longer asks for the render again.
pub const TICKET_TTL_MS: u64 = 60 * 60 * 1000;

/// A ticket for a render in a session.
#[must_use]
pub fn issue(key: &[u8; 32], render: &RenderId, session: &str, end: UnixMs) -> String {
    let mac = mac(key, render, session, end);
    base64url(&[end.to_be_bytes().as_slice(), &mac].concat())
}

/// Checks a ticket at `now`.
///
/// # Errors
/// [`Code::TicketRefused`] with the rule: `missing`, `malformed`, `other` (render or session) or `expired`.
pub fn check(key: &[u8; 32], render: &RenderId, session: &str, ticket: &str, now: UnixMs) -> Result<(), Problem> {
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
    if !bool::from(mac(key, render, session, end).ct_eq(&found)) {
        return refuse("other", "The ticket belongs to another render or another session. Read the render again.");
    }
    if now >= end {
        return refuse("expired", "The ticket has expired. Read the render again for a new one.");
    }
    Ok(())
}

fn mac(key: &[u8; 32], render: &RenderId, session: &str, end: UnixMs) -> [u8; 32] {
    hmac(key, format!("{render} {end} {session}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_for_one_render_one_session_and_a_time() {
        let (key, render, other) = ([7; 32], RenderId::from_bytes(&[1; 16]), RenderId::from_bytes(&[2; 16]));
        let ticket = issue(&key, &render, "session", 1000);
        let rule = |key, render, session, ticket: &str, now| {
            check(key, render, session, ticket, now).err().and_then(|problem| problem.rule).unwrap_or_default()
        };
        assert_eq!(rule(&key, &render, "session", &ticket, 999), "");
        assert_eq!(rule(&key, &render, "session", &ticket, 1000), "expired");
        assert_eq!(rule(&key, &other, "session", &ticket, 999), "other");
        assert_eq!(rule(&key, &render, "another", &ticket, 999), "other");
        assert_eq!(rule(&[8; 32], &render, "session", &ticket, 999), "other");
        assert_eq!(rule(&key, &render, "session", "", 999), "missing");
        assert_eq!(rule(&key, &render, "session", "AAAA", 999), "malformed");
        assert_eq!(rule(&key, &render, "session", &ticket[1..], 999), "malformed");
        let later = issue(&key, &render, "session", 2000);
        let forged = format!("{}{}", &later[..10], &ticket[10..]);
        assert_eq!(rule(&key, &render, "session", &forged, 1500), "other");
    }
}
