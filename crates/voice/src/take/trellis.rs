//! Forced alignment of a whole script with the recogniser's output.
//!
//! The usual search of connectionist temporal classification (Graves et al. 2006): the script's sounds one after another,
//! each for a frame or more, with blanks between them. Nothing else is free, as it is in a search for single words: what is
//! said beyond the script costs as much as the blanks that have to cover it. A sound may be left out, at a price.

use crate::lexicon::phones::is_vowel;
use crate::listen::align::{Evidence, WORST_FRAME};
use crate::listen::phones::{BETWEEN, classes};

/// What another vowel costs than those that are usual for a sound: people differ in vowels more than in consonants.
const OTHER_VOWEL: f32 = -2.5;
/// The same for a vowel that is hardly said.
const REDUCED: f32 = -1.2;
/// What a consonant costs that is written for another in some voices.
const OTHER_CONSONANT: f32 = -1.2;

/// One sound of the script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token {
    /// In the alphabet of [`crate::listen::phones::classes`].
    pub(super) phone: char,
    /// What it costs to leave it out.
    pub(super) left_out: f32,
    /// Same sound as the one before it, which a blank must then separate.
    pub(super) repeats: bool,
    /// A word begins with it.
    pub(super) first: bool,
}

/// How well a frame fits a sound, in whosever mouth.
fn sound(evidence: &Evidence, t: usize, phone: char) -> f32 {
    let of = |all: &'static [usize], cost: f32| {
        all.iter().map(|c| evidence.class(t, *c) + cost).fold(f32::NEG_INFINITY, f32::max)
    };
    let other = match phone {
        'ə' | 'ɐ' | 'ᵊ' | 'ᵻ' => of(&VOWELS, REDUCED),
        'ɚ' => of(&VOWELS, OTHER_VOWEL),
        c if is_vowel(c) => of(&VOWELS, OTHER_VOWEL),
        'ʧ' => of(classes('ʤ'), OTHER_CONSONANT),
        'ʤ' => of(classes('ʧ'), OTHER_CONSONANT),
        'ɡ' => of(&[96], OTHER_CONSONANT),
        'w' => of(&[19], OTHER_CONSONANT),
        'ð' => of(&[49, 57, 173], OTHER_CONSONANT),
        _ => f32::NEG_INFINITY,
    };
    evidence.phone(t, phone).max(other).max(-WORST_FRAME)
}

/// All vowels that the recogniser writes in English.
const VOWELS: [usize; 24] =
    [7, 8, 9, 14, 16, 20, 33, 34, 48, 66, 79, 80, 81, 83, 84, 89, 90, 91, 92, 93, 101, 122, 123, 125];

/// Where a sound is, in the recogniser's frames, and what it cost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Place {
    /// First frame.
    pub(super) start: usize,
    /// Frame after the last; the first one for a sound that was left out.
    pub(super) end: usize,
    /// What its frames cost, 0 or less.
    pub(super) cost: f32,
}

/// The likeliest way through a script.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    /// One for each sound.
    pub(super) places: Vec<Place>,
    /// What the blanks cost before the first sound and after each: other sounds are heard there.
    pub(super) gaps: Vec<f32>,
}

/// Where a state was reached from.
#[derive(Debug, Clone, Copy, PartialEq)]
enum From {
    Nowhere,
    /// A state of the frame before.
    Before(u32),
    /// A sound was left out within this frame.
    LeftOut(u32),
}

/// Fits sounds into all frames. `quiet` says in which frames nobody speaks: whatever is heard there costs nothing. `None`
/// when there are no frames or no sounds.
pub(super) fn fit(evidence: &Evidence, quiet: &[bool], tokens: &[Token]) -> Option<Path> {
    let (frames, n) = (evidence.len(), tokens.len());
    if frames == 0 || n == 0 {
        return None;
    }
    let states = 2 * n + 1;
    // Before sound `k`; between two words the recogniser writes that one ends.
    let blank = |t: usize, k: usize| match tokens.get(k) {
        _ if quiet.get(t) == Some(&true) => 0.0,
        Some(token) if !token.first => evidence.blank(t),
        _ => evidence.blank(t).max(evidence.class(t, BETWEEN)),
    };
    let mut score = vec![f32::NEG_INFINITY; states];
    score[0] = 0.0;
    let mut from = vec![From::Nowhere; states * frames];
    for t in 0..frames {
        let (before, reached) = (score.clone(), &mut from[t * states..(t + 1) * states]);
        for s in 0..states {
            let mut best = (f32::NEG_INFINITY, From::Nowhere);
            let mut offer = |state: usize, cost: f32| {
                let total = before[state] + cost;
                if total > best.0 {
                    best = (total, From::Before(state as u32));
                }
            };
            // Before the first frame there is but the first blank.
            if t == 0 {
                if s <= 1 {
                    offer(0, 0.0);
                }
            } else {
                offer(s, 0.0);
                if s > 0 {
                    offer(s - 1, 0.0);
                }
                if let (1, Some(k)) = (s % 2, (s / 2).checked_sub(1)) {
                    if !tokens[s / 2].repeats {
                        offer(s - 2, 0.0);
                    }
                    // The sound in between is left out.
                    if k > 0 {
                        offer(s - 4, tokens[k].left_out);
                    }
                }
            }
            let gain = if s % 2 == 0 { blank(t, s / 2) } else { sound(evidence, t, tokens[s / 2].phone) };
            score[s] = best.0 + gain;
            reached[s] = best.1;
        }
        for (k, token) in tokens.iter().enumerate() {
            let over = score[2 * k] + token.left_out;
            if over > score[2 * k + 2] {
                score[2 * k + 2] = over;
                reached[2 * k + 2] = From::LeftOut(2 * k as u32);
            }
        }
    }
    let last = if score[states - 1] >= score[states - 2] { states - 1 } else { states - 2 };
    score[last].is_finite().then(|| trace(evidence, &blank, tokens, &from, last))
}

/// Walks back from the last frame.
fn trace(
    evidence: &Evidence,
    blank: &dyn Fn(usize, usize) -> f32,
    tokens: &[Token],
    from: &[From],
    last: usize,
) -> Path {
    let (n, states) = (tokens.len(), 2 * tokens.len() + 1);
    let mut places: Vec<Option<Place>> = vec![None; n];
    let mut gaps = vec![0.0; n + 1];
    let (mut t, mut s) = (evidence.len(), last);
    while let Some(now) = t.checked_sub(1) {
        match from[now * states + s] {
            From::LeftOut(to) => {
                let k = to as usize / 2;
                places[k] = Some(Place { start: t, end: t, cost: tokens[k].left_out });
                s = to as usize;
                continue;
            }
            reached => {
                if s % 2 == 0 {
                    gaps[s / 2] += blank(now, s / 2);
                } else {
                    let place = places[s / 2].get_or_insert(Place { start: t, end: t, cost: 0.0 });
                    place.start = now;
                    place.cost += sound(evidence, now, tokens[s / 2].phone);
                }
                let From::Before(to) = reached else { break };
                // A step over a whole sound leaves it out.
                if s % 2 == 1 && to as usize + 4 == s {
                    let k = s / 2 - 1;
                    places[k] = Some(Place { start: now, end: now, cost: tokens[k].left_out });
                }
                s = to as usize;
                t = now;
            }
        }
    }
    // Whatever was not met lies where the one after it begins.
    let mut next = evidence.len();
    let mut all = vec![Place::default(); n];
    for k in (0..n).rev() {
        all[k] = places[k].unwrap_or(Place { start: next, end: next, cost: -WORST_FRAME });
        next = all[k].start;
    }
    Path { places: all, gaps }
}
