//! A picture as video stores it: brightness and colour differences instead of red, green and blue.

use bytemuck::cast;
use wide::{i16x8, i32x4, u8x16, u32x4, u64x2};

use crate::canvas::Canvas;

/// A picture has no size, an odd one, or not the pixels that its size wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture of {0} x {1} pixels cannot be stored")]
pub struct NoVideo(usize, usize);

/// What red, green and blue count for, of 65536, in limited range: ITU-R BT.709-6, items 3.2 to 3.5, times 219 and 224 of
/// 255.
const BRIGHT: [i32; 3] = [11_966, 40_254, 4_064];
const BLUE: [i32; 3] = [-6_596, -22_189, 28_785];
const RED: [i32; 3] = [28_785, -26_145, -2_640];

/// Halves of a pixel, or of a sum of four.
const LOW: u32 = 0x0000_ffff;
/// Every other channel of a pixel.
const EVEN: u32 = 0x00ff_00ff;

fn all(value: u32) -> u32x4 {
    u32x4::from([value; 4])
}

/// Red, green and blue of four pixels, each times its weight, and `more`.
#[inline(always)]
fn weighed([r, g, b]: [u32x4; 3], by: [i32; 3], more: i32) -> i32x4 {
    let part = |c: u32x4, k: usize| cast::<u32x4, i32x4>(c) * i32x4::from([by[k]; 4]);
    part(r, 0) + part(g, 1) + part(b, 2) + i32x4::from([more; 4])
}

/// Brightness of four pixels.
#[inline(always)]
fn brightness(p: u32x4) -> i32x4 {
    let channels = [p & all(255), (p >> 8) & all(255), (p >> 16) & all(255)];
    weighed(channels, BRIGHT, (16 << 16) + (1 << 15)) >> 16
}

/// Colour differences of eight pixels in two lines. Four pixels share them: the sum of four is 18 bits, not 16, above what
/// is stored.
#[inline(always)]
fn differences(upper: [u32x4; 2], lower: [u32x4; 2]) -> [[u8; 4]; 2] {
    // Neighbours added, two of them in 64 bits: the first, third, second and fourth pair.
    let pairs = |part: fn(u32x4) -> u32x4| -> u32x4 {
        let [first, last] = [0, 1].map(|k| {
            let sum = cast::<u32x4, u64x2>(part(upper[k]) + part(lower[k]));
            (sum & u64x2::from([u64::from(u32::MAX); 2])) + (sum >> 32)
        });
        cast(first | (last << 32))
    };
    let (red_blue, green) = (pairs(|p| p & all(EVEN)), pairs(|p| (p >> 8) & all(EVEN)));
    let channels = [red_blue & all(LOW), green & all(LOW), red_blue >> 16];
    [BLUE, RED].map(|by| {
        let stored: i32x4 = weighed(channels, by, (128 << 18) + (1 << 17)) >> 18;
        let [a, c, b, d] = stored.to_array();
        [a, b, c, d].map(|v| v as u8)
    })
}

/// Pixels that are fewer than eight, filled up with the first.
fn filled(few: &[[u8; 4]]) -> [[u8; 4]; 8] {
    let mut whole = [few[0]; 8];
    whole[..few.len()].copy_from_slice(few);
    whole
}

