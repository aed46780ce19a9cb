//! Reading a film while it passes: only its index and its fragments are kept, wherever they lie, and never more than a bound.

use std::ops::Range;

use super::{Film, MAX_INDEX, MAX_TOP, begins};
use crate::boxes::{Found, name};
use crate::report::{Rejection, Rule};

/// Bytes of a box's header: with a size of 32 bits, and of 64.
const HEADERS: [usize; 2] = [8, 16];

/// A film that comes piece by piece. It gives what [`Film::read`] gives, and holds at most [`MAX_INDEX`] bytes of it.
#[derive(Debug, Default)]
pub struct Skim {
    /// Bytes that came.
    at: usize,
    /// Boxes that began.
    boxes: usize,
    within: Within,
    /// The header that comes.
    head: Vec<u8>,
    kept: Vec<Kept>,
    kept_bytes: usize,
    mdat: Vec<Range<usize>>,
}

/// What the next byte belongs to. Bytes that are left of a box; `usize::MAX` where it goes on to the end of the file.
#[derive(Debug, Default)]
enum Within {
    #[default]
    Header,
    Kept(usize),
    Media(usize),
    Skipped(usize),
}

#[derive(Debug)]
struct Kept {
    kind: [u8; 4],
    /// Where it begins in the file.
    at: usize,
    header: usize,
    whole: Vec<u8>,
}

/// A box that has no size ends with the file.
const TO_THE_END: usize = usize::MAX;

impl Skim {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// What can be no film, as soon as that is seen: a [`Rejection`] as of [`Film::read`]. After that nothing more may come.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), Rejection> {
        while !bytes.is_empty() {
            let taken = match self.within {
                Within::Header => self.header(bytes)?,
                Within::Kept(left) => {
                    let taken = left.min(bytes.len());
                    self.keep(&bytes[..taken])?;
                    self.within = over(left, taken, Within::Kept);
                    taken
                }
                Within::Media(left) => {
                    let taken = left.min(bytes.len());
                    if let Some(last) = self.mdat.last_mut() {
                        last.end += taken;
                    }
                    self.within = over(left, taken, Within::Media);
                    taken
                }
                Within::Skipped(left) => {
                    let taken = left.min(bytes.len());
                    self.within = over(left, taken, Within::Skipped);
                    taken
                }
            };
            self.at = self.at.checked_add(taken).ok_or_else(|| Rejection::malformed("a film without end"))?;
            bytes = &bytes[taken..];
        }
        Ok(())
    }

    /// The film, once all of it came.
    ///
    /// # Errors
    /// As [`Film::read`]; or the film's index and fragments together are larger than a bound.
    pub fn end(self) -> Result<Film, Rejection> {
        if self.boxes == 0 {
            return Err(Rejection::new(Rule::NotMp4, format!("{} bytes", self.at), "an MP4 file"));
        }
        let whole = match self.within {
            // Some writers pad a list of boxes with a zero word.
            Within::Header => self.head.len() < HEADERS[0] && self.head.iter().all(|b| *b == 0),
            Within::Kept(left) | Within::Media(left) | Within::Skipped(left) => left == TO_THE_END,
        };
        if !whole {
            return Err(Rejection::new(
                Rule::Truncated,
                format!("a box that is cut at byte {}", self.at),
                "whole boxes",
            ));
        }
        let found = |kept| {
            let Kept { kind, at, header, whole }: &Kept = kept;
            Found { kind: *kind, whole, body: whole.get(*header..).unwrap_or_default(), body_at: at + header }
        };
        let top: Vec<Found<'_>> = self.kept.iter().map(found).collect();
        Film::indexed(&top, self.mdat, self.at)
    }

    /// Takes what is missing of a header, and begins its box once it is whole.
    fn header(&mut self, bytes: &[u8]) -> Result<usize, Rejection> {
        let long = self.head.get(..4) == Some(&[0, 0, 0, 1]);
        let wanted = HEADERS[usize::from(long && self.head.len() >= HEADERS[0])];
        let taken = (wanted - self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..taken]);
        if self.head.len() == HEADERS[0] && self.boxes == 0 {
            begins(&self.head)?;
        }
        let whole = match *self.head.as_slice() {
            [0, 0, 0, 1, ..] => self.head.len() == HEADERS[1],
            _ => self.head.len() == HEADERS[0],
        };
        if whole {
            self.begin(self.at + taken)?;
        }
        Ok(taken)
    }

    /// A header is whole: its box's body begins at byte `body_at`.
    fn begin(&mut self, body_at: usize) -> Result<(), Rejection> {
        let head = std::mem::take(&mut self.head);
        let word = |at: usize| head.get(at..at + 4).map_or(0, |b| b.iter().fold(0u64, |n, b| n << 8 | u64::from(*b)));
        let kind: [u8; 4] = head.get(4..8).and_then(|kind| kind.try_into().ok()).unwrap_or_default();
        if self.boxes == MAX_TOP {
            return Err(Rejection::malformed(format!("more than {MAX_TOP} boxes in a row")));
        }
        self.boxes += 1;
        let size = match word(0) {
            0 => None,
            1 => Some(word(8) << 32 | word(12)),
            size => Some(size),
        };
        let left = match size {
            None => TO_THE_END,
            Some(size) => {
                let body = size.checked_sub(head.len() as u64);
                let body = body.ok_or_else(|| Rejection::malformed(format!("a {} box of {size} bytes", name(kind))))?;
                // One that is larger than memory is cut in any case: that is seen at its end.
                usize::try_from(body).unwrap_or(TO_THE_END).min(TO_THE_END - 1)
            }
        };
        self.within = match &kind {
            b"moov" | b"moof" => {
                let header = head.len();
                self.kept.push(Kept { kind, at: body_at - header, header, whole: Vec::new() });
                if left != TO_THE_END && left > MAX_INDEX {
                    return Err(Rejection::malformed(format!("an index of {left} bytes")));
                }
                self.keep(&head)?;
                over(left, 0, Within::Kept)
            }
            b"mdat" => {
                self.mdat.push(body_at..body_at);
                over(left, 0, Within::Media)
            }
            _ => over(left, 0, Within::Skipped),
        };
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), Rejection> {
        self.kept_bytes += bytes.len();
        if self.kept_bytes > MAX_INDEX {
            return Err(Rejection::malformed(format!("an index of more than {MAX_INDEX} bytes")));
        }
        if let Some(kept) = self.kept.last_mut() {
            kept.whole.extend_from_slice(bytes);
        }
        Ok(())
    }
}

