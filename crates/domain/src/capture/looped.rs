//! Whether a trace repeats itself: the same movement, sample by sample, after some time. Nobody moves the same way twice;
//! a film that is played in a loop does nothing else.

use super::Glimpse;

/// Samples a second that traces are compared at.
const RATE: f32 = 20.0;
/// How long the two stretches are that have to be the same, in samples: four seconds.
const STRETCH: usize = 80;
/// Shortest and longest lag between them, in samples: half a second and a minute.
const LAGS: (usize, usize) = (10, 1200);
/// Most of the movement's energy that the difference of two stretches may have. Chosen on made traces with the noise of
/// landmarks, and on one composed film that repeats itself; wide enough for samples taken at other moments.
const SAME: f32 = 0.1;
/// Least part of a stretch in which the head or the mouth moves: a blink is the same every time, and rest says nothing.
const MOVING: f32 = 0.3;
/// Fastest change, between two samples, that still counts as rest: in the units of [`features`].
const REST: f32 = 0.02;
/// Longest gap in the trace that is bridged, in milliseconds.
const BRIDGE_MS: u32 = 400;
/// Measures of a sample. The last one, the eyes, speaks against a repetition, never for one.
const FEATURES: usize = 8;

type Sample = [f32; FEATURES];

/// Whether four seconds of movement come again after half a second to a minute.
#[must_use]
pub fn is_looped(trace: &[Glimpse]) -> bool {
    repeats(&resampled(trace), 0)
}

/// [`is_looped`] for a trace of which all but the last seconds were looked at before: only what repeats up to its end.
#[must_use]
pub fn ends_in_a_loop(trace: &[Glimpse]) -> bool {
    let samples = resampled(trace);
    let last = samples.len().saturating_sub(STRETCH);
    repeats(&samples, last)
}

/// Whether a stretch that begins at `from` or later was there before.
fn repeats(samples: &[Option<Sample>], from: usize) -> bool {
    // Stretches overlap by half a second.
    (from.max(LAGS.0)..=samples.len().saturating_sub(STRETCH)).step_by(10).any(|at| {
        let Some(later) = stretch(samples, at) else { return false };
        let Some(energy) = movement(&later) else { return false };
        (LAGS.0..=LAGS.1.min(at)).any(|lag| {
            samples.get(at - lag..at - lag + STRETCH).is_some_and(|before| differs_less(before, &later, SAME * energy))
        })
    })
}

fn stretch(samples: &[Option<Sample>], at: usize) -> Option<Vec<Sample>> {
    samples.get(at..at + STRETCH)?.iter().copied().collect()
}

/// Energy of what moves in a stretch, eyes apart; nothing if too little does.
fn movement(stretch: &[Sample]) -> Option<f32> {
    let moving = |w: &[Sample]| match w {
        [a, b] => a.iter().zip(b).take(FEATURES - 1).any(|(p, q)| (p - q).abs() > REST),
        _ => false,
    };
    let part = stretch.windows(2).filter(|w| moving(w)).count() as f32 / stretch.len().max(1) as f32;
    let mut energy = 0.0;
    for k in 0..FEATURES - 1 {
        let mean = stretch.iter().map(|s| s[k]).sum::<f32>() / stretch.len().max(1) as f32;
        energy += stretch.iter().map(|s| (s[k] - mean).powi(2)).sum::<f32>();
    }
    (part >= MOVING).then_some(energy)
}

fn differs_less(before: &[Option<Sample>], later: &[Sample], limit: f32) -> bool {
    let mut sum = 0.0;
    for (a, b) in before.iter().zip(later) {
        let Some(a) = a else { return false };
        sum += a.iter().zip(b).map(|(p, q)| (p - q).powi(2)).sum::<f32>();
        if sum > limit {
            return false;
        }
    }
    true
}

/// Where and how the face is, on scales on which its usual movements are about 1.
fn features(g: &Glimpse) -> Sample {
    let size = g.size.max(0.01);
    [
        g.x / 0.18,
        g.y / 0.18,
        2.0 * size.ln(),
        g.yaw_deg / 15.0,
        g.pitch_deg / 10.0,
        g.roll_deg / 10.0,
        f32::midpoint(g.mouth_open / 0.2, g.mouth_width / 0.2),
        0.5 * g.eyes_open,
    ]
}

/// The trace at equal steps of time, with holes where nothing was seen for long.
fn resampled(trace: &[Glimpse]) -> Vec<Option<Sample>> {
    let (Some(first), Some(last)) = (trace.first(), trace.last()) else { return Vec::new() };
    // No capture is longer than a few minutes; a hostile time is no reason for a large allocation.
    let span_ms = last.at_ms.saturating_sub(first.at_ms).min(300_000);
    let count = (span_ms as f32 / 1000.0 * RATE) as usize;
    let mut next = 0;
    let mut samples = Vec::with_capacity(count);
    for n in 0..count {
        let t = first.at_ms as f32 + n as f32 * 1000.0 / RATE;
        while trace.get(next + 1).is_some_and(|g| g.at_ms as f32 <= t) {
            next += 1;
        }
        samples.push(match (trace.get(next), trace.get(next + 1)) {
            (Some(a), Some(b)) if b.at_ms > a.at_ms && b.at_ms - a.at_ms <= BRIDGE_MS => {
                let part = ((t - a.at_ms as f32) / (b.at_ms - a.at_ms) as f32).clamp(0.0, 1.0);
                let (a, b) = (features(a), features(b));
                Some(std::array::from_fn(|k| a[k] + (b[k] - a[k]) * part))
            }
            _ => None,
        });
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::super::testing::{live, noise};
    use super::*;

    /// A film of `period_s` seconds over and over, with the noise of a camera, sampled every `every_ms`.
    fn film(period_s: f32, length_s: f32, every_ms: u32) -> Vec<Glimpse> {
        let once = live(period_s, 1000 / 30);
        (0..(length_s * 1000.0) as u32 / every_ms)
            .filter_map(|i| {
                let at_ms = i * every_ms;
                let frame = (at_ms as f32 / 1000.0 * 30.0) as usize % once.len();
                once.get(frame).map(|g| noise(&Glimpse { at_ms, ..*g }, 7 * i))
            })
            .collect()
    }

    #[test]
    fn a_film_that_runs_in_a_loop_repeats_itself() {
        for (period_s, length_s) in [(1.7, 12.0), (6.0, 20.0), (17.4, 45.0)] {
            for every_ms in [100, 110, 140] {
                let trace = film(period_s, length_s, every_ms);
                assert!(is_looped(&trace), "{period_s} s every {every_ms} ms");
            }
        }
    }

    #[test]
    fn a_person_does_not_and_stillness_is_no_movement() {
        assert!(!is_looped(&live(60.0, 100)));
        assert!(!is_looped(&live(60.0, 140)));
        let still: Vec<_> = live(40.0, 100)
            .iter()
            .map(|g| noise(&Glimpse { at_ms: g.at_ms, size: 0.18, x: 0.5, y: 0.4, ..Glimpse::default() }, g.at_ms))
            .collect();
        assert!(!is_looped(&still));
        assert!(!is_looped(&film(17.4, 17.4, 100)), "played once");
        assert!(!is_looped(&[]));
    }

    #[test]
    fn looking_at_each_end_finds_what_looking_at_all_finds() {
        let trace = film(6.0, 20.0, 100);
        assert!((40..trace.len()).step_by(10).any(|n| ends_in_a_loop(&trace[..n])));
        let person = live(60.0, 100);
        assert!(!(40..person.len()).step_by(10).any(|n| ends_in_a_loop(&person[..n])));
    }
}
