//! From key frames to JPEGs: a poster, and smaller pictures for those who judge what is shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use mp4::Colour;

use crate::Luma;
use crate::decode::Picture;
use crate::shrink::shrink;

/// Small pictures of a clip.
pub(crate) const PICTURES: usize = 3;
/// Longer side of a small picture in pixels, at most.
const SMALL_SIDE: u32 = 512;
const SMALL_QUALITY: u8 = 75;
/// The quality with which a poster is tried first, the least, and the step from one to the next.
const QUALITY: u8 = 82;
const LEAST: u8 = 42;
const STEP: u8 = 10;
/// Most bytes of a poster, unless even the least quality takes more.
const POSTER_BYTES: usize = 200_000;

/// Numbers of the frames of which small pictures are made: the middles of equal parts of the clip.
pub(crate) fn shown(frames: usize) -> Vec<usize> {
    let parts = PICTURES.min(frames);
    (0..parts).map(|k| (2 * k + 1) * frames / (2 * parts)).collect()
}

/// How much a picture shows: the entropy of its brightness, in bits. Black, a title on one colour and a frame that has
/// hardly faded in have little of it, whatever is in them; a scene has 6 to 7.5.
pub(crate) fn shows(picture: &Picture) -> f32 {
    let mut bins = [0u32; 64];
    // Every third pixel of every third row tells as much.
    let rows = picture.luma.pixels.chunks_exact(picture.luma.width as usize).step_by(3);
    for value in rows.flat_map(|row| row.iter().step_by(3)) {
        if let Some(bin) = bins.get_mut(usize::from(value / 4)) {
            *bin += 1;
        }
    }
    let all = bins.iter().sum::<u32>().max(1) as f32;
    bins.iter().filter(|n| **n > 0).map(|n| *n as f32 / all).map(|share| -share * share.log2()).sum()
}

/// A picture in its own size as JPEG in base64; empty where it is too large for that format.
pub(crate) fn poster(picture: &Picture, colour: Colour) -> String {
    let Some(rgb) = rgb(picture, colour) else { return String::new() };
    let mut quality = QUALITY;
    loop {
        let Some(bytes) = jpeg(&rgb, quality) else { return String::new() };
        if bytes.len() <= POSTER_BYTES || quality < LEAST + STEP {
            return base64(&bytes);
        }
        quality -= STEP;
    }
}

/// A picture no longer than [`SMALL_SIDE`] as JPEG in base64; none where it is no picture.
pub(crate) fn small(picture: &Picture, colour: Colour) -> Option<String> {
    let (width, height) = (picture.luma.width, picture.luma.height);
    let longest = width.max(height);
    let side = |of: u32| (of * SMALL_SIDE / longest).max(1);
    let rgb = if longest > SMALL_SIDE {
        rgb(&shrunk(picture, [side(width), side(height)]), colour)?
    } else {
        rgb(picture, colour)?
    };
    jpeg(&rgb, SMALL_QUALITY).map(|bytes| base64(&bytes))
}

/// A picture in another size, brightness and colours each for itself: next to nothing beside making all its pixels red,
/// green and blue first.
pub(crate) fn shrunk(picture: &Picture, size: [u32; 2]) -> Picture {
    let Luma { width, height, pixels } = &picture.luma;
    let (from, to) = ([*width, *height].map(|n| n as usize), size.map(|n| n as usize));
    let colour = |plane: &[u8]| shrink(plane, from.map(|n| n / 2), to.map(|n| n.div_ceil(2)));
    let luma = Luma { width: size[0], height: size[1], pixels: shrink(pixels, from, to) };
    Picture { luma, blue: colour(&picture.blue), red: colour(&picture.red) }
}

/// As pictures travel between the Workers (RFC 4648, chapter 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn jpeg(rgb: &RgbImage, quality: u8) -> Option<Vec<u8>> {
    let side = |of: u32| u16::try_from(of).ok();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(rgb, side(rgb.width())?, side(rgb.height())?, ColorType::Rgb).ok()?;
    Some(bytes)
}

