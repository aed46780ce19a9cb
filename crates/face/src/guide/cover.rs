//! Whether a hand or hair lies over the face. Cheeks and the skin beside the mouth are smooth, and one side is as smooth as
//! the other; fingers and strands have edges.
//!
//! Measured on a film: bare faces have up to 2.4 times the edges on one side, a hand over one side has 4 to 11 times.

use crate::crop::{Outside, bilinear};
use crate::{Face, Frame};

/// Corners of patches that mirror one another: cheeks, and beside the mouth.
const PAIRS: [([usize; 4], [usize; 4]); 2] =
    [([117, 126, 203, 187], [346, 355, 423, 411]), ([187, 206, 202, 214], [411, 426, 422, 434])];
/// Samples along a patch's side.
const GRID: usize = 16;
/// Which of the edges, from the strongest down, stands for a patch: one in twelve is stronger.
const STRONG: usize = (GRID - 1) * (GRID - 1) / 12;
/// Least strength of a cover's edges, over the patch's brightness, and against the other side's.
const EDGES: (f32, f32) = (0.26, 3.5);
/// Most yaw at which both sides are seen well enough to compare, in degrees.
const FRONTAL_DEG: f32 = 14.0;

/// Whether one side of the face has edges that the other has not.
pub(super) fn is_covered(frame: &Frame, face: &Face) -> bool {
    if face.pose.yaw_deg.abs() > FRONTAL_DEG {
        return false;
    }
    PAIRS.iter().any(|(right, left)| {
        let sides = (edges(frame, face, right), edges(frame, face, left));
        matches!(sides, (Some(r), Some(l)) if r.max(l) > EDGES.0 && r.max(l) > EDGES.1 * r.min(l))
    })
}

/// How strong a patch's edges are, over its brightness.
fn edges(frame: &Frame, face: &Face, corners: &[usize; 4]) -> Option<f32> {
    let mut at = [[0.0; 2]; 4];
    for (to, id) in at.iter_mut().zip(corners) {
        let p = face.points.get(*id)?;
        *to = [p[0], p[1]];
    }
    let unit = 1.0 / (GRID - 1) as f32;
    let mut luma = [[0.0f32; GRID]; GRID];
    for (j, row) in luma.iter_mut().enumerate() {
        for (i, l) in row.iter_mut().enumerate() {
            let (u, v) = (i as f32 * unit, j as f32 * unit);
            let place = |k: usize| {
                let (top, bottom) = (at[0][k] * (1.0 - u) + at[1][k] * u, at[3][k] * (1.0 - u) + at[2][k] * u);
                top * (1.0 - v) + bottom * v
            };
            let [r, g, b] = bilinear(frame, place(0), place(1), Outside::Nearest);
            *l = 0.299 * r + 0.587 * g + 0.114 * b;
        }
    }
    let mean = luma.iter().flatten().sum::<f32>() / (GRID * GRID) as f32;
    let mut steps: Vec<f32> = (luma.windows(2))
        .flat_map(|rows| (0..GRID - 1).map(|i| (rows[1][i] - rows[0][i]).abs() + (rows[0][i + 1] - rows[0][i]).abs()))
        .collect();
    steps.sort_by(|a, b| b.total_cmp(a));
    Some(steps.get(STRONG)? / (mean + 4.0))
}
