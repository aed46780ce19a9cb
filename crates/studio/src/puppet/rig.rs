//! From the channels of a frame to where every vertex is.

use std::sync::{Arc, OnceLock};

use super::fields::{self, Fields};
use super::personal;
use crate::math::{cos, lerp, sin, smoothstep};
use crate::pack::landmarks::{self, CHIN, LOWER_LIP, OVAL, UPPER_LIP};
use crate::pack::{FacePack, Personal};
use crate::timeline::{Channel, Values};

/// Distance of the camera, in eye distances.
const CAMERA: f32 = 9.0;

/// The sheet and what moves it. Lengths are in eye distances, the origin is between the eyes.
pub(super) struct Rig {
    pub(super) rest: Vec<[f32; 3]>,
    pub(super) fields: Vec<Fields>,
    /// 1 moves with the head, 0 with the torso.
    pub(super) head: Vec<f32>,
    pivot: [f32; 3],
    has_smile: bool,
    shapes: Vec<Personal>,
}

/// A pack's rig, made when the pack is first drawn and kept with it: there is a puppet for every framing of a clip, and
/// for every change of a preview.
#[derive(Clone, Default)]
pub(crate) struct Kept(OnceLock<Arc<Rig>>);

impl Kept {
    pub(super) fn of(pack: &FacePack) -> Arc<Rig> {
        Arc::clone(pack.rig.0.get_or_init(|| Arc::new(Rig::new(pack))))
    }
}

impl PartialEq for Kept {
    /// It follows from the rest of the pack.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kept").field(&self.0.get().is_some()).finish()
    }
}

/// One frame's vertices: before the head moves, and in the camera's view.
#[derive(Default)]
pub(super) struct Posed {
    pub(super) face: Vec<[f32; 3]>,
    pub(super) view: Vec<[f32; 3]>,
}

/// Where the head is, in radians, how far it leans to the lens, in eye distances, and the breath.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    yaw: f32,
    pitch: f32,
    roll: f32,
    breath: f32,
    lean: f32,
}

impl Head {
    pub(super) fn of(v: &Values) -> Self {
        let rad = |c| v[c] * (std::f32::consts::PI / 180.0);
        Self {
            yaw: rad(Channel::Yaw),
            pitch: rad(Channel::Pitch),
            roll: rad(Channel::Roll),
            breath: v[Channel::Breath],
            lean: v[Channel::Lean],
        }
    }

    /// How far the eyes turn the other way to keep looking at the lens.
    pub(super) fn counter_gaze(&self) -> [f32; 2] {
        [-0.15 * sin(self.yaw), -0.10 * sin(self.pitch)]
    }
}

