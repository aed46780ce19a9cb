//! When each sound and word of a recording is heard.

use domain::speech::{Phone, Speech, Word};

use super::sounds::Sounds;
use super::trellis::Path;
use crate::signal::HOP_S;
use crate::text::Unit;

/// Length of one of the recogniser's frames, in seconds.
const FRAME_S: f32 = 0.02;
/// So much after the beginning of the recogniser's first frame for it a sound begins: the median over the phones of
/// speech whose times are known, in seconds. It knows a sound when some of it has been heard, so this is below 0.
const LAG_S: f32 = -0.045;
/// The least that a sound lasts, in seconds.
const LEAST_S: f32 = 0.012;
/// How the time of a vowel with the r after it is shared.
const VOWEL: f32 = 0.55;

/// Phones and words, in seconds from the recording's first sample; `from_s` is where the path begins. `active` says in which
/// frames of 10 ms of the recording somebody speaks. A sound that was left out has no phone.
pub(super) fn speech(path: &Path, sounds: &Sounds, units: &[Unit], active: &[bool], from_s: f32) -> Speech {
    let starts = starts(path, from_s);
    let mut speech = Speech::default();
    for (unit, tokens) in sounds.words() {
        let (mut first_s, mut last_s) = (None, 0.0f32);
        for k in tokens {
            let (Some(&start_s), Some(place)) = (starts.get(k), path.places.get(k)) else { continue };
            let next_s = starts.get(k + 1).copied().unwrap_or(f32::INFINITY);
            let end_s = quiet_after(active, start_s, next_s).max(start_s + LEAST_S).min(next_s);
            first_s = first_s.or(Some(start_s));
            last_s = end_s;
            if place.end == place.start {
                continue;
            }
            let of = sounds.of.get(k).cloned().unwrap_or_default();
            let turn_s = start_s + VOWEL * (end_s - start_s);
            let both = of.len() == 2;
            for (i, sound) in sounds.all.get(of).unwrap_or_default().iter().enumerate() {
                let (start_s, end_s) = match (both, i) {
                    (true, 0) => (start_s, turn_s),
                    (true, _) => (turn_s, end_s),
                    _ => (start_s, end_s),
                };
                let symbol = sound.symbol.to_string();
                speech.phones.push(Phone { symbol, start_s, end_s, stress: sound.stress });
            }
        }
        if let Some(start_s) = first_s {
            let text = units.get(unit).map_or_else(String::new, |u| u.text.clone());
            speech.words.push(Word { text, start_s, end_s: last_s });
        }
    }
    speech
}

/// When each sound begins, one after another.
fn starts(path: &Path, from_s: f32) -> Vec<f32> {
    let mut out: Vec<f32> = path.places.iter().map(|p| from_s + FRAME_S * p.start as f32 + LAG_S).collect();
    for k in (1..out.len()).rev() {
        out[k - 1] = out[k - 1].min(out[k] - LEAST_S);
    }
    // Before the recording begins there is nothing.
    let mut least_s = 0.0;
    for start_s in &mut out {
        *start_s = start_s.max(least_s);
        least_s = *start_s + LEAST_S;
    }
    out
}

/// Where it becomes quiet between two times; the second of them if it does not.
fn quiet_after(active: &[bool], from_s: f32, to_s: f32) -> f32 {
    let first = (from_s.max(0.0) / HOP_S) as usize + 2;
    let last = if to_s.is_finite() { (to_s / HOP_S) as usize } else { active.len() };
    let range = first.min(active.len())..last.clamp(first.min(active.len()), active.len());
    match active.get(range).unwrap_or_default().iter().position(|a| !*a) {
        Some(at) => (first + at) as f32 * HOP_S,
        None if to_s.is_finite() => to_s,
        None => active.len() as f32 * HOP_S,
    }
}
