//! The talking head: a pack, moved by a timeline, drawn over a scene.

mod eyes;
mod fields;
mod hem;
mod lids;
pub(crate) mod light;
mod mood;
mod mouth;
mod personal;
mod place;
pub(crate) mod rig;
mod ring;
mod side;
pub(crate) mod solve;
mod stretch;

use std::sync::Arc;

use crate::canvas::Canvas;
use crate::look::Look;
use crate::math::smoothstep;
use crate::pack::image::Texture;
use crate::pack::landmarks::{self, BROWS, CHIN, COUNT, LOWER_LIP, OVAL};
use crate::pack::{FacePack, Personal};
use crate::raster::{Corner, Gain, Layer};
use crate::timeline::{Channel, Timeline, Values};
use eyes::ToTexture;
use light::Compositor;
use mouth::Mouth;
use place::Place;
use rig::{Head, Kept, Posed, Rig};
use side::Side;

/// Why a puppet cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PuppetError {
    /// Pictures are 16 to 4096 pixels wide and high.
    #[error("a picture of {0} x {1} pixels cannot be drawn")]
    Size(usize, usize),
}

/// A second texture on the sheet, and where it shows.
#[derive(Debug)]
struct Overlay {
    texture: Texture,
    uv: Vec<[f32; 2]>,
    /// Per landmark, 0..1.
    mask: Vec<f32>,
}

/// A person, ready to be drawn at one size in one light.
pub struct Puppet {
    texture: Texture,
    uv: Vec<[f32; 2]>,
    triangles: Vec<[u16; 3]>,
    smile: Option<Overlay>,
    shut: Option<Overlay>,
    /// Turn of the head in the scan.
    facing_deg: f32,
    sides: Vec<Side>,
    rig: Arc<Rig>,
    mouth: Mouth,
    map: ToTexture,
    place: Place,
    look: Look,
    gain: Gain,
    key: Vec<f32>,
    posed: Posed,
    corners: Vec<Corner>,
    layer: Layer,
    compositor: Compositor,
}

impl Puppet {
    /// Prepares a pack for pictures of one size. Takes some tens of milliseconds the first time.
    ///
    /// # Errors
    /// [`PuppetError::Size`] for a picture that is too small or too large.
    pub fn new(pack: &FacePack, width: usize, height: usize, look: &Look) -> Result<Self, PuppetError> {
        Self::placed(pack, width, height, look, Place::new)
    }

    /// As [`Puppet::new`], beside others: exactly as large and exactly where the look says, and down to the picture's
    /// lower edge however early the scan ends.
    pub(crate) fn in_company(pack: &FacePack, width: usize, height: usize, look: &Look) -> Result<Self, PuppetError> {
        Self::placed(pack, width, height, look, Place::in_company)
    }

    fn placed(
        pack: &FacePack,
        width: usize,
        height: usize,
        look: &Look,
        place: fn(&mut Texture, ToTexture, &Look, usize, usize) -> Place,
    ) -> Result<Self, PuppetError> {
        if !(16..=4096).contains(&width) || !(16..=4096).contains(&height) {
            return Err(PuppetError::Size(width, height));
        }
        let rig = Kept::of(pack);
        let (left, right, ed) = landmarks::eyes(pack.vertices());
        let map = ToTexture { scale: ed, middle: [0.5 * (left[0] + right[0]), 0.5 * (left[1] + right[1])] };
        let mut texture = pack.texture.clone();
        let mut place = place(&mut texture, map, look, width, height);
        // The sheet may end before the picture that it was cut from does.
        let lowest = rig.rest.iter().map(|p| place.px(*p)[1]).fold(0.0, f32::max);
        place.hem = place.hem.map(|hem| hem.min(lowest));
        let overlay = |texture: &Option<Texture>, stored: &Option<crate::pack::StoredLayer>, mask: Vec<f32>| {
            let (texture, stored) = (texture.as_ref()?, stored.as_ref()?);
            Some(Overlay { texture: texture.clone(), uv: stored.shape.uv.clone(), mask })
        };
        let mut shut = overlay(&pack.shut, &pack.stored.shut, shut_mask(&rig.rest));
        let at: Vec<[f32; 2]> = pack.vertices().iter().map(|v| [v[0], v[1]]).collect();
        if let Some(shut) = &mut shut {
            lids::match_to(&mut shut.texture, &shut.uv, &pack.texture, &at);
        }
        let mouth = Mouth::new(&rig, lip_colour(pack), skin_colour(pack), &pack.stored.inner);
        Ok(Self {
            uv: at,
            triangles: pack.stored.triangles.clone(),
            smile: overlay(&pack.smile, &pack.stored.smile, smile_mask(&rig.rest)),
            shut,
            facing_deg: pack.facing_deg(),
            sides: pack
                .sides
                .iter()
                .zip(&pack.stored.sides)
                .map(|(t, s)| Side::new(t, s, &pack.stored.triangles))
                .collect(),
            gain: light::gain(look),
            key: light::key_at(look, &rig.rest, &pack.stored.triangles),
            layer: Layer::new(width, height),
            look: *look,
            texture,
            rig,
            mouth,
            map,
            place,
            posed: Posed::default(),
            corners: Vec::new(),
            compositor: Compositor::default(),
        })
    }

