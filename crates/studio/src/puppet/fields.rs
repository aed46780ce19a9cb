//! What one unit of each channel does to every vertex of the sheet.

use super::mood;
use super::solve::Graph;
use crate::math::{pow, smoothstep};
use crate::pack::landmarks::{self, BROWS, CHIN, COUNT, EYES, LOWER_LIP, NOSE, OVAL, UPPER_LIP};
use crate::pack::{FacePack, SPAN};

/// Offsets of a vertex for one unit of each channel, in eye distances.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields {
    pub(super) jaw: [f32; 3],
    pub(super) upper: [f32; 3],
    pub(super) lower: [f32; 3],
    pub(super) wide: [f32; 3],
    pub(super) round: [f32; 3],
    pub(super) press: [f32; 3],
    pub(super) tuck: [f32; 3],
    pub(super) brow: [f32; 3],
    pub(super) blink: [f32; 3],
    pub(super) smile: [f32; 3],
    pub(super) mood: mood::Moves,
    /// The person's own "ah", "oo" and smile, whole.
    pub(super) personal: [[f32; 3]; SPAN],
}

/// How strongly each of the four lines of a lip follows its inner edge.
const FOLLOW: [f32; 4] = [1.0, 0.95, 0.9, 0.78];
/// Further than this outside the face nothing moves, in eye distances.
const REACH: f32 = 0.9;

pub(super) type Fixed = Vec<Option<[f32; 3]>>;

/// Outline points that the jaw moves, by how much.
const JAW_LINE: [(usize, f32); 19] = [
    (152, 0.92),
    (148, 0.92),
    (377, 0.92),
    (176, 0.88),
    (400, 0.88),
    (149, 0.75),
    (378, 0.75),
    (150, 0.55),
    (379, 0.55),
    (136, 0.36),
    (365, 0.36),
    (172, 0.20),
    (397, 0.20),
    (58, 0.08),
    (288, 0.08),
    (132, 0.02),
    (361, 0.02),
    (175, 0.92),
    (199, 0.93),
];

/// The sheet in eye distances from the middle between the eyes, lips shut, and its fields.
pub(super) fn build(pack: &FacePack) -> (Vec<[f32; 3]>, Vec<Fields>) {
    let (left, right, ed) = landmarks::eyes(pack.vertices());
    let middle = [0.5 * (left[0] + right[0]), 0.5 * (left[1] + right[1])];
    let depth = pack.vertices()[168][2];
    let mut rest: Vec<[f32; 3]> = pack
        .vertices()
        .iter()
        .map(|v| [(v[0] - middle[0]) / ed, (v[1] - middle[1]) / ed, (v[2] - depth) / ed])
        .collect();
    let graph = Graph::over(&pack.stored.triangles, &rest);
    average(pack, &mut rest, &graph, ed);
    // Where the cheek curls out of sight, landmarks of different depth meet at one place in the picture: a turned head
    // would show them as teeth of a saw.
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [rest[i][0], rest[i][1]]).collect();
    let cheek = |p: &[f32; 3]| {
        let away = landmarks::distance(&oval, [p[0], p[1]]);
        0.7 * smoothstep(0.35, 0.12, away) * smoothstep(0.55, 0.85, (p[0] - rest[168][0]).abs())
    };
    let rim: Vec<f32> = rest.iter().map(cheek).collect();
    graph.smooth_depth(&mut rest, &rim);
    let far = still(&rest);
    close_lips(&mut rest, &graph, &far);
    let mouth = Mouth::new(&rest);

    let blank = || {
        let mut f = far.clone();
        let bones = EYES.iter().flatten().chain(BROWS.iter().flatten()).chain(&NOSE);
        bones.for_each(|&i| f[i] = Some([0.0; 3]));
        OVAL.iter().filter(|&&i| !JAW_LINE.iter().any(|j| j.0 == i)).for_each(|&i| f[i] = Some([0.0; 3]));
        f
    };
    // `upper` and `lower` give a lip point's offset from its place across (-1..1), its profile and its line (0 inner).
    type Lip = fn(f32, f32, usize) -> [f32; 3];
    let speak = |upper: Lip, lower: Lip, chin: Option<f32>| {
        let mut f = blank();
        for ring in 0..4 {
            for &i in &LOWER_LIP[ring] {
                let t = mouth.across(&rest, i);
                f[i] = Some(lower(t, profile(t), ring));
            }
            // The corners belong to both: the upper lip is written last.
            for &i in &UPPER_LIP[ring] {
                let t = mouth.across(&rest, i);
                f[i] = Some(upper(t, profile(t), ring));
            }
        }
        if let Some(chin) = chin {
            JAW_LINE.iter().for_each(|&(i, share)| f[i] = Some([0.0, chin * share, 0.0]));
        }
        graph.solve(&f)
    };
    let jaw = speak(
        |t, _, _| [-0.05 * t, 0.02 + 0.15 * t * t * t * t, 0.0],
        |t, p, _| [-0.05 * t, 0.17 + 0.83 * p, 0.12 * p],
        Some(1.0),
    );
    let upper = speak(|_, p, r| [0.0, -p * FOLLOW[r], 0.0], |_, _, _| [0.0; 3], None);
    let lower = speak(|_, _, _| [0.0; 3], |_, p, r| [0.0, p * FOLLOW[r], 0.0], Some(0.12));
    let wide = speak(|t, _, _| [t, -0.12 * t * t, 0.15 * t * t], |t, _, _| [t, -0.12 * t * t, 0.15 * t * t], None);
    let round = speak(
        |t, p, r| [-0.85 * t, -0.04 * r as f32 * p, -0.8 + 0.5 * t * t],
        |t, p, r| [-0.85 * t, 0.05 * r as f32 * p, -0.8 + 0.5 * t * t],
        None,
    );
    let press = speak(|_, p, r| [0.0, 0.15 * r as f32 * p, 0.0], |_, p, r| [0.0, -0.15 * r as f32 * p, 0.0], None);
    let tuck = speak(|_, _, _| [0.0; 3], |_, p, r| [0.0, -(0.75 - 0.08 * r as f32) * p, 0.6 * p], Some(-0.12));
    let brow = graph.solve(&brows(&blank()));
    let blink = graph.solve(&lids(pack, &rest, &blank()));
    let smile = graph.solve(&smiling(pack, &rest, &mouth, far.clone()));
    let frown = speak(mood::corner, mood::corner, None);
    let moods = mood::moves(&rest, &graph, &blank(), &frown);

    let personal: [Vec<[f32; 3]>; SPAN] = std::array::from_fn(|k| match &pack.stored.mouths.span[k] {
        d if d.is_empty() => vec![[0.0; 3]; rest.len()],
        d => graph.solve(&own(d, &rest, &blank())),
    });

    let fields = (0..rest.len())
        .map(|i| Fields {
            jaw: jaw[i],
            upper: upper[i],
            lower: lower[i],
            wide: wide[i],
            round: round[i],
            press: press[i],
            tuck: tuck[i],
            brow: brow[i],
            blink: blink[i],
            smile: smile[i],
            mood: moods[i],
            personal: std::array::from_fn(|k| personal[k][i]),
        })
        .collect();
    (rest, fields)
}

