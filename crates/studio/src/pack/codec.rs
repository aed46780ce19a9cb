//! A pack as bytes: magic, version, checksum, then the parts. Whatever the bytes, reading ends in a pack or an error.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{PngDecoder, PngEncoder};
use image::{ExtendedColorType, ImageDecoder, ImageEncoder};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::image::{Plane, Texture};
use super::inner::Inner;
use super::landmarks::{self, COUNT};
use super::layer::{Layer, Shape};
use super::matte::Matte;
use super::mesh::Sheet;
use super::mouths::Mouths;
use super::old::{self, Old};
use super::sides::{Side, SideShape};
use super::{FacePack, PackError};
use crate::puppet::rig::Kept;

const MAGIC: [u8; 8] = *b"USTUDYF2";
/// Bytes before the parts: magic and CRC-32 of what follows.
const HEAD: usize = MAGIC.len() + 4;
const SIDE: usize = 2048;
const QUALITY: u8 = 88;

/// The parts of a pack, pictures compressed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) colour_jpeg: Vec<u8>,
    pub(super) alpha_png: Vec<u8>,
    /// In texture pixels; the landmarks first.
    pub(crate) vertices: Vec<[f32; 3]>,
    pub(crate) triangles: Vec<[u16; 3]>,
    pub(crate) smile: Option<StoredLayer>,
    pub(crate) shut: Option<StoredLayer>,
    /// At most one for each side of the head.
    pub(crate) sides: Vec<StoredSide>,
    /// The landmarks averaged over all takes, in texture pixels; empty in packs of the first version.
    pub(crate) identity: Vec<[f32; 3]>,
    pub(crate) mouths: Mouths,
    pub(crate) inner: Inner,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredSide {
    width: u16,
    height: u16,
    pub(super) jpeg: Vec<u8>,
    pub(crate) shape: SideShape,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredLayer {
    width: u16,
    height: u16,
    pub(super) jpeg: Vec<u8>,
    pub(crate) shape: Shape,
}

impl Zeroize for Stored {
    /// Writes over the pictures: what of a face is left in the numbers is its shape, which goes with them.
    fn zeroize(&mut self) {
        self.colour_jpeg.zeroize();
        self.alpha_png.zeroize();
        for layer in self.smile.iter_mut().chain(&mut self.shut) {
            layer.jpeg.zeroize();
        }
        for side in &mut self.sides {
            side.jpeg.zeroize();
        }
        self.vertices.zeroize();
        self.identity.zeroize();
    }
}

impl Stored {
    pub(super) fn encode(
        matte: &Matte,
        sheet: Sheet,
        smile: Option<Layer>,
        shut: Option<Layer>,
        sides: Vec<Side>,
    ) -> Result<Self, PackError> {
        let side = |n: usize| u16::try_from(n).map_err(|_| PackError::Encode);
        let mut alpha_png = Vec::new();
        let alpha: Vec<u8> = matte.alpha.data.iter().map(|a| to_byte(a[0])).collect();
        let (w, h) = (matte.alpha.width, matte.alpha.height);
        PngEncoder::new(&mut alpha_png)
            .write_image(&alpha, w as u32, h as u32, ExtendedColorType::L8)
            .map_err(|_| PackError::Encode)?;
        let layer = |l: Layer| -> Result<StoredLayer, PackError> {
            let (width, height) = (side(l.picture.width)?, side(l.picture.height)?);
            Ok(StoredLayer { width, height, jpeg: jpeg(&l.picture)?, shape: l.shape })
        };
        Ok(Self {
            width: side(w)?,
            height: side(h)?,
            colour_jpeg: jpeg(&matte.colour)?,
            alpha_png,
            vertices: sheet.vertices,
            triangles: sheet.triangles,
            smile: smile.map(layer).transpose()?,
            shut: shut.map(layer).transpose()?,
            sides: sides
                .into_iter()
                .map(|s| {
                    let (width, height) = (side(s.picture.width)?, side(s.picture.height)?);
                    Ok(StoredSide { width, height, jpeg: jpeg(&s.picture)?, shape: s.shape })
                })
                .collect::<Result<_, PackError>>()?,
            identity: Vec::new(),
            mouths: Mouths::default(),
            inner: Inner::default(),
        })
    }

    fn check(&self) -> Result<(), PackError> {
        const BAD: PackError = PackError::Unreadable("its mesh is malformed");
        let n = self.vertices.len();
        let finite = |v: &[[f32; 3]]| v.iter().flatten().all(|x| x.is_finite() && x.abs() < 1e5);
        if n < COUNT || n > usize::from(u16::MAX) || self.triangles.len() > 4 * n || !finite(&self.vertices) {
            return Err(BAD);
        }
        if self.triangles.iter().flatten().any(|&i| usize::from(i) >= n) {
            return Err(BAD);
        }
        if landmarks::eyes(&self.vertices).2 < 4.0 {
            return Err(BAD);
        }
        for l in [&self.smile, &self.shut].into_iter().flatten() {
            let flat = l.shape.uv.iter().flatten().all(|x| x.is_finite() && x.abs() < 1e5);
            if l.shape.uv.len() != COUNT || l.shape.offset.len() != COUNT || !flat || !finite(&l.shape.offset) {
                return Err(BAD);
            }
        }
        for s in &self.sides {
            let flat = s.shape.uv.iter().flatten().all(|x| x.is_finite() && x.abs() < 1e5);
            let turned = s.shape.turn_deg.is_finite() && (1.0..90.0).contains(&s.shape.turn_deg.abs());
            if s.shape.uv.len() != n || s.shape.share.len() != n || !flat || !turned {
                return Err(BAD);
            }
        }
        let averaged = match self.identity.len() {
            0 => true,
            len => len == COUNT && finite(&self.identity) && landmarks::eyes(&self.identity).2 >= 4.0,
        };
        let inner = [self.inner.teeth, self.inner.cavity, self.inner.tongue];
        let colours = inner.iter().flatten().flatten().all(|v| (0.0..=1.0).contains(v));
        if self.sides.len() > 2 || !averaged || !colours || !self.mouths.sound() {
            return Err(BAD);
        }
        Ok(())
    }
}

impl FacePack {
    /// The pack as bytes, the same for the same pack.
    ///
    /// # Errors
    /// [`PackError::TooLarge`] above `domain::limits::MAX_PACK_BYTES`.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PackError> {
        let body = postcard::to_allocvec(&self.stored).map_err(|_| PackError::Encode)?;
        let mut out = Vec::with_capacity(HEAD + body.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        out.extend_from_slice(&body);
        if out.len() > domain::limits::MAX_PACK_BYTES { Err(PackError::TooLarge(out.len())) } else { Ok(out) }
    }

    /// Reads what [`FacePack::to_bytes`] wrote, in this version or the first.
    ///
    /// # Errors
    /// [`PackError::Unreadable`] for anything else: other bytes, another version, a part missing or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackError> {
        if bytes.len() > domain::limits::MAX_PACK_BYTES {
            return Err(PackError::TooLarge(bytes.len()));
        }
        let old = bytes.strip_prefix(&old::MAGIC);
        let body = bytes
            .strip_prefix(&MAGIC)
            .or(old)
            .ok_or(PackError::Unreadable("it does not begin like one, or is of another version"))?;
        let (sum, body) = body.split_first_chunk::<4>().ok_or(PackError::Unreadable("it is cut short"))?;
        if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
            return Err(PackError::Unreadable("its checksum does not match: it is cut short or damaged"));
        }
        let stored = match old {
            Some(_) => postcard::from_bytes::<Old>(body).map(Stored::from),
            None => postcard::from_bytes(body),
        };
        Self::open(stored.map_err(|_| PackError::Unreadable("its parts cannot be told apart"))?)
    }

    /// Checks and decompresses.
    pub(super) fn open(stored: Stored) -> Result<Self, PackError> {
        stored.check()?;
        let (w, h) = (usize::from(stored.width), usize::from(stored.height));
        let colour = pixels(&stored.colour_jpeg, w, h)?;
        let alpha = grey(&stored.alpha_png, w, h)?;
        let layer = |l: &Option<StoredLayer>| {
            l.as_ref()
                .map(|l| {
                    let (w, h) = (usize::from(l.width), usize::from(l.height));
                    Ok(Texture::new(&pixels(&l.jpeg, w, h)?, None, w, h))
                })
                .transpose()
        };
        Ok(Self {
            texture: Texture::new(&colour, Some(&alpha), w, h),
            smile: layer(&stored.smile)?,
            shut: layer(&stored.shut)?,
            sides: stored
                .sides
                .iter()
                .map(|s| {
                    let (w, h) = (usize::from(s.width), usize::from(s.height));
                    Ok(Texture::new(&pixels(&s.jpeg, w, h)?, None, w, h))
                })
                .collect::<Result<_, PackError>>()?,
            rig: Kept::default(),
            stored,
        })
    }
}