/// Where reading stands after `taken` of the bytes that were `left` of a box.
fn over(left: usize, taken: usize, more: impl Fn(usize) -> Within) -> Within {
    match left {
        TO_THE_END => more(TO_THE_END),
        left if left == taken => Within::Header,
        left => more(left - taken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], size: u32) -> Vec<u8> {
        [&size.to_be_bytes()[..], kind].concat()
    }

    #[test]
    fn little_is_held_of_however_much_comes() {
        let mut skim = Skim::default();
        skim.push(&boxed(b"ftyp", 8)).unwrap();
        skim.push(&boxed(b"mdat", 0)).unwrap();
        let piece = vec![0; 1 << 20];
        for _ in 0..512 {
            skim.push(&piece).unwrap();
        }
        assert_eq!((skim.kept_bytes, skim.head.len(), skim.mdat.len()), (0, 0, 1));
        assert_eq!(skim.mdat[0].len(), 512 << 20);
    }

    #[test]
    fn an_index_that_is_too_large_ends_it_whether_it_says_so_or_not() {
        let mut skim = Skim::default();
        skim.push(&boxed(b"ftyp", 8)).unwrap();
        assert!(skim.push(&boxed(b"moov", u32::MAX)).is_err(), "before any of it comes");
        let mut skim = Skim::default();
        skim.push(&boxed(b"moov", 0)).unwrap();
        let piece = vec![0; 1 << 20];
        assert!((0..8).any(|_| skim.push(&piece).is_err()));
        assert!(skim.kept_bytes <= MAX_INDEX + piece.len());
        // Many fragments, each small.
        let mut skim = Skim::default();
        skim.push(&boxed(b"ftyp", 8)).unwrap();
        let piece = [boxed(b"moof", 65_536), vec![0; 65_528]].concat();
        assert!((0..80).any(|_| skim.push(&piece).is_err()));
    }

    #[test]
    fn more_boxes_than_any_film_has_end_it() {
        let mut skim = Skim::default();
        let piece = boxed(b"mdat", 8).repeat(1024);
        assert!((0..20).any(|_| skim.push(&piece).is_err()));
    }
}
