//! Two people before one camera: who is in which shot, where they stand in it, and where their words do.

use domain::dialogue::Cue;
use domain::limits::FPS;

use crate::caption::SAFE;
use crate::math::smoothstep;
use crate::scene::{Angle, Framing, MAX_CUTS, Plan};
use crate::{Canvas, Look};

/// Who is in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framed {
    /// Both, side by side.
    Both,
    /// One of them, larger.
    One(usize),
}

/// From a frame on, a framing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shot {
    pub(super) from_frame: u32,
    pub(super) framed: Framed,
}

/// Shortest shot and shortest turn that gets a shot of its own, in seconds.
const SHORTEST_S: f32 = 1.3;
/// A cut comes a little before the voice that it is for, in seconds.
const BEFORE_S: f32 = 0.10;
/// Distance between the pupils as a fraction of the picture's width: of both together, of one alone.
const TOGETHER: f32 = 0.122;
const ALONE: f32 = 0.200;
/// Who stands further back is smaller.
const BEHIND: f32 = 0.965;
/// Half a face and what it moves, in eye distances.
const HALF_FACE: f32 = 1.32;
/// Height of the eyes, as fractions of the picture's height.
const EYES: f32 = 0.450;
const EYES_ALONE: f32 = 0.425;

/// The shots of a dialogue. It begins with both; then the camera goes to whom it wants to hear, and back. A plan that asks
/// for framings gets them: close is the one who speaks.
pub(super) fn shots(plan: &Plan, cues: &[Cue]) -> Vec<Shot> {
    let mut out = vec![Shot { from_frame: 0, framed: Framed::Both }];
    let frame = |t_s: f32| (t_s.max(0.0) * FPS as f32) as u32;
    if !plan.cuts.is_empty() {
        for cut in plan.shots() {
            let t = cut.from_frame as f32 / FPS as f32;
            let who = cues.iter().find(|c| c.end_s > t + 0.3).or(cues.last()).map_or(0, |c| c.who);
            let framed = if cut.framing == Framing::Close { Framed::One(who) } else { Framed::Both };
            match out.last_mut() {
                Some(last) if last.from_frame == cut.from_frame => last.framed = framed,
                Some(last) if last.framed == framed => {}
                _ => out.push(Shot { from_frame: cut.from_frame, framed }),
            }
        }
        return out;
    }
    let mut since = 0.0;
    for (i, cue) in cues.iter().enumerate().skip(1) {
        let at = (cue.start_s - BEFORE_S).max(cues[i - 1].end_s - 0.02);
        let left = (MAX_CUTS + 1).saturating_sub(out.len());
        let framed = match out.last().map(|s| s.framed) {
            // Whoever speaks is in the picture: from one of them the camera always comes back.
            Some(Framed::One(_)) => Framed::Both,
            _ if left >= if i + 1 < cues.len() { 2 } else { 1 }
                && at - since >= SHORTEST_S
                && cue.end_s - at >= SHORTEST_S =>
            {
                Framed::One(cue.who)
            }
            _ => continue,
        };
        out.push(Shot { from_frame: frame(at), framed });
        since = at;
    }
    out
}

impl Framed {
    /// From where the set is seen.
    pub(super) fn angle(self) -> Angle {
        match self {
            Self::Both => Angle::Whole,
            Self::One(0) => Angle::Left,
            Self::One(_) => Angle::Right,
        }
    }

    /// Who is drawn, from the back to the front.
    pub(super) fn who(self) -> Vec<usize> {
        match self {
            Self::Both => vec![1, 0],
            Self::One(who) => vec![who],
        }
    }

    /// Where one of them stands.
    pub(super) fn look(self, light: Look, who: usize) -> Look {
        let scale = match (self, who) {
            (Self::One(_), _) => ALONE,
            (Self::Both, 0) => TOGETHER,
            (Self::Both, _) => TOGETHER * BEHIND,
        };
        // What a feed covers on the right is no place for a face.
        let half = HALF_FACE * TOGETHER;
        let centre = match (self, who) {
            (Self::Both, 0) => [SAFE[0] + half, EYES],
            (Self::Both, _) => [SAFE[2] - half, EYES - 0.004],
            (Self::One(0), _) => [0.46, EYES_ALONE],
            (Self::One(_), _) => [0.50, EYES_ALONE],
        };
        Look { scale, centre, ..light }
    }

