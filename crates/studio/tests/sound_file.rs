//! Sound as it is in a file: lengths agree to the sample, and a decoder of others finds the loudness.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use domain::direction::Music;
use studio::math::{Random, sin};
use studio::scene::{Plan, SceneKind};
use studio::sound::{EncodedAudio, encode_aac, mix};

#[test]
fn ten_seconds_of_sound_are_ten_seconds_in_the_file() {
    let audio = encode_aac(&mix(&[], &Plan::of(SceneKind::City, 1), Music::LoFi, 1, 300)).unwrap();
    assert_eq!(audio.samples, 480_000);
    assert_eq!(audio.frames.len() as u64, (audio.samples + u64::from(audio.priming)).div_ceil(1024));
    assert!(audio.frames.iter().map(Vec::len).sum::<usize>() < 230_000, "160 kb/s at most, or so");
}

/// Syllables with pauses: a buzz whose level moves four times a second.
fn talk() -> Vec<f32> {
    let mut random = Random::new(2, 3);
    (0..8 * 48_000)
        .map(|i| {
            let t = i as f32 / 48_000.0;
            let buzz: f32 = (1..16).map(|k| sin(k as f32 * 900.0 * t + k as f32) / k as f32).sum();
            let syllable = (0.5 + 0.5 * sin(26.0 * t)) * f32::from(u8::from(t % 2.5 < 2.0));
            0.2 * syllable * syllable * (buzz + 0.05 * random.normal())
        })
        .collect()
}

fn adts(audio: &EncodedAudio) -> Vec<u8> {
    let mut out = Vec::new();
    for frame in &audio.frames {
        // No CRC, AAC-LC, 48 kHz, mono.
        let length = frame.len() + 7;
        out.extend_from_slice(&[0xff, 0xf1, 0x4c, 0x40 | (length >> 11) as u8, (length >> 3) as u8]);
        out.extend_from_slice(&[(length << 5) as u8 | 0x1f, 0xfc]);
        out.extend_from_slice(frame);
    }
    out
}

/// Integrated loudness in LUFS and true peak in dBTP of an AAC stream, as ffmpeg's `ebur128` filter measures them.
fn measured(stream: &[u8]) -> (f32, f32) {
    let mut ffmpeg = Command::new("ffmpeg")
        .args(["-hide_banner", "-nostats", "-f", "aac", "-i", "-", "-af", "ebur128=peak=true", "-f", "null", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("ffmpeg");
    let mut input = ffmpeg.stdin.take().unwrap();
    let stream = stream.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&stream));
    let out = ffmpeg.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8_lossy(&out.stderr);
    let after = |name: &str| -> f32 {
        let from = text.rfind(name).unwrap_or_else(|| unreachable!("no {name} in {text}")) + name.len();
        text[from..].split_whitespace().next().unwrap().parse().unwrap()
    };
    (after("I:"), after("Peak:"))
}

#[test]
fn a_decoded_clip_has_the_loudness_of_feeds() {
    let speech = talk();
    for music in &[Music::None, Music::Upbeat, Music::News] {
        let out = mix(&speech, &Plan::of(SceneKind::Beach, 4), *music, 4, 210);
        let (lufs, peak) = measured(&adts(&encode_aac(&out).unwrap()));
        println!("{}: {lufs} LUFS, {peak} dBTP", music.name());
        assert!((lufs + 14.0).abs() < 1.0, "{music:?}: {lufs} LUFS");
        assert!(peak <= -1.0, "{music:?}: {peak} dBTP");
    }
}