    /// Draws a frame of the timeline over what is in the canvas, which must have the puppet's size (else nothing is
    /// drawn).
    pub fn draw(&mut self, timeline: &Timeline, frame: u32, canvas: &mut Canvas) {
        if canvas.width == self.layer.width && canvas.height == self.layer.height {
            self.draw_values(&self.turned(timeline.at(frame)), canvas);
        }
    }

    /// Where the features of the face stand at rest, from the brows to the chin, as fractions of the picture's height.
    #[must_use]
    pub fn features(&self) -> [f32; 2] {
        let down = |i: usize| self.place.px(self.rig.rest[i])[1] / self.layer.height as f32;
        let brows = BROWS.iter().flatten().map(|i| down(*i)).fold(f32::INFINITY, f32::min);
        [brows, down(CHIN)]
    }

    /// Left, top, right and bottom of the face at rest, from forehead to chin and from cheek to cheek, as fractions of the
    /// picture.
    #[must_use]
    pub fn face(&self) -> [f32; 4] {
        let (w, h) = (self.layer.width as f32, self.layer.height as f32);
        OVAL.iter().map(|i| self.place.px(self.rig.rest[*i])).fold([1.0f32, 1.0, 0.0, 0.0], |b, [x, y]| {
            [b[0].min(x / w), b[1].min(y / h), b[2].max(x / w), b[3].max(y / h)]
        })
    }

    /// How far the lips are apart in a frame, in eye distances.
    #[must_use]
    pub fn lip_gap(&mut self, timeline: &Timeline, frame: u32) -> f32 {
        self.rig.pose(&self.turned(timeline.at(frame)), &mut self.posed);
        mouth::middle_gap(&self.posed)
    }

    /// A timeline's turn is from looking straight ahead, the rig's from how the head was held in the scan.
    fn turned(&self, mut v: Values) -> Values {
        v[Channel::Yaw] -= self.facing_deg;
        v
    }

    fn draw_values(&mut self, v: &Values, canvas: &mut Canvas) {
        self.layer.clear();
        self.rig.pose(v, &mut self.posed);
        let place = self.place;
        self.skin(v);
        let counter = Head::of(v).counter_gaze();
        let gaze = [v[Channel::GazeX] + counter[0], v[Channel::GazeY] + counter[1]];
        let flat = Gain { base: self.gain.base, key: [0.0; 3] };
        eyes::draw((&self.posed, &self.rig.rest), gaze, self.map, &self.texture, &mut self.layer, &flat, |p| {
            place.px(p)
        });
        self.mouth.draw(&self.rig, &self.posed, v, &mut self.layer, |p| place.px(p), &flat);
        if let Some(hem) = place.hem {
            hem::extend(&mut self.layer, hem, place.scale);
        }
        self.compositor.draw(&self.layer, &self.look, place.scale, canvas);
    }

