//! Genres without haste.

use super::{Chord, Piece, drums, space, tone, voices, within};

const MAJOR: [Chord; 4] = [&[0, 4, 7, 14], &[9, 12, 16, 19], &[5, 9, 12, 16], &[7, 12, 14, 17]];

/// Slow pads over a deep root, a few soft keys.
pub(super) fn calm(p: &mut Piece) -> Vec<f32> {
    p.tempo(64.0, 74.0);
    let ways: [[Chord; 3]; 3] =
        [[MAJOR[0], MAJOR[1], MAJOR[2]], [MAJOR[0], MAJOR[2], MAJOR[1]], [MAJOR[0], MAJOR[3], MAJOR[2]]];
    let chords = p.rng.pick(&ways);
    for bar in p.bars(&chords) {
        for n in 0..4 {
            let note = p.note(&bar, 0.0, 4.1, within(tone(bar.chord, n), 7.0), 0.55);
            voices::pad(&mut p.far, &mut p.rng, note, 1500.0);
        }
        let root = p.note(&bar, 0.0, 3.8, within(tone(bar.chord, 0), -17.0), 0.34);
        voices::bass(&mut p.near, root);
        // The keys wander over the chord, and rest more often than they play.
        let mut place = 4 + (p.rng.bits() % 3) as usize;
        for eighth in 0..if bar.last { 3 } else { 8 } {
            if eighth == 0 || p.rng.unit() < 0.45 {
                let note = p.note(&bar, 0.5 * eighth as f32, 2.5, tone(bar.chord, place), 0.72);
                let note = p.human(note);
                voices::felt(&mut p.far, note);
            }
            place = if p.rng.unit() < 0.5 { place + 1 } else { place.saturating_sub(1) }.clamp(3, 8);
        }
    }
    space::chorus(&mut p.far, 2.2, 0.35, 0.5);
    let hall = space::reverb(&p.far, 3.2, 4200.0);
    p.mixed(&hall, 0.55)
}

/// Ninth chords on an electric piano, drums that lag behind, a record's dust.
pub(super) fn lo_fi(p: &mut Piece) -> Vec<f32> {
    p.tempo(76.0, 86.0);
    let ways: [[Chord; 4]; 3] = [
        [&[0, 4, 7, 11, 14], &[9, 12, 16, 19, 23], &[2, 5, 9, 12, 16], &[7, 11, 17, 21, 16]],
        [&[0, 3, 7, 10, 14], &[8, 12, 15, 19, 22], &[5, 8, 12, 15, 19], &[7, 10, 14, 17, 20]],
        [&[0, 4, 7, 11, 14], &[5, 9, 12, 16, 19], &[4, 7, 11, 14, 18], &[9, 12, 16, 19, 23]],
    ];
    let chords = p.rng.pick(&ways);
    let swing = p.rng.range(0.56, 0.62);
    for bar in p.bars(&chords) {
        let strokes: &[(f32, f32)] = if bar.last { &[(0.0, 3.0)] } else { &[(0.0, 1.4), (1.0 + swing, 1.9)] };
        for &(beat, long) in strokes {
            for n in 1..bar.chord.len() {
                let note = p.note(&bar, beat, long, within(tone(bar.chord, n), 9.0), 0.80);
                let note = p.human(note);
                voices::keys(&mut p.far, note);
            }
        }
        let root = within(tone(bar.chord, 0), -16.0);
        let line: &[(f32, f32, f32)] =
            if bar.last { &[(0.0, 2.5, 0.0)] } else { &[(0.0, 1.3, 0.0), (2.0 + swing, 0.4, 7.0), (3.0, 0.8, 12.0)] };
        for &(beat, long, up) in line {
            let note = p.note(&bar, beat, long, root + up, 0.46);
            voices::bass(&mut p.near, note);
        }
        let (at, late) = (p.clock(&bar), 0.018);
        let kicks: &[f32] = if bar.last { &[0.0] } else { &[0.0, 1.0 + swing, 2.5] };
        kicks.iter().for_each(|&b| drums::kick(&mut p.near, at(b), 0.52));
        if !bar.last {
            [1.0, 3.0].iter().for_each(|&b| drums::snare(&mut p.near, &mut p.rng, at(b) + late, 0.55));
            for beat in 0..4 {
                let soft = p.rng.range(0.55, 0.85);
                drums::hat(&mut p.near, &mut p.rng, at(beat as f32), 1.0, 0.06);
                drums::hat(&mut p.near, &mut p.rng, at(beat as f32 + swing), soft, 0.05);
            }
        }
    }
    space::chorus(&mut p.far, 1.6, 0.8, 0.6);
    let hall = space::reverb(&p.far, 1.1, 3000.0);
    let mut out = p.mixed(&hall, 0.22);
    space::wow(&mut out, 0.35);
    // An old tape: nothing above what a small loudspeaker gives.
    let mut old = super::synth::Filter::new(8000.0, 0.6);
    out.iter_mut().for_each(|s| *s = old.pass(*s).low);
    drums::crackle(&mut out, &mut p.rng, 0.8);
    out
}

