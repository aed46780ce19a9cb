//! What a face can do: displacement fields over the sheet, and the place of every vertex for a mix of them.

use crate::sheet::Sheet;
use crate::topology::{BROWS, CREASES, EYES, JAW, LOWER_LIP, STILL, UPPER_LIP};
use crate::trouble::Trouble;

/// How much of each expression there is (0 to 1), how the head is turned, and how the picture is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Mix {
    pub(crate) shut: f32,
    pub(crate) smile: f32,
    pub(crate) ah: f32,
    pub(crate) oo: f32,
    pub(crate) brows: f32,
    /// Degrees, positive to the person's own left.
    pub(crate) yaw_deg: f32,
    /// Degrees, positive with the chin up.
    pub(crate) pitch_deg: f32,
    /// Degrees, positive to the person's own left shoulder.
    pub(crate) roll_deg: f32,
    /// Shift of the whole person in eye distances.
    pub(crate) sway: [f32; 2],
    /// What is wrong with the picture.
    pub(crate) wrong: Trouble,
}

impl Mix {
    /// Linear interpolation from `self` (0) to `other` (1).
    pub(crate) fn towards(&self, other: &Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            shut: mix(self.shut, other.shut),
            smile: mix(self.smile, other.smile),
            ah: mix(self.ah, other.ah),
            oo: mix(self.oo, other.oo),
            brows: mix(self.brows, other.brows),
            yaw_deg: mix(self.yaw_deg, other.yaw_deg),
            pitch_deg: mix(self.pitch_deg, other.pitch_deg),
            roll_deg: mix(self.roll_deg, other.roll_deg),
            sway: [mix(self.sway[0], other.sway[0]), mix(self.sway[1], other.sway[1])],
            wrong: self.wrong.towards(&other.wrong, t),
        }
    }
}

/// Fields of one face, in pixels for each vertex. The still itself may smile with parted lips: rest is made from it.
pub(crate) struct Shapes {
    /// From the still to shut lips of ordinary width.
    rest: Vec<[f32; 2]>,
    /// From the still to a wider smile.
    smile: Vec<[f32; 2]>,
    shut: Vec<[f32; 2]>,
    ah: Vec<[f32; 2]>,
    /// From rest to rounded lips.
    oo: Vec<[f32; 2]>,
    brows: Vec<[f32; 2]>,
    /// Where the texture of a shut lid comes from: the skin above it, without the lashes. Pixels of the plate.
    lid_skin: Vec<[f32; 2]>,
    /// How dark the line of the lashes is on a shut lid, 0 to 1.
    lashes: Vec<f32>,
    /// How far each vertex follows the head, 0 to 1.
    follows: Vec<f32>,
    /// What the head turns about: x, y and depth.
    pivot: [f32; 3],
    /// Turn of the head, in degrees, that makes a still look into the lens.
    straight_deg: f32,
}

/// Yaw of a still up to which it looks into the lens, in degrees, and how many degrees of turning the mesh are seen as one.
const ASIDE: (f32, f32) = (6.0, 1.3);

/// How far outside the face an expression still moves the picture, in eye distances.
const REACH: f32 = 0.9;
/// Width of the resting mouth, in eye distances, and least part of the still's that it may be.
const REST_WIDTH: (f32, f32) = (0.86, 0.8);
/// How far each corner goes out in a smile, beyond the still's, in eye distances, and how wide a smile is at least, over
/// the resting mouth: a still that does not smile has it all to do. A man in the test film goes to 1.4 times.
const SMILE_WIDER: (f32, f32) = (0.035, 1.3);
/// How far a smile lifts the corners, in eye distances.
const SMILE_LIFTS: f32 = 0.07;
/// Widths of the still's mouth, in eye distances, between which it is more and more taken for a smile.
const SMILING: (f32, f32) = (0.84, 0.96);
/// Drop of the lower lip in "ah", in eye distances.
const JAW_DROP: f32 = 0.46;
/// Width of the mouth in "oo" over that at rest.
const OO_WIDTH: f32 = 0.5;
/// How far the lips part in "oo", each beyond the one inside it, in eye distances.
const OO_PARTS: f32 = 0.02;
/// How far the brows go up, in eye distances, and the upper lids with them.
const BROWS_UP: (f32, f32) = (0.2, 0.025);

