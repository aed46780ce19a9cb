//! From phones to mouth shapes, frame by frame: each sound pulls on the mouth before, while and after it is heard
//! (dominance functions: Cohen and Massaro 1993).

use domain::speech::{Phone, Speech};

use super::loud::Loudness;
use super::manner::Manner;
use super::visemes::{self, Kind, REST_DOMINANCE, Viseme};
use crate::math::{exp, smoothstep};

/// Width of the pull before and after a sound, in seconds (one sigma).
const ATTACK_S: f32 = 0.075 * 0.6;
const RELEASE_S: f32 = 0.095 * 0.6;
/// Lips shut and part again within less time: width of that pull over the others', so that a vowel between two closures
/// still opens the mouth.
const NARROW: f32 = 0.5;
/// Lips are rounded earlier than a jaw drops: width of that pull over the others'.
const EARLY: f32 = 1.7;
/// How strongly sounds of the tongue pull on the lips, beside other sounds.
const ALOOF: f32 = 0.35;
/// Most that the lips part or close from one frame to the next, in eye distances.
const MAX_STEP: f32 = 0.060;
/// How long lips that must meet take to close before the sound, and to part after it: they burst open, in seconds.
const CLOSING_S: f32 = 0.035;
const PARTING_S: f32 = 0.030;

/// Shortest pause in which lips meet, and most of the time that they take to close and to part again in it, in seconds.
const PAUSE_S: f32 = 0.115;
const CLOSE_S: f32 = 0.12;
const OPEN_S: f32 = 0.10;

/// One stretch of time with one wanted shape.
struct Pull {
    start_s: f32,
    end_s: f32,
    viseme: Viseme,
    scale: f32,
}

/// Eight mouth channels (as in [`visemes::Shape::channels`]) for every frame.
pub(super) fn mouth(speech: &Speech, frames: usize, fps: f32, manner: Manner) -> Vec<[f32; 8]> {
    let pulls = pulls(speech, manner.jaw);
    let raw: Vec<[f32; 8]> = (0..frames).map(|f| mix(&pulls, (f as f32 + 0.5) / fps, manner.gape)).collect();
    let at = |i: usize| raw[i.min(raw.len().saturating_sub(1))];
    let mut out: Vec<[f32; 8]> = (0..frames)
        .map(|i| {
            let (a, b, c) = (at(i.saturating_sub(1)), at(i), at(i + 1));
            std::array::from_fn(|k| 0.2 * a[k] + 0.6 * b[k] + 0.2 * c[k])
        })
        .collect();
    for (f, shape) in out.iter_mut().enumerate() {
        let t_s = (f as f32 + 0.5) / fps;
        rest(&speech.phones, t_s, 0.5 / fps, (manner.gape, manner.press), shape);
        hold(&pulls, t_s, 0.5 / fps, shape);
    }
    // Lips that part or close faster than this read as a twitch. Only ever lowered, so shut lips stay shut.
    for i in 1..out.len() {
        let most = parted(&out[i - 1]) + MAX_STEP;
        lower(&mut out[i], most);
    }
    for i in (1..out.len()).rev() {
        let most = parted(&out[i]) + MAX_STEP;
        lower(&mut out[i - 1], most);
    }
    out
}

/// What a lower lip under the teeth takes from the opening.
const TUCKED: f32 = 0.75;

/// How far jaw and lips part the mouth, in eye distances.
fn parted(shape: &[f32; 8]) -> f32 {
    (shape[0] + shape[1] + shape[2] - TUCKED * shape[6]).max(0.0)
}

fn lower(shape: &mut [f32; 8], most: f32) {
    if parted(shape) > most {
        let share = (most + TUCKED * shape[6]) / (shape[0] + shape[1] + shape[2]);
        shape.iter_mut().take(3).for_each(|s| *s *= share);
    }
}

fn pulls(speech: &Speech, jaw: f32) -> Vec<Pull> {
    let loud = Loudness::new(speech);
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
        let scale = match first.kind {
            Kind::Vowel => scale * jaw * loud.of(start_s, end_s),
            Kind::Shut | Kind::Bitten => scale,
            Kind::Tongue | Kind::Other => scale * jaw,
        };
        let turn_s = if second.is_some() { start_s + 0.55 * (end_s - start_s) } else { end_s };
        out.push(Pull { start_s, end_s: turn_s, viseme: first, scale });
        if let Some(viseme) = second {
            out.push(Pull { start_s: turn_s, end_s, viseme, scale });
        }
    }
    out
}

