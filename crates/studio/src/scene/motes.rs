//! Small things in the air: dust, rain, snow, bubbles, sparks. Each is a closed formula of its number and the time, so
//! any frame can be drawn alone.

use super::colour::Rgb;
use super::layer::View;
use super::noise::Rng;
use crate::Canvas;
use crate::math::Bound as _;

/// How a swarm moves and looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Mote {
    /// Slow specks that come and go.
    Dust,
    /// Slanted streaks.
    Rain,
    /// Flakes that sway.
    Snow,
    /// Dust, leaves or spray that the wind carries across.
    Blown,
    /// Lamps of cameras: each goes off once in a while.
    Flash {
        /// Top and bottom of where they are, in widths.
        band: [f32; 2],
    },
    /// Rings that rise.
    Bubble,
    /// Points that stand and twinkle.
    Star,
    /// Spots of light that travel over the walls, thrown by a mirror ball.
    Spot,
    /// Glints on moving water, within a band of heights.
    Glint {
        /// Centre of the sun's path, in widths.
        u: f32,
        /// Top and bottom of the band, in widths.
        band: [f32; 2],
    },
}

/// Many motes of one sort.
#[derive(Debug, Clone)]
pub(crate) struct Swarm {
    kind: Mote,
    colour: Rgb,
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy)]
struct Item {
    u: f32,
    v: f32,
    /// 0 far, 1 near.
    depth: f32,
    phase: f32,
    pace: f32,
}

impl Swarm {
    /// `colour` is what is added to a display value of 0..1 at full strength.
    pub(crate) fn new(kind: Mote, count: usize, colour: Rgb, seed: u64) -> Self {
        let mut rng = Rng::new(seed ^ 0x6d6f_7465);
        let items = (0..count)
            .map(|_| {
                let near = rng.unit();
                Item { u: rng.unit(), v: rng.unit(), depth: near * near, phase: rng.unit(), pace: rng.range(0.7, 1.3) }
            })
            .collect();
        Self { kind, colour, items }
    }

