//! What a face can do: displacement fields over the sheet, and the place of every vertex for a mix of them.

use crate::sheet::Sheet;
use crate::topology::{CREASES, EYES, JAW, LOWER_LIP, STILL, UPPER_LIP};

/// How much of each expression there is (0 to 1), and how the head is turned.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Mix {
    pub(crate) shut: f32,
    pub(crate) smile: f32,
    pub(crate) ah: f32,
    /// Degrees, positive to the person's own left.
    pub(crate) yaw_deg: f32,
    /// Shift of the whole person in eye distances.
    pub(crate) sway: [f32; 2],
}

impl Mix {
    /// Linear interpolation from `self` (0) to `other` (1).
    pub(crate) fn towards(&self, other: &Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            shut: mix(self.shut, other.shut),
            smile: mix(self.smile, other.smile),
            ah: mix(self.ah, other.ah),
            yaw_deg: mix(self.yaw_deg, other.yaw_deg),
            sway: [mix(self.sway[0], other.sway[0]), mix(self.sway[1], other.sway[1])],
        }
    }
}

/// Fields of one face, in pixels for each vertex. The still itself smiles with parted lips: rest is made from it.
pub(crate) struct Shapes {
    /// From the still to shut lips of ordinary width.
    rest: Vec<[f32; 2]>,
    /// From the still to a wider smile.
    smile: Vec<[f32; 2]>,
    shut: Vec<[f32; 2]>,
    ah: Vec<[f32; 2]>,
    /// Where the texture of a shut lid comes from: the skin above it, without the lashes. Pixels of the plate.
    lid_skin: Vec<[f32; 2]>,
    /// How dark the line of the lashes is on a shut lid, 0 to 1.
    lashes: Vec<f32>,
    /// How far each vertex follows the head, 0 to 1.
    follows: Vec<f32>,
    pivot: [f32; 2],
}

/// How far outside the face an expression still moves the picture, in eye distances.
const REACH: f32 = 0.9;
/// Width of the resting mouth over that of the still's smile.
const REST_WIDTH: f32 = 0.8;
/// How far each corner goes out in a smile, beyond the still's, in eye distances.
const SMILE_WIDER: f32 = 0.035;
/// Drop of the lower lip in "ah", in eye distances.
const JAW_DROP: f32 = 0.46;

impl Shapes {
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let p = &sheet.rest;
        let oval_z = (p[234][2] + p[454][2]) / 2.0;
        let chin_y = p[152][1];
        let follows = (p.iter().zip(&sheet.outside))
            .map(|(v, d)| {
                let sideways = 1.0 - smooth((d - 0.5) / 1.3);
                if v[1] > chin_y { sideways * (1.0 - smooth((v[1] - chin_y) / (0.8 * sheet.ed))) } else { sideways }
            })
            .collect();
        Self {
            rest: rest(sheet),
            smile: smile(sheet),
            shut: shut(sheet),
            ah: ah(sheet),
            lid_skin: lid_skin(sheet),
            lashes: lashes(sheet),
            follows,
            pivot: [(p[234][0] + p[454][0]) / 2.0, oval_z + 0.3 * sheet.ed],
        }
    }

    /// Where every vertex takes its colour from in the plate, and how dark it is there.
    pub(crate) fn skin(&self, sheet: &Sheet, mix: &Mix) -> Vec<[f32; 3]> {
        (0..sheet.rest.len())
            .map(|i| {
                let (at, d) = (sheet.rest[i], self.lid_skin[i]);
                [at[0] + mix.shut * d[0], at[1] + mix.shut * d[1], mix.shut * self.lashes[i]]
            })
            .collect()
    }

    /// Where every vertex is: x and y in pixels, z on the same scale.
    pub(crate) fn pose(&self, sheet: &Sheet, mix: &Mix) -> Vec<[f32; 3]> {
        let (sin, cos) = mix.yaw_deg.to_radians().sin_cos();
        (0..sheet.rest.len())
            .map(|i| {
                let mut v = sheet.rest[i];
                for (k, place) in v.iter_mut().take(2).enumerate() {
                    *place += (1.0 - mix.smile) * self.rest[i][k]
                        + mix.smile * self.smile[i][k]
                        + mix.shut * self.shut[i][k]
                        + mix.ah * self.ah[i][k];
                }
                let (dx, dz) = (v[0] - self.pivot[0], v[2] - self.pivot[1]);
                let w = self.follows[i];
                let turned = [self.pivot[0] + dx * cos - dz * sin, self.pivot[1] + dx * sin + dz * cos];
                let shift = mix.sway.map(|s| s * sheet.ed);
                [v[0] + w * (turned[0] - v[0]) + shift[0], v[1] + shift[1], v[2] + w * (turned[1] - v[2])]
            })
            .collect()
    }
}

