//! Genres with a pulse.

use super::{Chord, Piece, drums, space, tone, voices, within};

/// Four on the floor, claps, plucked strings and a mallet's tune.
pub(super) fn upbeat(p: &mut Piece) -> Vec<f32> {
    p.tempo(112.0, 124.0);
    let ways: [[Chord; 4]; 3] = [
        [&[0, 4, 7], &[7, 11, 14], &[9, 12, 16], &[5, 9, 12]],
        [&[0, 4, 7], &[9, 12, 16], &[5, 9, 12], &[7, 11, 14]],
        [&[0, 4, 7], &[5, 9, 12], &[9, 12, 16], &[7, 11, 14]],
    ];
    let chords = p.rng.pick(&ways);
    // A tune of two bars out of five notes that suit every chord, kept for the whole piece.
    const FIVE: [f32; 5] = [0.0, 2.0, 4.0, 7.0, 9.0];
    let rhythm = p.rng.pick(&[[0.0, 0.75, 1.5, 2.5, 3.0], [0.0, 0.5, 1.5, 2.0, 3.25], [0.5, 1.0, 1.75, 2.5, 3.5]]);
    let tune: Vec<f32> = (0..10).map(|_| p.rng.pick(&FIVE)).collect();
    for (i, bar) in p.bars(&chords).into_iter().enumerate() {
        let (at, beats) = (p.clock(&bar), if bar.last { 1 } else { 4 });
        for beat in 0..beats {
            let b = beat as f32;
            drums::kick(&mut p.near, at(b), 0.60);
            if beat % 2 == 1 {
                drums::clap(&mut p.near, &mut p.rng, at(b), 0.34);
            }
            if !bar.last {
                drums::hat(&mut p.near, &mut p.rng, at(b + 0.5), 0.75, 0.11);
                for quarter in 0..4 {
                    let loud = if quarter % 2 == 0 { 0.28 } else { 0.45 };
                    drums::shaker(&mut p.near, &mut p.rng, at(b + 0.25 * quarter as f32), loud);
                }
            }
        }
        let root = within(tone(bar.chord, 0), -16.0);
        let line: &[f32] = if bar.last { &[0.0] } else { &[0.0, 0.75, 1.5, 2.5, 3.0, 3.5] };
        for &beat in line {
            let note = p.note(&bar, beat, if bar.last { 2.0 } else { 0.42 }, root, 0.46);
            voices::bass(&mut p.near, note);
        }
        let strums: &[f32] = if bar.last { &[0.0] } else { &[0.0, 0.5, 1.25, 1.5, 2.25, 2.75, 3.5] };
        for (k, &beat) in strums.iter().enumerate() {
            for n in 0..3 {
                let place = within(tone(bar.chord, n), 4.0) + 12.0 * f32::from(u8::from((k + n) % 3 == 2));
                let note = p.note(&bar, beat + 0.012 * n as f32, if bar.last { 2.5 } else { 0.6 }, place, 0.60);
                let note = p.human(note);
                voices::pluck(&mut p.far, &mut p.rng, note, 0.55);
            }
        }
        if bar.last {
            let note = p.note(&bar, 0.0, 1.0, 24.0, 0.45);
            voices::mallet(&mut p.far, note, 4.0, 1.2);
        } else {
            for (k, &beat) in rhythm.iter().enumerate() {
                let step = tune.get(k + 5 * (i % 2)).copied().unwrap_or(0.0);
                let note = p.note(&bar, beat, 0.5, 24.0 + step, 0.34);
                let note = p.human(note);
                voices::mallet(&mut p.far, note, 4.0, 0.55);
            }
        }
    }
    let hall = space::reverb(&p.far, 1.2, 6000.0);
    p.mixed(&hall, 0.25)
}

