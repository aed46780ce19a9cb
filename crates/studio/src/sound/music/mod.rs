//! The music under a clip, made up and played by code: six genres, each with a key, a tempo and notes of its own for
//! every seed. It ends when the clip ends.

mod choose;
mod drums;
mod lively;
mod quiet;
mod space;
mod synth;
mod voices;

use domain::direction::Music;

pub use choose::choose;

use crate::scene::Rng;
use synth::RATE;
use voices::Note;

/// `count` samples of music, quiet at both ends; loudness is for the caller to set. `None` where there is none to play.
pub(super) fn play(music: Music, seed: u64, count: usize) -> Option<Vec<f32>> {
    let mut piece = Piece::new(seed ^ 0x006d_7573_6963 ^ (music as u64) << 48, count);
    let mut out = match music {
        Music::Auto | Music::None => return None,
        Music::Calm => quiet::calm(&mut piece),
        Music::LoFi => quiet::lo_fi(&mut piece),
        Music::Cinematic => quiet::cinematic(&mut piece),
        Music::Upbeat => lively::upbeat(&mut piece),
        Music::Tense => lively::tense(&mut piece),
        Music::News => lively::news(&mut piece),
    };
    space::make_room(&mut out, 0.35);
    let (from, to) = (synth::samples(0.02).min(count / 2), synth::samples(0.9).min(count / 2));
    for (i, s) in out.iter_mut().take(from).enumerate() {
        *s *= i as f32 / from as f32;
    }
    for (i, s) in out.iter_mut().rev().take(to).enumerate() {
        let k = i as f32 / to as f32;
        *s *= k * k * (3.0 - 2.0 * k);
    }
    Some(out)
}

/// What is being written: tracks, time and harmony.
struct Piece {
    rng: Rng,
    /// Goes through the hall.
    far: Vec<f32>,
    /// Does not.
    near: Vec<f32>,
    /// Length of a beat in seconds.
    beat_s: f32,
    /// Length of the piece in seconds.
    end_s: f32,
    /// MIDI pitch of the tonic, around the C below the middle one.
    tonic: f32,
}

/// A chord as semitones above the tonic; the first is its root.
type Chord = &'static [i8];

/// Some beats under one chord, mostly four.
#[derive(Debug, Clone, Copy)]
struct Bar {
    at_s: f32,
    beats: f32,
    chord: Chord,
    /// The last one: the piece comes to rest.
    last: bool,
}

impl Piece {
    fn new(seed: u64, count: usize) -> Self {
        let mut rng = Rng::new(seed);
        let tonic = 48.0 + rng.range(-2.0, 5.99).floor();
        Self { rng, far: vec![0.0; count], near: vec![0.0; count], beat_s: 0.5, end_s: count as f32 / RATE, tonic }
    }

    /// Sets the tempo, in beats a minute.
    fn tempo(&mut self, from: f32, to: f32) {
        self.beat_s = 60.0 / self.rng.range(from, to);
    }

    /// The bars of the piece: the chords in turn, then, two or three beats before the end, the first one again. The bar
    /// before it is as long as it can be.
    fn bars(&self, chords: &[Chord]) -> Vec<Bar> {
        let home = chords.first().copied().unwrap_or(&[0]);
        let last = (self.end_s / self.beat_s - 2.0).floor().max(0.0);
        let mut out = Vec::new();
        let mut beat = 0.0;
        while beat < last {
            // A single beat is no bar: rather three and two than four and one.
            let left = last - beat;
            let beats = if (left - 5.0).abs() < 0.5 { 3.0 } else { left.min(4.0) };
            let chord = chords.get(out.len() % chords.len().max(1)).copied().unwrap_or(home);
            out.push(Bar { at_s: beat * self.beat_s, beats, chord, last: false });
            beat += beats;
        }
        out.push(Bar { at_s: last * self.beat_s, beats: 4.0, chord: home, last: true });
        out
    }

    /// When the beats of a bar are, in seconds; never where the bar is shorter.
    fn clock(&self, bar: &Bar) -> impl Fn(f32) -> f32 + use<> {
        let (at_s, beats, beat_s) = (bar.at_s, bar.beats, self.beat_s);
        move |beat| if beat < beats { at_s + beat * beat_s } else { f32::MAX }
    }

    /// A note `beat` beats into a bar. `step` counts semitones above the tonic.
    fn note(&self, bar: &Bar, beat: f32, beats: f32, step: f32, loud: f32) -> Note {
        let for_s = beats.min(bar.beats - beat + 0.1).max(0.1) * self.beat_s;
        Note { at_s: self.clock(bar)(beat), for_s, pitch: self.tonic + step, loud }
    }

    /// One that is a little early or late, a little softer or louder, as played by hand.
    fn human(&mut self, note: Note) -> Note {
        let late = self.rng.range(0.0, 0.014);
        Note { at_s: note.at_s + late, loud: note.loud * self.rng.range(0.85, 1.1), ..note }
    }

    /// Near and far tracks together, `wet` of the hall beside what is far.
    fn mixed(&self, hall: &[f32], wet: f32) -> Vec<f32> {
        self.near.iter().zip(&self.far).zip(hall).map(|((n, f), h)| n + f + wet * h).collect()
    }
}

/// The chord's `n`th tone counted upwards from its root, over octaves.
fn tone(chord: Chord, n: usize) -> f32 {
    let size = chord.len().max(1);
    let step = chord.get(n % size).copied().unwrap_or(0);
    f32::from(step) + 12.0 * (n / size) as f32
}

/// Brings a step into the octave above `low`.
fn within(step: f32, low: f32) -> f32 {
    let mut s = step;
    while s < low {
        s += 12.0;
    }
    while s >= low + 12.0 {
        s -= 12.0;
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_genre_plays_its_whole_length_and_no_two_alike() {
        let count = 6 * 48_000;
        let all: Vec<Vec<f32>> = Music::ALL.iter().filter_map(|m| play(*m, 4, count)).collect();
        assert_eq!(all.len(), 6);
        for (i, a) in all.iter().enumerate() {
            assert!(a.len() == count && a.iter().all(|s| s.is_finite()));
            let power = |from: usize| a[from..from + 24_000].iter().map(|s| s * s).sum::<f32>() / 24_000.0;
            let levels: Vec<f32> = (0..10).map(|k| 10.0 * power(k * 24_000 + 12_000).log10()).collect();
            assert!(levels.iter().all(|l| *l > -55.0), "{i}: something is heard all along: {levels:.0?}");
            assert!(a[..4].iter().chain(&a[count - 4..]).all(|s| s.abs() < 1e-3), "{i}");
            let peak = a.iter().fold(0.0f32, |p, s| p.max(s.abs()));
            assert!(peak < 6.0, "{i}: {peak}");
            assert!(all[i + 1..].iter().all(|b| a != b));
        }
        assert_eq!(play(Music::LoFi, 4, count).as_ref(), Some(&all[1]));
        assert_ne!(play(Music::LoFi, 5, count).as_ref(), Some(&all[1]));
    }

    #[test]
    fn a_moment_of_music_is_no_trouble() {
        for music in Music::ALL {
            for count in [0, 1, 1600, 20_000] {
                assert!(play(music, 1, count).is_none_or(|m| m.len() == count && m.iter().all(|s| s.is_finite())));
            }
        }
    }
}
