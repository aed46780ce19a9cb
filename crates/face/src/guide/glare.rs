//! Whether glasses reflect a light into the lens: burnt spots over an eye that is otherwise well lit.

use crate::crop::{Outside, bilinear};
use crate::{Face, Frame};

/// Outer and inner corner of each eye.
const EYES: [(usize, usize); 2] = [(33, 133), (263, 362)];
/// Samples across and down a lens of glasses.
const GRID: (usize, usize) = (28, 20);
/// Luma from which a sample is burnt.
const BURNT: f32 = 248.0;
/// Part of the lens that a reflection burns: the gleam in an eye is smaller, a white wall or snow is larger.
const SPOT: (f32, f32) = (0.04, 0.6);
/// Brightest mean of a lens that is not overexposed as a whole.
const LIT: f32 = 215.0;

/// Whether there is such a reflection over one of the eyes.
pub(super) fn glares(frame: &Frame, face: &Face) -> bool {
    EYES.iter().any(|(outer, inner)| {
        let (Some(a), Some(b)) = (face.points.get(*outer), face.points.get(*inner)) else { return false };
        let (cx, cy) = (f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1]));
        let half = 0.75 * (a[0] - b[0]).hypot(a[1] - b[1]);
        let (mut burnt, mut sum) = (0.0, 0.0);
        for j in 0..GRID.1 {
            for i in 0..GRID.0 {
                let (u, v) = (i as f32 / (GRID.0 - 1) as f32 - 0.5, j as f32 / (GRID.1 - 1) as f32 - 0.5);
                let [r, g, b] = bilinear(frame, cx + 2.0 * half * u, cy + 1.4 * half * v, Outside::Nearest);
                let luma = 0.299 * r + 0.587 * g + 0.114 * b;
                sum += luma;
                burnt += f32::from(u8::from(luma >= BURNT));
            }
        }
        let count = (GRID.0 * GRID.1) as f32;
        (SPOT.0..=SPOT.1).contains(&(burnt / count)) && sum / count < LIT
    })
}
