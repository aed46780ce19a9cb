//! A character on a set: the cut-out as a sheet that squashes, hops and leans, with a mouth that parts and lids that shut.

use domain::speech::Speech;

use super::lids::Lid;
use super::motion;
use super::mouth::{Mouth, quad};
use super::pack::CharacterPack;
use crate::canvas::Canvas;
use crate::look::Look;
use crate::math::{cos, sin, smoothstep};
use crate::pack::image::Texture;
use crate::puppet::PuppetError;
use crate::puppet::light::{self, Compositor};
use crate::raster::{Corner, Gain, Layer};
use crate::timeline::Timeline;

/// Cells of the sheet, across and down.
const CELLS: (usize, usize) = (14, 18);
/// Where the feet are and the lowest place of the mouth, as fractions of the picture's height: captions are below.
const FEET: f32 = 0.86;
const LOWEST_MOUTH: f32 = 0.60;
/// Largest width and height in the picture, as fractions of it.
const WIDE: f32 = 0.80;
const TALL: f32 = 0.58;

/// What a character does in one frame.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pose {
    /// The mouth, 0 shut to 1 wide open.
    pub open: f32,
    /// The lips, 0 to 1 rounded.
    pub round: f32,
    /// Pressed together, as a fraction of its height; negative is drawn out.
    pub squash: f32,
    /// Above the ground, as a fraction of its height.
    pub hop: f32,
    /// The top to the right, as a fraction of its height.
    pub sway: f32,
    /// Leaning to the right, in degrees.
    pub lean: f32,
    /// The eyes, 0 open to 1 shut.
    pub blink: f32,
}

/// A character, ready to be drawn at one size in one light.
pub struct CharacterPuppet {
    texture: Texture,
    mouth: Mouth,
    lids: Option<[Lid; 2]>,
    place: Place,
    look: Look,
    gain: Gain,
    layer: Layer,
    compositor: Compositor,
    poses: Vec<Pose>,
}

impl CharacterPuppet {
    /// Prepares a pack for pictures of one size.
    ///
    /// # Errors
    /// [`PuppetError::Size`] for a picture that is too small or too large.
    pub fn new(pack: &CharacterPack, width: usize, height: usize, look: &Look) -> Result<Self, PuppetError> {
        if !(16..=4096).contains(&width) || !(16..=4096).contains(&height) {
            return Err(PuppetError::Size(width, height));
        }
        let mut texture = pack.texture.clone();
        let (w, h) = (texture.width as f32, texture.height as f32);
        let marks = pack.marks();
        let [left, right] = marks.mouth.map(|p| [p[0] * w, p[1] * h]);
        let stands = !fade_cut(&mut texture);
        Ok(Self {
            place: Place::new([w, h], 0.5 * (left[1] + right[1]), stands, width as f32, height as f32),
            mouth: Mouth::new(left, right),
            lids: marks.eyes.as_ref().map(|eyes| Lid::pair(eyes, &texture)),
            // The key light needs a shape; a sheet has none.
            gain: Gain { key: [0.0; 3], ..light::gain(look) },
            look: *look,
            texture,
            layer: Layer::new(width, height),
            compositor: Compositor::default(),
            poses: Vec::new(),
        })
    }

    /// The same, with what it does in each frame of a speech.
    #[must_use]
    pub fn moved_by(self, speech: &Speech, timeline: &Timeline, seed: u64) -> Self {
        Self { poses: motion::poses(speech, timeline, seed), ..self }
    }

    /// Draws a frame over what is in the canvas, which must have the puppet's size (else nothing is drawn). At rest when
    /// nothing moves it.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        let last = self.poses.len().saturating_sub(1);
        let pose = self.poses.get((frame as usize).min(last)).copied().unwrap_or_default();
        self.draw_pose(&pose, canvas);
    }

    /// Draws one pose.
    pub fn draw_pose(&mut self, pose: &Pose, canvas: &mut Canvas) {
        if canvas.width != self.layer.width || canvas.height != self.layer.height {
            return;
        }
        self.layer.clear();
        let (w, h) = (self.texture.width as f32, self.texture.height as f32);
        let place = self.place;
        let to = |p: [f32; 2]| place.px(p, pose);
        let (nx, ny) = CELLS;
        let at = |i: usize, j: usize| {
            let uv = [w * i as f32 / nx as f32, h * j as f32 / ny as f32];
            let [x, y] = to(uv);
            Corner { x, y, z: 0.5, uv, ..Corner::default() }
        };
        for j in 0..ny {
            for i in 0..nx {
                quad(
                    &mut self.layer,
                    [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)],
                    &self.texture,
                    &self.gain,
                );
            }
        }
        self.mouth.draw(pose, &self.texture, &self.gain, &mut self.layer, to);
        for lid in self.lids.iter().flatten() {
            lid.draw(pose.blink, &self.gain, &mut self.layer, to);
        }
        self.place.ground(pose, self.look.shadow, canvas);
        // What the light's lengths are measured in: about what lies between a person's eyes.
        self.compositor.draw(&self.layer, &self.look, 0.16 * self.layer.width as f32, canvas);
    }

    /// What must stay free, from the eyes to the mouth, as fractions of the picture's height.
    #[must_use]
    pub fn features(&self) -> [f32; 2] {
        let down = |y: f32| self.place.px([0.5 * self.texture.width as f32, y], &Pose::default())[1];
        let [top, low] = [self.place.mouth - 0.22 * self.place.size[1], self.place.mouth + 0.08 * self.place.size[1]];
        [down(top.max(0.0)), down(low)].map(|y| (y / self.layer.height as f32).clamp(0.0, 1.0))
    }
}

