//! What a speaker does besides speaking: looks about, nods, blinks, breathes, smiles.

use domain::speech::Speech;

use super::{Channel, Values};
use crate::math::{Noise, Random, lerp, sin, smoothstep};

/// A damped spring, stepped four times a frame.
struct Spring {
    rate: f32,
    damping: f32,
    value: f32,
    speed: f32,
}

impl Spring {
    fn step(&mut self, target: f32, dt_s: f32) -> f32 {
        let dt = dt_s / 4.0;
        for _ in 0..4 {
            let pull = self.rate * self.rate * (target - self.value) - 2.0 * self.damping * self.rate * self.speed;
            self.speed += pull * dt;
            self.value += self.speed * dt;
        }
        self.value
    }
}

/// One emphasised vowel: the head nods, sometimes the brows rise.
struct Accent {
    start_s: f32,
    end_s: f32,
    nod: f32,
    brow: f32,
}

/// Fills every channel but the mouth's.
pub(super) fn add(values: &mut [Values], speech: &Speech, fps: f32, seed: u64) {
    let mut random = Random::new(seed, 0x6d6f_7469);
    let drift = |random: &mut Random, hz| Noise::new(random, hz);
    let (yaw, pitch) = (drift(&mut random, 0.23), drift(&mut random, 0.27));
    let (roll, mood) = (drift(&mut random, 0.21), drift(&mut random, 0.15));
    let breath_phase = random.range(0.0, std::f32::consts::TAU);
    let accents = accents(speech, &mut random);
    let frames = values.len();
    let end_s = frames as f32 / fps;
    let blinks = blinks(speech, end_s, &mut random);
    let gazes = gazes(end_s, &mut random);
    let mut nod = Spring { rate: 11.0, damping: 0.75, value: 0.0, speed: 0.0 };
    let mut brow = Spring { rate: 10.0, damping: 0.9, value: 0.0, speed: 0.0 };
    let said_s = speech.phones.last().map_or(0.0, |p| p.end_s);
    let mut gaze = [0f32; 2];
    for (f, v) in values.iter_mut().enumerate() {
        let t = (f as f32 + 0.5) / fps;
        let now = accents.iter().find(|a| t >= a.start_s - 0.08 && t < a.end_s);
        let nodding = nod.step(now.map_or(0.0, |a| 4.5 * a.nod), 1.0 / fps);
        let raised = brow.step(now.map_or(0.0, |a| a.brow), 1.0 / fps);
        v[Channel::Yaw] = 7.0 * yaw.at(t);
        v[Channel::Pitch] = 2.2 * pitch.at(t) + nodding;
        v[Channel::Roll] = 2.2 * roll.at(t);
        v[Channel::Brow] = (raised + 0.10 * mood.at(t * 1.7 + 3.0)).clamp(-0.3, 1.3);
        let after = smoothstep(said_s - 0.1, said_s + 0.35, t);
        v[Channel::Smile] = (0.24 + 0.08 * mood.at(t) + 0.12 * after).clamp(0.0, 1.0);
        v[Channel::Breath] = sin(breath_phase + std::f32::consts::TAU * 0.28 * t);
        v[Channel::Blink] = blinks.iter().map(|&b| blink(t - b)).fold(0.0, f32::max);
        if let Some(&(_, to)) = gazes.iter().rev().find(|(at, _)| *at <= t) {
            // A saccade takes about 40 ms: most of it within one frame.
            gaze = [lerp(gaze[0], to[0], 0.8), lerp(gaze[1], to[1], 0.8)];
        }
        v[Channel::GazeX] = gaze[0];
        v[Channel::GazeY] = gaze[1];
    }
}

/// Stressed vowels, at least 0.35 s apart, each with a strength of its own.
fn accents(speech: &Speech, random: &mut Random) -> Vec<Accent> {
    let mut out: Vec<Accent> = Vec::new();
    for p in speech.phones.iter().filter(|p| p.stress == 2) {
        let (nod, wants_brow) = (random.range(0.3, 1.0), random.unit() < 0.45);
        let brow = if wants_brow { random.range(0.4, 1.0) } else { 0.0 };
        if out.last().is_none_or(|a| p.start_s - a.start_s > 0.35) && p.end_s > p.start_s {
            out.push(Accent { start_s: p.start_s, end_s: p.end_s + 0.05, nod, brow });
        }
    }
    out
}

/// Every two to five seconds, and more often where speech pauses.
fn blinks(speech: &Speech, end_s: f32, random: &mut Random) -> Vec<f32> {
    let mut out = Vec::new();
    let mut t = random.range(0.7, 2.2);
    while t < end_s - 0.3 {
        // The nearest pause within half a second draws the blink to it.
        let pause = speech.phones.windows(2).find(|p| p[1].start_s - p[0].end_s > 0.08 && (p[0].end_s - t).abs() < 0.5);
        let at = pause.map_or(t, |p| p[0].end_s);
        if out.last().is_none_or(|last| at - last > 0.6) {
            out.push(at);
        }
        t = at.max(t) + random.range(1.9, 4.6);
    }
    out
}

/// 80 ms to close, 40 ms shut, 150 ms to open.
fn blink(t_s: f32) -> f32 {
    if t_s < 0.10 { smoothstep(0.0, 0.08, t_s) } else { smoothstep(0.27, 0.12, t_s) }
}

/// Times and targets of small eye movements, in eye distances.
fn gazes(end_s: f32, random: &mut Random) -> Vec<(f32, [f32; 2])> {
    let mut out = Vec::new();
    let mut t = 0.0;
    while t < end_s {
        out.push((t, [0.012 * random.normal(), 0.006 * random.normal()]));
        t += random.range(0.5, 1.4);
    }
    out
}
