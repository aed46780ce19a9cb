//! Where a page of clips starts: after the clip with this time and identifier. Pure.

use domain::{ClipId, UnixMs};
use wire::{Code, Problem};

use crate::crypto::{base64url, unbase64url};

/// Later than any time that is stored; a double holds it exactly.
const END_OF_TIME: UnixMs = 1 << 52;

/// A place between two clips, newest first. Opaque on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Time of the last clip before.
    pub at: UnixMs,
    /// Its identifier, which tells clips of the same millisecond apart. Empty at the start.
    pub id: String,
}

impl Cursor {
    /// Before the newest clip.
    #[must_use]
    pub fn start() -> Self {
        Self { at: END_OF_TIME, id: String::new() }
    }

    /// As it goes out.
    #[must_use]
    pub fn write(at: UnixMs, id: &impl std::fmt::Display) -> String {
        base64url(format!("{at} {id}").as_bytes())
    }

    /// As it comes back; an empty text is the start.
    ///
    /// # Errors
    /// [`Code::Invalid`] with the field `cursor`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Ok(Self::start());
        }
        let parts = unbase64url(text).and_then(|bytes| String::from_utf8(bytes).ok());
        parts
            .as_deref()
            .and_then(|text| text.split_once(' '))
            .and_then(|(at, id)| Some((at.parse().ok().filter(|at| *at <= END_OF_TIME)?, id.parse::<ClipId>().ok()?)))
            .map(|(at, id)| Self { at, id: id.to_string() })
            .ok_or_else(|| {
                let detail = "This is no place in a list. Leave the cursor out to start at the beginning.";
                Problem::new(Code::Invalid, detail).field("cursor")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_round_and_nothing_else_is_one() {
        let id = ClipId::from_bytes(&[9; 16]);
        let read = Cursor::read(&Cursor::write(1_790_000_000_123, &id));
        assert_eq!(read, Ok(Cursor { at: 1_790_000_000_123, id: id.to_string() }));
        assert_eq!(Cursor::read(""), Ok(Cursor::start()));
        let huge = base64url(format!("{} {id}", u64::MAX).as_bytes());
        for bad in ["?", "AAAA", &base64url(b"12 x"), &base64url(b"x"), &huge] {
            assert_eq!(Cursor::read(bad).map_err(|problem| problem.field), Err(Some("cursor".to_owned())), "{bad}");
        }
    }
}
