//! What is kept of a scan: a textured sheet of triangles, two more textures, and the person's own expressions.
//!
//! A pack is made once from the best takes ([`build`]) and stored encrypted; takes are then dropped.

mod align;
mod blend;
pub(crate) mod codec;
mod expressions;
mod guide;
mod identity;
pub(crate) mod image;
mod inner;
pub(crate) mod landmarks;
mod layer;
mod matte;
mod mean;
mod mesh;
mod mouths;
mod old;
mod quality;
mod sides;
mod sizes;
mod still;
pub mod tilt;
mod tone;

use domain::capture::Pose;

use crate::puppet::rig::Kept;
pub use align::onto;
pub(crate) use codec::{Stored, StoredLayer, StoredSide};
pub use identity::head;
use image::{Plane, Texture};
pub(crate) use inner::Inner;
use landmarks::COUNT;
pub(crate) use mouths::{Personal, SPAN};
pub use quality::{Part, Quality};
pub use sizes::Sizes;
use zeroize::Zeroize;

/// One picture of a scan, with the landmarks found in it.
#[derive(Debug, Clone, Copy)]
pub struct Take<'a> {
    /// What the person was asked to do.
    pub pose: Pose,
    /// `width * height` RGBA8 pixels; alpha is ignored.
    pub rgba: &'a [u8],
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// 468 landmarks: x and y in pixels from the top left, z in pixels, smaller is nearer.
    pub points: &'a [[f32; 3]],
}

/// How likely each part of the neutral take shows the person, 0..1. Any size: it covers the whole frame.
#[derive(Debug, Clone, Copy)]
pub struct PersonMask<'a> {
    /// `width * height` probabilities.
    pub data: &'a [f32],
    /// Width in cells.
    pub width: usize,
    /// Height in cells.
    pub height: usize,
}

