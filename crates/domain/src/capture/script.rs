//! Whether what is seen follows what is asked: a film of another capture does its own order.

use super::shown::neutral_of;
use super::{Flaw, Glimpse, Pose};

/// How long a pose that was not asked for has to last, in seconds.
const HELD_S: f64 = 0.5;
/// How long the head has to be turned to the wrong side, in seconds.
const WRONG_S: f64 = 0.4;
/// How much longer either has to last in a trace, in seconds: it has fewer frames than the device saw.
const COARSE_S: f64 = 0.25;
/// Turn, nod and gap that are no accident: degrees, degrees, distances between the eyes.
const CLEAR: (f32, f32, f32) = (15.0, 11.0, 0.22);
/// Yaw of a head that faces the lens again, in degrees.
const FACING_DEG: f32 = 7.0;

/// What a face does, measured against the neutral one.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    /// Turn beyond the neutral pose, in degrees, positive to the person's own left.
    pub yaw_deg: f32,
    /// Lift of the chin beyond the neutral pose, in degrees.
    pub pitch_deg: f32,
    /// Inner-lip gap over the distance between the eyes.
    pub mouth_open: f32,
    /// Openness of the eyes over the neutral one.
    pub eyes: f32,
}

/// What was done without being asked for.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// How much longer than usual what is not asked for has to last, in seconds.
    patience_s: f64,
    asked: Option<Pose>,
    before: Option<Pose>,
    /// The head has faced the lens since this pose was asked for.
    faced: bool,
    doing: Option<(Pose, f64)>,
    unasked: Vec<Pose>,
}

impl Script {
    /// Takes what is done at `t_s` seconds while a pose is asked for; what speaks against it, once it is certain.
    pub fn see(&mut self, asked: Pose, act: &Act, t_s: f64) -> Option<Flaw> {
        if self.asked != Some(asked) {
            (self.before, self.asked, self.faced) = (self.asked, Some(asked), false);
        }
        self.faced |= act.yaw_deg.abs() <= FACING_DEG;
        let doing = Self::doing(act);
        let since = match (doing, self.doing) {
            (Some(now), Some((pose, since))) if now == pose => since,
            _ => t_s,
        };
        self.doing = doing.map(|pose| (pose, since));
        let pose = doing?;
        let wrong = matches!((asked, pose), (Pose::TurnLeft, Pose::TurnRight) | (Pose::TurnRight, Pose::TurnLeft));
        if wrong && self.faced && t_s - since >= WRONG_S + self.patience_s {
            return Some(Flaw::WrongTurn);
        }
        // What was asked for last may last a little longer; wide eyes and mouths come along with other poses.
        let excused = pose == asked || Some(pose) == self.before || asked == Pose::Blink && pose == Pose::EyesShut;
        if !excused && !wrong && t_s - since >= HELD_S + self.patience_s && !self.unasked.contains(&pose) {
            self.unasked.push(pose);
        }
        (self.unasked.len() >= 2).then_some(Flaw::OffScript)
    }

    /// The pose that a face shows beyond doubt.
    fn doing(act: &Act) -> Option<Pose> {
        if act.yaw_deg.abs() >= CLEAR.0 {
            return Some(if act.yaw_deg > 0.0 { Pose::TurnLeft } else { Pose::TurnRight });
        }
        if act.mouth_open >= CLEAR.2 && act.pitch_deg.abs() < CLEAR.1 && act.yaw_deg.abs() < FACING_DEG {
            // A laugh opens the mouth, too, but shuts the eyes a little.
            return (act.eyes > 0.8).then_some(Pose::Ah);
        }
        if act.eyes < 0.35 && act.pitch_deg.abs() < CLEAR.1 {
            return Some(Pose::EyesShut);
        }
        None
    }
}

