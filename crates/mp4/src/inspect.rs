//! Reading a file: everything a decision needs, and proof that the file is whole.

use std::ops::Range;

use mp4_atom::{Avcc, Decode, Mvhd, Visual};

use crate::avc::{self, Config};
use crate::boxes::{Found, need, one, walk};
use crate::colour::Colour;
use crate::report::{AudioReport, Rejection, Report, Rule};
use crate::sound::{self, Sound};
use crate::track::Track;

/// The index of a clip is about 10 kB; a bound on the work that reading it can cost.
const MAX_MOOV: usize = 512 * 1024;
/// `VisualSampleEntry` without its box header.
const VISUAL_BYTES: usize = 78;

/// A file read to the point where the rules can be applied.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) report: Report,
    /// Ticks of the media, and ticks a second.
    pub(crate) video_ticks: (u64, u32),
    /// Ticks shown, and ticks a second.
    pub(crate) video_shown: (u128, u32),
    /// Ticks shown, ticks a second, ticks of the media, ticks a second, samples in a codec frame, samples a second.
    pub(crate) audio: Option<AudioFacts>,
    pub(crate) upright: bool,
    pub(crate) square: bool,
    pub(crate) pictures: Pictures,
    /// What the sound is, and where its codec frames lie in the file.
    pub(crate) sound: Option<(Sound, Vec<Range<usize>>)>,
}

/// Where the pictures lie, for whoever decodes them.
#[derive(Debug)]
pub(crate) struct Pictures {
    /// Of each frame in decoding order, in the file.
    pub(crate) ranges: Vec<Range<usize>>,
    /// Sequence parameter sets, then picture parameter sets, without start codes.
    pub(crate) sets: Vec<Vec<u8>>,
    /// Bytes of the length before each NAL unit.
    pub(crate) length_size: usize,
    pub(crate) colour: Colour,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct AudioFacts {
    pub(crate) shown: (u128, u32),
    pub(crate) media: (u64, u32),
    /// What the codec frames decode to, whatever the index says of their length.
    pub(crate) samples: u64,
    pub(crate) frame: u32,
    pub(crate) rate_hz: u32,
}

/// Reads a file and says what it holds, without judging length, size or shape.
///
/// # Errors
/// A [`Rejection`] when the file is not one whole MP4 with exactly one H.264 track and at most one AAC-LC or Opus
/// track. Never panics, whatever the bytes are.
pub fn inspect(bytes: &[u8]) -> Result<Report, Rejection> {
    facts(bytes).map(|f| f.report)
}

pub(crate) fn facts(bytes: &[u8]) -> Result<Facts, Rejection> {
    if bytes.get(4..8) != Some(b"ftyp") {
        return Err(Rejection::new(Rule::NotMp4, "no ftyp box at the start", "an MP4 file"));
    }
    let top = walk(bytes)?;
    if top.iter().any(|f| f.kind == *b"moof") {
        return Err(Rejection::new(Rule::Fragmented, "movie fragments", "one index"));
    }
    let Some(moov) = one(&top, b"moov")? else {
        return Err(Rejection::new(Rule::Truncated, "no index", "a moov box"));
    };
    if moov.whole.len() > MAX_MOOV {
        return Err(Rejection::malformed(format!("an index of {} bytes", moov.whole.len())));
    }
    let mdat: Vec<Range<usize>> =
        top.iter().filter(|f| f.kind == *b"mdat").map(|f| f.body_at..f.body_at + f.body.len()).collect();
    let moov_first = mdat.iter().all(|m| moov.body_at < m.start);
    let inside = walk(moov.body)?;
    if inside.iter().any(|f| f.kind == *b"mvex") {
        return Err(Rejection::new(Rule::Fragmented, "an index for fragments", "one index"));
    }
    let mvhd: Mvhd = need(&inside, b"mvhd")?.decode()?;
    let movie = mvhd.timescale;
    if movie == 0 {
        return Err(Rejection::malformed("a movie without a time scale"));
    }
    let (video, audio) = tracks(&inside, &mdat)?;
    // Samples that share bytes would make a small file cost the work of a large one.
    let claimed = |t: &Track<'_>| t.table.ranges.iter().map(ExactSizeIterator::len).sum::<usize>();
    let media: usize = mdat.iter().map(ExactSizeIterator::len).sum();
    if claimed(&video).saturating_add(audio.as_ref().map_or(0, claimed)) > media {
        return Err(Rejection::malformed("samples that overlap"));
    }
    let (avcc, square) = visual(&video.entry)?;
    let config = Config::read(&avcc)?;
    let square = square && config.square;
    let key_frames = key_frames(bytes, &video, &avcc, config.length_size)?;
    let frames = video.table.ranges.len() as u32;
    let video_shown = video.shown(movie);
    let sound = audio
        .as_ref()
        .map(|t| {
            sound::read(&t.entry).map(|s| {
                let facts = AudioFacts {
                    shown: (t.shown(movie), movie),
                    media: (t.table.ticks, t.timescale),
                    samples: s.samples(bytes, &t.table.ranges),
                    frame: s.frame,
                    rate_hz: s.rate_hz,
                };
                (s, facts)
            })
        })
        .transpose()?;
    let shown = sound.as_ref().map_or(video_shown, |(_, f)| video_shown.max(f.shown.0));
    let report = Report {
        width: config.width,
        height: config.height,
        frames,
        timescale: video.timescale,
        fps: if video.table.ticks == 0 {
            0.0
        } else {
            f64::from(frames) * f64::from(video.timescale) / video.table.ticks as f64
        },
        duration_ms: ms(shown, movie),
        video_ms: ms(video_shown, movie),
        video_codec: config.codec,
        profile: config.profile,
        audio: sound.as_ref().map(|(s, f)| AudioReport {
            codec: s.codec.to_owned(),
            rate_hz: s.rate_hz,
            channels: s.channels,
            duration_ms: ms(f.shown.0, movie),
        }),
        moov_first,
        key_frames,
        bytes: bytes.len(),
    };
    Ok(Facts {
        report,
        video_ticks: (video.table.ticks, video.timescale),
        video_shown: (video_shown, movie),
        audio: sound.as_ref().map(|(_, f)| *f),
        upright: video.upright,
        square,
        pictures: Pictures {
            ranges: video.table.ranges,
            sets: avcc.sequence_parameter_sets.into_iter().chain(avcc.picture_parameter_sets).collect(),
            length_size: config.length_size,
            colour: config.colour,
        },
        sound: sound.zip(audio).map(|((sound, _), track)| (sound, track.table.ranges)),
    })
}

/// Milliseconds, rounded up, saturating.
fn ms(ticks: u128, timescale: u32) -> u32 {
    u32::try_from((ticks * 1000).div_ceil(u128::from(timescale))).unwrap_or(u32::MAX)
}

fn tracks<'a>(moov: &[Found<'a>], mdat: &[Range<usize>]) -> Result<(Track<'a>, Option<Track<'a>>), Rejection> {
    let (mut video, mut audio) = (None, None);
    for trak in moov.iter().filter(|f| f.kind == *b"trak") {
        let track = Track::read(trak, mdat)?;
        match &track.handler {
            b"vide" if video.is_some() => return Err(Rejection::new(Rule::ManyVideo, "two", "one video track")),
            b"vide" => video = Some(track),
            b"soun" if audio.is_some() => {
                return Err(Rejection::new(Rule::ManyAudio, "two", "at most one audio track"));
            }
            b"soun" => audio = Some(track),
            other => {
                return Err(Rejection::new(
                    Rule::OtherTrack,
                    format!("a track of type {}", crate::boxes::name(*other)),
                    "video and audio only",
                ));
            }
        }
    }
    let video = video.ok_or_else(|| Rejection::new(Rule::NoVideo, "no video track", "one"))?;
    Ok((video, audio))
}

