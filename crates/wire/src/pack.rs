//! The pack as it crosses to the edge: the face pack and the voice pack in one body.
//!
//! Layout, integers little-endian: the eight bytes of [`MAGIC`], length of the face pack as `u32`, the face pack, the
//! voice pack to the end. Each part has a version of its own. A pack that leaves for another device than its owner's
//! carries the trace of the grant that opened it before all that: the bytes of [`TRACED`], the trace's length as `u32`,
//! the trace. An empty voice pack means that the voice was not lent: the studio speaks with its own.

/// First bytes of every pack. The last one is the version of this layout.
pub const MAGIC: [u8; 8] = *b"undstdy\x01";
/// First bytes of a pack with a trace.
pub const TRACED: [u8; 8] = *b"undstdy\x02";

/// The bytes are not a pack of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an understudy's pack, or it is damaged: scan again")]
pub struct NotAPack;

/// Puts a face pack and a voice pack together.
#[must_use]
pub fn join(face: &[u8], voice: &[u8]) -> Vec<u8> {
    let length = u32::try_from(face.len()).unwrap_or(u32::MAX);
    [&MAGIC, &length.to_le_bytes()[..], face, voice].concat()
}

/// Puts the trace of a grant before a pack.
#[must_use]
pub fn trace(trace: &[u8], pack: &[u8]) -> Vec<u8> {
    let length = u32::try_from(trace.len()).unwrap_or(u32::MAX);
    [&TRACED, &length.to_le_bytes()[..], trace, pack].concat()
}

/// The trace of a pack and the pack behind it. A pack without one has an empty trace.
///
/// # Errors
/// [`NotAPack`] when the trace is cut.
pub fn traced(bytes: &[u8]) -> Result<(&[u8], &[u8]), NotAPack> {
    let Some(rest) = bytes.strip_prefix(&TRACED) else { return Ok((&[], bytes)) };
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(NotAPack)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(NotAPack)
}

/// Takes a pack apart into face and voice, its trace left aside.
///
/// # Errors
/// [`NotAPack`] for anything that [`join`] did not make.
pub fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), NotAPack> {
    let (_, bytes) = traced(bytes)?;
    let rest = bytes.strip_prefix(&MAGIC).ok_or(NotAPack)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(NotAPack)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(NotAPack)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_joined_comes_apart_and_nothing_else_does() {
        let pack = join(b"face", b"voice");
        assert_eq!(split(&pack), Ok((&b"face"[..], &b"voice"[..])));
        for end in 0..pack.len() - b"voice".len() {
            assert_eq!(split(&pack[..end]), Err(NotAPack), "{end}");
        }
        assert_eq!(split(b"<html>"), Err(NotAPack));
        let lent = trace(b"to ben", &pack);
        assert_eq!(traced(&lent), Ok((&b"to ben"[..], &pack[..])));
        assert_eq!(split(&lent), split(&pack));
        assert_eq!(traced(&lent[..14]), Err(NotAPack));
    }
}