/// ITU-R BT.709, 3.3 and BT.601, 2.5, in steps of 1/65536.
pub(crate) fn rgb(picture: &Picture, colour: Colour) -> Option<RgbImage> {
    const ONE: f32 = 65_536.0;
    let (width, height) = (picture.luma.width as usize, picture.luma.height as usize);
    let (kr, kb) = if colour.bt601 { (0.299, 0.114) } else { (0.2126, 0.0722) };
    let (from, light, difference) = if colour.full_range { (0, 1.0, 1.0) } else { (16, 255.0 / 219.0, 255.0 / 224.0) };
    let kg = 1.0 - kr - kb;
    let fixed = |factor: f32| (factor * ONE) as i32;
    let light = fixed(light);
    let (red, blue) = (fixed(2.0 * (1.0 - kr) * difference), fixed(2.0 * (1.0 - kb) * difference));
    let green = [2.0 * (1.0 - kb) * kb / kg * difference, 2.0 * (1.0 - kr) * kr / kg * difference].map(fixed);
    let half = width.div_ceil(2);
    let mut out = vec![0; width * height * 3];
    for (y, (row, out)) in picture.luma.pixels.chunks_exact(width).zip(out.chunks_exact_mut(width * 3)).enumerate() {
        let at = (y / 2) * half;
        let (cb, cr) = (picture.blue.get(at..at + half)?, picture.red.get(at..at + half)?);
        for ((pair, out), (cb, cr)) in row.chunks(2).zip(out.chunks_mut(6)).zip(cb.iter().zip(cr)) {
            let (cb, cr) = (i32::from(*cb) - 128, i32::from(*cr) - 128);
            let add = [red * cr, -green[0] * cb - green[1] * cr, blue * cb];
            for (value, out) in pair.iter().zip(out.chunks_exact_mut(3)) {
                let base = light * (i32::from(*value) - from) + 32_768;
                out.iter_mut().zip(add).for_each(|(to, add)| *to = ((base + add) >> 16).clamp(0, 255) as u8);
            }
        }
    }
    RgbImage::from_raw(picture.luma.width, picture.luma.height, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(y: u8, blue: u8, red: u8) -> Picture {
        let luma = Luma { width: 16, height: 8, pixels: vec![y; 128] };
        Picture { luma, blue: vec![blue; 32], red: vec![red; 32] }
    }

    #[track_caller]
    fn check(picture: &Picture, colour: Colour, want: [u8; 3]) {
        let pixel = rgb(picture, colour).unwrap().get_pixel(9, 5).0;
        assert!(pixel.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 2), "{pixel:?}, not {want:?}");
    }

    /// Colours of a test card: 100 % red, green, and white as BT.709 and BT.601 write them.
    #[test]
    fn colours_are_those_of_the_standard() {
        let (hd, sd) = (Colour::default(), Colour { bt601: true, full_range: false });
        check(&plain(63, 102, 240), hd, [255, 0, 0]);
        check(&plain(173, 42, 26), hd, [0, 255, 0]);
        check(&plain(81, 90, 240), sd, [255, 0, 0]);
        check(&plain(145, 54, 34), sd, [0, 255, 0]);
        check(&plain(235, 128, 128), hd, [255, 255, 255]);
        check(&plain(235, 128, 128), Colour { bt601: true, full_range: true }, [235, 235, 235]);
        check(&plain(16, 128, 128), hd, [0, 0, 0]);
    }

    #[test]
    fn a_scene_shows_more_than_black_and_than_a_title() {
        let mut title = plain(20, 128, 128);
        title.luma.pixels[40..60].fill(235);
        let mut scene = plain(20, 128, 128);
        scene.luma.pixels.iter_mut().enumerate().for_each(|(i, p)| *p = (16 + i * 7 % 200) as u8);
        assert!(shows(&plain(16, 128, 128)) <= shows(&title) && shows(&title) < 1.5 && shows(&scene) > 3.0);
    }

    #[test]
    fn small_pictures_come_from_all_over_the_clip() {
        assert_eq!(shown(10), [1, 5, 8]);
        assert_eq!(shown(20), [3, 10, 16]);
        assert_eq!((shown(0), shown(1), shown(2), shown(3)), (vec![], vec![0], vec![0, 1], vec![0, 1, 2]));
    }
}
