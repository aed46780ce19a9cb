//! What a speaker does besides speaking: turns, nods, raises brows, smiles, breathes.

use domain::speech::{Mood, Speech};

use super::eyes;
use super::manner::Manner;
use super::turns::{Turns, yaw_deg};
use super::{Channel, Values};
use crate::math::{Noise, Random, lerp, sin, smoothstep};

/// How long before a stressed vowel head and brows set out, in seconds.
const AHEAD_S: f32 = 0.10;
/// A pause that parts two phrases, in seconds.
const PAUSE_S: f32 = 0.20;

/// How fast a head turns, in radians a second: most of a turn is over in 0.8 s. Slow moods take a little longer.
const TURN_RATE: f32 = 4.3;
const SLOWER: std::ops::RangeInclusive<f32> = 0.93..=1.0;

/// A damped spring, stepped four times a frame.
pub(super) struct Spring {
    rate: f32,
    damping: f32,
    value: f32,
    speed: f32,
}

impl Spring {
    pub(super) fn at_rest(rate: f32, damping: f32, value: f32) -> Self {
        Self { rate, damping, value, speed: 0.0 }
    }

    pub(super) fn step(&mut self, target: f32, dt_s: f32) -> f32 {
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

/// Fills every channel but the mouth's. `alone` is whether there is nobody in the scene to look at.
pub(super) fn add(values: &mut [Values], speech: &Speech, fps: f32, (seed, mood, alone): (u64, Mood, bool)) {
    let m = Manner::of(mood);
    let mut random = Random::new(seed, 0x6d6f_7469);
    let drift = |random: &mut Random, hz: f32| Noise::new(random, hz * m.pace);
    let (yaw, pitch) = (drift(&mut random, 0.23), drift(&mut random, 0.27));
    let (roll, ease) = (drift(&mut random, 0.21), drift(&mut random, 0.15));
    let breath_phase = random.range(0.0, std::f32::consts::TAU);
    let accents = accents(speech, &mut random);
    let end_s = values.len() as f32 / fps;
    let phrases = phrases(speech);
    let turns = Turns::plan(&phrases, end_s, &m, alone, &mut random);
    let looks = eyes::plan(speech, &phrases, end_s, (&m, &turns), &mut random);
    let first = turns.at(0.0);
    let mut turn = Spring::at_rest(TURN_RATE * m.pace.clamp(*SLOWER.start(), *SLOWER.end()), 0.9, first[0]);
    let mut tilt = Spring::at_rest(3.4, 0.9, first[1]);
    let mut nod = Spring::at_rest(11.0, 0.75, 0.0);
    let mut brow = Spring::at_rest(10.0, 0.9, 0.0);
    let said_s = speech.phones.last().map_or(0.0, |p| p.end_s);
    let dt_s = 1.0 / fps;
    let mut gaze = [0f32; 2];
    for (f, v) in values.iter_mut().enumerate() {
        let t = (f as f32 + 0.5) / fps;
        let now = accents.iter().find(|a| t >= a.start_s - AHEAD_S && t < a.end_s);
        let nodding = nod.step(now.map_or(0.0, |a| m.nod * a.nod), dt_s);
        let raised = brow.step(now.map_or(0.0, |a| a.brow), dt_s);
        let posture = turns.at(t);
        v[Channel::Yaw] = yaw_deg(turn.step(posture[0], dt_s), 0.6 * m.turn * yaw.at(t));
        v[Channel::Roll] = tilt.step(posture[1], dt_s) + 0.8 * m.sway * roll.at(t);
        v[Channel::Pitch] = m.pitch + m.sway * pitch.at(t) + nodding;
        let mien = ease.at(t * 1.7 + 3.0);
        v[Channel::Lean] = m.lean * (1.0 + 0.25 * mien);
        v[Channel::Brow] = (m.brow + (m.lift.max(0.0) * raised) + 0.10 * m.lift.abs().min(1.0) * mien).clamp(-0.5, 1.4);
        v[Channel::Knit] = (m.knit * (1.0 + 0.12 * mien) + (-m.lift).max(0.0) * raised).clamp(0.0, 1.4);
        v[Channel::BrowInner] = m.brow_inner * (1.0 + 0.10 * mien);
        v[Channel::Frown] = m.frown * (1.0 + 0.15 * ease.at(t));
        // Wide eyes are widest when something is stressed, narrow ones narrowest.
        v[Channel::Lids] = m.lids * (1.0 + 0.25 * raised + 0.10 * mien);
        let after = smoothstep(said_s - 0.1, said_s + 0.35, t);
        v[Channel::Smile] = (m.smile + m.smile_swing * ease.at(t) + m.smile_after * after).clamp(0.0, 1.0);
        let breath = 0.55 * sin(breath_phase + std::f32::consts::TAU * 0.28 * t) + inhale(&phrases, t);
        v[Channel::Breath] = (m.breath * breath).clamp(-1.4, 1.4);
        v[Channel::Blink] = looks.blink(t);
        let to = looks.gaze(t);
        // A saccade takes about 40 ms: most of it within one frame.
        gaze = [lerp(gaze[0], to[0], 0.75), lerp(gaze[1], to[1], 0.75)];
        v[Channel::GazeX] = gaze[0];
        v[Channel::GazeY] = gaze[1];
    }
}

/// Stressed vowels, at least 0.35 s apart, each with a strength of its own: louder ones move the head more.
fn accents(speech: &Speech, random: &mut Random) -> Vec<Accent> {
    let loud = super::loud::Loudness::new(speech);
    let mut out: Vec<Accent> = Vec::new();
    for p in speech.phones.iter().filter(|p| p.stress == 2) {
        let (nod, wants_brow) = (random.range(0.4, 1.0) * loud.of(p.start_s, p.end_s), random.unit() < 0.45);
        let brow = if wants_brow { random.range(0.4, 1.0) } else { 0.0 };
        if out.last().is_none_or(|a| p.start_s - a.start_s > 0.35) && p.end_s > p.start_s {
            out.push(Accent { start_s: p.start_s, end_s: p.end_s + 0.05, nod, brow });
        }
    }
    out
}

/// Where phrases begin and end, in seconds.
fn phrases(speech: &Speech) -> Vec<[f32; 2]> {
    let mut out: Vec<[f32; 2]> = Vec::new();
    for p in &speech.phones {
        match out.last_mut() {
            Some(last) if p.start_s - last[1] < PAUSE_S => last[1] = p.end_s,
            _ => out.push([p.start_s, p.end_s]),
        }
    }
    out
}

/// Chest: filled in the half second before a phrase, emptied while it lasts.
fn inhale(phrases: &[[f32; 2]], t_s: f32) -> f32 {
    let fill = |p: &[f32; 2]| {
        let long = (p[1] - p[0]).max(0.5);
        0.8 * smoothstep(p[0] - 0.45, p[0], t_s) * smoothstep(p[0] + long, p[0] + 0.1, t_s)
    };
    phrases.iter().map(fill).fold(0.0, f32::max)
}
