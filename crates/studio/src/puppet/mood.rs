//! What moods do to a face: brows that slant or knit, lids that narrow or widen, corners of the mouth that sink.

use super::fields::Fixed;
use super::solve::Graph;
use crate::math::smoothstep;
use crate::pack::landmarks::{BROWS, EYES};

/// Offsets of a vertex for one unit of each channel, in eye distances.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moves {
    pub(super) brow_inner: [f32; 3],
    pub(super) knit: [f32; 3],
    pub(super) lids: [f32; 3],
    pub(super) frown: [f32; 3],
    /// What a broad smile does around the eyes.
    pub(super) cheer: [f32; 3],
}

/// A lip point when the corners sink: `t` across (-1..1), `profile` 1 in the middle.
pub(super) fn corner(t: f32, profile: f32, _: usize) -> [f32; 3] {
    [0.012 * t, 0.060 * t * t - 0.012 * profile, 0.0]
}

/// The fields of every vertex; `blank` holds what never moves, `frown` is solved already.
pub(super) fn moves(rest: &[[f32; 3]], graph: &Graph, blank: &Fixed, frown: &[[f32; 3]]) -> Vec<Moves> {
    let middle = rest[168][0];
    let room = room(rest);
    let spread = |f: fn(f32) -> [f32; 2], between: f32| {
        let mut fixed = blank.clone();
        for brow in BROWS {
            let far = brow.iter().map(|&i| (rest[i][0] - middle).abs()).fold(0.0, f32::max);
            let near = brow.iter().map(|&i| (rest[i][0] - middle).abs()).fold(f32::MAX, f32::min);
            for i in brow {
                let away = rest[i][0] - middle;
                let [inwards, down] = f(smoothstep(far, near, away.abs()));
                fixed[i] = Some([-inwards * away.signum(), room * down, 0.0]);
            }
        }
        // What is between the brows goes along.
        [(9, 1.0), (8, 0.7)].iter().for_each(|&(i, share)| fixed[i] = Some([0.0, share * room * between, 0.0]));
        graph.solve(&fixed)
    };
    let brow_inner = spread(|inner| [0.008 * inner, 0.014 * (1.0 - inner) - 0.062 * inner], -0.030);
    let knit = spread(|inner| [0.020 * inner, 0.014 + 0.026 * inner], 0.022);
    let mut lids = blank.clone();
    for eye in EYES {
        for (k, &i) in eye.iter().enumerate() {
            let other = eye[(16 - k) % 16];
            let share = if k < 8 { 0.20 } else { 0.30 };
            lids[i] = Some(std::array::from_fn(|c| share * (rest[other][c] - rest[i][c])));
        }
    }
    let lids = graph.solve(&lids);
    let cheer = graph.solve(&cheerful(rest, blank));
    (0..rest.len())
        .map(|i| Moves { brow_inner: brow_inner[i], knit: knit[i], lids: lids[i], frown: frown[i], cheer: cheer[i] })
        .collect()
}

/// Room between brow and lid from which on brows move by their whole way, in eye distances.
const ROOM: f32 = 0.26;

/// Share of a brow's way down or up that a face has room for: where brows sit low above the lids, the way that a high brow
/// goes would lay them on the eyes, and make another face of it.
fn room(rest: &[[f32; 3]]) -> f32 {
    let above = |brow: usize, lid: usize| rest[lid][1] - rest[brow][1];
    (0.5 * (above(52, 159) + above(282, 386)) / ROOM).clamp(0.5, 1.0)
}

/// Cheeks that rise, and lower lids that they push up (Duchenne's smile: Ekman's action unit 6).
fn cheerful(rest: &[[f32; 3]], blank: &Fixed) -> Fixed {
    let mut f = blank.clone();
    for eye in EYES {
        for k in 1..8 {
            let (low, up) = (eye[k], eye[16 - k]);
            f[low] = Some(std::array::from_fn(|c| 0.26 * (rest[up][c] - rest[low][c])));
        }
    }
    for (i, side, share) in CHEEKS {
        f[i] = Some([0.008 * side * share, -0.035 * share, -0.02 * share]);
    }
    f
}

/// Points of the cheeks, to which side of the picture each lies, and by how much it rises.
const CHEEKS: [(usize, f32, f32); 10] = [
    (50, -1.0, 1.0),
    (280, 1.0, 1.0),
    (117, -1.0, 0.9),
    (346, 1.0, 0.9),
    (118, -1.0, 0.8),
    (347, 1.0, 0.8),
    (205, -1.0, 0.6),
    (425, 1.0, 0.6),
    (119, -1.0, 0.6),
    (348, 1.0, 0.6),
];
