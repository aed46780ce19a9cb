//! One continuous sheet of triangles over the whole cut-out, with holes at the eyes and the mouth.
//!
//! Separate layers for face, hair and neck would tear where they meet; a single sheet cannot.

use spade::{ConstrainedDelaunayTriangulation, Point2, Triangulation};

use super::PackError;
use super::image::Plane;
use super::landmarks::{self, COUNT, EYES, LOWER_LIP, OVAL, UPPER_LIP};

/// Distance between points outside the face, in eye distances.
const GRID: f32 = 0.22;
/// Points nearer to the outline than this are left out, in eye distances.
const CLEAR: f32 = 0.11;

/// Vertices in texture pixels (the landmarks first) and triangles over them.
pub(crate) struct Sheet {
    pub(crate) vertices: Vec<[f32; 3]>,
    pub(crate) triangles: Vec<[u16; 3]>,
}

/// Builds the sheet over a texture of the size of `alpha`, in which the landmarks are at `points`.
pub(crate) fn build(points: &[[f32; 3]], alpha: &Plane<1>) -> Result<Sheet, PackError> {
    let (_, _, ed) = landmarks::eyes(points);
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [points[i][0], points[i][1]]).collect();
    let (w, h) = (alpha.width as f32, alpha.height as f32);
    let mut vertices = points.to_vec();
    let (nx, ny) = ((w / (GRID * ed)).ceil().max(1.0) as usize, (h / (GRID * ed)).ceil().max(1.0) as usize);
    if nx * ny > 20_000 {
        return Err(PackError::NoFace("the face is too small in its picture"));
    }
    for j in 0..=ny {
        for i in 0..=nx {
            let p = [w * i as f32 / nx as f32, h * j as f32 / ny as f32];
            if !landmarks::inside(&oval, p) && landmarks::distance(&oval, p) > CLEAR * ed {
                vertices.push([p[0], p[1], outer_depth(points, p, ed)]);
            }
        }
    }
    let layout = opened(&vertices, ed);
    let triangles = triangulate(&layout)?
        .into_iter()
        .filter(|t| t.iter().all(|&i| usize::from(i) < COUNT) || touches(alpha, &vertices, *t))
        .collect();
    Ok(Sheet { vertices, triangles })
}

/// Depth outside the face: that of the nearest outline, falling back with distance.
fn outer_depth(points: &[[f32; 3]], p: [f32; 2], ed: f32) -> f32 {
    let (mut sum, mut weights, mut nearest) = (0.0, 0.0, f32::MAX);
    for i in OVAL {
        let (dx, dy) = (points[i][0] - p[0], points[i][1] - p[1]);
        let d = (dx * dx + dy * dy).sqrt().max(1e-3 * ed);
        let weight = (ed / d) * (ed / d) * (ed / d);
        sum += weight * points[i][2];
        weights += weight;
        nearest = nearest.min(d);
    }
    sum / weights + 0.55 * nearest.min(ed)
}

/// The same points with mouth and eyes pulled apart, so that shut lips or narrow eyes have a hole to keep free.
fn opened(vertices: &[[f32; 3]], ed: f32) -> Vec<[f32; 2]> {
    let mut out: Vec<[f32; 2]> = vertices.iter().map(|v| [v[0], v[1]]).collect();
    let (left, right) = (vertices[78], vertices[308]);
    let middle_y = |x: f32| {
        // The line half-way between the lips, by linear interpolation between the eleven pairs.
        let pairs: Vec<[f32; 2]> = (0..11)
            .map(|k| (vertices[UPPER_LIP[0][k]], vertices[LOWER_LIP[0][k]]))
            .map(|(u, l)| [0.5 * (u[0] + l[0]), 0.5 * (u[1] + l[1])])
            .collect();
        let k = pairs.windows(2).position(|p| x <= p[1][0]).unwrap_or(9);
        let (a, b) = (pairs[k], pairs[k + 1]);
        a[1] + (b[1] - a[1]) * ((x - a[0]) / (b[0] - a[0]).max(1e-3)).clamp(0.0, 1.0)
    };
    let width = (right[0] - left[0]).max(1e-3);
    for (i, p) in out.iter_mut().enumerate() {
        let t = (2.0 * (p[0] - left[0]) / width - 1.0).clamp(-1.0, 1.0);
        let lower = LOWER_LIP.iter().any(|l| l[1..10].contains(&i));
        let upper = UPPER_LIP.iter().any(|l| l.contains(&i));
        if lower || (!upper && p[0] > left[0] && p[0] < right[0] && p[1] > middle_y(p[0])) {
            p[1] += 0.3 * ed * (1.0 - t * t);
        }
    }
    out
}

/// Constrained Delaunay triangulation, less the holes.
fn triangulate(layout: &[[f32; 2]]) -> Result<Vec<[u16; 3]>, PackError> {
    const FAILED: PackError = PackError::NoFace("the face is turned away or its outline is unclear");
    let mut mesh = ConstrainedDelaunayTriangulation::<Point2<f64>>::new();
    let mut handle = Vec::with_capacity(layout.len());
    for p in layout {
        let v = mesh.insert(Point2::new(f64::from(p[0]), f64::from(p[1]))).map_err(|_| FAILED)?;
        // Two landmarks at one spot would share a vertex and shift the numbering.
        if v.index() != handle.len() {
            return Err(FAILED);
        }
        handle.push(v);
    }
    let ring = landmarks::mouth_ring();
    let rings: [&[usize]; 4] = [&OVAL, &EYES[0], &EYES[1], &ring];
    for ring in rings {
        for (k, &a) in ring.iter().enumerate() {
            let b = ring[(k + 1) % ring.len()];
            if !mesh.can_add_constraint(handle[a], handle[b]) {
                return Err(FAILED);
            }
            mesh.add_constraint(handle[a], handle[b]);
        }
    }
    let holes: Vec<Vec<[f32; 2]>> =
        [&EYES[0][..], &EYES[1], &ring].iter().map(|r| r.iter().map(|&i| layout[i]).collect()).collect();
    let mut triangles = Vec::with_capacity(layout.len() * 2);
    for face in mesh.inner_faces() {
        let t = face.vertices().map(|v| v.fix().index());
        let middle = [0, 1].map(|k| (layout[t[0]][k] + layout[t[1]][k] + layout[t[2]][k]) / 3.0);
        if !holes.iter().any(|h| landmarks::inside(h, middle)) {
            triangles.push(t.map(|i| i as u16));
        }
    }
    Ok(triangles)
}

/// Whether any pixel around a triangle is part of the person.
fn touches(alpha: &Plane<1>, vertices: &[[f32; 3]], t: [u16; 3]) -> bool {
    let corner = t.map(|i| vertices[usize::from(i)]);
    let lo = |k: usize| corner.iter().map(|c| c[k]).fold(f32::MAX, f32::min).floor() as isize;
    let hi = |k: usize| corner.iter().map(|c| c[k]).fold(f32::MIN, f32::max).ceil() as isize;
    (lo(1)..=hi(1)).any(|y| (lo(0)..=hi(0)).any(|x| alpha.at(x, y)[0] > 0.5 / 255.0))
}
