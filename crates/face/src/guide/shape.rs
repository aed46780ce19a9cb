//! Proportions and colours of a face that its poses share, to tell two faces apart. Too few to draw one with.

use domain::capture::{SHAPE, TONE};

use crate::crop::{Outside, bilinear};
use crate::{Frame, Point};

/// Pairs on the right and left: their sum points along the head's own left.
const ACROSS: [(usize, usize); 6] = [(33, 263), (133, 362), (127, 356), (234, 454), (54, 284), (129, 358)];
/// From above to below on bone.
const DOWN: [(usize, usize); 2] = [(10, 2), (151, 164)];
/// Widths: inner eye corners, temples, cheekbones, forehead, sides of the nose, jaw, brows.
const WIDTHS: [(usize, usize); 7] = [(133, 362), (127, 356), (234, 454), (54, 284), (129, 358), (93, 323), (103, 332)];
/// Heights below the line of the eyes: forehead, bridge and tip and base of the nose.
const HEIGHTS: [usize; 7] = [10, 151, 6, 195, 4, 2, 164];
/// Heights of the middles of pairs below the line of the eyes.
const MIDDLES: [(usize, usize); 5] = [(129, 358), (234, 454), (93, 323), (127, 356), (133, 362)];
/// Depths before the line of the eyes.
const DEPTHS: [usize; 3] = [4, 2, 10];
const EYES: (usize, usize) = (33, 263);
/// Right cheek, left cheek, forehead.
const PLACES: [usize; TONE / 2] = [50, 280, 151];

/// The proportions, along the head's own axes, over the distance between the outer corners of the eyes; empty if there
/// are fewer landmarks than the mesh has.
pub(super) fn shape(points: &[Point]) -> Vec<f32> {
    measured(points).unwrap_or_default()
}

fn measured(points: &[Point]) -> Option<Vec<f32>> {
    let x = unit(sum(points, &ACROSS)?);
    let down = sum(points, &DOWN)?;
    let along = dot(&down, &x);
    let y = unit(std::array::from_fn(|k| down[k] - along * x[k]));
    let z = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
    let at = |id: usize| points.get(id).map(|p| [dot(p, &x), dot(p, &y), dot(p, &z)]);
    let (right, left) = (at(EYES.0)?, at(EYES.1)?);
    let apart = (0..3).map(|k| (left[k] - right[k]).powi(2)).sum::<f32>().sqrt().max(1e-3);
    let eyes: Point = std::array::from_fn(|k| f32::midpoint(right[k], left[k]));
    let mut shape = Vec::with_capacity(SHAPE);
    for (a, b) in WIDTHS {
        let (a, b) = (at(a)?, at(b)?);
        shape.push((a[0] - b[0]).hypot(a[1] - b[1]) / apart);
    }
    for id in HEIGHTS {
        shape.push((at(id)?[1] - eyes[1]) / apart);
    }
    for (a, b) in MIDDLES {
        shape.push((f32::midpoint(at(a)?[1], at(b)?[1]) - eyes[1]) / apart);
    }
    for id in DEPTHS {
        shape.push((at(id)?[2] - eyes[2]) / apart);
    }
    Some(shape)
}

/// Red and blue against green of small patches of skin, as logarithms: exposure cancels.
pub(super) fn tone(frame: &Frame, points: &[Point]) -> Vec<f32> {
    let reach = match (points.get(EYES.0), points.get(EYES.1)) {
        (Some(a), Some(b)) => 0.07 * (a[0] - b[0]).hypot(a[1] - b[1]),
        _ => return Vec::new(),
    };
    let mut tone = Vec::with_capacity(TONE);
    for id in PLACES {
        let Some(p) = points.get(id) else { return Vec::new() };
        let mut sum = [4.0f32; 3];
        for j in -4i8..=4 {
            for i in -4i8..=4 {
                let (dx, dy) = (f32::from(i) * reach / 4.0, f32::from(j) * reach / 4.0);
                let rgb = bilinear(frame, p[0] + dx, p[1] + dy, Outside::Nearest);
                (0..3).for_each(|k| sum[k] += rgb[k] / 81.0);
            }
        }
        tone.extend([(sum[0] / sum[1]).ln(), (sum[2] / sum[1]).ln()]);
    }
    tone
}

fn sum(points: &[Point], pairs: &[(usize, usize)]) -> Option<Point> {
    let mut total = [0.0; 3];
    for (a, b) in pairs {
        let (a, b) = (points.get(*a)?, points.get(*b)?);
        (0..3).for_each(|k| total[k] += b[k] - a[k]);
    }
    Some(total)
}

fn dot(a: &Point, b: &Point) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn unit(a: Point) -> Point {
    let length = dot(&a, &a).sqrt().max(1e-6);
    a.map(|v| v / length)
}
