//! Room tones, synthesised: filtered noise that breathes, and a few events.

use domain::limits::AUDIO_RATE_HZ;

use crate::scene::{Plan, Rng, SceneKind, TimeOfDay, Weather};

const RATE: f32 = AUDIO_RATE_HZ as f32;

/// `count` samples of a place at its level.
pub(super) fn room(plan: &Plan, seed: u64, count: usize) -> Vec<f32> {
    let mut rng = Rng::new(seed ^ 0x746f_6e65 ^ (plan.scene as u64) << 40);
    let (mut out, level_db) = match plan.scene {
        SceneKind::Stage => (murmur(&mut rng, count), -42.0),
        SceneKind::Beach => (waves(&mut rng, count), -38.0),
        SceneKind::City => (hum(&mut rng, count, 220.0, 0.3), -41.0),
        SceneKind::Space => (drone(&mut rng, count), -41.0),
        SceneKind::Forest => (woods(&mut rng, count, plan.time), -41.0),
        SceneKind::Library => (hum(&mut rng, count, 420.0, 0.1), -45.0),
        SceneKind::Podcast => (hum(&mut rng, count, 160.0, 0.05), -45.0),
        SceneKind::Mountains => (wind(&mut rng, count), -40.0),
        SceneKind::Studio => (hum(&mut rng, count, 300.0, 0.05), -45.0),
        SceneKind::Disco => (beat(&mut rng, count), -38.0),
        SceneKind::Underwater => (deep(&mut rng, count), -40.0),
        SceneKind::NeonRain => (hum(&mut rng, count, 240.0, 0.3), -41.0),
        SceneKind::Kitchen | SceneKind::Office | SceneKind::NewsDesk => (hum(&mut rng, count, 200.0, 0.08), -45.0),
        SceneKind::Classroom | SceneKind::Courtroom => (hum(&mut rng, count, 380.0, 0.1), -45.0),
        SceneKind::Plain => (hum(&mut rng, count, 300.0, 0.05), -46.0),
        SceneKind::Train => (hum(&mut rng, count, 130.0, 0.35), -39.0),
        SceneKind::Desert | SceneKind::Snow | SceneKind::Rooftop => (wind(&mut rng, count), -41.0),
        SceneKind::SunsetRoad => (woods(&mut rng, count, plan.time), -41.0),
        SceneKind::BoxingRing | SceneKind::RedCarpet => (murmur(&mut rng, count), -40.0),
        SceneKind::Arcade => (beat(&mut rng, count), -41.0),
    };
    if plan.scene.outdoors() && plan.weather == Weather::Rain {
        level(&mut out, 1.0);
        let mut drops = rain(&mut rng, count);
        level(&mut drops, 1.3);
        out.iter_mut().zip(&drops).for_each(|(o, d)| *o += d);
    }
    level(&mut out, libm::powf(10.0, level_db / 20.0));
    out
}

/// Scales to a root mean square.
fn level(samples: &mut [f32], rms: f32) {
    let power = samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum::<f64>() / samples.len().max(1) as f64;
    if power > 0.0 {
        let k = rms / power.sqrt() as f32;
        samples.iter_mut().for_each(|s| *s *= k);
    }
}

/// A first-order low-pass filter.
#[derive(Debug, Clone, Copy, Default)]
struct Low {
    state: f32,
}

impl Low {
    fn pass(&mut self, x: f32, cut_hz: f32) -> f32 {
        let k = (core::f32::consts::TAU * cut_hz / RATE).min(1.0);
        self.state += k * (x - self.state);
        self.state
    }
}

fn white(rng: &mut Rng) -> f32 {
    2.0 * rng.unit() - 1.0
}

/// Sine of whole turns.
fn wave(turns: f64) -> f32 {
    libm::sin(core::f64::consts::TAU * (turns - libm::floor(turns))) as f32
}

fn seconds(i: usize) -> f64 {
    i as f64 / f64::from(RATE)
}

fn hum(rng: &mut Rng, count: usize, cut_hz: f32, air: f32) -> Vec<f32> {
    let (mut a, mut b, mut c) = (Low::default(), Low::default(), Low::default());
    let phase = f64::from(rng.unit());
    (0..count)
        .map(|i| {
            let n = white(rng);
            let x = a.pass(n, cut_hz);
            let low = b.pass(x, cut_hz);
            let breath = 1.0 + 0.35 * wave(0.13 * seconds(i) + phase);
            low * breath + air * 0.05 * c.pass(n, 2500.0)
        })
        .collect()
}

fn waves(rng: &mut Rng, count: usize) -> Vec<f32> {
    let (mut body, mut hiss, mut deep) = (Low::default(), Low::default(), Low::default());
    let phase = f64::from(rng.unit());
    (0..count)
        .map(|i| {
            let n = white(rng);
            // A wave swells slowly, breaks, and runs out with a hiss.
            let turn = seconds(i) / 6.3 + phase;
            let t = (turn - libm::floor(turn)) as f32;
            let swell = if t < 0.55 { t / 0.55 } else { (1.0 - t) / 0.45 };
            let foam = if t > 0.45 { ((t - 0.45) * 8.0).min(1.0) * (1.0 - t) * 1.8 } else { 0.0 };
            let low = body.pass(n, 420.0);
            deep.pass(n, 90.0) * 1.5 + low * (0.25 + swell * swell) + (n - hiss.pass(n, 2600.0)) * 0.10 * foam
        })
        .collect()
}

