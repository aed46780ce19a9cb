//! A film's clock: edit lists and turns.

use mp4_atom::{Elst, Matrix};

use super::{Coded, Film, Heard, Picture, Track, entry};
use crate::boxes::{Found, one, walk};
use crate::report::{Rejection, Rule};

/// The part of a track that is shown: a wait, then one stretch of the media. What an edit list shows after that is not
/// looked at: cameras, editors and providers write one stretch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edit {
    /// Ticks of the movie.
    wait: u64,
    /// Ticks of the media that are skipped.
    skip: u64,
    /// Ticks of the movie; 0 for all there is.
    length: u64,
}

impl Edit {
    pub(super) fn read(trak: &[Found<'_>]) -> Result<Self, Rejection> {
        let Some(edts) = one(trak, b"edts")? else { return Ok(Self::default()) };
        let Some(elst) = one(&walk(edts.body)?, b"elst")? else { return Ok(Self::default()) };
        let elst: Elst = elst.decode()?;
        let mut edit = Self::default();
        for entry in &elst.entries {
            match entry.media_time {
                None => edit.wait = edit.wait.saturating_add(entry.segment_duration),
                Some(skip) => return Ok(Self { skip, length: entry.segment_duration, ..edit }),
            }
        }
        Ok(edit)
    }
}

/// The turn that a display matrix makes in steps of a right angle; none for any other.
pub(super) fn turn(m: &Matrix) -> [i8; 4] {
    let turn = [m.a, m.b, m.c, m.d].map(|v| v.signum() as i8);
    match turn {
        [a, 0, 0, d] if a != 0 && d != 0 => turn,
        [0, b, c, 0] if b != 0 && c != 0 => turn,
        _ => [1, 0, 0, 1],
    }
}

fn us(ticks: i128, scale: u32) -> i64 {
    let us = (ticks * 1_000_000).div_euclid(i128::from(scale));
    us.clamp(i128::from(i64::MIN / 4), i128::from(i64::MAX / 4)) as i64
}

/// The samples of a track on the film's clock, and when they end.
fn coded(track: &Track<'_>, movie: u32) -> (Vec<Coded>, i64) {
    let wait = us(i128::from(track.edit.wait), movie);
    let at = |ticks: i128| us(ticks - i128::from(track.edit.skip), track.timescale).saturating_add(wait);
    let mut end = 0;
    let frames = track
        .samples
        .iter()
        .map(|s| {
            let from = i128::from(s.decode) + i128::from(s.offset);
            let (at_us, to_us) = (at(from), at(from + i128::from(s.length)));
            end = end.max(to_us);
            Coded { range: s.range.clone(), key: s.key, at_us, length_us: to_us - at_us }
        })
        .collect();
    if track.edit.length > 0 {
        end = end.min(wait.saturating_add(us(i128::from(track.edit.length), movie)));
    }
    (frames, end)
}

/// Both tracks on one clock that begins with the first of them.
pub(super) fn film(video: Track<'_>, sound: Option<Track<'_>>, movie: u32) -> Result<Film, Rejection> {
    if video.samples.is_empty() {
        return Err(Rejection::new(Rule::NoVideo, "a video track without pictures", "pictures"));
    }
    let (mut frames, mut end_us) = coded(&video, movie);
    let mut heard = sound.map(|s| (entry::sound(&s.entry), coded(&s, movie)));
    // A piece of a stream begins when the stream was there already.
    let first = |frames: &[Coded]| frames.iter().map(|f| f.at_us).min().unwrap_or(0).max(0);
    let late = heard.as_ref().map_or(i64::MAX, |(_, (frames, _))| first(frames)).min(first(&frames));
    frames.iter_mut().for_each(|f| f.at_us -= late);
    end_us -= late;
    if let Some((_, (frames, end_us))) = &mut heard {
        frames.iter_mut().for_each(|f| f.at_us -= late);
        *end_us -= late;
    }
    let look = entry::picture(&video.entry)?;
    let picture = Picture {
        codec: look.codec,
        description: look.description,
        width: look.width,
        height: look.height,
        pixel: look.pixel,
        turn: video.turn,
        frames,
        end_us,
    };
    let sound = heard.map(|(codec, (frames, end_us))| Heard { codec, frames, end_us });
    Ok(Film { picture, sound })
}
