//! The samples that a film's index lists.

use std::ops::Range;

use mp4_atom::{Ctts, Stss, Stts};

use super::Sample;
use crate::boxes::{Found, need, one};
use crate::report::Rejection;
use crate::table;

/// Reads `stbl`'s children: no samples for a film that is all fragments.
pub(super) fn read(stbl: &[Found<'_>], mdat: &[Range<usize>]) -> Result<Vec<Sample>, Rejection> {
    let sizes = table::sizes(stbl)?;
    if sizes.is_empty() {
        return Ok(Vec::new());
    }
    let ranges = table::ranges(stbl, &sizes, mdat)?;
    let stts: Stts = need(stbl, b"stts")?.decode()?;
    let mut lengths = stts
        .entries
        .iter()
        .flat_map(|e| std::iter::repeat_n(e.sample_delta, (e.sample_count as usize).min(sizes.len())));
    let ctts: Option<Ctts> = one(stbl, b"ctts")?.map(|f| f.decode()).transpose()?;
    let mut offsets = ctts
        .iter()
        .flat_map(|c| &c.entries)
        .flat_map(|e| std::iter::repeat_n(e.sample_offset, (e.sample_count as usize).min(sizes.len())));
    let keys: Option<Stss> = one(stbl, b"stss")?.map(|f| f.decode()).transpose()?;
    // Numbers from 1, in order.
    let mut keys = keys.as_ref().map(|k| k.entries.iter().peekable());
    let mut decode = 0i64;
    let mut out = Vec::with_capacity(ranges.len());
    for (n, range) in (1u32..).zip(ranges) {
        let Some(length) = lengths.next() else {
            return Err(Rejection::malformed(format!("{} durations for {} samples", n - 1, sizes.len())));
        };
        let key = keys.as_mut().is_none_or(|keys| keys.next_if(|k| **k == n).is_some());
        out.push(Sample { range, key, decode, offset: offsets.next().unwrap_or(0), length });
        decode += i64::from(length);
    }
    Ok(out)
}
