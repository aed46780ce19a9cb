//! One sheet of triangles over the whole picture: the 468 landmarks of the face, and a grid around them.

use spade::{ConstrainedDelaunayTriangulation, Point2, Triangulation};

use crate::Error;
use crate::topology::{EYES, OVAL, mouth_ring};

/// Vertices in pixels of the plate (the 468 landmarks first), triangles over them, and what each triangle is.
pub(crate) struct Sheet {
    pub(crate) rest: Vec<[f32; 3]>,
    pub(crate) triangles: Vec<[usize; 3]>,
    /// Whether the triangle is the inside of the mouth.
    pub(crate) inside_mouth: Vec<bool>,
    /// Distance from the outline of the face, in eye distances; 0 inside.
    pub(crate) outside: Vec<f32>,
    neighbours: Vec<Vec<(usize, f32)>>,
    /// Distance between the middles of the eyes in pixels.
    pub(crate) ed: f32,
}

impl Sheet {
    pub(crate) fn new(points: &[[f32; 3]], width: usize, height: usize) -> Result<Self, Error> {
        let middle = |a: usize, b: usize| [0.5 * (points[a][0] + points[b][0]), 0.5 * (points[a][1] + points[b][1])];
        let (l, r) = (middle(33, 133), middle(362, 263));
        let ed = (r[0] - l[0]).hypot(r[1] - l[1]);
        let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [points[i][0], points[i][1]]).collect();
        let mut rest = points.to_vec();
        let mut outside = vec![0.0; points.len()];
        // The grid reaches beyond the frame, so that a swaying picture never shows its edge.
        let step = 0.2 * ed;
        let (w, h) = (width as f32, height as f32);
        let (nx, ny) = ((1.2 * w / step).ceil() as usize, (1.2 * h / step).ceil() as usize);
        for j in 0..=ny {
            for i in 0..=nx {
                let p = [w * (1.2 * i as f32 / nx as f32 - 0.1), h * (1.2 * j as f32 / ny as f32 - 0.1)];
                let d = distance(&oval, p) / ed;
                if !inside(&oval, p) && d > 0.1 {
                    rest.push([p[0], p[1], 0.0]);
                    outside.push(d);
                }
            }
        }
        let triangles = triangulate(&unrolled(&rest, points.len(), ed))?;
        let ring = mouth_ring();
        let opening: Vec<[f32; 2]> = ring.iter().map(|&i| [points[i][0], points[i][1]]).collect();
        let middle_of = |t: &[usize; 3], k: usize| t.iter().map(|&i| rest[i][k]).sum::<f32>() / 3.0;
        let inside_mouth = triangles.iter().map(|t| inside(&opening, [middle_of(t, 0), middle_of(t, 1)])).collect();
        let mut neighbours = vec![Vec::new(); rest.len()];
        for t in &triangles {
            for (a, b) in [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])] {
                let length = (rest[a][0] - rest[b][0]).hypot(rest[a][1] - rest[b][1]).max(1.0);
                neighbours[a].push((b, 1.0 / length));
                neighbours[b].push((a, 1.0 / length));
            }
        }
        let mut sheet = Self { rest, triangles, inside_mouth, outside, neighbours, ed };
        // Around the face its depth fades smoothly into that of the ears, so that a turn folds nothing.
        let ears = f32::midpoint(points[234][2], points[454][2]);
        let known: Vec<(usize, [f32; 2])> = points.iter().enumerate().map(|(i, p)| (i, [p[2] - ears, 0.0])).collect();
        let field = sheet.spread(&known, 1.6);
        for (v, d) in sheet.rest.iter_mut().zip(&field).skip(points.len()) {
            v[2] = ears + d[0] + 1.0;
        }
        Ok(sheet)
    }

    /// Values for all vertices that continue the given ones smoothly (a discrete Laplace equation): zero for what
    /// lies farther than `reach` eye distances outside the face.
    pub(crate) fn spread(&self, given: &[(usize, [f32; 2])], reach: f32) -> Vec<[f32; 2]> {
        let mut field = vec![[0.0; 2]; self.rest.len()];
        let mut fixed: Vec<bool> = self.outside.iter().map(|d| *d > reach).collect();
        for &(i, d) in given {
            field[i] = d;
            fixed[i] = true;
        }
        for _ in 0..400 {
            for i in 0..field.len() {
                if fixed[i] || self.neighbours[i].is_empty() {
                    continue;
                }
                let (mut sum, mut weights) = ([0.0; 2], 0.0);
                for &(j, w) in &self.neighbours[i] {
                    sum[0] += w * field[j][0];
                    sum[1] += w * field[j][1];
                    weights += w;
                }
                field[i] = [sum[0] / weights, sum[1] / weights];
            }
        }
        field
    }
}

/// The vertices with the sides of the face rolled out: seen from the front a cheek may hide the outline behind it, and a
/// triangulation of that would be folded.
fn unrolled(rest: &[[f32; 3]], landmarks: usize, ed: f32) -> Vec<[f32; 2]> {
    let face = &rest[..landmarks];
    let centre = [0, 1].map(|k| face.iter().map(|p| p[k]).sum::<f32>() / landmarks as f32);
    let near = face.iter().map(|p| p[2]).fold(f32::MAX, f32::min);
    let far = face.iter().map(|p| p[2]).fold(f32::MIN, f32::max);
    (rest.iter().enumerate())
        .map(|(i, p)| {
            let depth = if i < landmarks { p[2] } else { far } - near;
            let wider = 1.0 + 0.25 * depth / ed;
            [0, 1].map(|k| centre[k] + wider * (p[k] - centre[k]))
        })
        .collect()
}

fn triangulate(points: &[[f32; 2]]) -> Result<Vec<[usize; 3]>, Error> {
    let mut cdt = ConstrainedDelaunayTriangulation::<Point2<f64>>::new();
    let mut handles = Vec::with_capacity(points.len());
    let mut number = std::collections::HashMap::new();
    for (i, p) in points.iter().enumerate() {
        let h = cdt.insert(Point2::new(f64::from(p[0]), f64::from(p[1])))?;
        number.entry(h.index()).or_insert(i);
        handles.push(h);
    }
    let mut rings: Vec<Vec<usize>> = EYES.iter().map(|e| e.to_vec()).collect();
    rings.push(mouth_ring().to_vec());
    for ring in rings {
        for k in 0..ring.len() {
            let (a, b) = (handles[ring[k]], handles[ring[(k + 1) % ring.len()]]);
            if a != b && cdt.can_add_constraint(a, b) {
                cdt.add_constraint(a, b);
            }
        }
    }
    Ok(cdt.inner_faces().map(|f| f.vertices().map(|v| number[&v.fix().index()])).collect())
}

/// Whether a point lies in a polygon (even-odd rule).
pub(crate) fn inside(polygon: &[[f32; 2]], p: [f32; 2]) -> bool {
    let mut odd = false;
    for k in 0..polygon.len() {
        let (a, b) = (polygon[k], polygon[(k + 1) % polygon.len()]);
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            odd = !odd;
        }
    }
    odd
}

fn distance(polygon: &[[f32; 2]], p: [f32; 2]) -> f32 {
    let mut nearest = f32::MAX;
    for k in 0..polygon.len() {
        let (a, b) = (polygon[k], polygon[(k + 1) % polygon.len()]);
        let (ux, uy) = (b[0] - a[0], b[1] - a[1]);
        let t = (((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / (ux * ux + uy * uy).max(1e-6)).clamp(0.0, 1.0);
        nearest = nearest.min((a[0] + t * ux - p[0]).hypot(a[1] + t * uy - p[1]));
    }
    nearest
}
