//! Tickets: the right to fetch a render's packs and to upload one file. Pure.
//!
//! A ticket ([`crate::expiring`]) is bound to render, session, and the hash of the wish that was granted: cast, script,
//! prompt, choices, and whose device draws it. It ends by itself, and the render's state machine takes one file only.
//! Whether the grants behind it still hold is asked of the likenesses each time it is used.

use domain::{RenderId, UnixMs};
use wire::{Code, Problem};

use crate::expiring::{self, Refused};

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
    expiring::issue(key, &words(bound), end)
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
    match expiring::check(key, &words(bound), ticket, now) {
        Ok(()) => Ok(()),
        Err(Refused::Malformed) => refuse("malformed", "The ticket is damaged. Read the render again for a new one."),
        Err(Refused::Other) => {
            refuse("other", "The ticket belongs to another render or another session. Read the render again.")
        }
        Err(Refused::Expired) => refuse("expired", "The ticket has expired. Read the render again for a new one."),
    }
}

fn words(Bound { render, session, wish }: Bound<'_>) -> String {
    // Render and hash have no spaces, and the session comes last: no two read the same.
    format!("{render} {wish} {session}")
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
