//! The index of a clip: one box tree for each track.

use domain::limits::FPS;
use mp4_atom::{
    Avc1, Avcc, Codec, Decode, Dinf, Dref, Edts, Elst, ElstEntry, Esds, Hdlr, Mdhd, Mdia, Minf, Moov, Mp4a, Mvhd, Smhd,
    Stbl, Stsd, Stss, Stsz, StszSamples, Stts, SttsEntry, Tkhd, Trak, Url, Visual, Vmhd, esds,
};

use crate::layout::Layout;
use crate::write::{Audio, Mp4Error, Video};

/// Ticks a second of the movie: one sample of sound at 48 kHz, and 1600 to a frame, so both lengths are exact.
const MOVIE_HZ: u32 = 48_000;
/// Ticks a second of the video track, and of one frame.
const VIDEO_HZ: u32 = 15_360;
const TICKS: u32 = VIDEO_HZ / FPS;

/// The index, for media that begins at byte `base` of the file.
pub(crate) fn index(
    video: &Video<'_>,
    audio: Option<&Audio<'_>>,
    layout: &Layout,
    base: u32,
) -> Result<Moov, Mp4Error> {
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