fn mix(pulls: &[Pull], t_s: f32, gape: f32) -> [f32; 8] {
    let (mut sum, mut weights) = ([0f32; 8], [REST_DOMINANCE; 8]);
    sum[0] = REST_DOMINANCE * gape;
    for p in pulls {
        let narrow = if matches!(p.viseme.kind, Kind::Shut | Kind::Bitten) { NARROW } else { 1.0 };
        let away = if t_s < p.start_s {
            (p.start_s - t_s) / (ATTACK_S * narrow)
        } else if t_s > p.end_s {
            (t_s - p.end_s) / (RELEASE_S * narrow)
        } else {
            0.0
        };
        if away > 4.0 * EARLY {
            continue;
        }
        let near = |away: f32| exp(-0.5 * away * away) * p.viseme.dominance;
        let (weight, early) = (near(away), if t_s < p.start_s { near(away / EARLY) } else { near(away) });
        let shape = p.viseme.shape.channels();
        for k in 0..8 {
            let weight = match (k, p.viseme.kind) {
                (1..=4, Kind::Tongue) => ALOOF * weight,
                (4, _) if shape[4] > 0.0 => early,
                _ => weight,
            };
            // Stress opens the mouth; it does not move the tongue or the corners.
            sum[k] += weight * shape[k] * if k < 3 { p.scale } else { 1.0 };
            weights[k] += weight;
        }
    }
    std::array::from_fn(|k| sum[k] / weights[k])
}

/// Between two phrases lips meet, however short the pause: from [`PAUSE_S`] on.
fn rest(phones: &[Phone], t_s: f32, half_frame_s: f32, (gape, press): (f32, f32), shape: &mut [f32; 8]) {
    let after = phones.partition_point(|p| p.start_s <= t_s);
    let Some(last) = after.checked_sub(1).and_then(|i| phones.get(i)) else { return };
    // After all is said nobody waits for a next sound.
    let next = phones.get(after);
    let (from, to) = (last.end_s, next.map_or(last.end_s + 60.0, |p| p.start_s));
    if !from.is_finite() || t_s < from || to - from < PAUSE_S {
        return;
    }
    // Lips that are shut by a sound next to it stay so.
    let closed = |p: &Phone| matches!(visemes::of(&p.symbol), Some((Viseme { kind: Kind::Shut, .. }, None)));
    let ramp = |beside: Option<&Phone>, s: f32| match beside {
        Some(p) if closed(p) => 1e-3,
        _ => s.min(0.4 * (to - from)),
    };
    let (shut, part) = (ramp(Some(last), CLOSE_S), ramp(next, OPEN_S));
    let weight = smoothstep(from, from + shut, t_s) * smoothstep(to, to - part, t_s);
    // The frame in the middle shows it.
    let middle = (t_s - 0.5 * (from + to)).abs() <= half_frame_s + 0.001;
    let weight = if middle { 1.0 } else { weight };
    for (k, target) in [(0, gape), (1, 0.0), (2, 0.0), (5, press)] {
        shape[k] += (target - shape[k]) * weight;
    }
}

/// Averages leave a slit where lips must meet: p, b, m and f, v are held to their own shape while they sound.
fn hold(pulls: &[Pull], t_s: f32, half_frame_s: f32, shape: &mut [f32; 8]) {
    let mut nearest: Option<(f32, f32, &Pull)> = None;
    for p in pulls.iter().filter(|p| matches!(p.viseme.kind, Kind::Shut | Kind::Bitten)) {
        // However short the sound, the frame in its middle shows it.
        let (middle, half) = (0.5 * (p.start_s + p.end_s), half_frame_s + 0.001);
        let (from, to) = (p.start_s.min(middle - half), p.end_s.max(middle + half));
        let (away, ramp_s) = if t_s < from { (from - t_s, CLOSING_S) } else { ((t_s - to).max(0.0), PARTING_S) };
        // Between two of them the one that sounds counts, or is about to.
        let off = (t_s - middle).abs() - 0.5 * (p.end_s - p.start_s);
        if away < ramp_s && nearest.is_none_or(|(least, ..)| off < least) {
            nearest = Some((off, smoothstep(ramp_s, 0.0, away), p));
        }
    }
    let Some((_, weight, p)) = nearest else { return };
    let target = p.viseme.shape.channels();
    for (k, s) in shape.iter_mut().enumerate() {
        // Corners keep what the neighbours want of them.
        let held = if p.viseme.kind == Kind::Shut && (k == 3 || k == 4) { 0.3 * weight } else { weight };
        *s += (target[k] - *s) * held;
    }
}
