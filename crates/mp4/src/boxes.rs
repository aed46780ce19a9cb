//! Walking boxes (ISO/IEC 14496-12, 4.2) one level at a time.
//!
//! No recursion: the caller descends only into boxes that a clip needs, so a file of boxes nested a thousand deep costs
//! nothing. Leaf boxes are decoded by `mp4-atom`.

use mp4_atom::Decode;

use crate::report::{Rejection, Rule};

/// One box: its type, and where it lies in the slice that was walked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) kind: [u8; 4],
    /// Header included.
    pub(crate) whole: &'a [u8],
    pub(crate) body: &'a [u8],
    /// Offset of the body in the walked slice.
    pub(crate) body_at: usize,
}

impl Found<'_> {
    /// Decodes the box with `mp4-atom`.
    pub(crate) fn decode<T: Decode>(&self) -> Result<T, Rejection> {
        let mut rest = self.whole;
        T::decode(&mut rest).map_err(|e| Rejection::malformed(format!("an unreadable {} box ({e})", self.name())))
    }

    pub(crate) fn name(&self) -> String {
        name(self.kind)
    }
}

pub(crate) fn name(kind: [u8; 4]) -> String {
    kind.iter().map(|b| if b.is_ascii_graphic() { char::from(*b) } else { '?' }).collect()
}

/// Most boxes at one level: a bound on the memory that a file of empty boxes can cost. Clips have about ten.
const MAX_BOXES: usize = 1024;

/// Splits a slice into the boxes that follow one another in it.
///
/// # Errors
/// [`Rule::Malformed`] for more boxes than any clip has, [`Rule::Truncated`] when a box says that it is longer than what is left.
pub(crate) fn walk(bytes: &[u8]) -> Result<Vec<Found<'_>>, Rejection> {
    walk_at_most(bytes, MAX_BOXES)
}

/// The same with a bound of the caller's own.
///
/// # Errors
/// As [`walk`].
pub(crate) fn walk_at_most(bytes: &[u8], most: usize) -> Result<Vec<Found<'_>>, Rejection> {
    let mut found = Vec::new();
    let mut at = 0usize;
    while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
        let cut = |len: u64| {
            Rejection::new(Rule::Truncated, format!("{} bytes of a box of {len}", rest.len()), "the whole box")
        };
        let (Some(size), Some(kind)) = (be32(rest, 0), rest.get(4..8)) else {
            // Some writers pad a list of boxes with a zero word.
            if rest.iter().all(|b| *b == 0) {
                break;
            }
            return Err(cut(8));
        };
        let kind: [u8; 4] = [kind[0], kind[1], kind[2], kind[3]];
        let (header, size) = match size {
            0 => (8usize, rest.len() as u64),
            1 => match (be32(rest, 8), be32(rest, 12)) {
                (Some(hi), Some(lo)) => (16, u64::from(hi) << 32 | u64::from(lo)),
                _ => return Err(cut(16)),
            },
            n => (8, u64::from(n)),
        };
        if size < header as u64 {
            return Err(Rejection::malformed(format!("a {} box of {size} bytes", name(kind))));
        }
        let whole = usize::try_from(size).ok().and_then(|n| rest.get(..n)).ok_or_else(|| cut(size))?;
        if found.len() == most {
            return Err(Rejection::malformed(format!("more than {most} boxes in a row")));
        }
        found.push(Found { kind, whole, body: &whole[header..], body_at: at + header });
        at += whole.len();
    }
    Ok(found)
}

/// The only box of a kind, `None` when there is none.
///
/// # Errors
/// [`Rule::Malformed`] when there are two.
pub(crate) fn one<'a>(list: &[Found<'a>], kind: &[u8; 4]) -> Result<Option<Found<'a>>, Rejection> {
    let mut hits = list.iter().filter(|f| f.kind == *kind);
    let first = hits.next().copied();
    if hits.next().is_some() {
        return Err(Rejection::malformed(format!("two {} boxes", name(*kind))));
    }
    Ok(first)
}

/// The only box of a kind.
///
/// # Errors
/// [`Rule::Malformed`] when there is none, or two.
pub(crate) fn need<'a>(list: &[Found<'a>], kind: &[u8; 4]) -> Result<Found<'a>, Rejection> {
    one(list, kind)?.ok_or_else(|| Rejection::malformed(format!("no {} box", name(*kind))))
}

/// The big-endian word at an offset, `None` past the end.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}
