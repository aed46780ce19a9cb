//! How a character moves while it speaks: it squashes with loudness, hops on stressed words, sways, blinks.

use domain::limits::FPS;
use domain::speech::Speech;

use super::puppet::Pose;
use crate::math::{Noise, Random, sin, smoothstep};
use crate::timeline::{Channel, Timeline};

/// Steps to one unit of a pose: motion is quantised before drawing, so that every machine draws the same.
const STEPS: f32 = 16384.0;
/// Half of the window in which loudness is measured, in seconds.
const WINDOW_S: f32 = 0.03;
/// How long a hop takes, in seconds.
const HOP_S: f32 = 0.32;
/// Shortest time between the beginnings of two hops, in seconds.
const REST_S: f32 = 0.75;
/// Jaw and lips of an open vowel in a timeline, in eye distances.
const WIDE_OPEN: f32 = 0.24;

/// A pose for each frame of the timeline.
pub(super) fn poses(speech: &Speech, timeline: &Timeline, seed: u64) -> Vec<Pose> {
    let mut random = Random::new(seed, 0x6368_6172);
    let (sway, lean) = (Noise::new(&mut random, 0.31), Noise::new(&mut random, 0.23));
    let phase = random.range(0.0, std::f32::consts::TAU);
    let loud = loudness(speech, timeline.frames());
    let hops = hops(speech);
    let (mut bounce, mut speed) = (0f32, 0f32);
    (0..timeline.frames())
        .map(|frame| {
            let t = (frame as f32 + 0.5) / FPS as f32;
            let level = loud.get(frame as usize).copied().unwrap_or(0.0);
            // A damped spring that loudness pushes: it overshoots a little, as soft things do.
            for _ in 0..4 {
                let dt = 0.25 / FPS as f32;
                speed += (520.0 * (level - bounce) - 20.0 * speed) * dt;
                bounce += speed * dt;
            }
            let v = timeline.at(frame);
            let open =
                ((v[Channel::Jaw] + 0.8 * v[Channel::Lower] + 0.4 * v[Channel::Upper]) / WIDE_OPEN).clamp(0.0, 1.0);
            let (hop, press) =
                hops.iter().map(|&from| hop(t - from)).fold((0f32, 0f32), |a, b| (a.0.max(b.0), a.1 + b.1));
            let q = |v: f32| (v * STEPS).round() / STEPS;
            Pose {
                // Only what is heard opens a mouth.
                open: q(open * smoothstep(0.0, 0.12, level + 0.5 * open)),
                round: q((v[Channel::Round] / 0.12).clamp(0.0, 1.0)),
                squash: q(0.035 * bounce + 0.07 * press + 0.006 * sin(phase + 1.7 * t)),
                hop: q(0.045 * hop),
                sway: q(0.030 * sway.at(t) * (0.4 + 0.6 * level)),
                lean: q(1.6 * lean.at(t)),
                blink: q(v[Channel::Blink].clamp(0.0, 1.0)),
            }
        })
        .collect()
}

/// Loudness of each frame, 0 to 1 of the loud parts of the speech.
fn loudness(speech: &Speech, frames: u32) -> Vec<f32> {
    let rate = speech.rate_hz as f32;
    let level = |frame: u32| {
        let t = (frame as f32 + 0.5) / FPS as f32;
        let (from, to) = (((t - WINDOW_S) * rate).max(0.0) as usize, ((t + WINDOW_S) * rate).max(0.0) as usize);
        let window = speech.samples.get(from.min(speech.samples.len())..to.min(speech.samples.len())).unwrap_or(&[]);
        let energy: f32 = window.iter().map(|s| s * s).sum();
        (energy / window.len().max(1) as f32).sqrt()
    };
    let all: Vec<f32> = (0..frames).map(level).collect();
    let mut sorted = all.clone();
    sorted.sort_by(f32::total_cmp);
    let loud = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0);
    all.iter().map(|l| if loud > 1e-4 { (l / loud).clamp(0.0, 1.2) } else { 0.0 }).collect()
}

/// When it leaves the ground: on stressed sounds with some rest between.
fn hops(speech: &Speech) -> Vec<f32> {
    let mut out: Vec<f32> = Vec::new();
    for p in speech.phones.iter().filter(|p| p.stress == 2) {
        if out.last().is_none_or(|last| p.start_s - last > REST_S) {
            out.push(p.start_s - 0.05);
        }
    }
    out
}

/// Height, 0 to 1, and how much it is pressed together: before it jumps and when it lands; drawn out in the air.
fn hop(t_s: f32) -> (f32, f32) {
    let u = t_s / HOP_S;
    let height = if (0.0..=1.0).contains(&u) { 4.0 * u * (1.0 - u) } else { 0.0 };
    let bump = |at: f32, width: f32| smoothstep(at - width, at, u) * smoothstep(at + width, at, u);
    (height, 0.8 * bump(-0.15, 0.3) + bump(1.15, 0.3) - 0.5 * bump(0.35, 0.35))
}

#[cfg(test)]
mod tests {
    use domain::speech::Phone;

    use super::*;

    fn speech() -> Speech {
        let rate_hz = 16_000;
        let loud = |i: usize| if (16_000..32_000).contains(&i) { 0.3 * sin(i as f32 * 0.1) } else { 0.0 };
        let phone =
            |symbol: &str, start_s, stress| Phone { symbol: symbol.into(), start_s, end_s: start_s + 0.2, stress };
        Speech {
            samples: (0..48_000).map(loud).collect(),
            rate_hz,
            phones: vec![phone("ɑ", 1.1, 2), phone("m", 1.3, 0), phone("ɑ", 1.6, 1)],
            words: vec![],
        }
    }

    #[test]
    fn it_rests_in_silence_and_hops_on_a_stressed_sound() {
        let s = speech();
        let timeline = Timeline::from_speech(&s, 90, 4);
        let all = poses(&s, &timeline, 4);
        assert_eq!(all, poses(&s, &timeline, 4));
        assert!(all[..25].iter().all(|p| p.open < 0.05 && p.hop == 0.0 && p.squash.abs() < 0.02));
        assert!(all[30..60].iter().any(|p| p.open > 0.6), "the mouth opens");
        assert!(all[30..45].iter().any(|p| p.hop > 0.03), "it hops");
        let most = all.iter().map(|p| p.squash.abs()).fold(0.0, f32::max);
        assert!(most > 0.02 && most < 0.16, "{most}");
    }

    #[test]
    fn silence_without_samples_is_no_trouble() {
        let s = Speech::default();
        let all = poses(&s, &Timeline::from_speech(&s, 12, 1), 1);
        assert!(all.iter().all(|p| p.open == 0.0 && p.squash.is_finite()));
    }
}
