//! Whether a recording says a script, by what fitting one into the other costs.
//!
//! The limits were set on ten sentences in six synthesised voices and four phrases by three people: none of these was
//! refused with its own words.

use domain::take::TakeFlaw;

use super::sounds::Sounds;
use super::trellis::Path;
use crate::text::Unit;

/// The mean cost of a sound in the whole script from which on it was not said.
const WHOLE: f32 = -1.7;
/// A word that costs more than this was not said.
const WORD: f32 = -11.5;
/// The same for the mean of a word's sounds.
const SOUND: f32 = -3.2;
/// Fewer sounds than this tell too little: *a* and *I* are swallowed in running speech.
const LEAST_SOUNDS: usize = 2;
/// Between two words that cost more than this, something else was said.
const GAP: f32 = -7.5;

/// What is wrong with the words.
pub(super) fn flaw(path: &Path, sounds: &Sounds, units: &[Unit]) -> Option<TakeFlaw> {
    let text = |unit: usize| units.get(unit).map_or_else(String::new, |u| u.text.clone());
    let words = sounds.words();
    let gap = |k: usize| path.gaps.get(k).copied().unwrap_or(0.0);
    let count = sounds.tokens.len();
    let whole = path.places.iter().map(|p| p.cost).chain(path.gaps.iter().copied()).sum::<f32>() / count.max(1) as f32;
    // Where the whole does not fit, neither does what is as bad as the whole.
    let (word, sound) = if whole < WHOLE { (f32::NEG_INFINITY, WHOLE) } else { (WORD, SOUND) };
    let (mut missing, mut more_after) = (Vec::new(), Vec::new());
    let mut before = String::new();
    for (unit, tokens) in &words {
        if gap(tokens.start) < GAP {
            more_after.push(before);
        }
        let own: f32 = path.places.get(tokens.clone()).unwrap_or_default().iter().map(|p| p.cost).sum();
        let cost = own + (tokens.start + 1..tokens.end).map(gap).sum::<f32>();
        let enough = tokens.len() >= LEAST_SOUNDS;
        if cost < word || (enough && cost < sound * tokens.len() as f32) {
            missing.push(text(*unit));
        }
        before = text(*unit);
    }
    if gap(count) < GAP {
        more_after.push(before);
    }
    let fits = missing.is_empty() && more_after.is_empty() && whole >= WHOLE;
    (!fits).then_some(TakeFlaw::OtherWords { missing, more_after, words: words.len() as u32 })
}
