//! Whether the numbers of a capture are those of one live person who did what was asked: what the device judged, once more
//! and by the same functions. Pure.

use domain::capture::{
    self, Glimpse, Look, MAX_GLIMPSES, Moment, Pose, RestFlaw, TEXTURE, TraceError, agrees, distance, is_another,
    is_flat, is_frozen, is_looped, judge_rests, jumps, strays, tells,
};
use wire::likeness::{CaptureResult, PoseCaught};

use super::judge::Flaw;

/// Judges the trace, the poses and the looks at rest against one another.
///
/// # Errors
/// The first [`Flaw`] found.
pub(super) fn alive(result: &CaptureResult) -> Result<(), Flaw> {
    let (trace, caught) = (&result.trace, &result.poses);
    if trace.len() > MAX_GLIMPSES {
        return Err(Flaw::Trace);
    }
    let times: Vec<(Pose, u32)> = caught.iter().map(|p| (p.pose, p.at_ms)).collect();
    tells(trace, &times).map_err(|error| match error {
        TraceError::Gaps => Flaw::Trace,
        TraceError::Unseen(pose) => Flaw::Unseen(pose),
    })?;
    let found = [
        (jumps(trace), capture::Flaw::Jump),
        (is_frozen(trace), capture::Flaw::Frozen),
        (is_looped(trace), capture::Flaw::Looped),
        (turns_flat(trace, caught), capture::Flaw::Flat),
    ];
    let found = found.into_iter().find(|(found, _)| *found).map(|(_, flaw)| flaw);
    if let Some(flaw) = found.or_else(|| strays(trace, &times)) {
        return Err(Flaw::NotLive(flaw));
    }
    // What is told of a pose is what was seen then.
    if !caught.iter().all(|p| agrees(trace, p.at_ms, p.yaw_deg, p.mouth_open)) {
        return Err(Flaw::Trace);
    }
    one_face(result)
}

/// Whether what turned had no depth, in the numbers of the trace from one pose to the next.
fn turns_flat(trace: &[Glimpse], caught: &[PoseCaught]) -> bool {
    let Some(neutral) = caught.first().and_then(|p| trace.iter().rev().find(|g| g.at_ms <= p.at_ms)) else {
        return false;
    };
    caught.windows(2).any(|w| {
        let [before, turn] = w else { return false };
        let during = |g: &&Glimpse| (before.at_ms..=turn.at_ms).contains(&g.at_ms);
        let moment = |g: &Glimpse| Moment {
            yaw_deg: g.yaw_deg - neutral.yaw_deg,
            pitch_deg: g.pitch_deg - neutral.pitch_deg,
            width: g.width,
        };
        matches!(turn.pose, Pose::TurnLeft | Pose::TurnRight)
            && is_flat(&trace.iter().filter(during).map(moment).collect::<Vec<_>>())
    })
}

/// Whether the poses, and the looks at rest, show the face of the neutral pose.
fn one_face(result: &CaptureResult) -> Result<(), Flaw> {
    let caught = &result.poses;
    let neutral = caught.iter().find(|p| p.pose == Pose::Neutral).ok_or(Flaw::WrongOrder)?;
    let other = |p: &PoseCaught| if p.texture.len() == TEXTURE { distance(look(neutral), look(p)) } else { None };
    let distances: Option<Vec<f32>> = caught.iter().map(other).collect();
    // A device that leaves these numbers out, or sends nonsense, has not measured a face.
    if is_another(&distances.ok_or(Flaw::Trace)?) {
        return Err(Flaw::NotLive(capture::Flaw::OtherFace));
    }
    let times: Vec<u32> = caught.iter().map(|p| p.at_ms).collect();
    judge_rests(&result.trace, &times, look(neutral), &result.rests).map_err(|flaw| match flaw {
        RestFlaw::Missing => Flaw::Trace,
        RestFlaw::Another => Flaw::NotLive(capture::Flaw::OtherFace),
    })
}

fn look(p: &PoseCaught) -> Look<'_> {
    Look { shape: &p.shape, tone: &p.tone, texture: &p.texture }
}
