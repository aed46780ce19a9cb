//! The samples of movie fragments (ISO/IEC 14496-12, 8.8).

use mp4_atom::{Tfdt, Tfhd, Trex, Trun};

use super::{MAX_SAMPLES, Sample, Track};
use crate::boxes::{Found, need, one, walk};
use crate::report::{Rejection, Rule};

/// `sample_is_non_sync_sample` (8.8.3.1).
const NOT_KEY: u32 = 1 << 16;

/// Adds what the fragments at the top of a film have for its tracks.
pub(super) fn join(top: &[Found<'_>], moov: &[Found<'_>], tracks: &mut [&mut Track<'_>]) -> Result<(), Rejection> {
    let mut defaults: Vec<Trex> = Vec::new();
    if let Some(mvex) = one(moov, b"mvex")? {
        for trex in walk(mvex.body)?.iter().filter(|f| f.kind == *b"trex") {
            defaults.push(trex.decode()?);
        }
    }
    for moof in top.iter().filter(|f| f.kind == *b"moof") {
        let start = moof.body_at - (moof.whole.len() - moof.body.len());
        // Where the data of a track begins that does not say so: the fragment, then the end of the track before.
        let mut after = start as u64;
        for traf in walk(moof.body)?.iter().filter(|f| f.kind == *b"traf") {
            let traf = walk(traf.body)?;
            let tfhd: Tfhd = need(&traf, b"tfhd")?.decode()?;
            let base = match tfhd.base_data_offset {
                Some(base) => base,
                None if tfhd.default_base_is_moof => start as u64,
                None => after,
            };
            let trex = defaults.iter().find(|t| t.track_id == tfhd.track_id).cloned().unwrap_or_default();
            let mut unknown = Vec::new();
            let samples = match tracks.iter_mut().find(|t| t.id == tfhd.track_id) {
                Some(track) => &mut track.samples,
                None => &mut unknown,
            };
            let since = one(&traf, b"tfdt")?.map(|f| f.decode::<Tfdt>()).transpose()?;
            let mut decode = match since {
                Some(t) => i64::try_from(t.base_media_decode_time)
                    .map_err(|_| Rejection::malformed("a fragment out of time"))?,
                None => samples.last().map_or(0, |s| s.decode.saturating_add(i64::from(s.length))),
            };
            let mut at = base;
            for trun in traf.iter().filter(|f| f.kind == *b"trun") {
                let trun: Trun = trun.decode()?;
                if let Some(offset) = trun.data_offset {
                    at = base
                        .checked_add_signed(i64::from(offset))
                        .ok_or_else(|| Rejection::malformed("a fragment outside of the file"))?;
                }
                if samples.len().saturating_add(trun.samples.len()) > MAX_SAMPLES {
                    return Err(Rejection::new(
                        Rule::Frames,
                        format!("over {MAX_SAMPLES} samples"),
                        format!("at most {MAX_SAMPLES}"),
                    ));
                }
                for entry in &trun.samples {
                    let size = entry.size.or(tfhd.default_sample_size).unwrap_or(trex.default_sample_size);
                    let length =
                        entry.duration.or(tfhd.default_sample_duration).unwrap_or(trex.default_sample_duration);
                    let flags = entry.flags.or(tfhd.default_sample_flags).unwrap_or(trex.default_sample_flags);
                    let end = at.saturating_add(u64::from(size));
                    let (Ok(from), Ok(to)) = (usize::try_from(at), usize::try_from(end)) else {
                        return Err(Rejection::malformed("a fragment outside of the file"));
                    };
                    if size > 0 {
                        samples.push(Sample {
                            range: from..to,
                            key: flags & NOT_KEY == 0,
                            decode,
                            offset: entry.cts.unwrap_or(0),
                            length,
                        });
                    }
                    decode = decode.saturating_add(i64::from(length));
                    at = end;
                }
            }
            after = at;
        }
    }
    Ok(())
}
