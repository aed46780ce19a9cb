//! A built scene: layers, what moves in them, and the light that they throw on whoever stands before them.

use super::colour::Tone;
use super::kinds;
use super::layer::Layer;
use super::motes::Swarm;
use super::paint::{MARGIN, Paint};
use super::plan::{Camera, Plan};
use crate::{Canvas, Look};

/// How the strength of a layer changes with time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gain {
    /// Not at all.
    Steady,
    /// Up and down: seconds of one breath, its phase in turns, the lowest strength.
    Breathe { period_s: f32, phase: f32, low: f32 },
    /// A tube that seldom drops out for a frame or two.
    Neon { seed: u32 },
}

/// A painting before it is developed.
pub(crate) struct Plane {
    pub(crate) paint: Paint,
    /// 0 stands still, 1 moves as the backdrop, more moves as something nearer.
    pub(crate) depth: f32,
    /// Sway in widths, and seconds of one sway.
    pub(crate) sway: [f32; 2],
    pub(crate) gain: Gain,
}

/// Rows of the backdrop that ripple like water.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ripple {
    /// First and last height, in widths.
    pub(crate) from: f32,
    pub(crate) to: f32,
    /// Strength at the last height, in widths.
    pub(crate) strength: f32,
    /// Waves to a width of height at the first row; they lengthen towards the last.
    pub(crate) waves: f32,
}

/// What a kind of scene gives.
pub(crate) struct Art {
    pub(crate) back: Paint,
    pub(crate) planes: Vec<Plane>,
    pub(crate) swarms: Vec<Swarm>,
    pub(crate) ripple: Option<Ripple>,
    pub(crate) look: Look,
    /// Grain in display steps.
    pub(crate) grain: f32,
}

struct Sheet {
    layer: Layer,
    depth: f32,
    sway: [f32; 2],
    gain: Gain,
}

/// A scene ready to be drawn at one size.
pub struct Set {
    back: Layer,
    sheets: Vec<Sheet>,
    swarms: Vec<Swarm>,
    ripple: Option<Ripple>,
    look: Look,
    camera: Camera,
}

impl Set {
    /// Paints the scene of a plan for pictures of `width` by `height` pixels (at least 16 by 16; upright 9:16 looks
    /// best). The same plan and size give the same pixels on every machine.
    #[must_use]
    pub fn new(plan: &Plan, width: usize, height: usize) -> Self {
        let (width, height) = (width.max(16), height.max(16));
        let art = kinds::paint(plan, width, height);
        let tone = Tone::new();
        let seed = plan.seed as u32 ^ (plan.seed >> 32) as u32;
        let back = Layer::develop(&art.back, &tone, width, height, art.grain, seed);
        let sheets = art
            .planes
            .iter()
            .map(|p| Sheet {
                layer: Layer::develop(&p.paint, &tone, width, height, 0.6, seed ^ 0x51),
                depth: p.depth,
                sway: p.sway,
                gain: p.gain,
            })
            .collect();
        Self { back, sheets, swarms: art.swarms, ripple: art.ripple, look: art.look, camera: plan.camera }
    }

    /// How a person who stands in this scene is lit and placed.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look
    }

    /// Draws frame `frame` (30 a second) over the whole canvas, opaque. The canvas has to be of the set's size.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        if canvas.width == 0 {
            return;
        }
        let t = frame as f32 / 30.0;
        let w = canvas.width as f32;
        let [dx, dy] = drift(self.camera, t);
        let far = [dx * w, dy * w];
        match self.ripple {
            None => self.back.cover(canvas, |_| far),
            Some(r) => self.back.cover(canvas, |y| {
                let v = y as f32 / w;
                if v < r.from || v > r.to {
                    return far;
                }
                let near = (v - r.from) / (r.to - r.from);
                // Waves lengthen towards the eye as 1 / (1 + depth); they roll in at a steady pace.
                let phase = r.waves * near / (0.35 + near) - 0.45 * t;
                let lift = sine(phase) + 0.6 * sine(1.73 * phase + 0.31 - 0.2 * t);
                let k = r.strength * (0.12 + near) * near.min(1.0 - near).min(0.15) / 0.15 * w;
                [far[0] + 0.8 * k * sine(0.7 * phase + 0.2), far[1] + k * lift]
            }),
        }
        for s in &self.sheets {
            let sway = s.sway[0] * sine(t / s.sway[1].max(0.1));
            let gain = match s.gain {
                Gain::Steady => 1.0,
                Gain::Breathe { period_s, phase, low } => low + (1.0 - low) * (0.5 + 0.5 * sine(t / period_s + phase)),
                Gain::Neon { seed } => {
                    let dropped = super::noise::hash(frame as i32 / 2, 3, seed) > 0.97;
                    (0.94 + 0.06 * sine(2.3 * t)) * if dropped { 0.35 } else { 1.0 }
                }
            };
            s.layer.lay(canvas, [(dx * s.depth + sway) * w, dy * s.depth * w], (gain * 256.0) as u16);
        }
        for s in &self.swarms {
            s.draw(canvas, t);
        }
    }
}

/// Sine of whole turns.
fn sine(turns: f32) -> f32 {
    libm::sinf(core::f32::consts::TAU * (turns - super::noise::floor(turns) as f32))
}

/// Offset of the backdrop at `t` seconds, in widths, within half of the margin.
fn drift(camera: Camera, t: f32) -> [f32; 2] {
    let breath = [0.0035 * sine(0.11 * t), 0.003 * sine(0.083 * t + 0.2)];
    let travel = MARGIN * 0.42 * sine(((t / 10.0).min(1.0) - 0.5) * 0.5);
    match camera {
        Camera::Still => breath,
        Camera::Left => [breath[0] + travel, breath[1]],
        Camera::Right => [breath[0] - travel, breath[1]],
        Camera::Rise => [breath[0], breath[1] + travel],
    }
}
