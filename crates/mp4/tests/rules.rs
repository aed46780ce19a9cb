//! Files that are good, and files that break one rule each.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

mod support;

use mp4::{Mp4Error, Rule, check, inspect, write};
use support::{clip, stream};

fn rule(bytes: &[u8]) -> Rule {
    let rejection = check(bytes).expect_err("the file breaks a rule");
    assert!(rejection.to_string().ends_with('.'), "{rejection}");
    rejection.rule
}

/// Replaces every occurrence of a four-character code.
fn rename(bytes: &[u8], from: &[u8; 4], to: &[u8; 4]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for i in 0..out.len() - 4 {
        if out[i..i + 4] == *from {
            out[i..i + 4].copy_from_slice(to);
        }
    }
    out
}

/// Offset of the body of the first box of a kind, searched as bytes.
fn body(bytes: &[u8], kind: &[u8; 4]) -> usize {
    bytes.windows(4).position(|w| w == kind).unwrap() + 4
}

#[test]
fn a_ten_second_clip_passes_and_says_what_it_is() {
    let bytes = clip();
    let report = check(&bytes).unwrap();
    assert_eq!((report.width, report.height, report.frames), (72, 128, 300));
    assert_eq!((report.duration_ms, report.video_ms), (10_000, 10_000));
    assert!((report.fps - 30.0).abs() < 1e-9);
    assert_eq!(report.profile, "High");
    assert!(report.video_codec.starts_with("avc1.64"), "{}", report.video_codec);
    let audio = report.audio.unwrap();
    assert_eq!(
        (audio.codec.as_str(), audio.rate_hz, audio.channels, audio.duration_ms),
        ("mp4a.40.2", 48_000, 1, 10_000)
    );
    assert!(report.moov_first);
    assert_eq!(report.key_frames, (0..20).map(|k| k * 15).collect::<Vec<_>>());
    assert_eq!(report.bytes, bytes.len());
}

#[test]
fn a_clip_without_sound_passes() {
    let report = check(&stream(45, 0).file(None)).unwrap();
    assert_eq!((report.duration_ms, report.audio), (1500, None));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(clip(), clip());
}

#[test]
fn one_frame_too_many_is_named() {
    let rejection = check(&stream(301, 0).file(None)).unwrap_err();
    assert_eq!(rejection.rule, Rule::Frames);
    assert_eq!(rejection.measured, "301 frames");
}

#[test]
fn slow_frames_do_not_stretch_a_clip() {
    let mut s = stream(299, 0);
    s.samples[7].duration = 3;
    let rejection = check(&s.file(None)).unwrap_err();
    assert_eq!((rejection.rule, rejection.measured.as_str()), (Rule::Duration, "10.033 s"));
}

#[test]
fn sound_may_be_one_codec_frame_longer_and_no_more() {
    let s = stream(300, 474);
    assert!(check(&s.file(Some(481_024))).is_ok());
    assert_eq!(rule(&s.file(Some(481_025))), Rule::AudioDuration);
}

#[test]
fn sound_cannot_hide_behind_the_edit_list() {
    assert_eq!(rule(&stream(300, 2000).file(Some(480_000))), Rule::AudioDuration);
}

#[test]
fn truncated_files_are_called_truncated() {
    let bytes = clip();
    for keep in [bytes.len() - 1, bytes.len() / 2, 5000, 100] {
        assert_eq!(rule(&bytes[..keep]), Rule::Truncated, "{keep} bytes");
    }
}

#[test]
fn a_page_named_mp4_is_not_one() {
    for bytes in [&b"<!doctype html><title>x</title>"[..], b"", b"\0\0\0\x18", &[0u8; 64]] {
        assert_eq!(rule(bytes), Rule::NotMp4);
    }
}

#[test]
fn other_codecs_and_tracks_are_named() {
    let bytes = clip();
    assert_eq!(rule(&rename(&bytes, b"mp4a", b"ac-3")), Rule::AudioCodec);
    assert_eq!(rule(&rename(&bytes, b"soun", b"text")), Rule::OtherTrack);
    assert_eq!(rule(&rename(&bytes, b"vide", b"soun")), Rule::ManyAudio);
    assert_eq!(rule(&rename(&bytes, b"soun", b"vide")), Rule::ManyVideo);
    let mut hevc = bytes.clone();
    let at = body(&bytes, b"stsd") + 12;
    assert_eq!(&hevc[at..at + 4], b"avc1");
    hevc[at..at + 4].copy_from_slice(b"hvc1");
    assert_eq!(rule(&hevc), Rule::Codec);
}

