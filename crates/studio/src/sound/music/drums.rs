//! Drums, made of noise and falling tones. Each adds one stroke to a track.

use super::synth::{Fall, Filter, RATE, Tone, samples};
use crate::scene::Rng;

fn add(track: &mut [f32], at_s: f32, length_s: f32, mut sample: impl FnMut(usize) -> f32) {
    let from = samples(at_s).min(track.len());
    let to = (from + samples(length_s)).min(track.len());
    let all = (to - from).max(1) as f32;
    for (i, s) in track[from..to].iter_mut().enumerate() {
        // A stroke that the end of the track cuts still ends softly.
        *s += sample(i) * ((1.0 - i as f32 / all) * 40.0).min(1.0);
    }
}

fn white(rng: &mut Rng) -> f32 {
    2.0 * rng.unit() - 1.0
}

/// A tone that falls from `from_hz` to `to_hz`.
fn drop(track: &mut [f32], at_s: f32, loud: f32, [from_hz, to_hz]: [f32; 2], fast_s: f32, ring_s: f32) {
    let (mut turns, mut bend, mut body) = (0.0f32, Fall::new(fast_s), Fall::new(ring_s));
    add(track, at_s, ring_s, |i| {
        turns += (to_hz + (from_hz - to_hz) * bend.next()) / RATE;
        turns -= libm::floorf(turns);
        loud * (i as f32 / 40.0).min(1.0) * body.next() * libm::sinf(core::f32::consts::TAU * turns)
    });
}

/// A bass drum.
pub(super) fn kick(track: &mut [f32], at_s: f32, loud: f32) {
    drop(track, at_s, 0.85 * loud, [150.0, 50.0], 0.09, 0.42);
}

/// A large drum in a hall.
pub(super) fn taiko(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32) {
    drop(track, at_s, 0.8 * loud, [118.0, 62.0], 0.20, 1.1);
    drop(track, at_s, 0.3 * loud, [190.0, 131.0], 0.15, 0.6);
    let (mut filter, mut fall) = (Filter::new(520.0, 0.7), Fall::new(0.14));
    add(track, at_s, 0.14, |_| 0.5 * loud * fall.next() * filter.pass(white(rng)).low);
}

/// Noise in a band.
#[derive(Debug, Clone, Copy)]
struct Hiss {
    cut_hz: f32,
    q: f32,
    high: bool,
    fall_s: f32,
}

fn hiss(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32, h: Hiss) {
    let (mut filter, mut fall) = (Filter::new(h.cut_hz, h.q), Fall::new(h.fall_s));
    add(track, at_s, h.fall_s, |i| {
        let s = filter.pass(white(rng));
        loud * (i as f32 / 20.0).min(1.0) * fall.next() * if h.high { s.high } else { s.band }
    });
}

/// A snare drum with brushes rather than sticks.
pub(super) fn snare(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32) {
    drop(track, at_s, 0.35 * loud, [240.0, 180.0], 0.05, 0.16);
    hiss(track, rng, at_s, 0.55 * loud, Hiss { cut_hz: 2400.0, q: 0.6, high: false, fall_s: 0.22 });
}

/// Hands: three that nearly meet.
pub(super) fn clap(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32) {
    let h = Hiss { cut_hz: 1500.0, q: 1.1, high: false, fall_s: 0.05 };
    hiss(track, rng, at_s, 0.5 * loud, h);
    hiss(track, rng, at_s + 0.011, 0.6 * loud, h);
    hiss(track, rng, at_s + 0.021, 0.9 * loud, Hiss { fall_s: 0.20, ..h });
}

/// A closed or, longer, an open cymbal.
pub(super) fn hat(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32, fall_s: f32) {
    hiss(track, rng, at_s, 0.28 * loud, Hiss { cut_hz: 7500.0, q: 0.7, high: true, fall_s });
}

/// Seeds in a tube.
pub(super) fn shaker(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32) {
    let (mut filter, mut fall) = (Filter::new(6200.0, 0.9), Fall::new(0.09));
    add(track, at_s, 0.09, |i| 0.30 * loud * (i as f32 / 700.0).min(1.0) * fall.next() * filter.pass(white(rng)).band);
}

/// A clock.
pub(super) fn tick(track: &mut [f32], rng: &mut Rng, at_s: f32, loud: f32, pitch_hz: f32) {
    let (mut tone, mut fall) = (Tone::new(pitch_hz, 0.0), Fall::new(0.035));
    add(track, at_s, 0.035, |_| 0.25 * loud * fall.next() * (0.7 * tone.sine() + 0.3 * white(rng)));
}

/// A cymbal that is rolled louder and louder until `at_s + length_s`.
pub(super) fn riser(track: &mut [f32], rng: &mut Rng, at_s: f32, length_s: f32, loud: f32) {
    let mut filter = Filter::new(900.0, 0.8);
    let all = samples(length_s).max(1) as f32;
    add(track, at_s, length_s, |i| {
        let t = i as f32 / all;
        if i % 64 == 0 {
            filter.tune(700.0 + 5200.0 * t * t, 0.8);
        }
        0.30 * loud * t * t * filter.pass(white(rng)).band
    });
}

/// Dust on a record.
pub(super) fn crackle(track: &mut [f32], rng: &mut Rng, loud: f32) {
    let (mut filter, mut hum) = (Filter::new(3200.0, 0.8), Filter::new(900.0, 0.7));
    let mut left = 0.0f32;
    for s in track.iter_mut() {
        if rng.unit() < 9.0 / RATE {
            left = rng.range(0.1, 1.0);
        }
        let n = white(rng);
        *s += loud * (0.16 * filter.pass(left * n).band + 0.004 * hum.pass(n).low);
        left *= 0.93;
    }
}
