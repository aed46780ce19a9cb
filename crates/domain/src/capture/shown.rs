//! Whether a trace tells of the poses that were caught: often enough, for as long as they took, and each at its time.

use super::{Glimpse, Pose};

/// Fewest glimpses a second, on average.
const LEAST_RATE: f32 = 4.0;
/// How far before and after its time a pose may be seen, in milliseconds.
const NEAR_MS: u32 = 400;
/// How far from a pose its measures may be found again, in milliseconds.
const AROUND_MS: u32 = 250;
/// How far from its time a blink may be seen, in milliseconds: it is over when it is caught.
const BLINK_MS: u32 = 900;

/// What is wrong with a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// Too few glimpses, not in order, or not over the whole capture.
    #[error("The trace does not cover the capture.")]
    Gaps,
    /// A pose that was caught cannot be seen in it.
    #[error("A pose cannot be seen in the trace.")]
    Unseen(Pose),
}

/// Compares a trace with the poses that were caught, each at its time in milliseconds.
///
/// # Errors
/// The first thing that does not fit.
pub fn tells(trace: &[Glimpse], caught: &[(Pose, u32)]) -> Result<(), TraceError> {
    let (Some(first), Some(last)) = (trace.first(), trace.last()) else { return Err(TraceError::Gaps) };
    let ordered = trace.windows(2).all(|w| matches!(w, [a, b] if a.at_ms < b.at_ms));
    let span_s = last.at_ms.saturating_sub(first.at_ms) as f32 / 1000.0;
    let often = trace.len() as f32 >= LEAST_RATE * span_s;
    let covered = caught.iter().all(|(_, at)| (first.at_ms..=last.at_ms.saturating_add(NEAR_MS)).contains(at));
    let sound = trace.iter().all(|g| g.size > 0.0 && g.size < 1.0);
    if !(ordered && often && covered && sound) {
        return Err(TraceError::Gaps);
    }
    let neutral = neutral_of(trace, caught).ok_or(TraceError::Unseen(Pose::Neutral))?;
    for (pose, at) in caught {
        let seen = match pose {
            Pose::Blink => blinked(near(trace, *at, BLINK_MS, NEAR_MS), &neutral),
            pose => near(trace, *at, NEAR_MS, NEAR_MS).any(|g| shows(*pose, g, &neutral)),
        };
        if !seen {
            return Err(TraceError::Unseen(*pose));
        }
    }
    Ok(())
}

/// The neutral face of a trace: the mean over its hold.
pub(super) fn neutral_of(trace: &[Glimpse], caught: &[(Pose, u32)]) -> Option<Glimpse> {
    let (_, at) = caught.iter().find(|(pose, _)| *pose == Pose::Neutral)?;
    mean(near(trace, *at, NEAR_MS, 50))
}

/// Whether the angles and the gap that are told of a pose, caught at `at_ms`, are those of the trace around it.
#[must_use]
pub fn agrees(trace: &[Glimpse], at_ms: u32, yaw_deg: f32, mouth_open: f32) -> bool {
    // Between two glimpses a head turns by some degrees, and a jaw drops.
    let fits = |value: f32, slack: f32, of: fn(&Glimpse) -> f32| {
        let ends = (near(trace, at_ms, AROUND_MS, AROUND_MS))
            .fold((f32::MAX, f32::MIN), |(low, high), g| (low.min(of(g)), high.max(of(g))));
        (ends.0 - slack..=ends.1 + slack).contains(&value)
    };
    fits(yaw_deg, 5.0, |g| g.yaw_deg) && fits(mouth_open, 0.1, |g| g.mouth_open)
}

fn near(trace: &[Glimpse], at: u32, before: u32, after: u32) -> impl Iterator<Item = &Glimpse> {
    let times = at.saturating_sub(before)..=at.saturating_add(after);
    trace.iter().filter(move |g| times.contains(&g.at_ms))
}

fn blinked<'a>(seen: impl Iterator<Item = &'a Glimpse>, neutral: &Glimpse) -> bool {
    let part = |g: &Glimpse| g.eyes_open / neutral.eyes_open.max(0.05);
    let (low, high) = seen.fold((f32::MAX, f32::MIN), |(low, high), g| (low.min(part(g)), high.max(part(g))));
    low < 0.6 && high > 0.6 && high - low > 0.25
}

fn mean<'a>(seen: impl Iterator<Item = &'a Glimpse>) -> Option<Glimpse> {
    let (mut n, mut sum) = (0.0f32, Glimpse::default());
    for g in seen {
        n += 1.0;
        sum.yaw_deg += g.yaw_deg;
        sum.pitch_deg += g.pitch_deg;
        sum.eyes_open += g.eyes_open;
        sum.mouth_open += g.mouth_open;
        sum.mouth_width += g.mouth_width;
        sum.brows += g.brows;
    }
    (n > 0.0).then(|| Glimpse {
        yaw_deg: sum.yaw_deg / n,
        pitch_deg: sum.pitch_deg / n,
        eyes_open: sum.eyes_open / n,
        mouth_open: sum.mouth_open / n,
        mouth_width: sum.mouth_width / n,
        brows: sum.brows / n,
        ..sum
    })
}

