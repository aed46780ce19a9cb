//! The perceptual hash of a picture: which of its slowest waves are strong.
//!
//! C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010), chapter 3.2.1: brightness, made
//! small, a discrete cosine transform, of which 8 by 8 low frequencies are kept and compared with their median.

use domain::print::Print;
use image::{GrayImage, imageops};
use image_hasher::{FilterType, HashAlg, HasherConfig};

use crate::Luma;
use crate::shrink::shrink;

/// Bits across and down.
const SIDE: u32 = 8;
/// Pixels to which a picture is brought first, by averages of areas: the hash's own steps cost next to nothing then.
const SMALL: u32 = 64;

/// The 64-bit perceptual hash of a picture, and that of the picture with left and right swapped.
#[must_use]
pub fn print(luma: &Luma) -> [Print; 2] {
    let Luma { width, height, pixels } = luma;
    let (across, down) = (SMALL.min(*width), SMALL.min(*height));
    let small = shrink(pixels, [*width, *height].map(|n| n as usize), [across, down].map(|n| n as usize));
    let Some(small) = GrayImage::from_raw(across, down, small) else { return [Print(0); 2] };
    [hash(&small), hash(&imageops::flip_horizontal(&small))]
}

fn hash(small: &GrayImage) -> Print {
    let config = HasherConfig::with_bytes_type::<[u8; 8]>()
        .hash_size(SIDE, SIDE)
        .hash_alg(HashAlg::Median)
        .resize_filter(FilterType::Triangle)
        .preproc_dct();
    Print(u64::from_be_bytes(config.to_hasher().hash_image(small).into_inner()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A blob of light at a place, on a slope of grey.
    fn blob(width: u32, height: u32, at: [f32; 2]) -> Luma {
        let mut pixels = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
                let light = (-30.0 * ((u - at[0]).powi(2) + (v - at[1]).powi(2))).exp();
                pixels.push((60.0 * u + 40.0 * v + 150.0 * light) as u8);
            }
        }
        Luma { width, height, pixels }
    }

    #[test]
    fn size_does_not_matter_and_what_is_shown_does() {
        let print = |luma: Luma| print(&luma)[0];
        let one = print(blob(720, 1280, [0.3, 0.4]));
        assert!(one.is_telling());
        assert!(one.distance(print(blob(360, 640, [0.3, 0.4]))) <= 2);
        assert!(one.distance(print(blob(180, 320, [0.3, 0.4]))) <= 4);
        assert!(one.distance(print(blob(720, 1280, [0.7, 0.8]))) >= 16);
    }

    #[test]
    fn an_empty_picture_tells_nothing() {
        let grey = Luma { width: 90, height: 160, pixels: vec![128; 90 * 160] };
        let [print, _] = print(&grey);
        assert!(!print.is_telling(), "{:016x}", print.0);
    }

    #[test]
    fn the_mirror_shows_the_other_side() {
        let [straight, mirrored] = print(&blob(720, 1280, [0.3, 0.4]));
        let Luma { width, height, pixels } = blob(720, 1280, [0.3, 0.4]);
        let swapped = pixels.chunks_exact(width as usize).flat_map(|row| row.iter().rev().copied()).collect();
        let [there, back] = print(&Luma { width, height, pixels: swapped });
        assert!(straight.distance(mirrored) >= 16);
        // Made small before it is swapped, and swapped before it is made small: not the same to the bit.
        let apart = [there.distance(mirrored), back.distance(straight)];
        assert!(apart.iter().all(|bits| *bits <= domain::limits::MAX_PRINT_BITS), "{apart:?}");
    }
}
