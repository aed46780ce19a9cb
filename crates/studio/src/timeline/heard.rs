//! When a sound is heard, as opposed to when the voice's network says that it lasts: before a pause the last sound has
//! long died away when its time is up, and after one the first is heard a little before its time begins. A mouth that
//! stays open until the network's time is up gapes at nobody.

use domain::speech::{Phone, Speech};

use super::visemes::{self, Kind};

/// Length of one measurement, in seconds.
const HOP_S: f32 = 0.010;
/// Below this share of the louder sounds nobody hears anything.
const FLOOR: f32 = 0.06;
/// A gap between two phones in which the voice may die away, in seconds.
const GAP_S: f32 = 0.08;
/// Where a recording is followed, a vowel may last until the next word begins, whatever pause is between: so long must it
/// have been quiet at the end of a word, in seconds. Within a word it is the closure of a consonant.
const DIED_S: f32 = 0.10;
/// The same where a word ends with a consonant: longer than the closure of a stop lasts before its burst.
const CLOSED_S: f32 = 0.15;
/// How far the end of a sound may be from that of its word, in seconds.
const WORD_S: f32 = 0.03;
/// How much earlier than its time a sound may begin, in seconds.
const EARLY_S: f32 = 0.08;
/// The least that is left of a sound, in seconds.
const LEAST_S: f32 = 0.04;

/// The phones of a speech with the times at which they are heard. Without sound, as they are.
pub(super) fn phones(speech: &Speech) -> Vec<Phone> {
    let levels = levels(speech);
    let mut sorted = levels.clone();
    sorted.sort_by(f32::total_cmp);
    let floor = FLOOR * sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0);
    let mut out = speech.phones.clone();
    if floor <= 1e-5 {
        return out;
    }
    let heard = |hop: usize| levels.get(hop).is_some_and(|l| *l >= floor);
    let hop = |t_s: f32| (t_s / HOP_S).max(0.0) as usize;
    for i in 0..speech.phones.len() {
        let Phone { start_s, end_s, .. } = speech.phones[i];
        if !(start_s.is_finite() && end_s.is_finite() && end_s > start_s) {
            continue;
        }
        let before = i.checked_sub(1).map_or(0.0, |k| out[k].end_s);
        if start_s - before >= GAP_S {
            let from = start_s - EARLY_S.min(start_s - before);
            if let Some(first) = (hop(from)..hop(start_s)).rev().take_while(|h| heard(*h)).last() {
                out[i].start_s = (first as f32 * HOP_S).max(from);
            }
        }
        let after = speech.phones.get(i + 1).map_or(f32::INFINITY, |p| p.start_s);
        let last = (hop(start_s)..hop(end_s)).rev().find(|h| heard(*h));
        let end = last.map_or(start_s, |h| (h + 1) as f32 * HOP_S).max(start_s + LEAST_S).min(end_s);
        if after - end_s >= GAP_S || died(speech, i).is_some_and(|least_s| end_s - end >= least_s) {
            out[i].end_s = end;
        }
    }
    out
}

/// For a sound with which a word ends: so long it must have been quiet at its end, in seconds, to be over.
fn died(speech: &Speech, i: usize) -> Option<f32> {
    let p = speech.phones.get(i).filter(|p| speech.words.iter().any(|w| (w.end_s - p.end_s).abs() < WORD_S))?;
    let vowel = matches!(visemes::of(&p.symbol), Some((v, _)) if v.kind == Kind::Vowel);
    Some(if vowel { DIED_S } else { CLOSED_S })
}

/// Root mean square of each hop.
fn levels(speech: &Speech) -> Vec<f32> {
    let hop = (speech.rate_hz as f32 * HOP_S) as usize;
    let level = |part: &[f32]| {
        let power: f32 = part.iter().map(|s| s * s).sum();
        if power.is_finite() { (power / part.len() as f32).sqrt() } else { 0.0 }
    };
    if hop == 0 { Vec::new() } else { speech.samples.chunks(hop).map(level).collect() }
}

#[cfg(test)]
mod tests {
    use domain::speech::Word;

    use super::*;

    /// Sound from 0.15 to 0.40 s and from 0.70 to 1.00 s.
    fn speech() -> Speech {
        let loud = |i: usize| {
            let t = i as f32 / 16_000.0;
            let on = (0.15..0.40).contains(&t) || (0.70..1.00).contains(&t);
            if on { 0.3 * crate::math::sin(i as f32 * 0.4) } else { 0.0 }
        };
        let phone = |symbol: &str, start_s, end_s| Phone { symbol: symbol.into(), start_s, end_s, stress: 0 };
        Speech {
            samples: (0..19_200).map(loud).collect(),
            rate_hz: 16_000,
            phones: vec![
                phone("h", 0.20, 0.25),
                phone("ɑ", 0.25, 0.60),
                phone("m", 0.75, 0.80),
                phone("ɑ", 0.80, 1.15),
            ],
            words: Vec::new(),
        }
    }

    #[test]
    fn sounds_begin_and_end_when_they_are_heard() {
        let all = phones(&speech());
        let times: Vec<(f32, f32)> = all.iter().map(|p| (p.start_s, p.end_s)).collect();
        for ((from, to), (a, b)) in times.iter().zip([(0.15, 0.25), (0.25, 0.40), (0.70, 0.80), (0.80, 1.00)]) {
            assert!((from - a).abs() < 0.015 && (to - b).abs() < 0.015, "{times:?}");
        }
    }

    #[test]
    fn a_vowel_that_was_stretched_over_a_pause_ends_with_its_sound() {
        let phone = |symbol: &str, start_s, end_s| Phone { symbol: symbol.into(), start_s, end_s, stress: 0 };
        let word = |text: &str, start_s, end_s| Word { text: text.into(), start_s, end_s };
        let follow = |symbol: &str, words| {
            let phones = vec![phone("p", 0.10, 0.20), phone(symbol, 0.20, 0.70), phone("h", 0.70, 1.00)];
            super::phones(&Speech { phones, words, ..speech() })[1].end_s
        };
        let apart = || vec![word("pa", 0.10, 0.70), word("ha", 0.70, 1.00)];
        assert!((follow("ə", apart()) - 0.40).abs() < 0.015);
        // So does a stop of which no burst is heard; within a word quiet is a closure, and so is a short one before a burst.
        assert!((follow("t", apart()) - 0.40).abs() < 0.015);
        assert_eq!(follow("ə", vec![word("paha", 0.10, 1.00)]), 0.70);
        assert_eq!(follow("t", vec![word("patha", 0.10, 1.00)]), 0.70);
    }

    #[test]
    fn without_sound_nothing_changes() {
        let silent = Speech { samples: vec![0.0; 19_200], ..speech() };
        assert_eq!(phones(&silent), silent.phones);
        let none = Speech { samples: Vec::new(), rate_hz: 0, ..speech() };
        assert_eq!(phones(&none), none.phones);
    }
}
