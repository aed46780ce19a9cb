//! From phones to mouth shapes, frame by frame: each sound pulls on the mouth before, while and after it is heard
//! (dominance functions: Cohen and Massaro 1993).

use domain::speech::Speech;

use super::visemes::{self, Kind, REST_DOMINANCE, Viseme};
use crate::math::{exp, smoothstep};

/// The mouth moves this long before the sound, in seconds.
const LEAD_S: f32 = 0.050;
/// Width of the pull before and after a sound, in seconds (one sigma).
const ATTACK_S: f32 = 0.075 * 0.6;
const RELEASE_S: f32 = 0.095 * 0.6;
/// Most that the jaw and the corners move from one frame to the next, in eye distances.
const MAX_JAW_STEP: f32 = 0.06;

/// One stretch of time with one wanted shape.
struct Pull {
    start_s: f32,
    end_s: f32,
    viseme: Viseme,
    scale: f32,
}

/// Eight mouth channels (as in [`visemes::Shape::channels`]) for every frame.
pub(super) fn mouth(speech: &Speech, frames: usize, fps: f32) -> Vec<[f32; 8]> {
    let pulls = pulls(speech);
    let raw: Vec<[f32; 8]> = (0..frames).map(|f| mix(&pulls, (f as f32 + 0.5) / fps + LEAD_S)).collect();
    let at = |i: usize| raw[i.min(raw.len().saturating_sub(1))];
    let mut out: Vec<[f32; 8]> = (0..frames)
        .map(|i| {
            let (a, b, c) = (at(i.saturating_sub(1)), at(i), at(i + 1));
            std::array::from_fn(|k| 0.2 * a[k] + 0.6 * b[k] + 0.2 * c[k])
        })
        .collect();
    for (f, shape) in out.iter_mut().enumerate() {
        hold(&pulls, f as f32 / fps + 0.5 / fps + LEAD_S, 0.5 / fps, shape);
    }
    // A jaw that drops or shuts faster than this reads as a twitch. Only ever lowered, so shut lips stay shut.
    for i in 1..out.len() {
        out[i][0] = out[i][0].min(out[i - 1][0] + MAX_JAW_STEP);
    }
    for i in (1..out.len()).rev() {
        out[i - 1][0] = out[i - 1][0].min(out[i][0] + MAX_JAW_STEP);
    }
    out
}

fn pulls(speech: &Speech) -> Vec<Pull> {
    let mut out = Vec::with_capacity(speech.phones.len() + 8);
    for phone in &speech.phones {
        let (start_s, end_s) = (phone.start_s, phone.end_s);
        if !(start_s.is_finite() && end_s.is_finite() && end_s > start_s) {
            continue;
        }
        let Some((first, second)) = visemes::of(&phone.symbol) else { continue };
        let scale = match (first.kind, phone.stress) {
            (Kind::Vowel, 0) => 0.85,
            (Kind::Vowel, 2..) => 1.15,
            _ => 1.0,
        };
        let turn_s = if second.is_some() { start_s + 0.55 * (end_s - start_s) } else { end_s };
        out.push(Pull { start_s, end_s: turn_s, viseme: first, scale });
        if let Some(viseme) = second {
            out.push(Pull { start_s: turn_s, end_s, viseme, scale });
        }
    }
    out
}

fn mix(pulls: &[Pull], t_s: f32) -> [f32; 8] {
    let (mut sum, mut weights) = ([0f32; 8], REST_DOMINANCE);
    for p in pulls {
        let narrow = if matches!(p.viseme.kind, Kind::Shut | Kind::Bitten) { 0.75 } else { 1.0 };
        let away = if t_s < p.start_s {
            (p.start_s - t_s) / (ATTACK_S * narrow)
        } else if t_s > p.end_s {
            (t_s - p.end_s) / (RELEASE_S * narrow)
        } else {
            0.0
        };
        if away > 4.0 {
            continue;
        }
        let weight = exp(-0.5 * away * away) * p.viseme.dominance;
        let shape = p.viseme.shape.channels();
        for (k, s) in sum.iter_mut().enumerate() {
            // Stress opens the mouth; it does not move the tongue or the corners.
            *s += weight * shape[k] * if k < 3 { p.scale } else { 1.0 };
        }
        weights += weight;
    }
    sum.map(|s| s / weights)
}

/// Averages leave a slit where lips must meet: p, b, m and f, v are held to their own shape while they sound.
fn hold(pulls: &[Pull], t_s: f32, half_frame_s: f32, shape: &mut [f32; 8]) {
    const RAMP_S: f32 = 0.045;
    for p in pulls.iter().filter(|p| matches!(p.viseme.kind, Kind::Shut | Kind::Bitten)) {
        // However short the sound, one frame shows it.
        let grow = (half_frame_s - 0.5 * (p.end_s - p.start_s)).max(0.0) + 0.001;
        let away = (p.start_s - grow - t_s).max(t_s - p.end_s - grow).max(0.0);
        let weight = smoothstep(RAMP_S, 0.0, away);
        if weight > 0.0 {
            let target = p.viseme.shape.channels();
            for (k, s) in shape.iter_mut().enumerate() {
                // Corners keep what the neighbours want of them.
                let held = if p.viseme.kind == Kind::Shut && (k == 3 || k == 4) { 0.3 * weight } else { weight };
                *s += (target[k] - *s) * held;
            }
        }
    }
}