fn to_byte(v: f32) -> u8 {
    (v * 255.0 + 0.5).clamp(0.0, 255.0) as u8
}

pub(crate) fn jpeg(picture: &Plane<3>) -> Result<Vec<u8>, PackError> {
    let rgb: Vec<u8> = picture.data.iter().flatten().map(|&v| to_byte(v)).collect();
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY)
        .encode(&rgb, picture.width as u32, picture.height as u32, ExtendedColorType::Rgb8)
        .map_err(|_| PackError::Encode)?;
    Ok(out)
}

/// Decodes without vector instructions: those of one processor need not round like those of another, and frames must
/// be bit-equal everywhere.
pub(crate) fn pixels(jpeg: &[u8], width: usize, height: usize) -> Result<Vec<u8>, PackError> {
    const BAD: PackError = PackError::Unreadable("one of its pictures is damaged");
    let options = DecoderOptions::default()
        .set_use_unsafe(false)
        .set_max_width(SIDE)
        .set_max_height(SIDE)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(jpeg), options);
    decoder.decode_headers().map_err(|_| BAD)?;
    if decoder.dimensions() != Some((width, height)) || width == 0 || height == 0 {
        return Err(BAD);
    }
    let rgb = decoder.decode().map_err(|_| BAD)?;
    if rgb.len() == width * height * 3 { Ok(rgb) } else { Err(BAD) }
}

