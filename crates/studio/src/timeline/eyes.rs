//! When eyes blink and where they look.

use domain::speech::Speech;

use super::manner::Manner;
use super::turns::Turns;
use crate::math::{Random, smoothstep};

/// Nothing happens in the first and, but for the look back at the lens, the last part of a clip, in seconds.
const CALM_S: f32 = 0.35;

/// Blinks and glances of a clip.
#[derive(Debug)]
pub(super) struct Looks {
    blinks: Vec<f32>,
    gazes: Vec<(f32, [f32; 2])>,
}

pub(super) fn plan(
    speech: &Speech,
    phrases: &[[f32; 2]],
    end_s: f32,
    (m, turns): (&Manner, &Turns),
    random: &mut Random,
) -> Looks {
    let gazes = gazes(phrases, end_s, (m, turns), random);
    Looks { blinks: blinks(speech, end_s, m, random), gazes }
}

impl Looks {
    /// Lids at a time, 0 open to 1 shut.
    pub(super) fn blink(&self, t_s: f32) -> f32 {
        self.blinks.iter().map(|&b| blink(t_s - b)).fold(0.0, f32::max)
    }

    /// Where the eyes look, in eye distances; the lens is at 0.
    pub(super) fn gaze(&self, t_s: f32) -> [f32; 2] {
        self.gazes.iter().rev().find(|(at, _)| *at <= t_s).map_or([0.0; 2], |g| g.1)
    }
}

/// As often as the mood wants, and rather where speech pauses.
fn blinks(speech: &Speech, end_s: f32, m: &Manner, random: &mut Random) -> Vec<f32> {
    let [least, most] = m.blink_s;
    let mut out: Vec<f32> = Vec::new();
    // As if the last blink had been at some time before the clip.
    let mut t = random.range(0.25, 0.75) * (0.5 * (least + most)).min(4.0);
    while t < end_s - 0.3 {
        // The nearest pause within half a second draws the blink to it.
        let pause = speech.phones.windows(2).find(|p| p[1].start_s - p[0].end_s > 0.08 && (p[0].end_s - t).abs() < 0.5);
        let at = pause.map_or(t, |p| p[0].end_s).max(CALM_S);
        if out.last().is_none_or(|last| at - last > 0.6) {
            out.push(at);
        }
        t = at.max(t) + random.range(least, most);
    }
    out
}

/// Lids so long after a blink began: 80 ms to close, 40 ms shut, 150 ms to open.
pub(super) fn blink(t_s: f32) -> f32 {
    if t_s < 0.10 { smoothstep(0.0, 0.08, t_s) } else { smoothstep(0.27, 0.12, t_s) }
}

/// Times and targets: small movements around the lens, and glances away from it, mostly as a phrase begins, that come
/// back after half a second.
fn gazes(phrases: &[[f32; 2]], end_s: f32, (m, turns): (&Manner, &Turns), random: &mut Random) -> Vec<(f32, [f32; 2])> {
    let near = |random: &mut Random| [0.006 * random.normal(), 0.003 * random.normal()];
    let said_s = phrases.last().map_or(end_s, |p| p[1]);
    let mut out = Vec::new();
    let mut t = 0.0;
    let mut glance_at = random.range(0.5, 1.2) * m.glance_s;
    while t < end_s {
        let begins = phrases.iter().skip(1).find(|p| (p[0] - glance_at).abs() < 0.5 && p[0] - 0.1 >= t);
        let due = begins.map_or(glance_at, |p| p[0] - 0.1);
        if t >= due && t < said_s - 0.9 && t > CALM_S {
            let side = if random.unit() < 0.5 { -1.0 } else { 1.0 };
            // Eyes never go against a head that turns.
            let side = turns.side_near(t).unwrap_or(side);
            let size = m.glance * random.range(0.7, 1.2);
            out.push((t, [side * size, 0.35 * m.glance * random.range(-0.4, 1.0)]));
            t += random.range(0.30, 0.60);
            glance_at = t + m.glance_s * random.range(0.6, 1.4);
            // Back to the lens.
            out.push((t, [0.0, 0.0]));
        } else {
            out.push((t, near(random)));
        }
        t += random.range(0.5, 1.3);
    }
    out
}
