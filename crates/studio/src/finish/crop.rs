//! Puts the part of a film's picture that becomes the clip's where the clip has it.

use domain::crop::largest;

/// A transform in the order of a canvas: x' = ax + cy + e, y' = bx + dy + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// a, b, c, d, e, f, from pixels of the film's picture to pixels of the clip's.
    pub transform: [f64; 6],
    /// Pixels of the clip for one of the film.
    pub scale: f64,
}

/// Fits a picture of `size` (width and height as shown before it is turned) into `clip`, turned by `turn` (a, b, c, d, each
/// -1, 0 or 1). `focus` is what should be near the middle, as fractions of the upright picture: a face.
#[must_use]
pub fn fit(size: (f64, f64), turn: [i8; 4], clip: (f64, f64), focus: [f32; 2]) -> Crop {
    let (w, h) = size;
    let [a, b, c, d] = turn.map(f64::from);
    // Where the turned picture's upper left corner lies.
    let (left, top) = ((a * w).min(0.0) + (c * h).min(0.0), (b * w).min(0.0) + (d * h).min(0.0));
    let (wide, high) = ((a * w).abs() + (c * h).abs(), (b * w).abs() + (d * h).abs());
    let scale = (clip.0 / wide.max(1.0)).max(clip.1 / high.max(1.0));
    let part = largest((wide, high), clip, focus);
    let (x, y) = (left + part.x, top + part.y);
    Crop { transform: [a * scale, b * scale, c * scale, d * scale, -x * scale, -y * scale], scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIP: (f64, f64) = (720.0, 1280.0);

    fn at(crop: &Crop, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = crop.transform;
        (a * x + c * y + e, b * x + d * y + f)
    }

    #[test]
    fn the_clip_is_covered_whatever_the_picture() {
        for size in
            [(720.0, 1280.0), (1280.0, 720.0), (1080.0, 1080.0), (640.0, 1138.0), (3840.0, 2160.0), (64.0, 48.0)]
        {
            for turn in [[1, 0, 0, 1], [0, 1, -1, 0], [-1, 0, 0, -1], [0, -1, 1, 0], [-1, 0, 0, 1], [0, 1, 1, 0]] {
                for focus in [[0.5, 0.5], [0.0, 0.0], [1.0, 1.0], [0.3, 0.8], [f32::NAN, 9.0]] {
                    let crop = fit(size, turn, CLIP, focus);
                    let corners = [(0.0, 0.0), (size.0, 0.0), (0.0, size.1), size].map(|(x, y)| at(&crop, x, y));
                    let least = |v: [f64; 4]| v.into_iter().fold(f64::MAX, f64::min);
                    let most = |v: [f64; 4]| v.into_iter().fold(f64::MIN, f64::max);
                    let (xs, ys) = (corners.map(|p| p.0), corners.map(|p| p.1));
                    assert!(least(xs) < 1e-6 && most(xs) > CLIP.0 - 1e-6, "{size:?} {turn:?} {focus:?}: {corners:?}");
                    assert!(least(ys) < 1e-6 && most(ys) > CLIP.1 - 1e-6, "{size:?} {turn:?} {focus:?}: {corners:?}");
                    // In one direction nothing is lost.
                    let exact =
                        (most(xs) - least(xs) - CLIP.0).abs() < 1e-6 || (most(ys) - least(ys) - CLIP.1).abs() < 1e-6;
                    assert!(exact, "{size:?} {turn:?}");
                }
            }
        }
    }

    #[test]
    fn a_picture_of_the_right_shape_is_left_alone() {
        assert_eq!(fit(CLIP, [1, 0, 0, 1], CLIP, [0.2, 0.9]).transform, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn the_focus_comes_to_the_middle() {
        let size = (1920.0, 1080.0);
        let crop = fit(size, [1, 0, 0, 1], CLIP, [0.4, 0.5]);
        let (x, y) = at(&crop, 0.4 * size.0, 0.5 * size.1);
        assert!((x - 360.0).abs() < 1e-3 && (y - 640.0).abs() < 1e-3, "{x} {y}");
        // Turned by a quarter: what was at the upper right is at the lower right.
        let crop = fit((1280.0, 720.0), [0, 1, -1, 0], CLIP, [0.5, 0.5]);
        assert_eq!(at(&crop, 1280.0, 0.0), (720.0, 1280.0));
        assert_eq!(at(&crop, 0.0, 720.0), (0.0, 0.0));
    }
}