    /// Adds the swarm to a frame at `t` seconds, where the view shows it.
    pub(crate) fn draw(&self, canvas: &mut Canvas, t: f32, view: View) {
        let tall = canvas.height as f32 / canvas.width.max(1) as f32;
        let w = canvas.width as f32;
        for i in &self.items {
            let mut put = |u: f32, v: f32, shape: Shape, k: f32| {
                let [u, v] = view.show([u, v]);
                spot(canvas, [u * w, v * w], shape, self.colour, k);
            };
            let px = w / 720.0;
            match self.kind {
                Mote::Dust => {
                    let u = wrap(i.u + 0.012 * i.pace * t + 0.01 * wave(0.11 * i.pace * t + i.phase));
                    let v = tall * wrap(i.v - 0.006 * i.pace * t);
                    let k = (0.5 + 0.5 * wave(0.23 * i.pace * t + i.phase)) * (0.25 + 0.75 * i.depth);
                    put(u, v, Shape::Soft((1.2 + 5.0 * i.depth) * px), k * (1.0 - 0.6 * i.depth));
                }
                Mote::Rain => {
                    let fall = (1.1 + 1.3 * i.depth) * i.pace;
                    let v = (tall + 0.2) * wrap(i.v + fall * t / (tall + 0.2)) - 0.1;
                    let u = 1.1 * wrap(i.u - 0.07 * fall * t) - 0.05;
                    let len = (26.0 + 60.0 * i.depth) * px;
                    put(u, v, Shape::Streak { len, half: (0.6 + 1.1 * i.depth) * px }, 0.20 + 0.35 * i.depth);
                }
                Mote::Snow => {
                    let v = (tall + 0.1) * wrap(i.v + (0.035 + 0.075 * i.depth) * i.pace * t) - 0.05;
                    let u = 1.1 * wrap(i.u + 0.016 * t) - 0.05 + 0.02 * wave(0.17 * i.pace * t + i.phase);
                    let k = 0.9 - 0.5 * i.depth;
                    put(u, v, Shape::Soft((1.6 + 8.0 * i.depth) * px), k);
                }
                Mote::Blown => {
                    let pace = (0.35 + 0.55 * i.depth) * i.pace;
                    let u = 1.3 * wrap(i.u + pace * t) - 0.15;
                    let v = tall * wrap(i.v + 0.02 * wave(0.2 * t + i.phase)) + 0.02 * wave(0.4 * i.pace * t + i.phase);
                    let k = 0.10 + 0.30 * (1.0 - i.depth);
                    put(u, v, Shape::Flat([(5.0 + 26.0 * i.depth) * px, (0.9 + 2.6 * i.depth) * px]), k);
                }
                Mote::Flash { band } => {
                    // Once in some seconds, for three frames, with a tail.
                    let turn = wrap(0.33 * i.pace * t + i.phase);
                    let k = (1.0 - turn * 16.0).at_least(0.0);
                    if k > 0.0 {
                        let v = band[0] + (band[1] - band[0]) * i.v;
                        let u = if i.u < 0.5 { 0.44 * i.u } else { 1.0 - 0.44 * (1.0 - i.u) };
                        put(u, v, Shape::Soft((70.0 + 60.0 * i.depth) * px), 0.55 * k * k);
                        put(u, v, Shape::Soft((15.0 + 12.0 * i.depth) * px), k);
                    }
                }
                Mote::Bubble => {
                    let v = (tall + 0.1) * wrap(i.v - (0.05 + 0.06 * i.depth) * i.pace * t) - 0.05;
                    let u = i.u + 0.012 * wave(0.5 * i.pace * t + i.phase);
                    put(u, v, Shape::Ring((2.5 + 9.0 * i.depth) * px), 0.55);
                }
                Mote::Star => {
                    let k = 0.55 + 0.45 * wave(0.35 * i.pace * t + i.phase);
                    put(i.u, tall * i.v, Shape::Soft((0.9 + 1.8 * i.depth) * px), k * (0.35 + 0.65 * i.depth));
                }
                Mote::Spot => {
                    let u = 1.4 * wrap(i.u + 0.055 * t) - 0.2;
                    let bend = (u - 0.5) * (u - 0.5);
                    let v = tall * (0.02 + 0.8 * i.v) + 0.25 * bend;
                    let k = 0.45 * (0.6 + 0.4 * wave(0.3 * i.pace * t + i.phase));
                    put(u, v, Shape::Soft((7.0 + 14.0 * i.depth) * px), k);
                }
                Mote::Glint { u: sun, band } => {
                    let v = band[0] + (band[1] - band[0]) * i.v * i.v;
                    let near = (v - band[0]) / (band[1] - band[0]);
                    let spread = 0.05 + 0.22 * near;
                    let u = sun + spread * (i.u + i.phase - 1.0) + 0.01 * wave(0.21 * i.pace * t + i.phase);
                    let blink = wave(0.6 * i.pace * t + 7.0 * i.phase).at_least(0.0);
                    let half = [(3.0 + 15.0 * near) * px, (0.9 + 1.4 * near) * px];
                    put(u, v, Shape::Flat(half), blink * blink * 0.8);
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Round, of a radius in pixels.
    Soft(f32),
    /// Hollow and round.
    Ring(f32),
    /// Falling to the left.
    Streak { len: f32, half: f32 },
    /// An ellipse of two half axes.
    Flat([f32; 2]),
}

/// The fraction of a whole turn, in [0, 1).
fn wrap(x: f32) -> f32 {
    let r = x - super::noise::floor(x) as f32;
    if r >= 1.0 { 0.0 } else { r }
}

/// Sine of whole turns.
fn wave(turns: f32) -> f32 {
    libm::sinf(core::f32::consts::TAU * wrap(turns))
}

fn spot(canvas: &mut Canvas, [cx, cy]: [f32; 2], shape: Shape, colour: Rgb, k: f32) {
    let slant = 0.07;
    let (rx, ry) = match shape {
        Shape::Soft(r) | Shape::Ring(r) => (r + 1.0, r + 1.0),
        Shape::Streak { len, half } => (half + 1.0 + slant * len, len),
        Shape::Flat([a, b]) => (a + 1.0, b + 1.0),
    };
    let clip = |c: f32, n: usize| (c.at_least(0.0) as usize).min(n);
    let (x0, x1) = (clip(cx - rx, canvas.width), clip(cx + rx + 1.0, canvas.width));
    let (y0, y1) = (clip(cy - ry, canvas.height), clip(cy + ry + 1.0, canvas.height));
    for y in y0..y1 {
        let dy = y as f32 + 0.5 - cy;
        let (x0, x1) = match shape {
            // A streak is thin: only look where this row crosses it.
            Shape::Streak { half, .. } => {
                let middle = cx - slant * dy;
                (clip(middle - half - 1.5, canvas.width), clip(middle + half + 2.5, canvas.width))
            }
            _ => (x0, x1),
        };
        let row = &mut canvas.rgba[(y * canvas.width + x0) * 4..(y * canvas.width + x1) * 4];
        for (i, p) in row.chunks_exact_mut(4).enumerate() {
            let dx = (x0 + i) as f32 + 0.5 - cx;
            let amount = match shape {
                Shape::Soft(r) => {
                    let q = (1.0 - (dx * dx + dy * dy) / ((r + 0.7) * (r + 0.7))).at_least(0.0);
                    q * q
                }
                Shape::Ring(r) => {
                    let d = (dx * dx + dy * dy).sqrt();
                    let edge = (1.0 - (d - r).abs() / (0.12 * r + 0.8)).at_least(0.0);
                    // A small highlight towards the light above.
                    let (hx, hy) = (dx + 0.4 * r, dy + 0.4 * r);
                    edge * 0.6 + (1.0 - (hx * hx + hy * hy) / (0.08 * r * r + 0.5)).at_least(0.0)
                }
                Shape::Streak { len, half } => {
                    let across = (dx + slant * dy).abs();
                    let along = (1.0 - (dy / len).abs()).at_least(0.0);
                    (1.0 - across / (half + 0.5)).at_least(0.0) * along
                }
                Shape::Flat([a, b]) => {
                    let q = (1.0 - dx * dx / (a * a) - dy * dy / (b * b)).at_least(0.0);
                    q * q
                }
            };
            let amount = (amount * k).at_most(1.0);
            if amount > 0.0 {
                for c in 0..3 {
                    // Screen: light adds up but never clips.
                    let old = f32::from(p[c]);
                    p[c] = (old + (255.0 - old) * (colour[c] * amount).at_most(1.0) + 0.5) as u8;
                }
            }
        }
    }
}
