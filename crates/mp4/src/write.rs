//! Writing a clip: `ftyp`, `moov`, `mdat`, with half a second of video and its sound in each pair of chunks.

use domain::limits::FPS;
use mp4_atom::{
    Avc1, Avcc, Codec, Decode, Dinf, Dref, Edts, Elst, ElstEntry, Encode, Esds, Ftyp, Hdlr, Mdhd, Mdia, Minf, Moov, Mp4a,
    Mvhd, Smhd, Stbl, Stco, Stsc, StscEntry, Stsd, Stss, Stsz, StszSamples, Stts, SttsEntry, Tkhd, Trak, Url, Visual,
    Vmhd, esds,
};
use thiserror::Error;

/// Ticks a second of the movie: one sample of sound at 48 kHz, and 1600 to a frame, so both lengths are exact.
const MOVIE_HZ: u32 = 48_000;
/// Ticks a second of the video track, and of one frame.
const VIDEO_HZ: u32 = 15_360;
const TICKS: u32 = VIDEO_HZ / FPS;
/// Frames in one chunk of video.
const CHUNK: usize = FPS as usize / 2;

/// One encoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// NAL units, each after its length (AVCC), as WebCodecs gives them with `avc: { format: "avc" }`.
    pub data: Vec<u8>,
    /// Whether it can be decoded alone (IDR).
    pub key: bool,
    /// In units of 1/30 s; 1 for every frame of a clip.
    pub duration: u32,
}

/// The pictures of a clip, in order of display (no B-frames).
#[derive(Debug, Clone, Copy)]
pub struct Video<'a> {
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
    /// `AVCDecoderConfigurationRecord`: the `description` that WebCodecs gives with the first chunk.
    pub avcc: &'a [u8],
    /// In order.
    pub samples: &'a [Sample],
}

/// The sound of a clip.
#[derive(Debug, Clone, Copy)]
pub struct Audio<'a> {
    /// Samples a second.
    pub rate_hz: u32,
    /// 1 or 2.
    pub channels: u16,
    /// Raw AAC-LC access units, 1024 samples each.
    pub frames: &'a [Vec<u8>],
    /// `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6).
    pub asc: &'a [u8],
    /// Encoder delay in samples, skipped by the edit list.
    pub priming: u32,
    /// True length in samples, set by the edit list.
    pub samples: u64,
}