/// Whether a trace follows the poses that were asked for, each until it was caught at its time in milliseconds: what the
/// device judged frame by frame, once more from its numbers.
#[must_use]
pub fn strays(trace: &[Glimpse], caught: &[(Pose, u32)]) -> Option<Flaw> {
    let (neutral, rest) = (neutral_of(trace, caught)?, caught.get(1..)?);
    let mut script = Script { patience_s: COARSE_S, ..Script::default() };
    let begun = caught.first().map_or(0, |(_, at)| *at);
    trace.iter().filter(|g| g.at_ms > begun).find_map(|g| {
        let (asked, _) = rest.iter().find(|(_, at)| g.at_ms <= *at)?;
        let act = Act {
            yaw_deg: g.yaw_deg - neutral.yaw_deg,
            pitch_deg: g.pitch_deg - neutral.pitch_deg,
            mouth_open: g.mouth_open,
            eyes: g.eyes_open / neutral.eyes_open.max(0.1),
        };
        script.see(*asked, &act, f64::from(g.at_ms) / 1000.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Act = Act { yaw_deg: 0.0, pitch_deg: 0.0, mouth_open: 0.02, eyes: 1.0 };

    fn act(pose: Pose) -> Act {
        match pose {
            Pose::TurnLeft => Act { yaw_deg: 20.0, ..REST },
            Pose::TurnRight => Act { yaw_deg: -20.0, ..REST },
            Pose::Ah => Act { mouth_open: 0.4, ..REST },
            Pose::EyesShut => Act { eyes: 0.2, ..REST },
            _ => REST,
        }
    }

    /// What is asked and done, each for some seconds.
    fn run(beats: &[(Pose, Pose, f64)]) -> Option<Flaw> {
        let (mut script, mut t_s) = (Script::default(), 0.0);
        for (asked, done, seconds) in beats {
            for _ in 0..(seconds * 30.0) as usize {
                t_s += 1.0 / 30.0;
                if let Some(flaw) = script.see(*asked, &act(*done), t_s) {
                    return Some(flaw);
                }
            }
        }
        None
    }

    #[test]
    fn the_wrong_side_first_is_a_flaw_unless_the_head_comes_from_there() {
        use Pose::{Neutral, TurnLeft, TurnRight};
        assert_eq!(run(&[(TurnLeft, Neutral, 0.3), (TurnLeft, TurnRight, 1.0)]), Some(Flaw::WrongTurn));
        assert_eq!(run(&[(TurnLeft, Neutral, 0.3), (TurnLeft, TurnRight, 0.2), (TurnLeft, TurnLeft, 1.0)]), None);
        assert_eq!(run(&[(TurnRight, TurnRight, 1.0), (TurnLeft, TurnRight, 1.0), (TurnLeft, TurnLeft, 1.0)]), None);
    }

    #[test]
    fn two_poses_that_nobody_asked_for_are_off_the_script_and_one_is_not() {
        use Pose::{Ah, EyesShut, Neutral, Smile, TurnLeft};
        assert_eq!(run(&[(Smile, Ah, 1.0), (Smile, Neutral, 0.5), (Smile, TurnLeft, 1.0)]), Some(Flaw::OffScript));
        assert_eq!(run(&[(Smile, Ah, 1.0), (Smile, Neutral, 0.5), (Smile, Ah, 1.0)]), None);
        assert_eq!(run(&[(Ah, Ah, 1.0), (EyesShut, Ah, 1.0), (EyesShut, EyesShut, 1.0), (Smile, EyesShut, 1.0)]), None);
        assert_eq!(run(&[(Smile, Ah, 0.4), (Smile, EyesShut, 0.4), (Smile, Smile, 1.0)]), None, "too short");
    }

    /// A trace at ten glimpses a second of what is asked and done, each for some seconds; each pose is caught at its end.
    fn traced(beats: &[(Pose, Pose, f64)]) -> Option<Flaw> {
        let (mut trace, mut caught, mut at_ms) = (Vec::new(), Vec::new(), 0);
        for (asked, done, seconds) in beats {
            for _ in 0..(seconds * 10.0) as usize {
                at_ms += 100;
                let a = act(*done);
                let g = Glimpse { at_ms, yaw_deg: a.yaw_deg, mouth_open: a.mouth_open, ..Glimpse::default() };
                trace.push(Glimpse { eyes_open: 0.7 * a.eyes, size: 0.18, mouth_width: 0.8, ..g });
            }
            match caught.last_mut() {
                Some((pose, at)) if pose == asked => *at = at_ms,
                _ => caught.push((*asked, at_ms)),
            }
        }
        strays(&trace, &caught)
    }

    #[test]
    fn a_trace_tells_of_wrong_turns_and_other_scripts() {
        use Pose::{Ah, EyesShut, Neutral, Smile, TurnLeft, TurnRight};
        let begin = (Neutral, Neutral, 1.0);
        let good = [begin, (TurnLeft, Neutral, 0.5), (TurnLeft, TurnLeft, 0.8), (Ah, TurnLeft, 0.4), (Ah, Ah, 1.0)];
        assert_eq!(traced(&good), None);
        let wrong = [begin, (TurnLeft, Neutral, 0.5), (TurnLeft, TurnRight, 1.0), (TurnLeft, TurnLeft, 0.8)];
        assert_eq!(traced(&wrong), Some(Flaw::WrongTurn));
        let other = [begin, (Smile, Ah, 1.0), (Smile, Neutral, 0.5), (Smile, EyesShut, 1.0), (Smile, Smile, 1.0)];
        assert_eq!(traced(&other), Some(Flaw::OffScript));
        assert_eq!(traced(&[]), None);
    }
}