/// Whether a glimpse shows a pose. Wider than what the guide catches: a neighbouring frame serves, too.
#[must_use]
pub fn shows(pose: Pose, g: &Glimpse, neutral: &Glimpse) -> bool {
    let (yaw, pitch) = (g.yaw_deg - neutral.yaw_deg, g.pitch_deg - neutral.pitch_deg);
    let frontal = yaw.abs() <= 16.0;
    let (eyes, width) = (g.eyes_open / neutral.eyes_open.max(0.05), g.mouth_width / neutral.mouth_width.max(0.1));
    match pose {
        Pose::Neutral => frontal && pitch.abs() <= 10.0 && eyes > 0.5,
        Pose::EyesShut | Pose::Blink => frontal && eyes < 0.6,
        Pose::Smile => frontal && width > 1.07,
        Pose::Ah => frontal && g.mouth_open > 0.14,
        Pose::Oo => frontal && width < 0.94,
        Pose::TurnLeft => yaw > 9.0,
        Pose::TurnRight => yaw < -9.0,
        Pose::Up => frontal && pitch > 4.5,
        Pose::Down => frontal && pitch < -4.5,
        Pose::Brows => frontal && g.brows > 1.05 * neutral.brows,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::*;

    fn posed(pose: Pose) -> Glimpse {
        let mut g = Glimpse {
            size: 0.18,
            x: 0.5,
            y: 0.4,
            eyes_open: 0.7,
            mouth_width: 0.84,
            brows: 0.3,
            width: 1.0,
            ..Glimpse::default()
        };
        match pose {
            Pose::Neutral => {}
            Pose::EyesShut | Pose::Blink => g.eyes_open = 0.1,
            Pose::Smile => g.mouth_width = 0.95,
            Pose::Ah => g.mouth_open = 0.3,
            Pose::Oo => g.mouth_width = 0.7,
            Pose::TurnLeft => g.yaw_deg = 20.0,
            Pose::TurnRight => g.yaw_deg = -20.0,
            Pose::Up => g.pitch_deg = 12.0,
            Pose::Down => g.pitch_deg = -12.0,
            Pose::Brows => g.brows = 0.36,
        }
        g
    }

    /// Every pose for a second, the neutral face for half a second before it.
    fn capture() -> (Vec<Glimpse>, Vec<(Pose, u32)>) {
        let (mut trace, mut caught) = (Vec::new(), Vec::new());
        for (i, pose) in Pose::ALL.into_iter().enumerate() {
            let start = 1500 * i as u32;
            caught.push((pose, start + 1200));
            for t in (0..1500).step_by(100) {
                let shut_again = pose == Pose::Blink && t > 800;
                let now = if t < 500 || shut_again { Pose::Neutral } else { pose };
                trace.push(noise(&Glimpse { at_ms: start + t, ..posed(now) }, start + t));
            }
        }
        (trace, caught)
    }

    #[test]
    fn every_pose_has_to_be_seen_at_its_time() {
        let (trace, caught) = capture();
        assert_eq!(tells(&trace, &caught), Ok(()));
        for (pose, at) in &caught[1..] {
            let without: Vec<_> = (trace.iter())
                .map(|g| match at.abs_diff(g.at_ms) < 1000 {
                    true => noise(&Glimpse { at_ms: g.at_ms, ..posed(Pose::Neutral) }, g.at_ms),
                    false => *g,
                })
                .collect();
            assert_eq!(tells(&without, &caught), Err(TraceError::Unseen(*pose)));
        }
    }

    #[test]
    fn what_is_told_of_a_pose_is_in_the_trace() {
        let (trace, caught) = capture();
        let at = |pose: Pose| caught.iter().find(|(p, _)| *p == pose).unwrap().1;
        assert!(agrees(&trace, at(Pose::TurnLeft), 20.5, 0.01));
        assert!(!agrees(&trace, at(Pose::TurnLeft), 30.0, 0.01));
        assert!(agrees(&trace, at(Pose::Ah), 0.0, 0.33));
        assert!(!agrees(&trace, at(Pose::Smile), 0.0, 0.33));
        assert!(!agrees(&trace, at(Pose::Smile), f32::NAN, 0.0));
        assert!(!agrees(&[], 0, 0.0, 0.0));
    }

    #[test]
    fn a_trace_covers_the_capture_in_order_and_often_enough() {
        let (trace, caught) = capture();
        let rare: Vec<_> = trace.iter().step_by(3).copied().collect();
        let mut disordered = trace.clone();
        disordered.swap(3, 9);
        for bad in [&trace[..60], &trace[20..], &rare, &disordered, &[]] {
            assert_eq!(tells(bad, &caught), Err(TraceError::Gaps));
        }
    }
}
