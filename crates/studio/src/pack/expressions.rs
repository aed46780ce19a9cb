//! What faces do, as a few fields over the average head: enough of them to tell a person's bones from what their face
//! did while the picture was taken.

use super::image::Plane;
use super::landmarks::{BROWS, COUNT, EYES, LOWER_LIP, NOSE, OVAL, UPPER_LIP};
use super::mesh;
use crate::math::pow;
use crate::puppet::solve::Graph;

/// Offsets of all landmarks in eye distances for one unit of a motion.
type Field = Vec<[f32; 3]>;
type Fixed = Vec<Option<[f32; 3]>>;
/// A lip point's offset from its place across (-1 at the picture's left corner to 1), its profile (1 in the middle, 0 at
/// the corners) and its line (0 inner to 3 outer).
type Lip = fn(f32, f32, f32) -> [f32; 3];

/// Points of the outline that the jaw moves, by how much.
const JAW_LINE: [(usize, f32); 15] = [
    (152, 1.0),
    (148, 0.98),
    (377, 0.98),
    (176, 0.92),
    (400, 0.92),
    (149, 0.8),
    (378, 0.8),
    (150, 0.55),
    (379, 0.55),
    (136, 0.36),
    (365, 0.36),
    (172, 0.20),
    (397, 0.20),
    (58, 0.08),
    (288, 0.08),
];
const CHEEKS: [usize; 10] = [205, 425, 50, 280, 101, 330, 36, 266, 203, 423];
const WINGS: [usize; 6] = [48, 278, 64, 294, 98, 327];

/// The fields. Values are given on lips, jaw, lids, brows, cheeks or nose; bones hold still; the rest of the skin follows
/// (Laplace's equation over the landmarks' triangles).
pub(super) fn fields(mean: &[[f32; 3]]) -> Vec<Field> {
    const UNIT: f32 = 100.0;
    // Only the face's own triangles: an empty cut-out keeps no others.
    let side = (4.0 * UNIT) as usize;
    let placed: Vec<[f32; 3]> = mean.iter().map(|p| [(p[0] + 2.0) * UNIT, (p[1] + 1.8) * UNIT, p[2] * UNIT]).collect();
    let Ok(sheet) = mesh::build(&placed, &Plane::new(side, side)) else { return Vec::new() };
    let skin: Vec<[u16; 3]> =
        sheet.triangles.into_iter().filter(|t| t.iter().all(|&i| usize::from(i) < COUNT)).collect();
    let graph = Graph::over(&skin, mean);
    let none: Lip = |_, _, _| [0.0; 3];
    let mouth = |upper: Lip, lower: Lip, jaw: [f32; 3]| graph.solve(&mouth(upper, lower, jaw));
    let face = |given: &[(usize, [f32; 3])]| {
        let mut f = lips_held();
        given.iter().for_each(|&(i, v)| f[i] = Some(v));
        graph.solve(&f)
    };
    let side = |i: usize| if mean[i][0] < 0.0 { -1.0 } else { 1.0 };
    let brows = |motion: &dyn Fn(f32, f32) -> [f32; 3]| -> Vec<(usize, [f32; 3])> {
        // The upper row of a brow runs inwards in the table, then the lower row does.
        let of = |b: &[usize; 10]| -> Vec<(usize, [f32; 3])> {
            b.iter().enumerate().map(|(k, &i)| (i, motion(INNER[k], side(i)))).collect()
        };
        BROWS.iter().flat_map(of).collect()
    };
    vec![
        // The jaw opens; the upper lip rises; the lower drops.
        mouth(
            |_, p, _| [0.0, 0.17 - 0.15 * p, 0.0],
            |_, p, _| [0.0, 0.16 + 0.84 * p, 0.3 * (0.16 + 0.84 * p)],
            [0.0, 0.92, 0.35],
        ),
        mouth(|_, p, _| [0.0, -p, 0.0], none, [0.0; 3]),
        mouth(none, |_, p, _| [0.0, p, 0.0], [0.0; 3]),
        // Corners go apart, or up; the whole mouth goes up with the chin; lips come forward; lips grow thick.
        mouth(|t, _, _| [t, 0.0, 0.5 * t.abs()], |t, _, _| [t, 0.0, 0.5 * t.abs()], [0.0; 3]),
        mouth(|t, _, _| [0.0, -t * t, 0.0], |t, _, _| [0.0, -t * t, 0.0], [0.0; 3]),
        mouth(|_, _, _| [0.0, -1.0, 0.0], |_, _, _| [0.0, -1.0, 0.0], [0.0, -0.5, 0.0]),
        mouth(|_, p, _| [0.0, 0.0, -p], |_, p, _| [0.0, 0.0, -p], [0.0; 3]),
        mouth(|_, p, r| [0.0, -p * r / 3.0, 0.0], |_, p, r| [0.0, p * r / 3.0, 0.0], [0.0; 3]),
        // The chin alone; mouth and jaw backwards.
        graph.solve(&jaw(held(), [0.0, 1.0, 0.0])),
        mouth(|_, _, _| [0.0, 0.0, 1.0], |_, _, _| [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]),
        // Upper lids, lower lids.
        face(&lids(1.0, 0.0)),
        face(&lids(0.0, -1.0)),
        // Brows up, their inner ends up, both towards each other.
        face(&brows(&|_, _| [0.0, -1.0, 0.0])),
        face(&brows(&|inner, _| [0.0, -inner, 0.0])),
        face(&brows(&|inner, side| [-side * inner, 0.0, 0.0])),
        // Cheeks and wings of the nose up, wings apart.
        face(&CHEEKS.map(|i| (i, [0.0, -1.0, -0.5]))),
        face(&[&WINGS[..], &[97, 326, 2]].concat().iter().map(|&i| (i, [0.0, -1.0, 0.0])).collect::<Vec<_>>()),
        face(&WINGS.map(|i| (i, [side(i), 0.0, 0.0]))),
    ]
}

