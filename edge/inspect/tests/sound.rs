//! What is heard in a file, by the studio's own encoder and the inspection's decoder.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../crates/mp4/tests/support/mod.rs"]
mod support;

use domain::limits::MAX_SOUND_BITS;
use domain::soundprint::SoundPrint;
use inspect::look;
use mp4::Audio;

const RATE_HZ: usize = 48_000;

/// Five tones a second, which ones by the seed. Mono, f32 in [-1, 1].
fn melody(seed: u32, seconds: usize) -> Vec<f32> {
    let (mut phase, mut samples) = (0.0f32, Vec::new());
    for i in 0..seconds * RATE_HZ {
        let note = (i * 5 / RATE_HZ) as u32 + 1;
        let tone = note.wrapping_mul(seed).wrapping_mul(0x9e37_79b9) >> 27;
        phase = (phase + 220.0 * (tone as f32 / 12.0).exp2() / RATE_HZ as f32).fract();
        samples.push(0.4 * (phase * std::f32::consts::TAU).sin());
    }
    samples
}

/// A clip with this sound.
fn clip(samples: &[f32]) -> Vec<u8> {
    let encoded = studio::sound::encode_aac(samples).unwrap();
    let stream = support::stream(samples.len() * 30 / RATE_HZ, 0);
    let audio = Audio {
        rate_hz: RATE_HZ as u32,
        channels: 1,
        frames: &encoded.frames,
        asc: &encoded.asc,
        priming: encoded.priming,
        samples: encoded.samples,
    };
    mp4::write(&stream.video(), Some(&audio)).unwrap()
}

fn heard(file: &[u8]) -> Option<SoundPrint> {
    look(file).unwrap().sound.as_deref().and_then(SoundPrint::read)
}

#[test]
fn the_same_sound_cut_and_quieter_is_told_from_another() {
    let whole = melody(1, 6);
    let print = heard(&clip(&whole)).unwrap();
    let cut: Vec<f32> = whole[RATE_HZ * 7 / 10..].iter().map(|s| s * 0.3).collect();
    let cut = heard(&clip(&cut)).unwrap();
    let other = heard(&clip(&melody(7, 6))).unwrap();
    let (same, apart) = (print.distance(&cut), print.distance(&other));
    assert!(same <= MAX_SOUND_BITS / 2 && apart > MAX_SOUND_BITS, "{same} and {apart} of a thousand bits");
}

#[test]
fn what_says_nothing_is_not_heard() {
    let tone: Vec<f32> = (0..6 * RATE_HZ).map(|i| 0.4 * (i as f32 * 0.03).sin()).collect();
    assert_eq!(heard(&clip(&tone)), None, "one tone");
    assert_eq!(heard(&clip(&vec![0.0; 6 * RATE_HZ])), None, "silence");
    assert_eq!(heard(&clip(&melody(1, 1))), None, "too short");
    assert_eq!(heard(&support::stream(60, 0).file(None)), None, "no sound at all");
}

/// Damage in the sound is none in the pictures: the clip is not refused for it.
#[test]
fn damaged_sound_is_not_heard_and_no_error() {
    let good = studio::sound::encode_aac(&melody(1, 4)).unwrap();
    let stream = support::stream(120, 0);
    for bad in [0u8, 0x55, 0xff] {
        let frames: Vec<Vec<u8>> = good.frames.iter().map(|frame| vec![bad; frame.len()]).collect();
        let audio = Audio {
            rate_hz: RATE_HZ as u32,
            channels: 1,
            frames: &frames,
            asc: &good.asc,
            priming: good.priming,
            samples: good.samples,
        };
        assert_eq!(heard(&mp4::write(&stream.video(), Some(&audio)).unwrap()), None, "{bad:02x}");
    }
}
