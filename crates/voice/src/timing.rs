//! Phone and word times from the network's durations.

use domain::speech::{Phone, Speech, Word};

use crate::acoustic::UNIT_S;
use crate::lexicon::phones;
use crate::speak::Sentence;
use crate::text::Unit;

/// So much before the time that the network's durations give it a sound is heard: the median over the beginnings and ends of
/// hissed sounds and of the closures of p and b, in seconds.
const LATE_S: f32 = 0.060;

/// Appends a sentence's phones and words. `offset_s` is where its sound starts.
///
/// The time of a stress mark goes to the vowel after it. A gap between words that is as short as one unit is not a
/// pause: the sound before it lasts until the next. `last` is the unit that was spoken last.
pub(crate) fn append(
    speech: &mut Speech,
    sentence: &Sentence,
    durations: &[f32],
    units: &[Unit],
    offset_s: f32,
    last: &mut Option<usize>,
) {
    let end_of_sound_s = speech.duration_s();
    let time_s = |units: f32| (offset_s + units * UNIT_S - LATE_S).clamp(0.0, end_of_sound_s);
    let mut at = durations.first().copied().unwrap_or(0.0);
    let mut stress = None;
    let first_phone = speech.phones.len();
    for (&(symbol, unit), &length) in sentence.symbols.iter().zip(durations.iter().skip(1)) {
        let (from, to) = (at, at + length.max(0.0));
        at = to;
        match symbol {
            phones::PRIMARY => stress = Some((from, 2)),
            phones::SECONDARY => stress = Some((from, 1)),
            c if phones::is_phone(c) => {
                let (from, level) = stress.take().unwrap_or((from, 0));
                let (start_s, end_s) = (time_s(from), time_s(to));
                if end_s > start_s {
                    speech.phones.push(Phone { symbol: c.to_string(), start_s, end_s, stress: level });
                    match speech.words.last_mut() {
                        Some(word) if *last == Some(unit) => word.end_s = end_s,
                        _ => {
                            let text = units.get(unit).map_or_else(String::new, |u| u.text.clone());
                            speech.words.push(Word { text, start_s, end_s });
                        }
                    }
                    *last = Some(unit);
                }
            }
            ' ' if length <= 1.0 => {
                let end_s = time_s(to);
                if let Some(last) = speech.phones.get_mut(first_phone..).and_then(<[Phone]>::last_mut) {
                    last.end_s = last.end_s.max(end_s);
                }
            }
            _ => {}
        }
    }
}