#[test]
fn a_silent_film_of_sound_has_no_video() {
    let bytes = clip();
    // The first track is the video: making it free space leaves the sound alone.
    let at = body(&bytes, b"trak") - 4;
    let mut out = bytes;
    out[at..at + 4].copy_from_slice(b"free");
    assert_eq!(rule(&out), Rule::NoVideo);
}

#[test]
fn the_index_must_come_first() {
    let bytes = clip();
    let moov = body(&bytes, b"moov") - 8;
    let mdat = body(&bytes, b"mdat") - 8;
    let mut out = bytes[..moov].to_vec();
    // Free space of the same length keeps the offsets true.
    let mut space = bytes[moov..mdat].to_vec();
    space[4..8].copy_from_slice(b"free");
    out.extend_from_slice(&space);
    out.extend_from_slice(&bytes[mdat..]);
    out.extend_from_slice(&bytes[moov..mdat]);
    assert!(!inspect(&out).unwrap().moov_first);
    assert_eq!(rule(&out), Rule::MoovLast);
}

#[test]
fn fragments_are_refused() {
    let bytes = clip();
    assert_eq!(rule(&[bytes.as_slice(), b"\0\0\0\x08moof"].concat()), Rule::Fragmented);
}

#[test]
fn a_turned_picture_is_not_upright() {
    let mut bytes = clip();
    // tkhd version 0: 40 bytes before the matrix. Rotation by 90 degrees: a = 0, b = 1, c = -1, d = 0.
    let at = body(&bytes, b"tkhd") + 40;
    bytes[at..at + 4].copy_from_slice(&0u32.to_be_bytes());
    bytes[at + 4..at + 8].copy_from_slice(&0x0001_0000u32.to_be_bytes());
    bytes[at + 12..at + 16].copy_from_slice(&0xffff_0000u32.to_be_bytes());
    bytes[at + 16..at + 20].copy_from_slice(&0u32.to_be_bytes());
    assert_eq!(rule(&bytes), Rule::Aspect);
}

#[test]
fn too_large_is_refused_before_anything_is_read() {
    assert_eq!(rule(&vec![0; domain::limits::MAX_CLIP_BYTES + 1]), Rule::Size);
}

#[test]
fn key_frames_must_be_real_and_close() {
    let mut s = stream(90, 0);
    s.samples[1].key = true;
    assert_eq!(rule(&s.file(None)), Rule::KeyFrames, "listed, but no IDR");
    let mut s = stream(90, 0);
    let between = s.samples[1].clone();
    for (i, sample) in s.samples.iter_mut().enumerate().skip(1) {
        *sample = if i == 75 { sample.clone() } else { between.clone() };
    }
    let rejection = check(&s.file(None)).unwrap_err();
    assert_eq!((rejection.rule, rejection.measured.as_str()), (Rule::KeyFrames, "75 frames without one"));
    let mut s = stream(16, 0);
    s.samples.remove(0);
    assert_eq!(rule(&s.file(None)), Rule::KeyFrames, "does not start with one");
}

#[test]
fn pictures_must_be_whole_nal_units() {
    let mut s = stream(30, 0);
    s.samples[3].data[3] += 1;
    let rejection = check(&s.file(None)).unwrap_err();
    assert_eq!(rejection.rule, Rule::Malformed);
    assert!(rejection.measured.contains("frame 4"), "{rejection}");
}

#[test]
fn nothing_to_write_is_an_error() {
    let s = stream(0, 0);
    assert!(matches!(write(&s.video(), None), Err(Mp4Error::Input(_))));
    let s = stream(30, 2);
    assert!(matches!(write(&s.video(), Some(&s.audio(48_000))), Err(Mp4Error::Input(_))));
    let mut s = stream(30, 0);
    s.avcc.truncate(9);
    assert!(write(&s.video(), None).is_err());
}