fn smooth(t: f32) -> f32 {
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// 1 in the middle of the lips, 0 at the corners, for the `k`-th of the eleven points of a lip line.
fn profile(k: usize) -> f32 {
    1.0 - ((k as f32 - 5.0) / 5.0).abs().powf(2.2)
}

/// Nothing above the mouth moves.
fn anchored() -> Vec<(usize, [f32; 2])> {
    let eyes = EYES.iter().flatten().chain(CREASES.iter().flatten());
    STILL.iter().chain(eyes).map(|i| (*i, [0.0; 2])).collect()
}

fn rest(sheet: &Sheet) -> Vec<[f32; 2]> {
    let p = &sheet.rest;
    let middle_x = (p[61][0] + p[291][0]) / 2.0;
    let mut given = anchored();
    for line in 0..4 {
        for k in 0..11 {
            let gap = (p[LOWER_LIP[0][k]][1] - p[UPPER_LIP[0][k]][1]).max(0.0);
            let narrow = |i: usize| (REST_WIDTH - 1.0) * (p[i][0] - middle_x);
            // A smile lifts the corners: let them down again.
            let down = 0.07 * sheet.ed * (1.0 - profile(k));
            given.push((UPPER_LIP[line][k], [narrow(UPPER_LIP[line][k]), 0.3 * gap + down]));
            if (1..10).contains(&k) {
                given.push((LOWER_LIP[line][k], [narrow(LOWER_LIP[line][k]), -0.7 * gap + down]));
            }
        }
    }
    let gap = p[14][1] - p[13][1];
    given.extend(JAW.iter().map(|(i, w)| (*i, [0.0, -0.45 * w * gap])));
    sheet.spread(&given, REACH)
}

fn smile(sheet: &Sheet) -> Vec<[f32; 2]> {
    let p = &sheet.rest;
    let middle_x = (p[61][0] + p[291][0]) / 2.0;
    let half = (p[291][0] - p[61][0]) / 2.0;
    let mut given = anchored();
    for i in UPPER_LIP.iter().chain(&LOWER_LIP).flatten() {
        given.push((*i, [SMILE_WIDER * sheet.ed * (p[*i][0] - middle_x) / half, 0.0]));
    }
    sheet.spread(&given, REACH)
}

fn ah(sheet: &Sheet) -> Vec<[f32; 2]> {
    let drop = JAW_DROP * sheet.ed;
    let mut given = anchored();
    for line in 0..4 {
        for k in 0..11 {
            given.push((UPPER_LIP[line][k], [0.0, if k % 10 == 0 { 0.17 * drop } else { -0.04 * drop * profile(k) }]));
            if (1..10).contains(&k) {
                given.push((LOWER_LIP[line][k], [0.0, drop * (0.16 + 0.84 * profile(k))]));
            }
        }
    }
    given.extend(JAW.iter().map(|(i, w)| (*i, [0.0, w * drop])));
    sheet.spread(&given, REACH)
}

fn shut(sheet: &Sheet) -> Vec<[f32; 2]> {
    let p = &sheet.rest;
    let mut given: Vec<(usize, [f32; 2])> = STILL.iter().map(|i| (*i, [0.0; 2])).collect();
    given.extend(UPPER_LIP.iter().chain(&LOWER_LIP).flatten().map(|i| (*i, [0.0; 2])));
    for (eye, crease) in EYES.iter().zip(&CREASES) {
        given.push((eye[0], [0.0; 2]));
        given.push((eye[8], [0.0; 2]));
        for k in 1..8 {
            let (lower, upper, fold) = (eye[k], eye[16 - k], crease[k - 1]);
            let gap = p[lower][1] - p[upper][1];
            // Shut lids meet below the middle of the open eye.
            given.push((lower, [0.0, 0.35 * gap]));
            given.push((upper, [0.0, 1.37 * gap]));
            given.push((fold, [0.0, gap]));
        }
    }
    sheet.spread(&given, REACH)
}

fn lid_skin(sheet: &Sheet) -> Vec<[f32; 2]> {
    let p = &sheet.rest;
    let mut field = vec![[0.0; 2]; p.len()];
    for (eye, crease) in EYES.iter().zip(&CREASES) {
        for k in 1..8 {
            let (lower, upper, fold) = (eye[k], eye[16 - k], crease[k - 1]);
            let lid = p[fold][1] - p[upper][1];
            field[upper] = [p[fold][0] - p[upper][0], 0.9 * lid];
            field[fold] = [0.0, 0.7 * lid];
            field[lower] = [0.0, 0.1 * sheet.ed * (1.0 - ((k as f32 - 4.0) / 4.0).powi(2))];
        }
    }
    field
}

fn lashes(sheet: &Sheet) -> Vec<f32> {
    let mut dark = vec![0.0; sheet.rest.len()];
    for i in EYES.iter().flatten() {
        dark[*i] = 1.0;
    }
    dark
}