/// Gives the sheet the depth of the head that all takes agree on. In the picture the landmarks stay where the neutral
/// take has them: that is the best known of them, and it is how the person holds the face.
fn average(pack: &FacePack, rest: &mut [[f32; 3]], graph: &Graph, ed: f32) {
    let identity = &pack.stored.identity;
    if identity.len() != COUNT {
        return;
    }
    let mut f = still(rest);
    for (i, (p, v)) in identity.iter().zip(pack.vertices()).enumerate() {
        // However wrong the average may be, the face stays a face.
        f[i] = Some([0.0, 0.0, ((p[2] - v[2]) / ed).clamp(-0.15, 0.15)]);
    }
    // The grid around the face goes along in depth: ears belong to the cheeks.
    for (p, d) in rest.iter_mut().zip(graph.solve(&f)) {
        (0..3).for_each(|k| p[k] += d[k]);
    }
}

/// The person's own expression on lips, jaw and the cheeks between them.
fn own(delta: &[[f32; 3]], rest: &[[f32; 3]], blank: &Fixed) -> Fixed {
    let mut f = blank.clone();
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [rest[i][0], rest[i][1]]).collect();
    let sane = |o: [f32; 3], trust: f32| Some(o.map(|v| trust * v.clamp(-0.7, 0.7)));
    for (i, &o) in delta.iter().enumerate() {
        let p = [rest[i][0], rest[i][1]];
        let inside = landmarks::inside(&oval, p) && !OVAL.contains(&i);
        if inside && f[i].is_none() && p[1] > rest[2][1] {
            f[i] = sane(o, smoothstep(0.02, 0.30, landmarks::distance(&oval, p)));
        }
    }
    for &i in UPPER_LIP.iter().chain(&LOWER_LIP).flatten() {
        f[i] = sane(delta[i], 1.0);
    }
    // The outline slides over the skin: along the jaw only what the chin does counts.
    for (i, share) in JAW_LINE {
        f[i] = Some([0.0, share * delta[CHIN][1].clamp(-0.2, 0.6), 0.0]);
    }
    f
}

/// 1 in the middle of the mouth, 0 at its corners.
fn profile(t: f32) -> f32 {
    1.0 - pow(t.abs().min(1.0), 2.2)
}

/// Where the mouth is.
struct Mouth {
    left: f32,
    right: f32,
}

impl Mouth {
    fn new(rest: &[[f32; 3]]) -> Self {
        Self { left: rest[78][0], right: rest[308][0] }
    }

    /// -1 at the left corner, 1 at the right.
    fn across(&self, rest: &[[f32; 3]], i: usize) -> f32 {
        (2.0 * (rest[i][0] - self.left) / (self.right - self.left).max(0.05) - 1.0).clamp(-1.0, 1.0)
    }
}

