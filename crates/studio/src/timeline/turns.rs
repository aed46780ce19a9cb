//! Where a head turns over a clip: mostly a little beside the lens, and now and then slowly to a side, for as long as a
//! thought, and back. Large turns begin where a phrase does or ends, if one is near, and change sides.

use super::manner::Manner;
use crate::math::{Random, smoothstep};

/// How far a large turn goes, in degrees: a face is well drawn up to about there.
const FAR_DEG: f32 = 12.9;
/// The same beside somebody, whom one turns to anyhow.
const FAR_IN_COMPANY_DEG: f32 = 6.0;
/// Most that a head turns with everything added up, in degrees.
const MOST_DEG: f32 = 13.4;
/// Nothing turns before this, in seconds; the first look is the lens's.
const CALM_S: f32 = 0.30;
/// How long before the end of a clip a large turn sets out, and sets back, at the latest, in seconds.
const BACK_S: [f32; 2] = [1.95, 0.85];
/// From one large turn's setting out to the next one's, in seconds: at least, and about.
const APART_S: f32 = 1.25;
const USUAL_S: f32 = 2.9;
/// How long a large turn lasts, from setting out to setting back, in seconds.
const LASTS_S: [f32; 2] = [1.05, 1.60];
/// How far a large turn may be moved to where a phrase begins or ends, in seconds.
const SNAP_S: f32 = 0.55;
/// Least time between two small turns, and most for which one is kept, in seconds.
const SMALL_S: [f32; 2] = [0.9, 2.6];

/// Turn and tilt that are taken from a time on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Posture {
    at_s: f32,
    yaw: f32,
    tilt: f32,
    far: bool,
}

/// The turns of a clip.
#[derive(Debug)]
pub(super) struct Turns {
    postures: Vec<Posture>,
}

impl Turns {
    /// `alone` is whether there is nobody in the scene to look at.
    pub(super) fn plan(phrases: &[[f32; 2]], end_s: f32, m: &Manner, alone: bool, random: &mut Random) -> Self {
        let side = if random.unit() < 0.5 { -1.0 } else { 1.0 };
        let said_s = phrases.last().map_or(end_s, |p| p[1]);
        let tilt = |random: &mut Random| m.tilt * side + random.range(-0.5, 0.5) * m.sway;
        let far = if alone { FAR_DEG } else { FAR_IN_COMPANY_DEG };
        let mut out = vec![Posture { at_s: 0.0, yaw: 0.15 * m.turn * side, tilt: m.tilt * side, far: false }];
        let mut to = side;
        let mut free = Vec::new();
        let mut from = CALM_S;
        let far_turns = far_turns(phrases, end_s, m.pace, random);
        for (i, &at_s) in far_turns.iter().enumerate() {
            free.push([from, at_s]);
            to = -to;
            out.push(Posture { at_s, yaw: to * far * random.range(0.98, 1.03), tilt: tilt(random), far: true });
            from = (at_s + random.range(LASTS_S[0], LASTS_S[1])).min(end_s - BACK_S[1]);
            let back =
                Posture { at_s: from, yaw: to * random.range(-0.25, 0.20) * m.turn, tilt: tilt(random), far: false };
            // From one side straight to the other where there is no time for the lens.
            if far_turns.get(i + 1).is_none_or(|next| from + 0.3 < *next) {
                out.push(back);
            }
        }
        free.push([from, said_s - 0.1]);
        for at_s in small_turns(phrases, &free) {
            let before = out.iter().filter(|p| p.at_s < at_s).max_by(|a, b| a.at_s.total_cmp(&b.at_s));
            let other = if before.is_some_and(|p| p.yaw > 0.0) { -1.0 } else { 1.0 };
            out.push(Posture { at_s, yaw: other * random.range(0.10, 0.45) * m.turn, tilt: tilt(random), far: false });
        }
        // A large turn that goes on when all is said is finished first.
        let last = out.iter().map(|p| p.at_s).fold(said_s - 0.1, f32::max);
        out.push(Posture { at_s: last, yaw: 0.08 * m.turn * side, tilt: m.tilt * side, far: false });
        out.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        // Of two that begin at once the later one counts.
        Self { postures: out }
    }

    /// Turn and tilt wanted at a time, in degrees.
    pub(super) fn at(&self, t_s: f32) -> [f32; 2] {
        let now = self.postures.iter().rev().find(|p| p.at_s <= t_s).or(self.postures.first());
        now.map_or([0.0; 2], |p| [p.yaw, p.tilt])
    }

