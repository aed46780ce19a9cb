//! Pitched instruments. Each adds one note to a track.

use super::synth::{Fall, Filter, Swell, Tone, hz, samples};
use crate::scene::Rng;

/// One note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note {
    /// When, in seconds.
    pub(super) at_s: f32,
    /// For how long, in seconds, without what rings on.
    pub(super) for_s: f32,
    /// MIDI.
    pub(super) pitch: f32,
    /// 0..1.
    pub(super) loud: f32,
}

fn add(track: &mut [f32], at_s: f32, count: usize, mut sample: impl FnMut(usize) -> f32) {
    let from = samples(at_s).min(track.len());
    let to = (from + count).min(track.len());
    for (i, s) in track[from..to].iter_mut().enumerate() {
        *s += sample(i);
    }
}

/// Three saws that drift against each other behind a soft filter, which opens to `bright_hz` and closes again.
pub(super) fn pad(track: &mut [f32], rng: &mut Rng, note: Note, bright_hz: f32) {
    let f = hz(note.pitch);
    let mut saws = [0.9965, 1.0, 1.0041].map(|k| Tone::new(f * k, rng.unit()));
    let swell = Swell { attack_s: (0.45 * note.for_s).min(1.1), length_s: note.for_s, release_s: 1.1 };
    let mut filter = Filter::new(bright_hz, 0.7);
    let (mut slow, mut level) = (Tone::new(rng.range(0.07, 0.16), rng.unit()), 0.0);
    add(track, note.at_s, swell.whole(), |i| {
        if i % 64 == 0 {
            level = swell.at(i);
            filter.tune(bright_hz * (0.55 + 0.45 * level) * (1.0 + 0.004 * slow.sine()), 0.7);
        }
        let x: f32 = saws.iter_mut().map(Tone::saw).sum();
        0.16 * note.loud * swell.at(i) * filter.pass(x).low
    });
}

/// Bowed strings: five saws with vibrato, brighter as they swell; `from` and `to` are the bow's pressure, 0..1.
pub(super) fn strings(track: &mut [f32], rng: &mut Rng, note: Note, from: f32, to: f32) {
    let f = hz(note.pitch);
    let mut saws = [0.994, 0.9975, 1.0, 1.003, 1.0055].map(|k| Tone::new(f * k, rng.unit()));
    let swell = Swell { attack_s: 0.30, length_s: note.for_s, release_s: 0.7 };
    let mut filter = Filter::new(900.0, 0.7);
    let mut force = from;
    add(track, note.at_s, swell.whole(), |i| {
        if i % 64 == 0 {
            let t = (i as f32 / samples(note.for_s).max(1) as f32).min(1.0);
            force = from + (to - from) * t;
            filter.tune(500.0 + 2600.0 * force * force, 0.6);
        }
        let x: f32 = saws.iter_mut().map(Tone::saw).sum();
        0.11 * note.loud * (0.35 + 0.65 * force) * swell.at(i) * filter.pass(x).low
    });
}

/// A short bow stroke.
pub(super) fn stroke(track: &mut [f32], rng: &mut Rng, note: Note) {
    let f = hz(note.pitch);
    let mut saws = [0.997, 1.0, 1.004].map(|k| Tone::new(f * k, rng.unit()));
    let (mut fall, mut filter) = (Fall::new(0.30), Filter::new(1500.0 + 1200.0 * note.loud, 0.7));
    add(track, note.at_s, samples(0.30), |i| {
        let x: f32 = saws.iter_mut().map(Tone::saw).sum();
        0.17 * note.loud * (i as f32 / 300.0).min(1.0) * fall.next() * filter.pass(x).low
    });
}

/// Brass: saws whose filter opens with the breath.
pub(super) fn brass(track: &mut [f32], rng: &mut Rng, note: Note) {
    let f = hz(note.pitch);
    let mut saws = [0.998, 1.0025].map(|k| Tone::new(f * k, rng.unit()));
    let swell = Swell { attack_s: 0.035, length_s: note.for_s, release_s: 0.28 };
    let (mut filter, mut fall) = (Filter::new(600.0, 0.9), Fall::new(1.6));
    add(track, note.at_s, swell.whole(), |i| {
        let breath = swell.at(i) * (0.45 + 0.55 * fall.next());
        if i % 32 == 0 {
            filter.tune(350.0 + f + 3200.0 * breath * note.loud, 0.9);
        }
        let x: f32 = saws.iter_mut().map(Tone::saw).sum();
        0.26 * note.loud * breath * filter.pass(x).low
    });
}