    /// The sheet: every triangle, with whatever second texture shows there.
    fn skin(&mut self, v: &Values) {
        let open = (1.0 - 3.5 * v[Channel::Round]).max(0.0);
        let smiling = v[Channel::Smile] + 2.0 * v[Channel::Wide] + 0.7 * v[Channel::Jaw];
        let smile_level = (0.85 * smiling * open).clamp(0.0, 0.7);
        let shut_level = ((v[Channel::Blink] - 0.10) / 0.35).clamp(0.0, 1.0);
        let place = self.place;
        self.corners.clear();
        self.corners.extend(self.posed.view.iter().zip(&self.uv).zip(&self.key).map(|((p, uv), light)| {
            let [x, y] = place.px(*p);
            Corner { x, y, z: p[2], uv: *uv, light: *light, ..Corner::default() }
        }));
        for t in &self.triangles {
            let index = t.map(usize::from);
            let mut corners = index.map(|i| self.corners.get(i).copied().unwrap_or_default());
            let mut second = None;
            for (overlay, level) in [(&self.shut, shut_level), (&self.smile, smile_level)] {
                let Some(o) = overlay else { continue };
                if level <= 0.0 || second.is_some() || index.iter().any(|&i| i >= COUNT) {
                    continue;
                }
                if index.iter().any(|&i| o.mask[i] > 0.0) {
                    second = Some(&o.texture);
                    for (c, i) in corners.iter_mut().zip(index) {
                        c.uv2 = o.uv[i];
                        c.share = level * o.mask[i];
                    }
                }
            }
            self.layer.triangle(&corners, &self.texture, second, &self.gain);
        }
        for side in &self.sides {
            side.draw(v[Channel::Yaw], &self.corners, &mut self.layer, &self.gain);
        }
    }
}

/// The person's own mouth shapes for a pack whose span of takes is known: see [`personal`].
pub(crate) fn own_shapes(pack: &FacePack) -> Vec<Personal> {
    let span = &pack.stored.mouths.span;
    if span.iter().all(Vec::is_empty) { Vec::new() } else { personal::shapes(&fields::build(pack).1, span) }
}

fn apart(a: [f32; 3], b: [f32; 2]) -> f32 {
    let (dx, dy) = (a[0] - b[0], a[1] - b[1]);
    (dx * dx + dy * dy).sqrt()
}

/// The lower face, but neither the outline nor the eyes.
fn smile_mask(rest: &[[f32; 3]]) -> Vec<f32> {
    let (left, right, _) = landmarks::eyes(rest);
    let middle = [rest[landmarks::LIP_MIDDLE.0][0], rest[landmarks::LIP_MIDDLE.0][1]];
    (0..COUNT)
        .map(|i| {
            if OVAL.contains(&i) {
                return 0.0;
            }
            let eye = apart(rest[i], left).min(apart(rest[i], right));
            smoothstep(1.05, 0.55, apart(rest[i], middle)) * smoothstep(0.50, 0.66, eye)
        })
        .collect()
}

/// Around both eyes, up to below the brows: those of the two takes never lie upon each other to the pixel, and mixed
/// they show double.
fn shut_mask(rest: &[[f32; 3]]) -> Vec<f32> {
    let (left, right, _) = landmarks::eyes(rest);
    (0..COUNT)
        .map(|i| {
            let brow =
                BROWS.iter().flatten().map(|&b| apart(rest[i], [rest[b][0], rest[b][1]])).fold(f32::MAX, f32::min);
            let eye = apart(rest[i], left).min(apart(rest[i], right));
            smoothstep(0.48, 0.34, eye) * smoothstep(0.03, 0.12, brow)
        })
        .collect()
}

/// Mean colour of some landmarks in the texture.
fn mean(pack: &FacePack, of: &[usize]) -> [f32; 3] {
    let mut sum = [0f32; 3];
    for &i in of {
        let p = pack.vertices()[i];
        let c = pack.texture.sample(p[0], p[1]);
        (0..3).for_each(|k| sum[k] += c[k] / of.len() as f32);
    }
    sum
}

fn lip_colour(pack: &FacePack) -> [f32; 3] {
    mean(pack, &LOWER_LIP[2][2..9])
}

/// Bright skin: cheeks and forehead.
fn skin_colour(pack: &FacePack) -> [f32; 3] {
    mean(pack, &[50, 280, 205, 425, 151, 9, 108, 337, 101, 330])
}
