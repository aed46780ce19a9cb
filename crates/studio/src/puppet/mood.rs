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
}

/// A lip point when the corners sink: `t` across (-1..1), `profile` 1 in the middle.
pub(super) fn corner(t: f32, profile: f32, _: usize) -> [f32; 3] {
    [0.012 * t, 0.060 * t * t - 0.012 * profile, 0.0]
}

/// The fields of every vertex; `blank` holds what never moves, `frown` is solved already.
pub(super) fn moves(rest: &[[f32; 3]], graph: &Graph, blank: &Fixed, frown: &[[f32; 3]]) -> Vec<Moves> {
    let middle = rest[168][0];
    let spread = |f: fn(f32) -> [f32; 2], between: f32| {
        let mut fixed = blank.clone();
        for brow in BROWS {
            let far = brow.iter().map(|&i| (rest[i][0] - middle).abs()).fold(0.0, f32::max);
            let near = brow.iter().map(|&i| (rest[i][0] - middle).abs()).fold(f32::MAX, f32::min);
            for i in brow {
                let away = rest[i][0] - middle;
                let [inwards, down] = f(smoothstep(far, near, away.abs()));
                fixed[i] = Some([-inwards * away.signum(), down, 0.0]);
            }
        }
        // What is between the brows goes along.
        [(9, 1.0), (8, 0.7)].iter().for_each(|&(i, share)| fixed[i] = Some([0.0, share * between, 0.0]));
        graph.solve(&fixed)
    };
    let brow_inner = spread(|inner| [0.008 * inner, 0.014 * (1.0 - inner) - 0.062 * inner], -0.030);
    let knit = spread(|inner| [0.030 * inner, 0.014 + 0.026 * inner], 0.022);
    let mut lids = blank.clone();
    for eye in EYES {
        for (k, &i) in eye.iter().enumerate() {
            let other = eye[(16 - k) % 16];
            let share = if k < 8 { 0.20 } else { 0.30 };
            lids[i] = Some(std::array::from_fn(|c| share * (rest[other][c] - rest[i][c])));
        }
    }
    let lids = graph.solve(&lids);
    (0..rest.len())
        .map(|i| Moves { brow_inner: brow_inner[i], knit: knit[i], lids: lids[i], frown: frown[i] })
        .collect()
}