/// Why a pack cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Every pack needs a neutral take.
    #[error("the scan has no neutral take")]
    NoNeutral,
    /// The bytes, sizes or landmarks of a take do not fit together.
    #[error("a take or the mask is malformed: {0}")]
    Malformed(&'static str),
    /// The landmarks do not describe a face that can be used.
    #[error("no usable face: {0}")]
    NoFace(&'static str),
    /// A picture could not be compressed.
    #[error("a picture could not be stored")]
    Encode,
    /// The pack is larger than may be stored.
    #[error("the pack would be {0} bytes: too large")]
    TooLarge(usize),
    /// These bytes are not a pack, or are damaged.
    #[error("not a readable pack: {0}")]
    Unreadable(&'static str),
}

/// A person's likeness, ready to be drawn or stored.
#[derive(Debug, Clone, PartialEq)]
pub struct FacePack {
    pub(crate) stored: Stored,
    pub(crate) texture: Texture,
    pub(crate) smile: Option<Texture>,
    pub(crate) shut: Option<Texture>,
    /// In the order of [`Stored::sides`].
    pub(crate) sides: Vec<Texture>,
    pub(crate) rig: Kept,
}

impl Drop for FacePack {
    /// A likeness is lent for one clip: it does not stay behind in memory. The textures see to themselves.
    fn drop(&mut self) {
        self.stored.zeroize();
    }
}

/// Eye distance that textures are reduced to, in pixels: more cannot be seen in a clip.
const TEXTURE_ED: f32 = 160.0;
/// Landmarks before the left and the right ear.
const SIDES: [usize; 2] = [234, 454];
/// Share of the turn of that line that is the head's, by what a network that is not ours sees of drawn heads.
const FACING: f32 = 0.6;
/// Largest side of the texture in pixels.
const TEXTURE_SIDE: f32 = 1152.0;

/// Makes a pack from the takes of a scan. Takes about a second for a 720 x 1280 picture.
///
/// # Errors
/// [`PackError::NoNeutral`] without a neutral take; [`PackError::Malformed`] when sizes do not match;
/// [`PackError::NoFace`] when the landmarks are not those of a face that looks at the lens. Any other take that is of no
/// use, or missing, leaves its part of the pack out: [`FacePack::quality`] says which.
pub fn build(takes: &[Take], mask: &PersonMask) -> Result<FacePack, PackError> {
    for take in takes {
        check(take)?;
    }
    if mask.width == 0 || mask.height == 0 || mask.width.checked_mul(mask.height) != Some(mask.data.len()) {
        return Err(PackError::Malformed("the mask's size does not match its data"));
    }
    let find = |pose| takes.iter().find(|t| t.pose == pose);
    let neutral = find(Pose::Neutral).ok_or(PackError::NoNeutral)?;
    let (_, _, ed) = landmarks::eyes(neutral.points);
    if !(ed >= 12.0 && ed <= neutral.width as f32) {
        return Err(PackError::NoFace("the eyes are too close together"));
    }
    let frame = plane(neutral);
    let coarse = Plane::<1> {
        data: mask.data.iter().map(|&m| [if m.is_finite() { m.clamp(0.0, 1.0) } else { 0.0 }]).collect(),
        width: mask.width,
        height: mask.height,
    };
    let crop = Crop::around(neutral, &coarse, ed);
    let picture = frame.resized(crop.x, crop.y, crop.step, crop.width, crop.height);
    let (sx, sy) = (mask.width as f32 / neutral.width as f32, mask.height as f32 / neutral.height as f32);
    let mut cropped_mask = Plane::new(crop.width, crop.height);
    for y in 0..crop.height {
        for x in 0..crop.width {
            let (u, v) = (crop.x + (x as f32 + 0.5) * crop.step, crop.y + (y as f32 + 0.5) * crop.step);
            cropped_mask.data[y * crop.width + x] = coarse.sample(u * sx, v * sy);
        }
    }
    let points: Vec<[f32; 3]> = neutral
        .points
        .iter()
        .map(|p| [(p[0] - crop.x) / crop.step, (p[1] - crop.y) / crop.step, p[2] / crop.step])
        .collect();
    let mut matte = matte::cut_out(&picture, &cropped_mask, &points);
    let sheet = mesh::build(&points, &matte.alpha)?;
    blend::sharpest(&mut matte.colour, &points, &sheet.triangles, takes, plane);
    // One side each, the first that serves.
    let mut sides: Vec<sides::Side> = Vec::new();
    for take in takes.iter().filter(|t| matches!(t.pose, Pose::TurnLeft | Pose::TurnRight)) {
        let side = sides::side(take, &plane(take), &sheet, &matte.colour, &matte.alpha);
        sides.extend(side.filter(|s| sides.iter().all(|o| (o.shape.turn_deg > 0.0) != (s.shape.turn_deg > 0.0))));
    }

    let smile = find(Pose::Smile).and_then(|t| layer::smile(t, &plane(t), &points, &picture));
    let shut = find(Pose::EyesShut).and_then(|t| layer::shut(t, &plane(t), &points, &picture));
    let mut stored = Stored::encode(&matte, sheet, smile, shut, sides)?;
    stored.identity = identity::average(takes, &points);
    stored.inner = inner::colours(takes, &points, &picture);
    stored.mouths.span = mouths::span(takes, &points);
    let mut pack = FacePack::open(stored)?;
    pack.stored.mouths.shapes = crate::puppet::own_shapes(&pack);
    Ok(pack)
}

/// A take's picture as 0..1 colour.
fn plane(take: &Take) -> Plane<3> {
    let data = take.rgba.chunks_exact(4).map(|p| [p[0], p[1], p[2]].map(|v| f32::from(v) / 255.0)).collect();
    Plane { data, width: take.width, height: take.height }
}

fn check(take: &Take) -> Result<(), PackError> {
    let bytes = take.width.checked_mul(take.height).and_then(|n| n.checked_mul(4));
    if take.width == 0 || take.height == 0 || bytes != Some(take.rgba.len()) {
        return Err(PackError::Malformed("a take's size does not match its pixels"));
    }
    if take.width > 8192 || take.height > 8192 {
        return Err(PackError::Malformed("a take is larger than 8192 pixels"));
    }
    if take.points.len() != COUNT {
        return Err(PackError::Malformed("a take does not have 468 landmarks"));
    }
    let limit = 4.0 * take.width.max(take.height) as f32;
    if take.points.iter().flatten().any(|v| !v.is_finite() || v.abs() > limit) {
        return Err(PackError::Malformed("a landmark is far outside its take"));
    }
    Ok(())
}

/// The part of the neutral take that becomes the texture: `step` source pixels to one of the texture.
struct Crop {
    x: f32,
    y: f32,
    step: f32,
    width: usize,
    height: usize,
}

impl Crop {
    fn around(take: &Take, mask: &Plane<1>, ed: f32) -> Self {
        let (w, h) = (take.width as f32, take.height as f32);
        let middle =
            [0.5 * (take.points[33][0] + take.points[263][0]), 0.5 * (take.points[33][1] + take.points[263][1])];
        // The box of the person, no further from the face than a clip ever shows.
        let limit = [middle[0] - 3.6 * ed, middle[1] - 2.6 * ed, middle[0] + 3.6 * ed, middle[1] + 6.0 * ed];
        let (cw, ch) = (w / mask.width as f32, h / mask.height as f32);
        let face = take.points.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |b, p| {
            [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]
        });
        let mut bounds = face;
        for j in 0..mask.height {
            for i in 0..mask.width {
                if mask.data[j * mask.width + i][0] > 0.2 {
                    let (x, y) = (i as f32 * cw, j as f32 * ch);
                    bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x + cw), bounds[3].max(y + ch)];
                }
            }
        }
        let pad = 0.25 * ed;
        let x0 = (bounds[0] - pad).max(limit[0]).clamp(0.0, w - 2.0).floor();
        let y0 = (bounds[1] - pad).max(limit[1]).clamp(0.0, h - 2.0).floor();
        let x1 = (bounds[2] + pad).min(limit[2]).clamp(x0 + 2.0, w.max(x0 + 2.0));
        let y1 = (bounds[3] + pad).min(limit[3]).clamp(y0 + 2.0, h.max(y0 + 2.0));
        let step = (ed / TEXTURE_ED).max((x1 - x0) / TEXTURE_SIDE).max((y1 - y0) / TEXTURE_SIDE).max(1.0);
        let (width, height) = (((x1 - x0) / step) as usize, ((y1 - y0) / step) as usize);
        Self { x: x0, y: y0, step, width: width.max(1), height: height.max(1) }
    }
}

