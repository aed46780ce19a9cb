//! Where the camera is, and how water moves.

use super::choices::Camera;
use super::layer::View;
use super::paint::MARGIN;
use super::set::Ripple;
use crate::math::Bound as _;

/// Sine of whole turns.
pub(crate) fn sine(turns: f32) -> f32 {
    libm::sinf(core::f32::consts::TAU * (turns - super::noise::floor(turns) as f32))
}

/// Offset of the backdrop at `t` seconds, in widths, within half of the margin.
pub(crate) fn drift(camera: Camera, t: f32) -> [f32; 2] {
    let breath = [0.0035 * sine(0.11 * t), 0.003 * sine(0.083 * t + 0.2)];
    let travel = MARGIN * 0.42 * sine(((t / 10.0).at_most(1.0) - 0.5) * 0.5);
    match camera {
        Camera::Still | Camera::Push => breath,
        Camera::Left => [breath[0] + travel, breath[1]],
        Camera::Right => [breath[0] - travel, breath[1]],
        Camera::Rise => [breath[0], breath[1] + travel],
        // A hand: slow sway, and a little of its own tremor.
        Camera::HandHeld => [
            0.006 * sine(0.19 * t) + 0.0028 * sine(0.53 * t + 0.3) + 0.0008 * sine(1.7 * t + 0.6),
            0.005 * sine(0.16 * t + 0.4) + 0.0024 * sine(0.61 * t) + 0.0009 * sine(1.9 * t + 0.2),
        ],
        Camera::Orbit => [MARGIN * 0.44 * sine(0.1 * t - 0.25), 0.5 * breath[1]],
    }
}

/// How much the backdrop has grown at `t` seconds.
pub(crate) fn push(camera: Camera, t: f32) -> f32 {
    if camera != Camera::Push {
        return 0.0;
    }
    let k = (t / 10.0).clamp(0.0, 1.0);
    0.004 + 0.055 * k * k * (3.0 - 2.0 * k)
}

/// Offset of each row of a canvas `w` pixels wide where a part of the backdrop is water, in pixels.
pub(crate) fn ripple(r: Ripple, view: View, w: f32, far: [f32; 2], t: f32) -> impl Fn(usize) -> [f32; 2] {
    let (from, to) = (view.show([0.5, r.from])[1], view.show([0.5, r.to])[1]);
    move |y| {
        let v = y as f32 / w;
        if v < from || v > to {
            return far;
        }
        let near = (v - from) / (to - from);
        // Waves lengthen towards the eye as 1 / (1 + depth); they roll in at a steady pace.
        let phase = r.waves * near / (0.35 + near) - 0.45 * t;
        let lift = sine(phase) + 0.6 * sine(1.73 * phase + 0.31 - 0.2 * t);
        let k = r.strength * (0.12 + near) * near.min(1.0 - near).at_most(0.15) / 0.15 * w;
        [far[0] + 0.8 * k * sine(0.7 * phase + 0.2), far[1] + k * lift]
    }
}