/// Why a clip could not be written.
#[derive(Debug, Error)]
pub enum Mp4Error {
    /// There is nothing to write, or what there is does not fit together.
    #[error("cannot write the clip: {0}")]
    Input(&'static str),
    /// A box could not be read or written.
    #[error("cannot write the clip: {0}")]
    Box(#[from] mp4_atom::Error),
}

/// Writes a clip with its index first. The same input gives the same bytes: no times of creation are written.
///
/// # Errors
/// [`Mp4Error`] when there is no sample, the decoder configuration is unreadable, the edit list would show more sound
/// than there is, or the file would pass 4 GiB.
pub fn write(video: &Video<'_>, audio: Option<&Audio<'_>>) -> Result<Vec<u8>, Mp4Error> {
    if video.samples.is_empty() || video.samples.iter().any(|s| s.data.is_empty()) {
        return Err(Mp4Error::Input("a clip needs pictures"));
    }
    if let Some(a) = audio {
        let coded = a.frames.len() as u64 * 1024;
        if a.rate_hz == 0 || a.samples == 0 || coded < u64::from(a.priming) + a.samples {
            return Err(Mp4Error::Input("the sound is shorter than its length says"));
        }
        if a.frames.iter().any(Vec::is_empty) {
            return Err(Mp4Error::Input("an empty frame of sound"));
        }
    }
    let layout = Layout::plan(video, audio);
    let mut ftyp = Vec::new();
    Ftyp {
        major_brand: b"isom".into(),
        minor_version: 512,
        compatible_brands: vec![b"isom".into(), b"iso2".into(), b"avc1".into(), b"mp41".into()],
    }
    .encode(&mut ftyp)?;
    // The index has the same length whatever the offsets are: write it once to learn where the media begins.
    let mut moov = Vec::new();
    index(video, audio, &layout, 0)?.encode(&mut moov)?;
    let body = ftyp.len() + moov.len() + 8;
    let media: usize = layout.runs.iter().map(|r| r.bytes).sum();
    let total = u32::try_from(body + media).map_err(|_| Mp4Error::Input("a clip above 4 GiB"))?;
    let mut out = ftyp;
    out.reserve_exact(total as usize - out.len());
    index(video, audio, &layout, body as u32)?.encode(&mut out)?;
    out.extend_from_slice(&(media as u32 + 8).to_be_bytes());
    out.extend_from_slice(b"mdat");
    for run in &layout.runs {
        if run.video {
            video.samples[run.range.clone()].iter().for_each(|s| out.extend_from_slice(&s.data));
        } else if let Some(a) = audio {
            a.frames[run.range.clone()].iter().for_each(|f| out.extend_from_slice(f));
        }
    }
    Ok(out)
}

/// Chunks of the two tracks in the order in which they lie in the file.
struct Layout {
    runs: Vec<Run>,
}

struct Run {
    video: bool,
    range: std::ops::Range<usize>,
    bytes: usize,
}

impl Layout {
    fn plan(video: &Video<'_>, audio: Option<&Audio<'_>>) -> Self {
        let mut runs = Vec::new();
        let mut heard = 0usize;
        for start in (0..video.samples.len()).step_by(CHUNK) {
            let end = (start + CHUNK).min(video.samples.len());
            let bytes = video.samples[start..end].iter().map(|s| s.data.len()).sum();
            runs.push(Run { video: true, range: start..end, bytes });
            if let Some(a) = audio {
                // Sound up to the end of these frames; the last chunk takes what is left.
                let upto = if end == video.samples.len() {
                    a.frames.len()
                } else {
                    let samples = u64::from(a.priming) + end as u64 * u64::from(a.rate_hz) / u64::from(FPS);
                    usize::try_from(samples.div_ceil(1024)).unwrap_or(usize::MAX).min(a.frames.len())
                };
                if upto > heard {
                    let bytes = a.frames[heard..upto].iter().map(Vec::len).sum();
                    runs.push(Run { video: false, range: heard..upto, bytes });
                    heard = upto;
                }
            }
        }
        Self { runs }
    }

    /// Chunk offsets and chunk lengths of one track.
    fn chunks(&self, video: bool, base: u32) -> (Stco, Stsc) {
        let mut at = base;
        let (mut offsets, mut lengths) = (Vec::new(), Vec::<StscEntry>::new());
        for run in &self.runs {
            if run.video == video {
                offsets.push(at);
                let samples_per_chunk = run.range.len() as u32;
                if lengths.last().is_none_or(|e| e.samples_per_chunk != samples_per_chunk) {
                    let first_chunk = offsets.len() as u32;
                    lengths.push(StscEntry { first_chunk, samples_per_chunk, sample_description_index: 1 });
                }
            }
            at = at.saturating_add(run.bytes as u32);
        }
        (Stco { entries: offsets }, Stsc { entries: lengths })
    }
}

/// The index, for media that begins at byte `base` of the file.
fn index(video: &Video<'_>, audio: Option<&Audio<'_>>, layout: &Layout, base: u32) -> Result<Moov, Mp4Error> {
    let frames: u64 = video.samples.iter().map(|s| u64::from(s.duration)).sum();
    let picture = frames * u64::from(MOVIE_HZ / FPS);
    let sound = audio.map_or(0, |a| a.samples * u64::from(MOVIE_HZ) / u64::from(a.rate_hz));
    let mut trak = vec![video_track(video, layout, base, frames, picture)?];
    if let Some(a) = audio {
        trak.push(audio_track(a, layout, base, sound)?);
    }
    let next_track_id = trak.len() as u32 + 1;
    Ok(Moov {
        mvhd: Mvhd {
            timescale: MOVIE_HZ,
            duration: picture.max(sound),
            rate: 1.into(),
            volume: 1.into(),
            next_track_id,
            ..Default::default()
        },
        trak,
        ..Default::default()
    })
}

fn edit(skip: u64, length: u64) -> Edts {
    let entries = vec![ElstEntry { segment_duration: length, media_time: Some(skip), media_rate: 1.into() }];
    Edts { elst: Some(Elst { entries }) }
}

fn here() -> Dinf {
    Dinf { dref: Dref { entries: vec![Url::default().into()] } }
}

fn video_track(video: &Video<'_>, layout: &Layout, base: u32, frames: u64, shown: u64) -> Result<Trak, Mp4Error> {
    let (stco, stsc) = layout.chunks(true, base);
    let mut entries = Vec::<SttsEntry>::new();
    for s in video.samples {
        let sample_delta = s.duration.saturating_mul(TICKS);
        match entries.last_mut().filter(|e| e.sample_delta == sample_delta) {
            Some(run) => run.sample_count += 1,
            None => entries.push(SttsEntry { sample_count: 1, sample_delta }),
        }
    }
    let avcc = {
        // `mp4-atom` decodes whole boxes: put the header back that the record does not have.
        let mut boxed = (video.avcc.len() as u32 + 8).to_be_bytes().to_vec();
        boxed.extend_from_slice(b"avcC");
        boxed.extend_from_slice(video.avcc);
        Avcc::decode(&mut boxed.as_slice())?
    };
    let keys = (1u32..).zip(video.samples).filter(|(_, s)| s.key).map(|(n, _)| n).collect();
    Ok(Trak {
        tkhd: Tkhd {
            track_id: 1,
            duration: shown,
            enabled: true,
            in_movie: true,
            width: video.width.into(),
            height: video.height.into(),
            ..Default::default()
        },
        edts: Some(edit(0, shown)),
        mdia: Mdia {
            mdhd: Mdhd {
                timescale: VIDEO_HZ,
                duration: frames * u64::from(TICKS),
                language: "und".to_owned(),
                ..Default::default()
            },
            hdlr: Hdlr { handler: b"vide".into(), name: "video".to_owned() },
            minf: Minf {
                vmhd: Some(Vmhd::default()),
                dinf: here(),
                stbl: Stbl {
                    stsd: Stsd {
                        codecs: vec![Codec::Avc1(Avc1 {
                            visual: Visual {
                                data_reference_index: 1,
                                width: video.width,
                                height: video.height,
                                ..Default::default()
                            },
                            avcc,
                            ..Default::default()
                        })],
                    },
                    stts: Stts { entries },
                    stss: Some(Stss { entries: keys }),
                    stsc,
                    stsz: Stsz {
                        samples: StszSamples::Different {
                            sizes: video.samples.iter().map(|s| s.data.len() as u32).collect(),
                        },
                    },
                    stco: Some(stco),
                    ..Default::default()
                },
                ..Default::default()
            },
        },
        ..Default::default()
    })
}

fn audio_track(audio: &Audio<'_>, layout: &Layout, base: u32, shown: u64) -> Result<Trak, Mp4Error> {
    let rate = u16::try_from(audio.rate_hz).map_err(|_| Mp4Error::Input("a sample rate above 65 kHz"))?;
    let (stco, stsc) = layout.chunks(false, base);
    let count = audio.frames.len() as u32;
    let bytes: u64 = audio.frames.iter().map(|f| f.len() as u64).sum();
    let bits = bytes * 8 * u64::from(audio.rate_hz) / (u64::from(count) * 1024);
    let bits = u32::try_from(bits).unwrap_or(u32::MAX);
    Ok(Trak {
        tkhd: Tkhd {
            track_id: 2,
            duration: shown,
            alternate_group: 1,
            enabled: true,
            in_movie: true,
            volume: 1.into(),
            ..Default::default()
        },
        edts: Some(edit(u64::from(audio.priming), shown)),
        mdia: Mdia {
            mdhd: Mdhd {
                timescale: audio.rate_hz,
                duration: u64::from(count) * 1024,
                language: "und".to_owned(),
                ..Default::default()
            },
            hdlr: Hdlr { handler: b"soun".into(), name: "sound".to_owned() },
            minf: Minf {
                smhd: Some(Smhd::default()),
                dinf: here(),
                stbl: Stbl {
                    stsd: Stsd {
                        codecs: vec![Codec::Mp4a(Mp4a {
                            audio: mp4_atom::Audio {
                                data_reference_index: 1,
                                channel_count: audio.channels,
                                sample_size: 16,
                                sample_rate: rate.into(),
                            },
                            esds: Esds {
                                es_desc: esds::EsDescriptor {
                                    es_id: 2,
                                    dec_config: esds::DecoderConfig {
                                        object_type_indication: 0x40,
                                        stream_type: 5,
                                        max_bitrate: bits,
                                        avg_bitrate: bits,
                                        dec_specific: Some(esds::DecoderSpecific {
                                            raw: audio.asc.to_vec(),
                                            ..Default::default()
                                        }),
                                        ..Default::default()
                                    },
                                    ..Default::default()
                                },
                            },
                            btrt: None,
                            taic: None,
                        })],
                    },
                    stts: Stts { entries: vec![SttsEntry { sample_count: count, sample_delta: 1024 }] },
                    stsc,
                    stsz: Stsz {
                        samples: StszSamples::Different {
                            sizes: audio.frames.iter().map(|f| f.len() as u32).collect(),
                        },
                    },
                    stco: Some(stco),
                    ..Default::default()
                },
                ..Default::default()
            },
        },
        ..Default::default()
    })
}