    /// Left and right of the words of one of them.
    pub(super) fn words(self, who: usize) -> [f32; 2] {
        match (self, who) {
            (Self::Both, 0) => [SAFE[0], SAFE[0] + 0.49],
            (Self::Both, _) => [SAFE[2] - 0.49, SAFE[2]],
            (Self::One(_), _) => [0.215, 0.785],
        }
    }
}

/// Where the picture of both begins to darken downwards, as a fraction of its height, and by how much it does. Few scans go
/// down so far, and a feed writes there.
const SHADE_FROM: f32 = 0.70;
const SHADE: f32 = 0.55;

/// Darkens the lowest part of a picture.
pub(super) fn shade(canvas: &mut Canvas) {
    let (w, h) = (canvas.width, canvas.height as f32);
    for (y, line) in canvas.rgba.chunks_exact_mut(w.max(1) * 4).enumerate().skip((SHADE_FROM * h) as usize) {
        let keep = ((1.0 - SHADE * smoothstep(SHADE_FROM, 1.0, y as f32 / h)) * 256.0) as u32;
        for p in line.chunks_exact_mut(4) {
            p.iter_mut().take(3).for_each(|c| *c = ((u32::from(*c) * keep) >> 8) as u8);
        }
    }
}

/// What is seen at a frame.
pub(super) fn at(shots: &[Shot], frame: u32) -> Framed {
    shots.iter().rev().find(|s| s.from_frame <= frame).map_or(Framed::Both, |s| s.framed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Cut, SceneKind};

    fn cues(turns: &[(usize, f32)]) -> Vec<Cue> {
        let mut t = 0.25;
        turns
            .iter()
            .map(|&(who, long)| {
                let cue = Cue { who, start_s: t, end_s: t + long };
                t += long + 0.25;
                cue
            })
            .collect()
    }

    fn frames(plan: &Plan, turns: &[(usize, f32)]) -> Vec<(u32, Framed)> {
        shots(plan, &cues(turns)).iter().map(|s| (s.from_frame, s.framed)).collect()
    }

    #[test]
    fn it_begins_with_both_and_then_goes_to_who_speaks() {
        use Framed::{Both, One};
        let plan = Plan::of(SceneKind::Beach, 1);
        assert_eq!(
            frames(&plan, &[(0, 2.0), (1, 2.0), (0, 2.0), (1, 2.0)]),
            [(0, Both), (72, One(1)), (139, Both), (207, One(1))]
        );
        // Short turns get no shot of their own, and there are never more cuts than a plan may have.
        assert_eq!(frames(&plan, &[(0, 0.8), (1, 2.0), (0, 0.5), (1, 0.6), (0, 1.0)]), [(0, Both)]);
        let many: Vec<(usize, f32)> = (0..12).map(|i| (i % 2, 1.5)).collect();
        assert_eq!(frames(&plan, &many).len(), MAX_CUTS + 1);
        let all = cues(&[(0, 1.6), (1, 1.6), (0, 0.7), (1, 0.8), (0, 1.5), (1, 1.6)]);
        let blocking = shots(&plan, &all);
        for c in &all {
            let seen = at(&blocking, (15.0 * (c.start_s + c.end_s)) as u32);
            assert!(seen == Both || seen == One(c.who), "{blocking:?}");
        }
        assert_eq!(frames(&plan, &[]), [(0, Both)]);
    }

    #[test]
    fn framings_that_are_asked_for_are_kept() {
        use Framed::{Both, One};
        let cut = |from_frame, framing| Cut { from_frame, framing };
        let cuts = vec![cut(0, Framing::Close), cut(60, Framing::Wide), cut(100, Framing::Close)];
        let plan = Plan { cuts, ..Plan::of(SceneKind::Beach, 1) };
        assert_eq!(frames(&plan, &[(0, 1.5), (1, 4.0)]), [(0, One(0)), (60, Both), (100, One(1))]);
    }
}
