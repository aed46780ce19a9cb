//! Where a page of a list starts: after the entry with this time and key, newest first. Pure.

use std::fmt::Display;
use std::str::FromStr;

use domain::UnixMs;
use wire::{Code, Problem};

use crate::crypto::{base64url, unbase64url};

/// Later than any time that is stored; a double holds it exactly.
const END_OF_TIME: UnixMs = 1 << 52;

/// A place between two entries of a list, newest first. Opaque on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Time of the last entry before.
    pub at: UnixMs,
    /// Its key, which tells entries of the same millisecond apart. Empty at the start.
    pub key: String,
}

impl Cursor {
    /// Before the newest entry.
    #[must_use]
    pub fn start() -> Self {
        Self { at: END_OF_TIME, key: String::new() }
    }

    /// After an entry.
    #[must_use]
    pub fn after(at: UnixMs, key: &impl Display) -> Self {
        Self { at, key: key.to_string() }
    }

    /// As it goes out.
    #[must_use]
    pub fn write(&self) -> String {
        base64url(format!("{} {}", self.at, self.key).as_bytes())
    }

    /// As it comes back, in a list whose keys are `Key`s; an empty text is the start.
    ///
    /// # Errors
    /// [`Code::Invalid`] with the field `cursor`.
    pub fn read<Key: FromStr + Display>(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Ok(Self::start());
        }
        let parts = unbase64url(text).and_then(|bytes| String::from_utf8(bytes).ok());
        parts
            .as_deref()
            .and_then(|text| text.split_once(' '))
            .and_then(|(at, key)| Some((at.parse().ok().filter(|at| *at <= END_OF_TIME)?, key.parse::<Key>().ok()?)))
            .map(|(at, key)| Self::after(at, &key))
            .ok_or_else(refused)
    }
}

/// Cuts what was read to a page of `limit`. One more was read than is shown: it tells whether there is a next page, whose
/// cursor is the answer.
pub fn cut<Row>(rows: &mut Vec<Row>, limit: u32, place: impl Fn(&Row) -> Cursor) -> Option<String> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    rows.last().filter(|_| more).map(|last| place(last).write())
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
    use domain::ClipId;
    use domain::text::Handle;

    #[test]
    fn a_cursor_goes_round_and_nothing_else_is_one() {
        let id = ClipId::from_bytes(&[9; 16]);
        let place = Cursor::after(1_790_000_000_123, &id);
        assert_eq!(Cursor::read::<ClipId>(&place.write()), Ok(place.clone()));
        assert_eq!(Cursor::read::<ClipId>(""), Ok(Cursor::start()));
        let named = Cursor::after(1, &"ana");
        assert_eq!(Cursor::read::<Handle>(&named.write()), Ok(named.clone()));
        let huge = base64url(format!("{} {id}", u64::MAX).as_bytes());
        for bad in ["?", "AAAA", &base64url(b"12 x"), &base64url(b"x"), &huge, &named.write()] {
            let field = Cursor::read::<ClipId>(bad).map_err(|problem| problem.field);
            assert_eq!(field, Err(Some("cursor".to_owned())), "{bad}");
        }
    }

    #[test]
    fn a_page_knows_whether_there_is_another() {
        let mut rows = vec![3, 2, 1];
        assert_eq!(cut(&mut rows, 2, |row| Cursor::after(*row, &"x")), Some(Cursor::after(2, &"x").write()));
        assert_eq!((rows.clone(), cut(&mut rows, 2, |row| Cursor::after(*row, &"x"))), (vec![3, 2], None));
    }
}
