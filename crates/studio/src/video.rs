//! A picture as video stores it: brightness and colour differences instead of red, green and blue.

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

fn weighed(p: [i32; 3], by: [i32; 3]) -> i32 {
    p[0] * by[0] + p[1] * by[1] + p[2] * by[2]
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
    for (y, p) in bright.iter_mut().zip(pixels) {
        let p = [p[0], p[1], p[2]].map(i32::from);
        *y = ((weighed(p, BRIGHT) + (16 << 16) + (1 << 15)) >> 16) as u8;
    }
    let lines = pixels.chunks_exact(2 * w).zip(blue.chunks_exact_mut(w / 2)).zip(red.chunks_exact_mut(w / 2));
    for ((two, blue), red) in lines {
        let (upper, lower) = two.split_at(w);
        let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
        for (([a, b], [c, d]), (u, v)) in pairs.zip(blue.iter_mut().zip(red)) {
            // Four pixels share a colour: the sum of four is 18 bits, not 16, above what is stored.
            let sum = [0, 1, 2].map(|k| [a[k], b[k], c[k], d[k]].map(i32::from).iter().sum());
            *u = ((weighed(sum, BLUE) + (128 << 18) + (1 << 17)) >> 18) as u8;
            *v = ((weighed(sum, RED) + (128 << 18) + (1 << 17)) >> 18) as u8;
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