/// How far inwards each point of a brow's list lies.
const INNER: [f32; 10] = [0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 0.75, 0.5, 0.25, 0.0];

/// Eyes, brows, nose and the outline but for the jaw hold still.
fn held() -> Fixed {
    let mut f = vec![None; COUNT];
    EYES.iter().flatten().chain(BROWS.iter().flatten()).chain(&NOSE).for_each(|&i| f[i] = Some([0.0; 3]));
    OVAL.iter().filter(|i| JAW_LINE.iter().all(|j| j.0 != **i)).for_each(|&i| f[i] = Some([0.0; 3]));
    f
}

/// Lips and jaw hold still, too.
fn lips_held() -> Fixed {
    let mut f = jaw(held(), [0.0; 3]);
    UPPER_LIP.iter().chain(&LOWER_LIP).flatten().for_each(|&i| f[i] = Some([0.0; 3]));
    f
}

/// The jaw's line moves.
fn jaw(mut f: Fixed, by: [f32; 3]) -> Fixed {
    JAW_LINE.iter().for_each(|&(i, share)| f[i] = Some(by.map(|v| v * share)));
    f
}

fn mouth(upper: Lip, lower: Lip, by: [f32; 3]) -> Fixed {
    let mut f = jaw(held(), by);
    for ring in 0..4 {
        for k in 0..11 {
            let t = (k as f32 - 5.0) / 5.0;
            let profile = 1.0 - pow(t.abs(), 2.2);
            // The corners belong to both: the upper lip is written last.
            f[LOWER_LIP[ring][k]] = Some(lower(t, profile, ring as f32));
            f[UPPER_LIP[ring][k]] = Some(upper(t, profile, ring as f32));
        }
    }
    f
}

fn lids(upper: f32, lower: f32) -> Vec<(usize, [f32; 3])> {
    let mut out = Vec::new();
    for eye in EYES {
        for (k, &i) in eye.iter().enumerate() {
            let t = (if k <= 8 { k } else { 16 - k }) as f32 / 4.0 - 1.0;
            let by = if k <= 8 { lower } else { upper };
            out.push((i, [0.0, by * (1.0 - t * t), 0.0]));
        }
    }
    out
}
