//! Words between asterisks: longer, higher, louder.

use crate::acoustic::{BINS, Frames};
use crate::lexicon::phones;
use crate::speak::Sentence;

/// How far the pitch rises, in semitones.
const RISE_ST: f32 = 3.0;
/// How much louder, as a natural logarithm: 3 dB.
const LOUDER: f32 = 0.35;
/// Width of the rise beyond the stressed vowel, in frames.
const SOFT: f32 = 6.0;

/// Factor of the length of a symbol in an emphasised word.
pub(super) fn slowed(symbol: char) -> f32 {
    if phones::is_consonant(symbol) {
        1.15
    } else {
        // Vowels, and the stress marks, whose time is the vowel's.
        1.4
    }
}

/// Raises pitch and loudness around the stressed vowels of the emphasised words.
pub(super) fn apply(frames: &mut Frames, sentence: &Sentence) {
    let mut at = frames.durations.first().copied().unwrap_or(0.0);
    let mut primary = false;
    let mut peaks = Vec::new();
    for (k, (&(symbol, _), length)) in sentence.symbols.iter().zip(frames.durations.iter().skip(1)).enumerate() {
        // Durations are in units of two frames.
        let middle = 2.0 * at + length;
        if phones::is_vowel(symbol) && primary && sentence.emphasised.contains(&k) {
            peaks.push((middle, length + SOFT));
        }
        primary = symbol == phones::PRIMARY || (primary && !phones::is_vowel(symbol));
        at += length;
    }
    if peaks.is_empty() {
        return;
    }
    for i in 0..frames.len() {
        let near = |(middle, width): &(f32, f32)| (-((i as f32 - middle) / width).powi(2)).exp();
        let height = peaks.iter().map(near).fold(0.0, f32::max);
        if let Some(f) = frames.f0_hz.get_mut(i) {
            *f *= (height * RISE_ST / 12.0).exp2();
        }
        for part in [&mut frames.harmonic, &mut frames.noise, &mut frames.free] {
            for x in part.get_mut(i * BINS..(i + 1) * BINS).unwrap_or_default() {
                *x += height * LOUDER;
            }
        }
    }
}
