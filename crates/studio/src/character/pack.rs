//! What is kept of a character: one cut-out picture, and where its mouth and eyes are.

use domain::character::Kind;
use domain::limits::MAX_CHARACTER_BYTES;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::cut::{Cutout, bounds};
use super::{CharacterError, matte};
use crate::pack::codec;
use crate::pack::image::{Plane, Texture};

const MAGIC: [u8; 8] = *b"USTUDYC1";
/// Largest side of the texture in pixels: more cannot be seen in a clip.
const TEXTURE_SIDE: f32 = 880.0;
/// Empty pixels around the thing, so that its edge can be interpolated.
const PAD: usize = 3;

/// Eyes that can be shut.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Eyes {
    /// Middle of each.
    pub at: [[f32; 2]; 2],
    /// As a fraction of the picture's width.
    pub radius: f32,
}

/// Where things are in the picture, as fractions of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// Left and right corner.
    pub mouth: [[f32; 2]; 2],
    /// None for what does not blink.
    pub eyes: Option<Eyes>,
}

impl Marks {
    fn sane(&self) -> bool {
        let eyes = self.eyes.iter().flat_map(|e| e.at.iter().flatten().copied().chain([e.radius]));
        let wide = (self.mouth[0][0] - self.mouth[1][0]).abs() > 0.004;
        wide && self.mouth.iter().flatten().copied().chain(eyes).all(|v| v.is_finite() && (-0.5..=1.5).contains(&v))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stored {
    kind: Kind,
    width: u16,
    height: u16,
    colour_jpeg: Vec<u8>,
    alpha_png: Vec<u8>,
    /// Of the texture.
    marks: Marks,
}

/// A character, ready to be drawn or stored.
#[derive(Debug, Clone, PartialEq)]
pub struct CharacterPack {
    stored: Stored,
    pub(super) texture: Texture,
}

impl Drop for CharacterPack {
    /// What is lent does not stay behind in memory; the texture sees to itself.
    fn drop(&mut self) {
        self.stored.colour_jpeg.zeroize();
        self.stored.alpha_png.zeroize();
    }
}

impl CharacterPack {
    /// Makes a pack from a cut-out. The marks are fractions of the cut-out's picture.
    ///
    /// # Errors
    /// [`CharacterError::NoMouth`] when the mouth is not on the thing; [`CharacterError::Nothing`] when nothing is left.
    pub fn build(cutout: &Cutout, marks: &Marks) -> Result<Self, CharacterError> {
        let (w, h) = (cutout.picture.width, cutout.picture.height);
        let [x0, y0, x1, y1] = bounds(&cutout.alpha, 0.02).ok_or(CharacterError::Nothing)?;
        let (x0, y0) = (x0.saturating_sub(PAD), y0.saturating_sub(PAD));
        let (x1, y1) = ((x1 + PAD).min(w), (y1 + PAD).min(h));
        let step = ((x1 - x0).max(y1 - y0) as f32 / TEXTURE_SIDE).max(1.0);
        let size = |n: usize| ((n as f32 / step) as usize).max(1);
        let (tw, th) = (size(x1 - x0), size(y1 - y0));
        let alpha = cutout.alpha.resized(x0 as f32, y0 as f32, step, tw, th);
        let colour = matte::cleaned(&cutout.picture.resized(x0 as f32, y0 as f32, step, tw, th), &alpha);

        let place = |p: [f32; 2]| {
            [(p[0] * w as f32 - x0 as f32) / step / tw as f32, (p[1] * h as f32 - y0 as f32) / step / th as f32]
        };
        let mut mouth = marks.mouth.map(place);
        mouth.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let eyes = marks.eyes.map(|e| Eyes { at: e.at.map(place), radius: e.radius * w as f32 / step / tw as f32 });
        let marks = Marks { mouth, eyes };
        let middle = [0.5 * (mouth[0][0] + mouth[1][0]), 0.5 * (mouth[0][1] + mouth[1][1])];
        let on_it = alpha.sample(middle[0] * tw as f32, middle[1] * th as f32)[0] > 0.3;
        let inside = middle.iter().all(|v| (0.0..=1.0).contains(v));
        if !marks.sane() || !inside || !on_it {
            return Err(CharacterError::NoMouth);
        }
        Self::open(encode(cutout.kind, &colour, &alpha, marks)?)
    }

    /// Pet, toy or drawing.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.stored.kind
    }

    pub(super) fn marks(&self) -> &Marks {
        &self.stored.marks
    }

    /// The pack as bytes, the same for the same pack.
    ///
    /// # Errors
    /// [`CharacterError::TooLarge`] above `domain::limits::MAX_CHARACTER_BYTES`.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CharacterError> {
        let body = postcard::to_allocvec(&self.stored).map_err(|_| CharacterError::Encode)?;
        let out = [&MAGIC, &crc32fast::hash(&body).to_le_bytes()[..], &body].concat();
        if out.len() > MAX_CHARACTER_BYTES { Err(CharacterError::TooLarge(out.len())) } else { Ok(out) }
    }

    /// Reads what [`CharacterPack::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`CharacterError::Unreadable`] for anything else: other bytes, another version, a part missing or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CharacterError> {
        use CharacterError::Unreadable;
        if bytes.len() > MAX_CHARACTER_BYTES {
            return Err(CharacterError::TooLarge(bytes.len()));
        }
        let body = bytes.strip_prefix(&MAGIC).ok_or(Unreadable("it does not begin like one"))?;
        let (sum, body) = body.split_first_chunk::<4>().ok_or(Unreadable("it is cut short"))?;
        if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
            return Err(Unreadable("its checksum does not match: it is cut short or damaged"));
        }
        Self::open(postcard::from_bytes(body).map_err(|_| Unreadable("its parts cannot be told apart"))?)
    }

    fn open(stored: Stored) -> Result<Self, CharacterError> {
        let damaged = |_| CharacterError::Unreadable("one of its pictures is damaged");
        let (w, h) = (usize::from(stored.width), usize::from(stored.height));
        if !stored.marks.sane() {
            return Err(CharacterError::Unreadable("its marks are malformed"));
        }
        let colour = codec::pixels(&stored.colour_jpeg, w, h).map_err(damaged)?;
        let alpha = codec::grey(&stored.alpha_png, w, h).map_err(damaged)?;
        Ok(Self { texture: Texture::new(&colour, Some(&alpha), w, h), stored })
    }
}

fn encode(kind: Kind, colour: &Plane<3>, alpha: &Plane<1>, marks: Marks) -> Result<Stored, CharacterError> {
    let side = |n: usize| u16::try_from(n).map_err(|_| CharacterError::Encode);
    let grey: Vec<u8> = alpha.data.iter().map(|a| (a[0] * 255.0 + 0.5) as u8).collect();
    let mut alpha_png = Vec::new();
    PngEncoder::new(&mut alpha_png)
        .write_image(&grey, alpha.width as u32, alpha.height as u32, ExtendedColorType::L8)
        .map_err(|_| CharacterError::Encode)?;
    let colour_jpeg = codec::jpeg(colour).map_err(|_| CharacterError::Encode)?;
    Ok(Stored { kind, width: side(alpha.width)?, height: side(alpha.height)?, colour_jpeg, alpha_png, marks })
}