/// The decoder configuration, and whether pixels are square.
fn visual(entry: &Found<'_>) -> Result<(Avcc, bool), Rejection> {
    if entry.kind != *b"avc1" {
        return Err(Rejection::new(Rule::Codec, entry.name(), "avc1 (H.264)"));
    }
    let (mut head, rest) =
        entry.body.split_at_checked(VISUAL_BYTES).ok_or_else(|| Rejection::malformed("a cut sample entry"))?;
    let _ = Visual::decode(&mut head).map_err(|e| Rejection::malformed(format!("an unreadable avc1 entry ({e})")))?;
    let boxes = walk(rest)?;
    let square = match one(&boxes, b"pasp")? {
        None => true,
        Some(pasp) => pasp.body.get(..4).is_some_and(|h| pasp.body.get(4..8) == Some(h)),
    };
    Ok((need(&boxes, b"avcC")?.decode()?, square))
}

/// Indices of the IDR frames; the list in the index has to agree with the bit stream.
fn key_frames(bytes: &[u8], video: &Track<'_>, avcc: &Avcc, length_size: usize) -> Result<Vec<u32>, Rejection> {
    let mut keys = Vec::new();
    for (index, range) in video.table.ranges.iter().enumerate() {
        let sample = bytes.get(range.clone()).unwrap_or_default();
        if avc::is_key(sample, index, avcc, length_size)? {
            keys.push(index as u32);
        }
    }
    let listed_wrongly = match &video.table.sync {
        None => keys.len() != video.table.ranges.len(),
        Some(listed) => listed.iter().any(|n| keys.binary_search(n).is_err()),
    };
    if listed_wrongly {
        return Err(Rejection::new(Rule::KeyFrames, "frames listed as key frames that are not", "a true list"));
    }
    Ok(keys)
}
