//! Where a page of people starts: after the person with this time and handle. Pure.

use domain::UnixMs;
use domain::text::Handle;
use wire::{Code, Problem};

use crate::crypto::{base64url, unbase64url};

/// Later than any time that is stored; a double holds it exactly.
const END_OF_TIME: UnixMs = 1 << 52;

/// A place between two people, the latest first. Opaque on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Time of the last person before.
    pub at: UnixMs,
    /// Their handle, which tells people of the same millisecond apart. Empty at the start.
    pub handle: String,
}

impl Cursor {
    /// As it goes out.
    #[must_use]
    pub fn write(at: UnixMs, handle: &Handle) -> String {
        base64url(format!("{at} {handle}").as_bytes())
    }

    /// As it comes back; an empty text is the start.
    ///
    /// # Errors
    /// [`Code::Invalid`] with the field `cursor`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Ok(Self { at: END_OF_TIME, handle: String::new() });
        }
        let parts = unbase64url(text).and_then(|bytes| String::from_utf8(bytes).ok());
        parts
            .as_deref()
            .and_then(|text| text.split_once(' '))
            .and_then(|(at, handle)| {
                Some((at.parse().ok().filter(|at| *at <= END_OF_TIME)?, handle.parse::<Handle>().ok()?))
            })
            .map(|(at, handle)| Self { at, handle: handle.to_string() })
            .ok_or_else(refused)
    }
}

/// What is no cursor.
#[must_use]
pub fn refused() -> Problem {
    let detail = "This is no place in a list. Leave the cursor out to start at the beginning.";
    Problem::new(Code::Invalid, detail).field("cursor")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_round_and_nothing_else_is_one() -> Result<(), domain::text::TextError> {
        let read = Cursor::read(&Cursor::write(1_790_000_000_123, &"ana".parse()?));
        assert_eq!(read, Ok(Cursor { at: 1_790_000_000_123, handle: "ana".to_owned() }));
        for bad in ["?", "AAAA", &base64url(b"12 -"), &base64url(b"x"), &base64url(b"18446744073709551615 ana")] {
            assert_eq!(Cursor::read(bad).map_err(|problem| problem.field), Err(Some("cursor".to_owned())), "{bad}");
        }
        Ok(())
    }
}
