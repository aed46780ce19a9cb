//! The sample table of a track: where each sample lies, and for how long it is shown.

use std::ops::Range;

use mp4_atom::{Co64, Stco, Stsc, Stss, Stsz, StszSamples, Stts};

use crate::boxes::{Found, need, one};
use crate::report::{Rejection, Rule};

/// More samples than any clip has: a bound on work and memory, far above what the rules allow.
const MAX_SAMPLES: usize = 20_000;

/// The samples of a track in decoding order.
#[derive(Debug)]
pub(crate) struct Table {
    /// Byte ranges in the file.
    pub(crate) ranges: Vec<Range<usize>>,
    /// Sum of the durations, in ticks of the media.
    pub(crate) ticks: u64,
    /// Indices from 0 of the samples marked as key frames; `None` means all of them.
    pub(crate) sync: Option<Vec<u32>>,
}

impl Table {
    /// Reads `stbl`'s children. `mdat` are the ranges of the file that hold media.
    pub(crate) fn read(stbl: &[Found<'_>], mdat: &[Range<usize>]) -> Result<Self, Rejection> {
        let sizes = sizes(stbl)?;
        let stts: Stts = need(stbl, b"stts")?.decode()?;
        let counted: u64 = stts.entries.iter().map(|e| u64::from(e.sample_count)).sum();
        if counted != sizes.len() as u64 {
            return Err(Rejection::malformed(format!("{counted} durations for {} samples", sizes.len())));
        }
        // At most 20 000 counted samples of 32-bit durations: no overflow.
        let ticks = stts.entries.iter().map(|e| u64::from(e.sample_count) * u64::from(e.sample_delta)).sum();
        let ranges = ranges(stbl, &sizes, mdat)?;
        let sync = match one(stbl, b"stss")? {
            None => None,
            Some(f) => {
                let stss: Stss = f.decode()?;
                let ok = stss.entries.windows(2).all(|w| w[0] < w[1])
                    && stss.entries.iter().all(|n| *n >= 1 && *n as usize <= sizes.len());
                if !ok {
                    return Err(Rejection::malformed("a list of key frames out of order"));
                }
                Some(stss.entries.iter().map(|n| n - 1).collect())
            }
        };
        Ok(Self { ranges, ticks, sync })
    }
}

pub(crate) fn sizes(stbl: &[Found<'_>]) -> Result<Vec<u32>, Rejection> {
    let stsz: Stsz = need(stbl, b"stsz")?.decode()?;
    let sizes = match stsz.samples {
        // The count is a number in the file, not bytes of it: bound it before allocating.
        StszSamples::Identical { count, size } if count as usize <= MAX_SAMPLES => vec![size; count as usize],
        StszSamples::Identical { count, .. } => return Err(too_many(count as usize)),
        StszSamples::Different { sizes } => sizes,
    };
    if sizes.len() > MAX_SAMPLES {
        return Err(too_many(sizes.len()));
    }
    if sizes.contains(&0) {
        return Err(Rejection::malformed("an empty sample"));
    }
    Ok(sizes)
}

fn too_many(count: usize) -> Rejection {
    Rejection::new(Rule::Frames, format!("{count} samples"), format!("at most {MAX_SAMPLES}"))
}

fn offsets(stbl: &[Found<'_>]) -> Result<Vec<u64>, Rejection> {
    match (one(stbl, b"stco")?, one(stbl, b"co64")?) {
        (Some(f), None) => Ok(f.decode::<Stco>()?.entries.iter().map(|o| u64::from(*o)).collect()),
        (None, Some(f)) => Ok(f.decode::<Co64>()?.entries),
        _ => Err(Rejection::malformed("not exactly one list of chunk offsets")),
    }
}

pub(crate) fn ranges(stbl: &[Found<'_>], sizes: &[u32], mdat: &[Range<usize>]) -> Result<Vec<Range<usize>>, Rejection> {
    let chunks = offsets(stbl)?;
    let stsc: Stsc = need(stbl, b"stsc")?.decode()?;
    let in_order = stsc.entries.windows(2).all(|w| w[0].first_chunk < w[1].first_chunk)
        && stsc.entries.first().is_none_or(|e| e.first_chunk == 1);
    if !in_order || stsc.entries.iter().any(|e| e.samples_per_chunk == 0 || e.sample_description_index != 1) {
        return Err(Rejection::malformed("an unusable chunk table"));
    }
    let mut out = Vec::with_capacity(sizes.len());
    let mut run = 0usize;
    for (index, start) in chunks.iter().enumerate() {
        while stsc.entries.get(run + 1).is_some_and(|e| e.first_chunk as usize <= index + 1) {
            run += 1;
        }
        let Some(entry) = stsc.entries.get(run) else { break };
        let mut at = usize::try_from(*start).unwrap_or(usize::MAX);
        for _ in 0..entry.samples_per_chunk {
            let Some(size) = sizes.get(out.len()) else {
                return Err(Rejection::malformed("chunks for more samples than there are"));
            };
            let end = at.saturating_add(*size as usize);
            if !mdat.iter().any(|m| m.start <= at && end <= m.end) {
                return Err(Rejection::new(
                    Rule::Truncated,
                    format!("sample {} at bytes {at} to {end}", out.len() + 1),
                    "samples within the media data",
                ));
            }
            out.push(at..end);
            at = end;
        }
    }
    if out.len() != sizes.len() {
        return Err(Rejection::malformed(format!("chunks for {} of {} samples", out.len(), sizes.len())));
    }
    Ok(out)
}
