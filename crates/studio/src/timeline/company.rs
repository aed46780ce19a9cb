//! What two people in one scene do with each other: who speaks acts, who listens looks at the speaker, nods, blinks and
//! takes a moment to do so.

use domain::dialogue::Cue;
use domain::speech::{Mood, Phone};

use super::eyes::blink;
use super::manner::Manner;
use super::motion::Spring;
use super::{Channel, Values};
use crate::math::{Random, lerp, smoothstep};

/// How far a head turns towards the other, in degrees, and the eyes beyond it, in eye distances.
const TURN_DEG: f32 = 8.0;
const EYES: f32 = 0.052;
/// Share of that turn which a speaker keeps who looks into the lens.
const ASIDE: f32 = 0.22;
/// How long after somebody begins to speak the other looks, in seconds.
const REACTS_S: f32 = 0.16;
/// How long a speaker looks at the other as a turn begins, and before it ends, in seconds.
const TAKES_S: f32 = 0.45;
const HANDS_OVER_S: f32 = 0.35;

/// The stretches in which somebody looks at the other, from and to, in seconds.
fn looks(cues: &[Cue], who: usize) -> Vec<[f32; 2]> {
    let mut out = Vec::new();
    for (i, cue) in cues.iter().enumerate() {
        let (first, last) = (i == 0, i + 1 == cues.len());
        if cue.who == who {
            if !first {
                out.push([cue.start_s - 0.2, cue.start_s + TAKES_S.min(0.4 * (cue.end_s - cue.start_s))]);
            }
            if !last {
                out.push([cue.end_s - HANDS_OVER_S, cue.end_s]);
            }
        } else {
            let next = cues.get(i + 1).map_or(f32::INFINITY, |n| n.start_s);
            out.push([cue.start_s + REACTS_S, next]);
        }
    }
    out
}

/// Turns what a person does alone into what they do beside another. `side` is 1 when the other stands to the right in the
/// picture, -1 to the left; `heard` are the sounds of the other.
pub(super) fn add(
    values: &mut [Values],
    (cues, who, side): (&[Cue], usize, f32),
    heard: &[Phone],
    fps: f32,
    seed: u64,
    mood: Mood,
) {
    let m = Manner::of(mood);
    let mut random = Random::new(seed, 0x6475_6f21);
    let looks = looks(cues, who);
    let nods = nods(heard, &mut random);
    let blinks: Vec<f32> = looks.iter().filter(|_| random.unit() < 0.5).map(|l| l[0] + 0.02).collect();
    let lifts: Vec<f32> = cues.iter().filter(|c| c.who != who && random.unit() < 0.6).map(|c| c.end_s - 0.25).collect();
    let at = |t: f32| looks.iter().any(|l| l[0] <= t && t < l[1]);
    let mut attention = Spring::at_rest(5.0, 0.95, if at(0.2) { 0.8 } else { ASIDE });
    let (mut nod, mut brow) = (Spring::at_rest(9.0, 0.8, 0.0), Spring::at_rest(8.0, 0.95, 0.0));
    let dt_s = 1.0 / fps;
    let mut gaze = values.first().map_or([0.0; 2], |v| [v[Channel::GazeX], v[Channel::GazeY]]);
    for (f, v) in values.iter_mut().enumerate() {
        let t = (f as f32 + 0.5) / fps;
        let looking = at(t);
        // Eyes first, then the head.
        let near = attention.step(if at(t - 0.06) { 1.0 } else { ASIDE }, dt_s).clamp(0.0, 1.1);
        let own = 1.0 - 0.68 * near;
        v[Channel::Yaw] = side * TURN_DEG * near + own * v[Channel::Yaw];
        v[Channel::Roll] *= 1.0 - 0.35 * near;
        let to = if looking { [side * EYES, 0.004] } else { [v[Channel::GazeX], v[Channel::GazeY]] };
        gaze = [lerp(gaze[0], to[0], 0.72), lerp(gaze[1], to[1], 0.72)];
        (v[Channel::GazeX], v[Channel::GazeY]) = (gaze[0], gaze[1]);
        let nodding = nods.iter().any(|n| (n[0]..n[0] + 0.24).contains(&t));
        let depth = nods.iter().find(|n| (n[0]..n[0] + 0.24).contains(&t)).map_or(0.0, |n| n[1]);
        v[Channel::Pitch] += nod.step(if nodding { (0.75 * m.nod).min(3.2) * depth } else { 0.0 }, dt_s);
        let lifted = lifts.iter().any(|l| (*l..*l + 0.5).contains(&t));
        let raised = brow.step(if lifted { 0.38 * m.lift.max(0.0) } else { 0.0 }, dt_s);
        v[Channel::Brow] = (v[Channel::Brow] + raised).clamp(-0.5, 1.4);
        let pleased = lifts.iter().map(|l| smoothstep(*l, l + 0.4, t) * smoothstep(l + 1.4, l + 0.8, t));
        let pleased = pleased.fold(0.0, f32::max);
        v[Channel::Smile] = (v[Channel::Smile] + 0.8 * m.smile_swing * pleased).clamp(0.0, 1.0);
        let shut = blinks.iter().map(|b| blink(t - b)).fold(0.0, f32::max);
        v[Channel::Blink] = v[Channel::Blink].max(shut);
    }
}

/// When a listener nods and how deeply: after what is stressed, now and then, sometimes twice.
fn nods(heard: &[Phone], random: &mut Random) -> Vec<[f32; 2]> {
    let mut out: Vec<[f32; 2]> = Vec::new();
    let mut next = 0.0;
    for p in heard.iter().filter(|p| p.stress == 2) {
        if p.end_s >= next {
            let at = p.end_s + random.range(0.10, 0.22);
            out.push([at, random.range(0.6, 1.0)]);
            if random.unit() < 0.4 {
                out.push([at + 0.42, random.range(0.35, 0.6)]);
            }
            next = at + random.range(0.9, 1.7);
        }
    }
    out
}