/// Everything far outside the face, held where it is.
fn still(rest: &[[f32; 3]]) -> Fixed {
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [rest[i][0], rest[i][1]]).collect();
    rest.iter()
        .enumerate()
        .map(|(i, p)| (i >= COUNT && landmarks::distance(&oval, [p[0], p[1]]) > REACH).then_some([0.0; 3]))
        .collect()
}

/// Brings parted lips together: speech starts from a shut mouth.
fn close_lips(rest: &mut [[f32; 3]], graph: &Graph, far: &Fixed) {
    let mut f = far.clone();
    EYES.iter().flatten().chain(BROWS.iter().flatten()).chain(&NOSE).for_each(|&i| f[i] = Some([0.0; 3]));
    OVAL.iter().filter(|&&i| !JAW_LINE.iter().any(|j| j.0 == i)).for_each(|&i| f[i] = Some([0.0; 3]));
    let gap = |k: usize| rest[LOWER_LIP[0][k]][1] - rest[UPPER_LIP[0][k]][1];
    for k in 0..11 {
        for ring in 0..4 {
            f[LOWER_LIP[ring][k]] = Some([0.0, -0.75 * gap(k), 0.0]);
            f[UPPER_LIP[ring][k]] = Some([0.0, 0.25 * gap(k), 0.0]);
        }
    }
    for (i, share) in JAW_LINE {
        f[i] = Some([0.0, -0.6 * share * gap(5), 0.0]);
    }
    for (p, d) in rest.iter_mut().zip(graph.solve(&f)) {
        (0..3).for_each(|k| p[k] += d[k]);
    }
    // One line, so that no crack shows between the lips.
    for k in 1..10 {
        let (u, l) = (UPPER_LIP[0][k], LOWER_LIP[0][k]);
        let seam: [f32; 3] = std::array::from_fn(|c| 0.5 * (rest[u][c] + rest[l][c]));
        rest[u] = seam;
        rest[l] = seam;
    }
}

fn brows(blank: &Fixed) -> Fixed {
    let mut f = blank.clone();
    for i in BROWS.iter().flatten() {
        f[*i] = Some([0.0, -0.055, 0.0]);
    }
    // The forehead gives way below the hair.
    for i in [9, 8, 107, 336] {
        f[i] = Some([0.0, -0.03, 0.0]);
    }
    f
}

/// Shut lids: the person's own where there was such a take, else the upper lid drawn down to the lower.
fn lids(pack: &FacePack, rest: &[[f32; 3]], blank: &Fixed) -> Fixed {
    let mut f = blank.clone();
    for eye in EYES {
        for (k, &i) in eye.iter().enumerate() {
            f[i] = Some(match &pack.stored.shut {
                Some(l) => l.shape.offset[i],
                None => {
                    let other = eye[(16 - k) % 16];
                    let share = if k < 8 { 0.06 } else { 0.94 };
                    std::array::from_fn(|c| share * (rest[other][c] - rest[i][c]))
                }
            });
        }
    }
    f
}

/// The smile: the person's own, or corners out and up.
fn smiling(pack: &FacePack, rest: &[[f32; 3]], mouth: &Mouth, far: Fixed) -> Fixed {
    let mut f = far;
    if let Some(l) = &pack.stored.smile {
        let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [rest[i][0], rest[i][1]]).collect();
        for (i, o) in l.shape.offset.iter().enumerate() {
            // The outline slides over the skin as a head turns: what it did between two takes is no expression.
            let p = [rest[i][0], rest[i][1]];
            let inside = landmarks::inside(&oval, p) && !OVAL.contains(&i);
            let trust = if inside { smoothstep(0.02, 0.30, landmarks::distance(&oval, p)) } else { 0.0 };
            f[i] = Some(o.map(|v| trust * v.clamp(-0.4, 0.4)));
        }
        for i in EYES.iter().flatten() {
            f[*i] = Some(l.shape.offset[*i].map(|v| (0.6 * v).clamp(-0.03, 0.03)));
        }
        for k in 1..10 {
            let (u, l) = (UPPER_LIP[0][k], LOWER_LIP[0][k]);
            if let (Some(a), Some(b)) = (f[u], f[l]) {
                let mean = Some(std::array::from_fn(|c| 0.5 * (a[c] + b[c])));
                f[u] = mean;
                f[l] = mean;
            }
        }
        return f;
    }
    EYES.iter().flatten().chain(BROWS.iter().flatten()).chain(&NOSE).chain(&OVAL).for_each(|&i| f[i] = Some([0.0; 3]));
    for i in UPPER_LIP.iter().chain(&LOWER_LIP).flatten() {
        let t = mouth.across(rest, *i);
        f[*i] = Some([0.12 * t, 0.02 - 0.11 * t * t, 0.04 * t * t]);
    }
    for (i, side) in [(50, -1.0), (280, 1.0), (205, -1.0), (425, 1.0)] {
        f[i] = Some([0.03 * side, -0.04, -0.03]);
    }
    f[CHIN] = Some([0.0, -0.01, 0.0]);
    f
}