impl Rig {
    fn new(pack: &FacePack) -> Self {
        let (rest, fields) = fields::build(pack);
        let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [rest[i][0], rest[i][1]]).collect();
        let chin = rest[CHIN][1];
        let (jaw_left, jaw_right) = (rest[234][0], rest[454][0]);
        let head = rest
            .iter()
            .map(|p| {
                let below = smoothstep(0.0, 1.15, p[1] - (chin - 0.15));
                // Long hair beside the jaw hangs on the shoulders more and more.
                let outside = (jaw_left - p[0]).max(p[0] - jaw_right).max(0.0);
                let beside = smoothstep(0.25, 1.25, outside) * smoothstep(chin - 1.0, chin, p[1]);
                let inside = landmarks::inside(&oval, [p[0], p[1]]);
                if inside { 1.0 } else { (1.0 - below) * (1.0 - beside) }
            })
            .collect();
        let pivot = [rest[168][0], (chin + 0.05) * (CAMERA + 1.3) / CAMERA, 1.3];
        Self {
            rest,
            fields,
            head,
            pivot,
            has_smile: pack.stored.smile.is_some(),
            shapes: pack.stored.mouths.shapes.clone(),
        }
    }

    /// Level of the smile's field: the resting smile, and more of it while the mouth is wide.
    fn smile(&self, v: &Values) -> f32 {
        let spoken = (5.0 * v[Channel::Wide] + v[Channel::Jaw]).min(1.0) * (1.0 - 4.0 * v[Channel::Round]).max(0.0);
        let spoken = if self.has_smile { 0.25 * spoken } else { 0.0 };
        v[Channel::Smile] * (1.0 - (3.0 * v[Channel::Round]).min(0.6)) + spoken.max(0.0)
    }

    /// Poses the whole sheet.
    pub(super) fn pose(&self, v: &Values, out: &mut Posed) {
        let smile = self.smile(v);
        let shut = v[Channel::Blink].clamp(0.0, 1.0);
        let said: [f32; 7] = std::array::from_fn(|k| v.0[Channel::Jaw as usize + k]);
        let ([jaw, upper, lower, wide, round, press, tuck], [ah, oo, grin]) = personal::translate(&self.shapes, said);
        // Shut lids are shut, whatever the mood.
        let lids = v[Channel::Lids] * (1.0 - shut);
        let cheer = (1.0 - shut) * smoothstep(0.25, 0.70, v[Channel::Smile]);
        let moods = [v[Channel::BrowInner], v[Channel::Knit], lids, v[Channel::Frown], cheer];
        let weights = [jaw, upper, lower, wide, round, press, tuck, v[Channel::Brow], shut, smile, ah, oo, grin];
        out.face.clear();
        out.face.extend(self.rest.iter().zip(&self.fields).map(|(p, f)| -> [f32; 3] {
            let [ah, oo, grin] = f.personal;
            let parts =
                [f.jaw, f.upper, f.lower, f.wide, f.round, f.press, f.tuck, f.brow, f.blink, f.smile, ah, oo, grin];
            let m = [f.mood.brow_inner, f.mood.knit, f.mood.lids, f.mood.frown, f.mood.cheer];
            std::array::from_fn(|k| {
                let said = parts.iter().zip(&weights).map(|(part, w)| part[k] * w).sum::<f32>();
                p[k] + said + m.iter().zip(&moods).map(|(part, w)| part[k] * w).sum::<f32>()
            })
        }));
        part_lips(&mut out.face);
        let head = Head::of(v);
        out.view.clear();
        out.view.extend(out.face.iter().zip(&self.head).map(|(&p, &w)| self.place(p, w, &head)));
    }

    /// A point of the face in the camera's view; `weight` is 1 on the head.
    pub(super) fn place(&self, p: [f32; 3], weight: f32, head: &Head) -> [f32; 3] {
        // The scan was a photograph too: undoing its perspective makes a head at rest look just like it.
        let undo = (CAMERA + p[2]) / CAMERA;
        let d = [p[0] * undo - self.pivot[0], p[1] * undo - self.pivot[1], p[2] - self.pivot[2]];
        let share = |whole: f32, torso: f32| whole * lerp(torso, 1.0, weight);
        let (yaw, pitch, roll) = (share(head.yaw, 0.12), share(head.pitch, 0.0), share(head.roll, 0.25));
        let (s, c) = (sin(roll), cos(roll));
        let (x, y) = (d[0] * c - d[1] * s, d[0] * s + d[1] * c);
        let (s, c) = (sin(pitch), cos(pitch));
        let (y, z) = (y * c - d[2] * s, y * s + d[2] * c);
        let (s, c) = (sin(yaw), cos(yaw));
        let (x, z) = (x * c - z * s, x * s + z * c);
        let lift = -0.012 * head.breath * (1.0 - 0.6 * weight);
        let moved = [x + self.pivot[0], y + self.pivot[1] + lift, z + self.pivot[2]];
        // Who leans forward brings the shoulders along; who shrinks back does not.
        let lean = share(head.lean, if head.lean > 0.0 { 0.25 } else { 0.0 });
        let near = CAMERA / (CAMERA + moved[2] - lean).max(1.0);
        [moved[0] * near, moved[1] * near, moved[2]]
    }
}

/// Lips never pass through one another: where they would, both stop half-way.
fn part_lips(face: &mut [[f32; 3]]) {
    for k in 1..10 {
        let (u, l) = (UPPER_LIP[0][k], LOWER_LIP[0][k]);
        let overlap = face[u][1] - face[l][1];
        if overlap > 0.0 {
            for ring in 0..4 {
                // The outer lines give way less.
                let share = 0.5 * overlap * (1.0 - 0.25 * ring as f32);
                face[UPPER_LIP[ring][k]][1] -= share;
                face[LOWER_LIP[ring][k]][1] += share;
            }
        }
    }
}