impl Shapes {
    /// For the face on this sheet, which looks `yaw_deg` degrees to the person's own left.
    pub(crate) fn new(sheet: &Sheet, yaw_deg: f32) -> Self {
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
            oo: oo(sheet),
            brows: brows(sheet),
            lid_skin: lid_skin(sheet),
            lashes: lashes(sheet),
            follows,
            // Between the ears and a little below them, where the skull sits on the spine.
            pivot: [
                0.5 * (p[234][0] + p[454][0]),
                0.5 * (p[234][1] + p[454][1]) + 0.5 * sheet.ed,
                oval_z + 0.3 * sheet.ed,
            ],
            straight_deg: if yaw_deg.abs() > ASIDE.0 { -ASIDE.1 * yaw_deg } else { 0.0 },
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
        let yaw_deg = mix.yaw_deg + self.straight_deg;
        let [yaw, pitch, roll] = [yaw_deg, mix.pitch_deg, mix.roll_deg].map(|a| a.to_radians().sin_cos());
        let turn = |(sin, cos): (f32, f32), a: f32, b: f32| (a * cos - b * sin, a * sin + b * cos);
        (0..sheet.rest.len())
            .map(|i| {
                let mut v = sheet.rest[i];
                for (k, place) in v.iter_mut().take(2).enumerate() {
                    *place += (1.0 - mix.smile) * self.rest[i][k]
                        + mix.smile * self.smile[i][k]
                        + mix.shut * self.shut[i][k]
                        + mix.ah * self.ah[i][k]
                        + mix.oo * self.oo[i][k]
                        + mix.brows * self.brows[i][k];
                }
                let [x, y, z] = [0, 1, 2].map(|k| v[k] - self.pivot[k]);
                let (x, z) = turn(yaw, x, z);
                // What lies before the pivot has a negative depth: it goes up with the chin.
                let (z, y) = turn(pitch, z, y);
                let (x, y) = turn(roll, x, y);
                let w = self.follows[i];
                let shift = [mix.sway[0] * sheet.ed, mix.sway[1] * sheet.ed, 0.0];
                let turned = [x, y, z];
                [0, 1, 2].map(|k| v[k] + w * (self.pivot[k] + turned[k] - v[k]) + shift[k])
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

/// Width of the still's mouth in eye distances, what part of it rest is, and how much of a smile it is, 0 to 1.
fn mouth(sheet: &Sheet) -> (f32, f32, f32) {
    let width = (sheet.rest[291][0] - sheet.rest[61][0]).max(1.0) / sheet.ed;
    let part = (REST_WIDTH.0 / width).clamp(REST_WIDTH.1, 1.0);
    (width, part, smooth((width - SMILING.0) / (SMILING.1 - SMILING.0)))
}

fn rest(sheet: &Sheet) -> Vec<[f32; 2]> {
    let p = &sheet.rest;
    let middle_x = (p[61][0] + p[291][0]) / 2.0;
    let (_, part, smiles) = mouth(sheet);
    let mut given = anchored();
    for line in 0..4 {
        for k in 0..11 {
            let gap = (p[LOWER_LIP[0][k]][1] - p[UPPER_LIP[0][k]][1]).max(0.0);
            let narrow = |i: usize| (part - 1.0) * (p[i][0] - middle_x);
            // A smile lifts the corners: let them down again.
            let down = smiles * SMILE_LIFTS * sheet.ed * (1.0 - profile(k));
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
    let (width, part, smiles) = mouth(sheet);
    let wider = SMILE_WIDER.0.max(0.5 * width * (SMILE_WIDER.1 * part - 1.0));
    let mut given = anchored();
    for i in UPPER_LIP.iter().chain(&LOWER_LIP).flatten() {
        let out = (p[*i][0] - middle_x) / half;
        let up = (1.0 - smiles) * SMILE_LIFTS * out * out;
        given.push((*i, [wider * sheet.ed * out, -up * sheet.ed]));
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

fn oo(sheet: &Sheet) -> Vec<[f32; 2]> {
    let (p, rest) = (&sheet.rest, rest(sheet));
    let middle_x = (p[61][0] + p[291][0]) / 2.0;
    let mut given = anchored();
    for line in 0..4 {
        let parts = OO_PARTS * sheet.ed * (1.0 + line as f32 / 2.0);
        for k in 0..11 {
            let narrow = |i: usize| (OO_WIDTH - 1.0) * (p[i][0] + rest[i][0] - middle_x);
            given.push((UPPER_LIP[line][k], [narrow(UPPER_LIP[line][k]), -parts * profile(k)]));
            if (1..10).contains(&k) {
                given.push((LOWER_LIP[line][k], [narrow(LOWER_LIP[line][k]), 1.3 * parts * profile(k)]));
            }
        }
    }
    sheet.spread(&given, REACH)
}

fn brows(sheet: &Sheet) -> Vec<[f32; 2]> {
    let mut given: Vec<(usize, [f32; 2])> = anchored().into_iter().filter(|(i, _)| !BROWS.contains(i)).collect();
    given.extend(UPPER_LIP.iter().chain(&LOWER_LIP).flatten().map(|i| (*i, [0.0; 2])));
    given.extend(BROWS.iter().map(|i| (*i, [0.0, -BROWS_UP.0 * sheet.ed])));
    for eye in &EYES {
        let lid = |k: usize| 1.0 - ((k as f32 - 4.0) / 4.0).powi(2);
        given.extend((1..8).map(|k| (eye[16 - k], [0.0, -BROWS_UP.1 * sheet.ed * lid(k)])));
    }
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
            given.push((fold, [0.0, 1.2 * gap]));
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
