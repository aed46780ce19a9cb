//! The same stored, quantised timeline gives the same frames, bit for bit, on every machine: here natively, in
//! `tests/golden` in WASM. After a change of what is drawn, `GOLDEN=write cargo test -p studio --test golden` writes the
//! hashes anew; `GOLDEN=pack` also the pack and the timelines: look at a contact sheet before.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "golden/frames.rs"]
mod frames;
mod synthetic;

use std::path::PathBuf;

use frames::{COUNT, Golden};
use studio::timeline::{Channel, Timeline, Values};

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Two seconds in which everything moves that can; `side` is where the head turns.
fn timeline(side: f32) -> Timeline {
    let frame = |f: usize| {
        let mut v = Values::default();
        let wave = |k: f32| 0.5 + 0.5 * studio::math::sin(0.37 * k * f as f32 + k);
        let set = [
            (Channel::Jaw, 0.18 * wave(1.0)),
            (Channel::Wide, 0.06 * wave(1.7)),
            (Channel::Round, 0.08 * wave(2.3) * wave(0.6)),
            (Channel::Tongue, wave(1.3)),
            (Channel::Blink, studio::math::smoothstep(0.7, 1.0, wave(0.8))),
            (Channel::Yaw, side * 24.0 * (wave(0.3) - 0.5)),
            (Channel::Pitch, 5.0 * (wave(0.7) - 0.5)),
            (Channel::Roll, 4.0 * (wave(0.5) - 0.5)),
            (Channel::Brow, wave(0.9)),
            (Channel::Smile, 0.5 * wave(0.4)),
            (Channel::GazeX, 0.06 * (wave(1.1) - 0.5)),
            (Channel::Breath, wave(0.2)),
            (Channel::Frown, 0.3 * wave(0.15)),
        ];
        set.iter().for_each(|&(channel, value)| v[channel] = value);
        v
    };
    Timeline::from_values(&(0..60).map(frame).collect::<Vec<_>>())
}

#[test]
fn frames_are_the_same_to_the_bit() {
    let what = std::env::var("GOLDEN").unwrap_or_default();
    if what == "pack" {
        std::fs::write(file("face.pack"), synthetic::pack(true).to_bytes().expect("a pack")).expect("a file");
        for (name, side) in [("alone", 1.0), ("left", 0.5), ("right", -0.6)] {
            std::fs::write(file(&format!("{name}.timeline")), timeline(side).to_bytes()).expect("a file");
        }
        println!("pack and timelines are written: once more with GOLDEN=write, so that they are compiled in");
        return;
    }
    let mut golden = Golden::new().expect("what is stored can be read");
    let hashes: String = (0..COUNT).map(|n| format!("{:016x}\n", golden.hash(n))).collect();
    if what == "write" {
        std::fs::write(file("hashes.txt"), &hashes).expect("a file");
    }
    // Nothing is kept from one frame to the next: in another order they are the same.
    let mut again = Golden::new().expect("what is stored can be read");
    let mut backwards: Vec<String> = (0..COUNT).rev().map(|n| format!("{:016x}\n", again.hash(n))).collect();
    backwards.reverse();
    assert_eq!(hashes, backwards.concat(), "a frame depends on what was drawn before it");
    let mut one: Vec<&str> = hashes.lines().collect();
    one.sort_unstable();
    one.dedup();
    assert_eq!(one.len(), COUNT, "frames differ from each other");
    assert_eq!(hashes, std::fs::read_to_string(file("hashes.txt")).expect("hashes.txt"));
}
