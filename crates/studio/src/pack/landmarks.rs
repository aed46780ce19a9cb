//! Which of the 468 landmarks lie where on a face. "Left" and "right" are the picture's, not the person's.

use crate::math::Bound as _;

/// Landmarks in a face.
pub(crate) const COUNT: usize = 468;

/// Outline of the face, clockwise from the top.
pub(crate) const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/// Lid margins: the lower one from the outer corner to the inner, then the upper one back.
pub(crate) const EYES: [[usize; 16]; 2] = [
    [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
    [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
];

/// Upper lip, four lines from the mouth's opening outwards, each from the left corner to the right.
pub(crate) const UPPER_LIP: [[usize; 11]; 4] = [
    [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
    [62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292],
    [76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306],
    [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
];

/// Lower lip, as [`UPPER_LIP`]. The corners are the same points.
pub(crate) const LOWER_LIP: [[usize; 11]; 4] = [
    [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
    [62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292],
    [76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306],
    [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
];

/// Eyebrows.
pub(crate) const BROWS: [[usize; 10]; 2] =
    [[70, 63, 105, 66, 107, 55, 65, 52, 53, 46], [300, 293, 334, 296, 336, 285, 295, 282, 283, 276]];

/// Bridge, tip and wings of the nose: what no mouth shape moves.
pub(crate) const NOSE: [usize; 19] = [168, 6, 197, 195, 5, 4, 1, 19, 94, 2, 98, 97, 326, 327, 48, 278, 64, 294, 122];

/// Lowest point of the chin.
pub(crate) const CHIN: usize = 152;

/// Middle of the mouth's opening: upper and lower lip.
pub(crate) const LIP_MIDDLE: (usize, usize) = (13, 14);

/// The ring around the mouth's opening, 20 points.
pub(crate) fn mouth_ring() -> [usize; 20] {
    let mut ring = [0; 20];
    ring[..11].copy_from_slice(&UPPER_LIP[0]);
    for (k, i) in LOWER_LIP[0][1..10].iter().rev().enumerate() {
        ring[11 + k] = *i;
    }
    ring
}

/// Middle of an eye and distance between the two middles, in the units of `points`.
pub(crate) fn eyes(points: &[[f32; 3]]) -> ([f32; 2], [f32; 2], f32) {
    let middle = |a: usize, b: usize| [0.5 * (points[a][0] + points[b][0]), 0.5 * (points[a][1] + points[b][1])];
    let (l, r) = (middle(33, 133), middle(362, 263));
    let (dx, dy) = (r[0] - l[0], r[1] - l[1]);
    (l, r, (dx * dx + dy * dy).sqrt())
}

/// Whether `p` is inside the polygon (even-odd rule).
pub(crate) fn inside(polygon: &[[f32; 2]], p: [f32; 2]) -> bool {
    let mut odd = false;
    let mut j = polygon.len().wrapping_sub(1);
    for (i, a) in polygon.iter().enumerate() {
        let b = polygon[j];
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            odd = !odd;
        }
        j = i;
    }
    odd
}

/// Distance from `p` to the nearest edge of the closed polygon.
pub(crate) fn distance(polygon: &[[f32; 2]], p: [f32; 2]) -> f32 {
    let mut best = f32::MAX;
    let mut j = polygon.len().wrapping_sub(1);
    for (i, a) in polygon.iter().enumerate() {
        let b = polygon[j];
        let (ex, ey) = (b[0] - a[0], b[1] - a[1]);
        let (px, py) = (p[0] - a[0], p[1] - a[1]);
        let t = ((px * ex + py * ey) / (ex * ex + ey * ey).at_least(1e-12)).clamp(0.0, 1.0);
        let (dx, dy) = (px - t * ex, py - t * ey);
        best = best.at_most(dx * dx + dy * dy);
        j = i;
    }
    best.sqrt()
}
