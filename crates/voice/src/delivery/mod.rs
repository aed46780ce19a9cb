//! How a script is said: pauses, emphasis, width of the intonation, mood.
//!
//! All of it changes the acoustic network's output before it becomes sound. The network has no control of its own but
//! the pace, so lengths are changed by [`retime`], and pitch, brightness and breath by [`colour`].

mod colour;
mod emphasis;
pub(crate) mod retime;

use domain::speech::{Delivery, Mood};

use crate::acoustic::Frames;
use crate::lexicon::phones;
use crate::speak::Sentence;

/// What a mood does to speech. A choice of ours, in the directions that studies of acted speech agree on (Scherer
/// 2003): arousal raises and widens the pitch, quickens, and brightens.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Manner {
    /// Shift of the pitch in semitones.
    level_st: f32,
    /// Factor of the intonation's width.
    range: f32,
    /// Factor of the pace.
    pace: f32,
    /// Factor of the pauses' lengths.
    pauses: f32,
    /// Change of the spectral slope in dB an octave; positive is brighter.
    bright_db: f32,
    /// Share of the voice's power that becomes breath, 0 to 1.
    breath: f32,
}

fn manner(mood: Mood) -> Manner {
    let of = |level_st, range, pace, pauses, bright_db, breath| Manner {
        level_st,
        range,
        pace,
        pauses,
        bright_db,
        breath,
    };
    match mood {
        Mood::Neutral => of(0.0, 1.0, 1.0, 1.0, 0.0, 0.0),
        Mood::Happy => of(2.0, 1.35, 1.05, 0.9, 0.8, 0.0),
        Mood::Deadpan => of(-1.0, 0.3, 0.97, 1.1, -0.3, 0.0),
        Mood::Shocked => of(4.0, 1.6, 1.08, 1.1, 1.0, 0.03),
        Mood::Sad => of(-1.5, 0.6, 0.86, 1.4, -1.0, 0.1),
        Mood::Angry => of(1.0, 1.25, 1.08, 0.7, 1.8, 0.0),
        Mood::Whisper => of(0.0, 1.0, 0.93, 1.1, 0.0, 1.0),
    }
}

/// The pace at which the network speaks, for a mood.
pub(crate) fn pace(speed: f32, mood: Mood) -> f32 {
    (speed * manner(mood).pace).clamp(0.5, 2.0)
}

/// Lengths of a sentence's symbols after pauses and emphasis, in units of [`crate::acoustic::UNIT_S`].
pub(crate) fn lengths(sentence: &Sentence, durations: &[f32], delivery: &Delivery) -> Vec<f32> {
    let pauses = delivery.pauses * manner(delivery.mood).pauses;
    let mut out = durations.to_vec();
    for (k, (length, &(symbol, _))) in out.iter_mut().skip(1).zip(&sentence.symbols).enumerate() {
        if sentence.emphasised.contains(&k) {
            *length *= emphasis::slowed(symbol);
        } else if is_pause(symbol) {
            *length *= pauses;
        }
    }
    for &(k, seconds) in &sentence.holds {
        if let Some(length) = out.get_mut(k + 1) {
            *length = length.max(seconds / crate::acoustic::UNIT_S);
        }
    }
    // The network counts in whole units, of two frames each.
    out.iter().map(|l| (2.0 * l).round() / 2.0).collect()
}

/// Whether a symbol is a pause that can be made longer or shorter: a mark, not the space between two words.
fn is_pause(symbol: char) -> bool {
    !phones::is_phone(symbol) && !matches!(symbol, phones::PRIMARY | phones::SECONDARY | ' ')
}

/// Gives a sentence the delivery's lengths, intonation and colour, and its words their emphasis.
pub(crate) fn apply(frames: Frames, sentence: &Sentence, delivery: &Delivery) -> Frames {
    let manner = manner(delivery.mood);
    let lengths = lengths(sentence, &frames.durations, delivery);
    let mut frames = retime::retimed(frames, &lengths, &sentence.symbols);
    colour::pitch(&mut frames.f0_hz, manner.range * delivery.pitch_range, manner.level_st);
    emphasis::apply(&mut frames, sentence);
    colour::brighten(&mut frames, manner.bright_db);
    colour::breathe(&mut frames, manner.breath);
    frames
}

#[cfg(test)]
mod tests;