pub(crate) fn grey(png: &[u8], width: usize, height: usize) -> Result<Vec<u8>, PackError> {
    const BAD: PackError = PackError::Unreadable("its cut-out is damaged");
    let decoder = PngDecoder::new(Cursor::new(png)).map_err(|_| BAD)?;
    let (w, h) = decoder.dimensions();
    if (w as usize, h as usize) != (width, height) || width > SIDE || height > SIDE {
        return Err(BAD);
    }
    if decoder.color_type() != image::ColorType::L8 {
        return Err(BAD);
    }
    let mut out = vec![0; width * height];
    decoder.read_image(&mut out).map_err(|_| BAD)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wiped_has_no_picture_left() {
        let pack = FacePack::from_bytes(include_bytes!("../../tests/fixtures/ustudyf1.pack")).unwrap();
        let mut stored = pack.stored.clone();
        let jpegs = |stored: &Stored| {
            let layers = stored.smile.iter().chain(&stored.shut).map(|l| l.jpeg.len());
            stored.colour_jpeg.len() + layers.sum::<usize>() + stored.sides.iter().map(|s| s.jpeg.len()).sum::<usize>()
        };
        assert!(jpegs(&stored) > 1000 && stored.vertices.len() >= COUNT);
        stored.zeroize();
        assert_eq!((jpegs(&stored), stored.alpha_png.len(), stored.vertices.len()), (0, 0, 0));
        // What was cloned before has its own.
        assert!(jpegs(&pack.stored) > 1000);
    }
}