    /// To which side a large turn goes that sets out near a time: 1 is the picture's right.
    pub(super) fn side_near(&self, t_s: f32) -> Option<f32> {
        let near = |p: &&Posture| p.far && (p.at_s - 0.3..p.at_s + 1.0).contains(&t_s);
        self.postures.iter().find(near).map(|p| p.yaw.signum())
    }
}

/// Where the head is, given where its spring has it and what drifts; what drifts counts less in a large turn.
pub(super) fn yaw_deg(sprung: f32, drift: f32) -> f32 {
    (sprung + drift * smoothstep(FAR_DEG, 0.4 * FAR_DEG, sprung.abs())).clamp(-MOST_DEG, MOST_DEG)
}

/// When large turns set out: one to each side in four seconds, more in longer clips for whom is lively, none in very short
/// ones.
fn far_turns(phrases: &[[f32; 2]], end_s: f32, pace: f32, random: &mut Random) -> Vec<f32> {
    let (first, last) = (CALM_S + 0.1, end_s - BACK_S[0]);
    if last < first {
        return Vec::new();
    }
    let fit = ((last - first) / APART_S) as usize + 1;
    let count = if fit < 2 { 1 } else { ((end_s * pace / USUAL_S) as usize).clamp(2, fit) };
    let slot = (last - first) / count as f32;
    let mut out: Vec<f32> = Vec::new();
    for i in 0..count {
        // Those that follow keep the time that they need.
        let least = out.last().map_or(first, |t| t + APART_S);
        let most = last - APART_S * (count - 1 - i) as f32;
        let wanted = first + slot * (i as f32 + random.range(0.15, 0.85));
        // The head sets out before the voice does.
        let edge = phrases.iter().flat_map(|p| [p[0] - 0.15, p[1] - 0.05]).filter(|t| (least..=most).contains(t));
        let near = edge
            .filter(|t| (t - wanted).abs() < SNAP_S)
            .min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()));
        out.push(near.unwrap_or(wanted).clamp(least.min(most), most));
    }
    out
}

/// When small turns set out, with each phrase and now and then within a long one, where nothing larger goes on.
fn small_turns(phrases: &[[f32; 2]], free: &[[f32; 2]]) -> Vec<f32> {
    let mut out: Vec<f32> = Vec::new();
    for phrase in phrases {
        let mut at = (phrase[0] - 0.15).max(CALM_S);
        while at < phrase[1] - 0.4 {
            let [least, _] = SMALL_S;
            let room = free.iter().any(|f| f[0] + 0.5 < at && at + least < f[1]);
            if room && out.last().is_none_or(|last| at - last > least) {
                out.push(at);
            }
            at += SMALL_S[1];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::speech::Mood;

    #[test]
    fn large_turns_go_to_both_sides_and_leave_each_other_time() {
        for mood in Mood::ALL {
            for seed in 0..200 {
                let mut random = Random::new(seed, 1);
                let end_s = random.range(4.0, 10.0);
                let phrases = [[0.35, random.range(0.8, 2.0)], [random.range(2.2, 2.8), end_s - 0.4]];
                let turns = Turns::plan(&phrases, end_s, &Manner::of(mood), true, &mut random);
                let far: Vec<&Posture> = turns.postures.iter().filter(|p| p.far).collect();
                assert!(far.len() >= 2, "{end_s}: {turns:?}");
                assert!(far.windows(2).all(|w| w[0].yaw * w[1].yaw < 0.0 && w[1].at_s - w[0].at_s > APART_S - 0.01));
                assert!(
                    far.iter().all(|p| p.at_s >= CALM_S && p.at_s <= end_s - BACK_S[0] + 0.01),
                    "{end_s}: {turns:?}"
                );
                assert!(turns.at(end_s)[0].abs() < 2.0, "the end looks at the lens");
                let order = turns.postures.windows(2).all(|w| w[0].at_s <= w[1].at_s);
                assert!(order && far.iter().all(|p| turns.at(p.at_s + 0.9)[0] == p.yaw), "{turns:?}");
            }
        }
    }

    #[test]
    fn a_very_short_clip_has_no_time_for_one() {
        let turns = Turns::plan(&[], 1.9, &Manner::of(Mood::Neutral), true, &mut Random::new(1, 1));
        assert!(turns.postures.iter().all(|p| !p.far));
    }
}
