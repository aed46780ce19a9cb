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
    let of =
        |level_st, range, pace, pauses, bright_db, breath| Manner { level_st, range, pace, pauses, bright_db, breath };
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
    let silent = silent(&sentence.symbols);
    for (k, length) in out.iter_mut().enumerate() {
        let symbol = k.checked_sub(1).and_then(|k| sentence.symbols.get(k));
        if let Some((symbol, _)) = symbol.filter(|_| sentence.emphasised.contains(&(k - 1))) {
            *length *= emphasis::slowed(*symbol);
        } else if k > 0 && silent.get(k) == Some(&true) {
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

/// Which of the network's symbols are pauses that can be made longer or shorter: marks with the space after them, and
/// the silence that the network adds on both sides. A space between two words is part of neither.
fn silent(symbols: &[(char, usize)]) -> Vec<bool> {
    let mark = |c: char| !phones::is_phone(c) && !matches!(c, phones::PRIMARY | phones::SECONDARY | ' ');
    let mut out = vec![true];
    let mut after_mark = false;
    for (c, _) in symbols {
        after_mark = mark(*c) || (*c == ' ' && after_mark);
        out.push(after_mark);
    }
    out.push(true);
    out
}

/// Gives the sentences of a script the delivery's lengths, intonation and colour, and their words the emphasis.
pub(crate) fn apply(sentences: &mut [Frames], scripts: &[Sentence], delivery: &Delivery) {
    let manner = manner(delivery.mood);
    let mean = colour::mean_pitch(sentences);
    for (frames, script) in sentences.iter_mut().zip(scripts) {
        let lengths = lengths(script, &frames.durations, delivery);
        *frames = retime::retimed(std::mem::take(frames), &lengths, &script.symbols);
        colour::pitch(&mut frames.f0_hz, mean, manner.range * delivery.pitch_range, manner.level_st);
        emphasis::apply(frames, script);
        colour::brighten(frames, manner.bright_db);
        colour::breathe(frames, manner.breath);
    }
}

#[cfg(test)]
mod tests;
