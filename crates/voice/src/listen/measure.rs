//! A few numbers about the voice that said a word.
//!
//! The recogniser's first layers still know who speaks; its last ones only what is said. The mean of two early layers
//! over a word's frames is turned into the twelve directions in which persons differ most for what their own words
//! differ (linear discriminant analysis: Fisher 1936). `voices.bin` holds these directions.

use std::sync::LazyLock;

use domain::capture::MEASURES;

use crate::signal::{HOP, activity, pitch};

/// The layers, in the recogniser's own names: not outputs, but any tensor can be asked for.
pub(crate) const LAYERS: [&str; 2] =
    ["/acoustic_model/backbone/backbone.0/Add_output_0", "/acoustic_model/backbone/backbone.1/Add_output_0"];
/// Width of a layer.
pub(crate) const WIDTH: usize = 256;
/// Sound that is heard before and after a word, if it is nobody else's: in samples, 0.25 s.
const AROUND: usize = 4000;
/// Fewer voiced frames than this give no pitch.
const LEAST_VOICED: usize = 5;
/// Frames that are quieter than the loudest by more than this do not count, in dB.
const DEEPEST_DB: f32 = 35.0;

/// One direction: a weight for each value of both layers and what is added to their sum.
struct Direction {
    weights: Vec<f32>,
    offset: f32,
}

/// [`MEASURES`]` - 1` directions. Each is stored as scale and offset (f32, little-endian) and 8-bit weights.
static DIRECTIONS: LazyLock<Vec<Direction>> = LazyLock::new(|| {
    let values = |bytes: &[u8]| {
        let (scale, rest) = bytes.split_first_chunk::<4>()?;
        let (offset, weights) = rest.split_first_chunk::<4>()?;
        let scale = f32::from_le_bytes(*scale);
        let weights = weights.iter().map(|w| scale * f32::from(w.cast_signed())).collect();
        Some(Direction { weights, offset: f32::from_le_bytes(*offset) })
    };
    include_bytes!("voices.bin").chunks_exact(8 + LAYERS.len() * WIDTH).filter_map(values).collect()
});

/// A word with the sound around it that its speaker may have made, in samples at 16 kHz: as much as its neighbours
/// leave. `after` and `before` are where they end and begin.
pub(crate) fn surroundings(
    place: &std::ops::Range<usize>,
    after: usize,
    before: usize,
    length: usize,
) -> std::ops::Range<usize> {
    let from = place.start.saturating_sub(AROUND).max(after.min(place.start));
    from..(place.end + AROUND).min(before.max(place.end)).min(length).max(from)
}

/// Which of the recogniser's frames (20 ms) of a stretch of sound count: those with speech in them.
pub(crate) fn spoken(samples: &[f32]) -> Vec<usize> {
    let loudness = activity::loudness_db(samples);
    let loudest = loudness.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let active = activity::speech_frames(&loudness);
    let mut frames: Vec<usize> =
        (0..active.len()).filter(|k| active[*k] && loudness[*k] > loudest - DEEPEST_DB).map(|k| k / 2).collect();
    frames.dedup();
    frames
}

/// Measures as [`domain::capture::one_voice`] takes them. `layers` holds the values of each layer, [`WIDTH`] rows of
/// as many frames; `samples` is the sound that they are of.
pub(crate) fn measure(samples: &[f32], layers: &[Vec<f32>]) -> Vec<f32> {
    let spoken = spoken(samples);
    let mut means = Vec::with_capacity(LAYERS.len() * WIDTH);
    for layer in layers {
        let frames = layer.len() / WIDTH;
        let kept: Vec<usize> = spoken.iter().copied().filter(|t| *t < frames).collect();
        for row in layer.chunks_exact(frames.max(1)) {
            means.push(kept.iter().map(|t| row[*t]).sum::<f32>() / kept.len().max(1) as f32);
        }
    }
    let along = |d: &Direction| d.offset + d.weights.iter().zip(&means).map(|(w, m)| w * m).sum::<f32>();
    let mut out = vec![register(samples)];
    out.extend(DIRECTIONS.iter().map(along));
    out.resize(MEASURES, 0.0);
    out
}

/// Logarithm of the median pitch, 0 without one.
fn register(samples: &[f32]) -> f32 {
    let median = |track: Vec<Option<f32>>| {
        let logs: Vec<f32> = track.iter().flatten().map(|f| f.ln()).collect();
        (logs.len() >= LEAST_VOICED).then(|| activity::percentile(&logs, 0.5))
    };
    median(pitch::track(samples)).or_else(|| median(pitch::loose_track(samples))).unwrap_or(0.0)
}

/// Where a word's sound is, in samples at 16 kHz: a little wider than the recogniser's peaks.
pub(crate) fn place(start_s: f32, end_s: f32, after_s: f32, before_s: f32) -> std::ops::Range<usize> {
    let at = |s: f32| (s.max(0.0) * crate::signal::RATE_HZ as f32) as usize;
    let from = at((start_s - 0.06).max(after_s).min(start_s));
    from..at((end_s + 0.1).min(before_s).max(end_s)).max(from + HOP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_directions_are_there() {
        assert_eq!(DIRECTIONS.len(), MEASURES - 1);
        assert!(DIRECTIONS.iter().all(|d| d.weights.len() == LAYERS.len() * WIDTH && d.offset.is_finite()));
    }

    #[test]
    fn a_words_surroundings_end_where_others_speak() {
        assert_eq!(surroundings(&(10_000..20_000), 0, usize::MAX, 40_000), 6_000..24_000);
        assert_eq!(surroundings(&(10_000..20_000), 9_000, 21_000, 40_000), 9_000..21_000);
        assert_eq!(surroundings(&(10_000..20_000), 12_000, 15_000, 18_000), 10_000..18_000);
    }
}