/// A thing that its picture cuts below ends softly instead. Whether it is cut.
fn fade_cut(texture: &mut Texture) -> bool {
    let (w, h) = (texture.width, texture.height);
    if w == 0 || h < 8 {
        return false;
    }
    let row = texture.pixels.get((h - 1) * w..).unwrap_or(&[]);
    let cut = row.iter().filter(|p| **p >> 24 > 128).count() * 4 > w;
    if cut {
        let depth = 0.12 * h as f32;
        for (y, line) in texture.pixels.chunks_exact_mut(w).enumerate() {
            let keep = (smoothstep(0.0, depth, (h - y) as f32 - 0.5) * 256.0) as u32;
            if keep < 256 {
                line.iter_mut().for_each(|p| *p = crate::raster::mix(0, *p, keep));
            }
        }
    }
    cut
}

/// From the texture to the picture.
#[derive(Debug, Clone, Copy)]
struct Place {
    size: [f32; 2],
    /// Pixels of the picture to one of the texture.
    scale: f32,
    centre: f32,
    feet: f32,
    mouth: f32,
    stands: bool,
}

impl Place {
    fn new(size: [f32; 2], mouth: f32, stands: bool, width: f32, height: f32) -> Self {
        let tall = if stands { TALL } else { 0.66 };
        let scale = (WIDE * width / size[0]).min(tall * height / size[1]);
        let wanted = if stands { FEET } else { 0.97 } * height;
        // A mouth in the captions could not be seen.
        let lowest = LOWEST_MOUTH * height + (size[1] - mouth) * scale;
        Self { size, scale, centre: 0.5 * width, feet: wanted.min(lowest), mouth, stands }
    }

    fn px(&self, p: [f32; 2], pose: &Pose) -> [f32; 2] {
        let tall = self.size[1];
        let (right, up) = ((p[0] - 0.5 * self.size[0]) / tall, (tall - p[1]) / tall);
        let right = right * (1.0 + 0.7 * pose.squash) + pose.sway * up * up;
        let up = up * (1.0 - pose.squash);
        let angle = pose.lean.to_radians();
        let (s, c) = (sin(angle), cos(angle));
        let unit = tall * self.scale;
        [self.centre + unit * (right * c + up * s), self.feet - unit * (up * c - right * s + pose.hop)]
    }

    /// The shadow on the ground, smaller and paler as the thing rises.
    fn ground(&self, pose: &Pose, shadow: f32, canvas: &mut Canvas) {
        if !self.stands {
            return;
        }
        let rise = (pose.hop / 0.06).clamp(0.0, 1.0);
        let wide = 0.40 * self.size[0] * self.scale * (1.0 + 0.5 * pose.squash) * (1.0 - 0.15 * rise);
        let flat = 0.14 * wide;
        let dark = (shadow * 1.1).clamp(0.0, 0.7) * (1.0 - 0.45 * rise);
        let (w, h) = (canvas.width, canvas.height);
        let rows = ((self.feet - 2.0 * flat).max(0.0) as usize)..((self.feet + 2.0 * flat).max(0.0) as usize).min(h);
        for y in rows {
            let Some(line) = canvas.rgba.get_mut(y * w * 4..(y + 1) * w * 4) else { return };
            let v = (y as f32 + 0.5 - self.feet) / flat;
            for (x, p) in line.chunks_exact_mut(4).enumerate() {
                let u = (x as f32 + 0.5 - self.centre) / wide;
                let keep = 256 - (256.0 * dark * smoothstep(1.3, 0.2, (u * u + v * v).sqrt())) as u32;
                p.iter_mut().take(3).for_each(|c| *c = ((u32::from(*c) * keep) >> 8) as u8);
            }
        }
    }
}
