//! One track: kind, time scale, edit list and samples.

use std::ops::Range;

use mp4_atom::{Elst, FixedPoint, Hdlr, Mdhd, Tkhd};

use crate::boxes::{Found, need, one, walk};
use crate::report::{Rejection, Rule};
use crate::table::Table;

/// A track as far as both kinds have it in common.
#[derive(Debug)]
pub(crate) struct Track<'a> {
    pub(crate) handler: [u8; 4],
    pub(crate) upright: bool,
    /// Ticks a second of the media, never 0.
    pub(crate) timescale: u32,
    pub(crate) edit: Option<Edit>,
    /// The one sample entry.
    pub(crate) entry: Found<'a>,
    pub(crate) table: Table,
}

/// A simple edit list: a wait, then one stretch of the media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Ticks of the *movie* before the media starts.
    pub(crate) wait: u64,
    /// Ticks of the *media* that are skipped.
    pub(crate) skip: u64,
    /// Ticks of the *movie* that are shown.
    pub(crate) length: u64,
}

impl<'a> Track<'a> {
    pub(crate) fn read(trak: &Found<'a>, mdat: &[Range<usize>]) -> Result<Self, Rejection> {
        let trak = walk(trak.body)?;
        let tkhd: Tkhd = need(&trak, b"tkhd")?.decode()?;
        let m = &tkhd.matrix;
        let upright = m.a > 0 && m.a == m.d && m.b == 0 && m.c == 0;
        let mdia = walk(need(&trak, b"mdia")?.body)?;
        let hdlr: Hdlr = need(&mdia, b"hdlr")?.decode()?;
        let mdhd: Mdhd = need(&mdia, b"mdhd")?.decode()?;
        if mdhd.timescale == 0 {
            return Err(Rejection::malformed("a track without a time scale"));
        }
        let minf = walk(need(&mdia, b"minf")?.body)?;
        let stbl = walk(need(&minf, b"stbl")?.body)?;
        let stsd = need(&stbl, b"stsd")?;
        // Version and flags, then a count, then the entries.
        let entries = walk(stsd.body.get(8..).unwrap_or_default())?;
        let [entry] = entries.as_slice() else {
            return Err(Rejection::malformed(format!("{} sample descriptions", entries.len())));
        };
        Ok(Self {
            handler: hdlr.handler.into(),
            upright,
            timescale: mdhd.timescale,
            edit: edit(&trak)?,
            entry: *entry,
            table: Table::read(&stbl, mdat)?,
        })
    }

    /// What is shown of the track, in ticks of `movie` a second, waiting included.
    pub(crate) fn shown(&self, movie: u32) -> u128 {
        match self.edit {
            Some(e) if e.length > 0 => u128::from(e.wait) + u128::from(e.length),
            edit => {
                let (wait, skip) = edit.map_or((0, 0), |e| (e.wait, e.skip));
                let left = u128::from(self.table.ticks.saturating_sub(skip));
                u128::from(wait) + (left * u128::from(movie)).div_ceil(u128::from(self.timescale))
            }
        }
    }
}

fn edit(trak: &[Found<'_>]) -> Result<Option<Edit>, Rejection> {
    let Some(edts) = one(trak, b"edts")? else { return Ok(None) };
    let Some(elst) = one(&walk(edts.body)?, b"elst")? else { return Ok(None) };
    let elst: Elst = elst.decode()?;
    let simple =
        || Rejection::new(Rule::Edits, format!("{} edits", elst.entries.len()), "at most a wait and one stretch");
    let (wait, stretch) = match elst.entries.as_slice() {
        [] => return Ok(None),
        [stretch] => (0, stretch),
        [wait, stretch] if wait.media_time.is_none() => (wait.segment_duration, stretch),
        _ => return Err(simple()),
    };
    let Some(skip) = stretch.media_time else { return Err(simple()) };
    if stretch.media_rate != FixedPoint::from(1) {
        return Err(Rejection::new(Rule::Edits, "a changed speed", "normal speed"));
    }
    Ok(Some(Edit { wait, skip, length: stretch.segment_duration }))
}
