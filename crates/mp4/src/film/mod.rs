//! Films that others made: any MP4 with one picture track, whole or in fragments, its index first or last, with its edit
//! list and its turn applied. What a device needs to decode it, and nothing judged that decoding will tell.
//!
//! Boxes are walked and decoded as in the rest of the crate; what is added here is the order and the times of samples
//! (ISO/IEC 14496-12: 8.6 for tables and edits, 8.8 for fragments).

mod entry;
mod fragments;
mod skim;
mod tables;
mod times;

use std::ops::Range;

pub use skim::Skim;

use mp4_atom::{Hdlr, Mdhd, Mvhd, Tkhd};

use crate::boxes::{Found, need, one, walk, walk_at_most};
use crate::report::{Rejection, Rule};

/// Boxes at the top of a film: one second of a film in fragments of one frame each has some hundred.
const MAX_TOP: usize = 16_384;
/// Bytes of an index. A minute of film has about 100 kB.
const MAX_INDEX: usize = 4 * 1024 * 1024;
/// Samples of a track: over five minutes at 60 a second.
const MAX_SAMPLES: usize = 20_000;

/// One coded picture or one coded stretch of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// Whether decoding can begin with it.
    pub key: bool,
    /// When it is shown or heard, in microseconds from the film's start. Below 0: decoded, not shown.
    pub at_us: i64,
    /// For how long, in microseconds.
    pub length_us: i64,
}

/// The pictures of a film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// RFC 6381 name of the codec, for example `avc1.64001f`; the bare sample entry for one that has no name here.
    pub codec: String,
    /// The decoder's configuration record (`avcC`, `hvcC`), for codecs that have one outside of their samples.
    pub description: Option<Vec<u8>>,
    /// Coded pixels, as the sample entry says.
    pub width: u32,
    /// Coded pixels, as the sample entry says.
    pub height: u32,
    /// Width and height of a pixel, in the same unit.
    pub pixel: (u32, u32),
    /// How the picture is turned for display: a, b, c, d of x' = ax + cy and y' = bx + dy, each -1, 0 or 1.
    pub turn: [i8; 4],
    /// In decoding order.
    pub frames: Vec<Coded>,
    /// When the last one ends, in microseconds from the film's start.
    pub end_us: i64,
}

/// The sound of a film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6) of AAC; the name of any other codec.
    pub codec: Result<Vec<u8>, String>,
    /// In order.
    pub frames: Vec<Coded>,
    /// When it ends, in microseconds from the film's start.
    pub end_us: i64,
}

/// A film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Film {
    /// What is seen.
    pub picture: Picture,
    /// What is heard.
    pub sound: Option<Heard>,
}

impl Film {
    /// Reads a film.
    ///
    /// # Errors
    /// A [`Rejection`] for what is no MP4, has no picture track, is cut short or contradicts itself. Never panics,
    /// whatever the bytes are.
    pub fn read(bytes: &[u8]) -> Result<Self, Rejection> {
        let top = open(bytes)?;
        let mdat = top.iter().filter(|f| f.kind == *b"mdat").map(|f| f.body_at..f.body_at + f.body.len()).collect();
        Self::indexed(&top, mdat, bytes.len())
    }