/// Strings that grow over large drums, a piano far above.
pub(super) fn cinematic(p: &mut Piece) -> Vec<f32> {
    p.tempo(78.0, 90.0);
    let ways: [[Chord; 4]; 3] = [
        [&[0, 3, 7], &[8, 12, 15], &[3, 7, 10], &[10, 14, 17]],
        [&[0, 3, 7], &[5, 8, 12], &[8, 12, 15], &[7, 11, 14]],
        [&[0, 7, 12], &[10, 14, 17], &[8, 12, 15], &[10, 14, 17]],
    ];
    let chords = p.rng.pick(&ways);
    let bars = p.bars(&chords);
    let all = bars.len().max(1) as f32;
    for (i, bar) in bars.iter().enumerate() {
        let (from, to) = (0.35 + 0.55 * i as f32 / all, 0.35 + 0.55 * (i as f32 + 1.0) / all);
        for n in 0..3 {
            let note = p.note(bar, 0.0, 4.0, within(tone(bar.chord, n), 2.0), 0.60);
            voices::strings(&mut p.far, &mut p.rng, note, from, to);
        }
        for (low, loud) in [(-14.0, 0.7), (-26.0, 0.35)] {
            let note = p.note(bar, 0.0, 4.0, within(tone(bar.chord, 0), low), loud);
            voices::strings(&mut p.far, &mut p.rng, note, 0.8 * from, 0.8 * to);
        }
        let drum: &[(f32, f32)] = if bar.last {
            &[(0.0, 1.0)]
        } else if i % 2 == 0 {
            &[(0.0, 0.8), (2.5, 0.4)]
        } else {
            &[(0.0, 0.75), (1.5, 0.35), (3.0, 0.45), (3.5, 0.55)]
        };
        for &(beat, loud) in drum {
            let at_s = p.clock(bar)(beat);
            drums::taiko(&mut p.far, &mut p.rng, at_s, loud * (0.6 + 0.4 * to));
        }
        // Two or three notes a bar, from the top of the chord downwards.
        let mut place = 8usize;
        for beat in if bar.last { vec![0.0] } else { vec![0.0, 1.5, 2.5] } {
            if beat == 0.0 || p.rng.unit() < 0.7 {
                let note = p.note(bar, beat, 2.0, tone(bar.chord, place), 0.75);
                let note = p.human(note);
                voices::felt(&mut p.far, note);
            }
            place = place.saturating_sub(1 + (p.rng.bits() % 2) as usize);
        }
    }
    if let Some(last) = bars.last().filter(|b| b.at_s > 2.0) {
        let from_s = last.at_s - 4.0 * p.beat_s;
        drums::riser(&mut p.far, &mut p.rng, from_s.max(0.0), last.at_s - from_s.max(0.0), 0.5);
    }
    let hall = space::reverb(&p.far, 2.6, 5000.0);
    p.mixed(&hall, 0.45)
}