/// An electric piano: a sine that another sine bends, and a tine that rings for a moment.
pub(super) fn keys(track: &mut [f32], note: Note) {
    let f = hz(note.pitch);
    let (mut carrier, mut bender, mut tine) =
        (Tone::new(f, 0.0), Tone::new(f * 1.001, 0.25), Tone::new((14.0 * f).min(9000.0), 0.0));
    let (mut body, mut bite, mut ring) = (Fall::new(3.2), Fall::new(1.1), Fall::new(0.16));
    let swell = Swell { attack_s: 0.004, length_s: note.for_s, release_s: 0.35 };
    add(track, note.at_s, swell.whole(), |i| {
        let bend = (0.05 + 0.16 * note.loud) * bite.next() * bender.sine();
        let tine = 0.05 * note.loud * ring.next() * tine.sine();
        0.30 * note.loud * swell.at(i) * body.next() * (carrier.bent(bend) + tine)
    });
}

/// A felt piano: a few partials, the high ones gone first.
pub(super) fn felt(track: &mut [f32], note: Note) {
    let f = hz(note.pitch);
    let mut partials = [(1.0, 1.0, 4.0), (2.002, 0.34, 2.2), (3.007, 0.13, 1.2), (4.016, 0.06, 0.7)]
        .map(|(k, loud, s)| (Tone::new(f * k, 0.0), Fall::new(s), loud));
    let swell = Swell { attack_s: 0.008, length_s: note.for_s, release_s: 0.6 };
    add(track, note.at_s, swell.whole(), |i| {
        let x: f32 = partials.iter_mut().map(|(tone, fall, loud)| *loud * fall.next() * tone.sine()).sum();
        0.30 * note.loud * swell.at(i) * x
    });
}

/// A bar of wood or metal that is struck: `second` is its first overtone over its tone.
pub(super) fn mallet(track: &mut [f32], note: Note, second: f32, ring_s: f32) {
    let f = hz(note.pitch);
    let (mut low, mut high) = (Tone::new(f, 0.0), Tone::new((f * second).min(12_000.0), 0.0));
    let (mut body, mut click) = (Fall::new(ring_s), Fall::new(0.25 * ring_s));
    add(track, note.at_s, samples(ring_s), |i| {
        let soft = (i as f32 / 60.0).min(1.0);
        0.30 * note.loud * soft * (body.next() * low.sine() + 0.3 * click.next() * high.sine())
    });
}

/// A plucked string (Karplus and Strong 1983), damped by `soft`, 0..1.
pub(super) fn pluck(track: &mut [f32], rng: &mut Rng, note: Note, soft: f32) {
    let share = 0.30 + 0.20 * soft;
    let period = (super::synth::RATE / hz(note.pitch) - share).max(2.0);
    let whole = period as usize;
    let part = period - whole as f32;
    let mut filter = Filter::new(2200.0 + 3500.0 * note.loud, 0.7);
    let mut line: Vec<f32> = (0..=whole).map(|_| filter.pass(2.0 * rng.unit() - 1.0).low).collect();
    let (mut at, mut before) = (0, 0.0);
    let keep = 0.9975 - 0.007 * soft;
    let swell = Swell { attack_s: 0.002, length_s: note.for_s, release_s: 0.25 };
    add(track, note.at_s, swell.whole(), |i| {
        // The fraction of the period is made by where between two samples the line is read.
        let (a, b) = (line[at], line[(at + 1) % line.len()]);
        let out = a + (b - a) * (1.0 - part);
        line[at] = keep * ((1.0 - share) * out + share * before);
        before = out;
        at = (at + 1) % line.len();
        0.42 * note.loud * swell.at(i) * out
    });
}

/// A round bass: a triangle with its octave's shadow.
pub(super) fn bass(track: &mut [f32], note: Note) {
    let f = hz(note.pitch);
    let (mut low, mut edge) = (Tone::new(f, 0.0), Tone::new(f, 0.25));
    let mut filter = Filter::new(320.0 + 2.0 * f, 0.7);
    let (mut fall, swell) = (Fall::new(2.4), Swell { attack_s: 0.012, length_s: note.for_s, release_s: 0.10 });
    add(track, note.at_s, swell.whole(), |i| {
        let x = 0.75 * low.sine() + 0.45 * filter.pass(edge.triangle()).low;
        0.48 * note.loud * swell.at(i) * (0.3 + 0.7 * fall.next()) * x
    });
}

/// A low tone with its fifth and a slow beat, for as long as the note.
pub(super) fn drone(track: &mut [f32], rng: &mut Rng, note: Note) {
    let f = hz(note.pitch);
    let mut tones =
        [(1.0, 0.5), (1.004, 0.4), (1.498, 0.2), (2.003, 0.12)].map(|(k, l)| (Tone::new(f * k, rng.unit()), l));
    let mut rough = Tone::new(f, rng.unit());
    let mut filter = Filter::new(260.0, 0.8);
    let swell = Swell { attack_s: 0.8, length_s: note.for_s, release_s: 0.8 };
    add(track, note.at_s, swell.whole(), |i| {
        let x: f32 = tones.iter_mut().map(|(t, l)| *l * t.sine()).sum();
        0.40 * note.loud * swell.at(i) * (x + 0.6 * filter.pass(rough.saw()).low)
    });
}