/// I420: a plane of brightness, then two of colour differences at half the width and height, in limited range by ITU-R
/// BT.709, as every player takes a film of this size to be. `out` gets their bytes and no others.
///
/// # Errors
/// [`NoVideo`] for a picture without pixels or with too few, or of an odd width or height.
pub fn i420(canvas: &Canvas, out: &mut Vec<u8>) -> Result<(), NoVideo> {
    let (w, h) = (canvas.width, canvas.height);
    let fits = w > 0 && h > 0 && w.is_multiple_of(2) && h.is_multiple_of(2);
    let pixels = canvas.rgba.as_chunks::<4>().0;
    if !fits || w.checked_mul(h) != Some(pixels.len()) {
        return Err(NoVideo(w, h));
    }
    out.resize(pixels.len() * 3 / 2, 0);
    let (bright, colours) = out.split_at_mut(pixels.len());
    let (blue, red) = colours.split_at_mut(pixels.len() / 4);
    let (sixteens, few) = pixels.as_chunks::<16>();
    let (bright, few_bright) = bright.as_chunks_mut::<16>();
    for (out, sixteen) in bright.iter_mut().zip(sixteens) {
        let [a, b, c, d] = cast::<_, [u32x4; 4]>(*sixteen).map(brightness);
        let half = |two: [i32x4; 2]| i16x8::from_i32x8_saturate(cast(two));
        *out = u8x16::narrow_i16x8(half([a, b]), half([c, d])).to_array();
    }
    for (out, four) in few_bright.as_chunks_mut::<4>().0.iter_mut().zip(few.as_chunks::<4>().0) {
        *out = brightness(cast(*four)).to_array().map(|v| v as u8);
    }
    let lines = pixels.chunks_exact(2 * w).zip(blue.chunks_exact_mut(w / 2)).zip(red.chunks_exact_mut(w / 2));
    for ((two, blue), red) in lines {
        let (upper, lower) = two.split_at(w);
        let (blues, few_blue) = blue.as_chunks_mut::<4>();
        let (reds, few_red) = red.as_chunks_mut::<4>();
        let ((above, few_above), (below, few_below)) = (upper.as_chunks::<8>(), lower.as_chunks::<8>());
        for ((a, b), (u, v)) in above.iter().zip(below).zip(blues.iter_mut().zip(reds)) {
            [*u, *v] = differences(cast(*a), cast(*b));
        }
        if !few_above.is_empty() {
            let [u, v] = differences(cast(filled(few_above)), cast(filled(few_below)));
            few_blue.copy_from_slice(&u[..few_blue.len()]);
            few_red.copy_from_slice(&v[..few_red.len()]);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ITU-R BT.709-6, items 3.2 to 3.5, of gamma-corrected 8-bit values.
    fn bt709([r, g, b]: [u8; 3]) -> [f64; 3] {
        let [r, g, b] = [r, g, b].map(|v| f64::from(v) / 255.0);
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        [16.0 + 219.0 * y, 128.0 + 224.0 * (b - y) / 1.8556, 128.0 + 224.0 * (r - y) / 1.5748]
    }

    #[test]
    fn colours_are_what_the_recommendation_says() {
        let (mut canvas, mut out) = (Canvas::new(18, 10), Vec::new());
        for colour in
            [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [214, 168, 142], [12, 99, 201]]
        {
            canvas.fill(colour);
            i420(&canvas, &mut out).expect("planes");
            assert_eq!(out.len(), 18 * 10 * 3 / 2);
            let planes = [&out[..180], &out[180..225], &out[225..]];
            for (plane, want) in planes.iter().zip(bt709(colour)) {
                assert!(plane.iter().all(|v| (f64::from(*v) - want).abs() <= 0.51), "{colour:?}: {} {want}", plane[0]);
            }
        }
    }

    #[test]
    fn colour_differences_are_of_the_four_pixels_that_share_them() {
        let (mut canvas, mut out) = (Canvas::new(4, 2), Vec::new());
        // Red beside blue, over green beside black; then plain red.
        let pixels =
            [[255, 0, 0], [0, 0, 255], [255, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 0], [255, 0, 0], [255, 0, 0]];
        for (p, c) in canvas.rgba.chunks_exact_mut(4).zip(pixels) {
            p[..3].copy_from_slice(&c);
        }
        i420(&canvas, &mut out).expect("planes");
        let [_, u, v] = bt709([64, 64, 64]);
        assert!((f64::from(out[8]) - u).abs() <= 2.0 && (f64::from(out[10]) - v).abs() <= 2.0, "{out:?}");
        let [_, u, v] = bt709([255, 0, 0]);
        assert!((f64::from(out[9]) - u).abs() <= 1.0 && (f64::from(out[11]) - v).abs() <= 1.0, "{out:?}");
    }

    #[test]
    fn widths_of_any_remainder_are_as_one_pixel_after_another() {
        let mut seed = 7u32;
        for (w, h) in [(2, 2), (6, 2), (8, 4), (14, 6), (18, 10), (40, 2)] {
            let mut canvas = Canvas::new(w, h);
            canvas.rgba.iter_mut().for_each(|v| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *v = (seed >> 24) as u8;
            });
            let mut out = Vec::new();
            i420(&canvas, &mut out).expect("planes");
            let at = |x: usize, y: usize, c: usize| i32::from(canvas.rgba[(y * w + x) * 4 + c]);
            let sum = |by: [i32; 3], x: usize, y: usize| (0..3).map(|c| by[c] * at(x, y, c)).sum::<i32>();
            let bright = (0..w * h).map(|i| ((sum(BRIGHT, i % w, i / w) + (16 << 16) + (1 << 15)) >> 16) as u8);
            let colours = [BLUE, RED].into_iter().flat_map(|by| {
                (0..w * h / 4).map(move |i| {
                    let (x, y) = (2 * (i % (w / 2)), 2 * (i / (w / 2)));
                    let four = sum(by, x, y) + sum(by, x + 1, y) + sum(by, x, y + 1) + sum(by, x + 1, y + 1);
                    ((four + (128 << 18) + (1 << 17)) >> 18) as u8
                })
            });
            assert_eq!(out, bright.chain(colours).collect::<Vec<_>>(), "{w} x {h}");
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let short = Canvas { rgba: vec![0; 12], width: 16, height: 16 };
        assert_eq!(i420(&short, &mut Vec::new()), Err(NoVideo(16, 16)));
        assert!(i420(&Canvas { rgba: Vec::new(), width: 0, height: 0 }, &mut Vec::new()).is_err());
        assert!(
            i420(&Canvas::new(17, 10), &mut Vec::new()).is_err()
                && i420(&Canvas::new(10, 17), &mut Vec::new()).is_err()
        );
    }
}