    /// Reads a film of so many bytes by the boxes at its top, which need not be all of them: its index and its fragments. `mdat`
    /// is where its media lies.
    fn indexed(top: &[Found<'_>], mdat: Vec<Range<usize>>, bytes: usize) -> Result<Self, Rejection> {
        let Some(moov) = one(top, b"moov")? else {
            return Err(Rejection::new(Rule::Truncated, "no index", "a moov box"));
        };
        if moov.whole.len() > MAX_INDEX {
            return Err(Rejection::malformed(format!("an index of {} bytes", moov.whole.len())));
        }
        let inside = walk(moov.body)?;
        let movie = need(&inside, b"mvhd")?.decode::<Mvhd>()?.timescale;
        if movie == 0 {
            return Err(Rejection::malformed("a movie without a time scale"));
        }
        let (mut picture, mut sound) = (None, None);
        for trak in inside.iter().filter(|f| f.kind == *b"trak") {
            let track = Track::read(trak, &mdat)?;
            match &track.handler {
                b"vide" if picture.is_none() => picture = Some(track),
                b"soun" if sound.is_none() => sound = Some(track),
                // Time codes, hints, subtitles, a second language.
                _ => {}
            }
        }
        let mut picture = picture.ok_or_else(|| Rejection::new(Rule::NoVideo, "no video track", "one"))?;
        let mut tracks: Vec<&mut Track<'_>> = [Some(&mut picture), sound.as_mut()].into_iter().flatten().collect();
        fragments::join(top, &inside, &mut tracks)?;
        let claimed: usize = tracks.iter().flat_map(|t| &t.samples).map(|s| s.range.len()).sum();
        if claimed > bytes {
            return Err(Rejection::malformed("samples that overlap"));
        }
        if let Some(out) = tracks.iter().flat_map(|t| &t.samples).find(|s| !within(&s.range, &mdat)) {
            let lies = format!("a sample at bytes {} to {}", out.range.start, out.range.end);
            return Err(Rejection::new(Rule::Truncated, lies, "samples within the media data"));
        }
        times::film(picture, sound.filter(|s| !s.samples.is_empty()), movie)
    }
}

/// The boxes at the top of a file.
fn open(bytes: &[u8]) -> Result<Vec<Found<'_>>, Rejection> {
    if bytes.is_empty() {
        return Err(Rejection::new(Rule::NotMp4, "no bytes", "an MP4 file"));
    }
    begins(bytes)?;
    walk_at_most(bytes, MAX_TOP)
}

/// Whether a file begins as one does.
fn begins(bytes: &[u8]) -> Result<(), Rejection> {
    // QuickTime files may begin with any of these.
    const FIRST: [&[u8; 4]; 5] = [b"ftyp", b"styp", b"moov", b"wide", b"mdat"];
    if !bytes.get(4..8).is_some_and(|kind| FIRST.iter().any(|f| kind == *f)) {
        return Err(Rejection::new(Rule::NotMp4, "no ftyp box at the start", "an MP4 file"));
    }
    Ok(())
}

fn within(range: &Range<usize>, mdat: &[Range<usize>]) -> bool {
    // Samples lie in order more often than not, but a film has few boxes of media: searching them all is cheap enough.
    mdat.iter().any(|m| m.start <= range.start && range.end <= m.end)
}

/// A sample as tables and fragments give it.
#[derive(Debug, Clone)]
struct Sample {
    range: Range<usize>,
    key: bool,
    /// Ticks of the media.
    decode: i64,
    /// Ticks from decoding to showing.
    offset: i64,
    /// Ticks.
    length: u32,
}

/// A track before its times are put on the film's clock.
struct Track<'a> {
    id: u32,
    handler: [u8; 4],
    /// Ticks a second, never 0.
    timescale: u32,
    turn: [i8; 4],
    edit: times::Edit,
    entry: Found<'a>,
    samples: Vec<Sample>,
}

impl<'a> Track<'a> {
    fn read(trak: &Found<'a>, mdat: &[Range<usize>]) -> Result<Self, Rejection> {
        let trak = walk(trak.body)?;
        let tkhd: Tkhd = need(&trak, b"tkhd")?.decode()?;
        let mdia = walk(need(&trak, b"mdia")?.body)?;
        let hdlr: Hdlr = need(&mdia, b"hdlr")?.decode()?;
        let mdhd: Mdhd = need(&mdia, b"mdhd")?.decode()?;
        if mdhd.timescale == 0 {
            return Err(Rejection::malformed("a track without a time scale"));
        }
        let minf = walk(need(&mdia, b"minf")?.body)?;
        let stbl = walk(need(&minf, b"stbl")?.body)?;
        // Version and flags, then a count, then the entries. Samples of a second entry are refused with the tables.
        let entries = walk(need(&stbl, b"stsd")?.body.get(8..).unwrap_or_default())?;
        let Some(entry) = entries.first() else { return Err(Rejection::malformed("no sample description")) };
        let handler: [u8; 4] = hdlr.handler.into();
        let wanted = [*b"vide", *b"soun"].contains(&handler);
        Ok(Self {
            id: tkhd.track_id,
            handler,
            timescale: mdhd.timescale,
            turn: times::turn(&tkhd.matrix),
            edit: times::Edit::read(&trak)?,
            entry: *entry,
            samples: if wanted { tables::read(&stbl, mdat)? } else { Vec::new() },
        })
    }
}