/// A drone, a clock, low strokes that never rest, a cluster that rises.
pub(super) fn tense(p: &mut Piece) -> Vec<f32> {
    p.tempo(92.0, 104.0);
    let chords: [Chord; 4] = [&[0, 7, 12], &[0, 7, 13], &[0, 6, 12], &[1, 7, 13]];
    let bars = p.bars(&chords);
    let end_s = p.end_s;
    let low = voices::Note { at_s: 0.0, for_s: (end_s - 1.0).max(0.2), pitch: p.tonic - 12.0, loud: 0.40 };
    voices::drone(&mut p.near, &mut p.rng, low);
    let pattern = p.rng.pick(&[[0.0, 0.0, 12.0, 0.0, 0.0, 1.0, 0.0, 3.0], [0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 1.0, -1.0]]);
    for (i, bar) in bars.iter().enumerate() {
        let at = p.clock(bar);
        let grown = 0.55 + 0.45 * i as f32 / bars.len() as f32;
        for (k, step) in pattern.iter().enumerate().take(if bar.last { 1 } else { 8 }) {
            let accent = if k % 4 == 0 { 1.0 } else { 0.70 };
            let note = p.note(bar, 0.5 * k as f32, 0.3, within(tone(bar.chord, 0), -12.0) + step, accent * grown);
            voices::stroke(&mut p.far, &mut p.rng, note);
        }
        for beat in 0..if bar.last { 1 } else { 4 } {
            let pitch = if beat % 2 == 0 { 1900.0 } else { 1500.0 };
            drums::tick(&mut p.far, &mut p.rng, at(beat as f32), 0.9, pitch);
            drums::tick(&mut p.far, &mut p.rng, at(beat as f32 + 0.5), 0.45, pitch);
        }
        // A heart: two strokes, then nothing.
        for (beat, loud) in [(0.0, 0.55), (0.45, 0.38)] {
            drums::kick(&mut p.near, at(beat), loud * grown);
            if !bar.last {
                drums::kick(&mut p.near, at(beat + 2.0), loud * grown);
            }
        }
    }
    for (n, step) in [12.0, 13.0, 18.0].into_iter().enumerate() {
        let from_s = 0.22 * end_s + 0.5 * n as f32;
        let note =
            voices::Note { at_s: from_s, for_s: (end_s - 1.2 - from_s).max(0.2), pitch: p.tonic + step, loud: 0.62 };
        voices::strings(&mut p.far, &mut p.rng, note, 0.1, 0.75);
    }
    drums::riser(&mut p.far, &mut p.rng, 0.4 * end_s, 0.55 * end_s, 0.22);
    let hall = space::reverb(&p.far, 2.2, 3600.0);
    p.mixed(&hall, 0.40)
}

/// A sting at the start, a pulse under the news, a stroke at the end.
pub(super) fn news(p: &mut Piece) -> Vec<f32> {
    p.tempo(108.0, 118.0);
    let chords: [Chord; 4] = [&[0, 3, 7], &[8, 12, 15], &[10, 14, 17], &[7, 10, 14]];
    let bars = p.bars(&chords);
    let motif =
        p.rng.pick(&[[12.0, 12.0, 19.0, 15.0, 17.0], [19.0, 15.0, 12.0, 17.0, 19.0], [12.0, 15.0, 19.0, 24.0, 19.0]]);
    for (i, bar) in bars.iter().enumerate() {
        let at = p.clock(bar);
        if i == 0 || bar.last {
            // The whole band on one stroke; at the start a second one answers.
            let strokes: &[(f32, f32)] = if bar.last { &[(0.0, 1.2)] } else { &[(0.0, 0.45), (0.75, 1.6)] };
            for &(beat, long) in strokes {
                for step in [-12.0, 0.0, 3.0, 7.0, 12.0] {
                    let note = p.note(bar, beat, long, step, 0.62);
                    voices::brass(&mut p.far, &mut p.rng, note);
                }
                drums::taiko(&mut p.far, &mut p.rng, at(beat), 0.75);
                drums::hat(&mut p.far, &mut p.rng, at(beat), 1.1, 0.9);
            }
        }
        if i == 0 {
            for (k, step) in motif.into_iter().enumerate() {
                let note = p.note(bar, 1.5 + 0.5 * k as f32, 0.5, 12.0 + step, 0.5);
                voices::mallet(&mut p.far, note, 2.76, 1.0);
            }
        }
        if bar.last {
            let note = p.note(bar, 0.0, 2.0, 24.0, 0.5);
            voices::mallet(&mut p.far, note, 2.76, 1.4);
            continue;
        }
        let root = within(tone(bar.chord, 0), -14.0);
        for sixteenth in 0..16 {
            let beat = 0.25 * sixteenth as f32;
            if i > 0 || beat >= 2.0 {
                let n = [0, 1, 2, 1][sixteenth % 4];
                let accent = if sixteenth % 4 == 0 { 0.85 } else { 0.50 };
                let note = p.note(bar, beat, 0.2, within(tone(bar.chord, n), 0.0), accent);
                voices::stroke(&mut p.far, &mut p.rng, note);
            }
            if sixteenth % 2 == 0 && i > 0 {
                let note = p.note(bar, beat, 0.40, root, 0.36);
                voices::bass(&mut p.near, note);
            }
        }
        for beat in 0..4 {
            if i > 0 {
                drums::kick(&mut p.near, at(beat as f32), 0.42);
                drums::hat(&mut p.near, &mut p.rng, at(beat as f32 + 0.5), 0.5, 0.05);
            }
            // The wire: short signals high above.
            for k in [0.0, 0.25, 0.75] {
                if p.rng.unit() < 0.6 {
                    drums::tick(&mut p.far, &mut p.rng, at(beat as f32 + k), 0.22, 2300.0);
                }
            }
        }
    }
    let hall = space::reverb(&p.far, 1.5, 6000.0);
    p.mixed(&hall, 0.28)
}