fn wind(rng: &mut Rng, count: usize) -> Vec<f32> {
    let (mut a, mut b, mut c) = (Low::default(), Low::default(), Low::default());
    let (p, q) = (f64::from(rng.unit()), f64::from(rng.unit()));
    (0..count)
        .map(|i| {
            let t = seconds(i);
            let gust = 0.55 + 0.3 * wave(0.11 * t + p) + 0.15 * wave(0.29 * t + q);
            let cut = 240.0 + 520.0 * gust;
            let n = white(rng);
            let x = a.pass(n, cut);
            let x = b.pass(x, cut);
            (x - c.pass(x, 110.0)) * gust
        })
        .collect()
}

fn rain(rng: &mut Rng, count: usize) -> Vec<f32> {
    let (mut a, mut b) = (Low::default(), Low::default());
    let mut drop = 0.0f32;
    (0..count)
        .map(|_| {
            let n = white(rng);
            if rng.unit() < 90.0 / RATE {
                drop = rng.range(0.3, 1.0);
            }
            drop *= 0.996;
            let bright = n - a.pass(n, 1400.0);
            b.pass(bright, 7000.0) * (0.30 + drop)
        })
        .collect()
}

fn murmur(rng: &mut Rng, count: usize) -> Vec<f32> {
    // Six voices far away: noise in the band of vowels, each with syllables of its own.
    let mut out = vec![0.0f32; count];
    for _ in 0..6 {
        let (mut a, mut b, mut c) = (Low::default(), Low::default(), Low::default());
        let cut = rng.range(350.0, 800.0);
        let (rate, phase) = (f64::from(rng.range(2.4, 4.6)), f64::from(rng.unit()));
        let (slow, other) = (f64::from(rng.range(0.17, 0.4)), f64::from(rng.unit()));
        for (i, o) in out.iter_mut().enumerate() {
            let t = seconds(i);
            let syllable = (0.5 + 0.5 * wave(rate * t + phase)) * (0.5 + 0.5 * wave(slow * t + other));
            let x = a.pass(white(rng), cut);
            let x = b.pass(x, cut);
            *o += (x - c.pass(x, 180.0)) * syllable * syllable;
        }
    }
    out
}

fn drone(rng: &mut Rng, count: usize) -> Vec<f32> {
    let mut bed = hum(rng, count, 120.0, 0.0);
    level(&mut bed, 0.6);
    let phase = f64::from(rng.unit());
    bed.iter_mut().enumerate().for_each(|(i, s)| {
        let t = seconds(i);
        let slow = 0.6 + 0.4 * wave(0.07 * t + phase);
        *s += slow * (0.5 * wave(55.0 * t) + 0.35 * wave(82.4 * t + 0.3) + 0.15 * wave(110.3 * t));
    });
    bed
}

fn woods(rng: &mut Rng, count: usize, time: TimeOfDay) -> Vec<f32> {
    let mut out = wind(rng, count);
    level(&mut out, 1.0);
    if time == TimeOfDay::Night {
        // Crickets: bursts of a high tone.
        out.iter_mut().enumerate().for_each(|(i, s)| {
            let t = seconds(i);
            let chirp = (wave(2.1 * t) > 0.2 && wave(31.0 * t) > 0.0) as u8;
            *s += 0.35 * f32::from(chirp) * wave(4300.0 * t);
        });
        return out;
    }
    // A bird every second or so: two to four notes that fall or rise.
    let mut at = 0usize;
    while at < count {
        at += (RATE * rng.range(0.5, 1.9)) as usize;
        let (base, loud) = (rng.range(2300.0, 3900.0), rng.range(0.4, 1.1));
        for note in 0..2 + (rng.bits() % 3) as usize {
            let start = at + note * (RATE * 0.13) as usize;
            let length = (RATE * 0.085) as usize;
            let bend = rng.range(-900.0, 900.0);
            let mut turns = 0.0f64;
            for k in 0..length {
                let t = k as f32 / length as f32;
                turns += f64::from((base + bend * t) / RATE);
                if let Some(s) = out.get_mut(start + k) {
                    *s += loud * 4.0 * t * (1.0 - t) * wave(turns);
                }
            }
        }
    }
    out
}

fn beat(rng: &mut Rng, count: usize) -> Vec<f32> {
    // Through the wall of the next room: a kick at 118 a minute and a bass, over people.
    let mut out = murmur(rng, count);
    level(&mut out, 0.5);
    let step = 60.0 / 118.0;
    let notes = [55.0, 55.0, 65.4, 49.0];
    out.iter_mut().enumerate().for_each(|(i, s)| {
        let t = seconds(i);
        let beat = t / step;
        let index = libm::floor(beat);
        let since = (beat - index) * step;
        let kick = libm::exp(-since * 14.0) as f32;
        let sweep = 52.0 * since + 3.0 * (1.0 - libm::exp(-since * 30.0));
        let bass = notes[(index / 4.0) as usize % 4];
        let off = if since > 0.5 * step { 1.0 } else { 0.0 };
        *s += 1.6 * kick * wave(sweep) + 0.5 * off * wave(bass * t) * (1.0 - kick);
    });
    out
}

fn deep(rng: &mut Rng, count: usize) -> Vec<f32> {
    let mut out = hum(rng, count, 190.0, 0.0);
    level(&mut out, 1.0);
    let mut at = 0usize;
    while at < count {
        at += (RATE * rng.range(0.05, 0.5)) as usize;
        let (base, loud) = (rng.range(380.0, 900.0), rng.range(0.1, 0.5));
        let length = (RATE * rng.range(0.03, 0.08)) as usize;
        let mut turns = 0.0f64;
        for k in 0..length {
            let t = k as f32 / length as f32;
            // A bubble's tone rises as it shrinks.
            turns += f64::from(base * (1.0 + 0.8 * t) / RATE);
            if let Some(s) = out.get_mut(at + k) {
                *s += loud * (1.0 - t) * (t * 12.0).min(1.0) * wave(turns);
            }
        }
    }
    out
}