impl FacePack {
    /// The head that all takes agree on, expressions taken out: 468 points in eye distances from the middle between the
    /// eyes, depth from the bridge of the nose. Empty in packs of the first version.
    #[must_use]
    pub fn identity(&self) -> Vec<[f32; 3]> {
        if self.stored.identity.len() == COUNT { identity::scaled(&self.stored.identity) } else { Vec::new() }
    }

    /// How far the head was turned when the neutral take was made, in degrees (positive: towards the picture's right), by
    /// the line between the sides of the face, seen from above. At most 5: more is no neutral take.
    #[must_use]
    pub fn facing_deg(&self) -> f32 {
        let head = if self.stored.identity.len() == COUNT { &self.stored.identity } else { &self.stored.vertices };
        let ([ax, _, az], [bx, _, bz]) = (head[SIDES[0]], head[SIDES[1]]);
        let turn = FACING * libm::atan2f(bz - az, bx - ax) * (180.0 / std::f32::consts::PI);
        if turn.is_finite() { turn.clamp(-5.0, 5.0) } else { 0.0 }
    }

    /// How many sounds have a mouth shape of the person's own.
    #[must_use]
    pub fn own_shapes(&self) -> usize {
        self.stored.mouths.shapes.iter().filter(|p| p.share > 0.0).count()
    }

    /// Vertices in texture pixels; the first 468 are the landmarks.
    pub(crate) fn vertices(&self) -> &[[f32; 3]] {
        &self.stored.vertices
    }
}
