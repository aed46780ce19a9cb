//! Sound and pictures in one file: lengths agree to the sample.

use domain::direction::Music;
use studio::scene::{Plan, SceneKind};
use studio::sound::{encode_aac, mix};

#[test]
fn ten_seconds_of_sound_are_ten_seconds_in_the_file() {
    let audio = encode_aac(&mix(&[], &Plan::of(SceneKind::City, 1), Music::LoFi, 1, 300)).unwrap();
    assert_eq!(audio.samples, 480_000);
    assert_eq!(audio.frames.len() as u64, (audio.samples + u64::from(audio.priming)).div_ceil(1024));
    assert!(audio.frames.iter().map(Vec::len).sum::<usize>() < 200_000, "96 kb/s at most, or so");
}
