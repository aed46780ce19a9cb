//! Where the head is in front of the camera, in centimetres and degrees: MediaPipe's canonical face is fitted to the
//! landmarks (face geometry module, `geometry_pipeline.cc`), and, where there are irises, their known size is a second
//! opinion.
//!
//! A single picture has no scale of its own. The fit takes the head for one of the canonical size (outer corners of the
//! eyes 89 mm apart), and heads of adults differ by about 5 % (one standard deviation), so distances do too. The visible
//! iris of nearly all adults is 11.7 mm +- 0.5 mm wide, which is 4 %, but an iris spans few pixels: an error of half a
//! pixel on an iris of 10 is another 5 %. Both need the camera's field of view; a wrong one scales all distances by
//! `tan` of half the wrong angle over `tan` of half the right one, and changes the millimetres of a pixel not at all.

use crate::procrustes::{Pair, Similarity, apply, fit};
use crate::{POINTS, POINTS_WITH_IRISES, Point, Pose};

/// Vertical field of view in degrees that MediaPipe assumes of every camera.
pub const ASSUMED_VERTICAL_FOV_DEG: f32 = 63.0;
/// Width of the visible iris in millimetres (Caroline and Andre, 2002: 11.7 mm on average, 10.2 to 13.0 in all).
const IRIS_MM: f64 = 11.7;

/// Landmark, weight, and place on the canonical face in centimetres: x to the right of the picture, y up, z to the
/// camera. The landmarks that hold still whatever the face does, weighted as MediaPipe does
/// (`geometry_pipeline_metadata_landmarks.pbtxt`).
#[rustfmt::skip]
const BASIS: [(usize, f64, [f64; 3]); 33] = [
    (4, 0.070910, [0.000000, -0.463170, 7.586580]),
    (6, 0.032100, [0.000000, 2.473255, 5.788627]),
    (10, 0.008447, [0.000000, 8.261778, 4.481535]),
    (33, 0.058724, [-4.445859, 2.663991, 3.173422]),
    (54, 0.007667, [-6.279331, 6.615427, 1.425850]),
    (67, 0.009078, [-3.523964, 8.005976, 3.729163]),
    (117, 0.009792, [-5.258659, 0.945811, 2.974312]),
    (119, 0.014565, [-3.300681, 0.861641, 3.872784]),
    (121, 0.018591, [-1.820731, 1.467954, 4.224124]),
    (127, 0.005198, [-7.743095, 2.364999, -2.005167]),
    (129, 0.120625, [-1.785794, -0.978284, 4.850470]),
    (132, 0.005560, [-7.270895, -2.890917, -2.252455]),
    (133, 0.053286, [-1.856432, 2.585245, 3.757904]),
    (136, 0.066890, [-5.085276, -7.178590, 0.714711]),
    (143, 0.014817, [-6.407571, 2.236021, 1.560843]),
    (147, 0.014263, [-6.234883, -1.944430, 1.663542]),
    (198, 0.025462, [-1.246815, 0.230297, 5.681036]),
    (205, 0.047252, [-3.832928, -1.537326, 4.137731]),
    (263, 0.058724, [4.445859, 2.663991, 3.173422]),
    (284, 0.007667, [6.279331, 6.615427, 1.425850]),
    (297, 0.009078, [3.523964, 8.005976, 3.729163]),
    (346, 0.009792, [5.258659, 0.945811, 2.974312]),
    (348, 0.014565, [3.300681, 0.861641, 3.872784]),
    (350, 0.018591, [1.820731, 1.467954, 4.224124]),
    (356, 0.005198, [7.743095, 2.364999, -2.005167]),
    (358, 0.120625, [1.785794, -0.978284, 4.850470]),
    (361, 0.005560, [7.270895, -2.890917, -2.252455]),
    (362, 0.053286, [1.856432, 2.585245, 3.757904]),
    (365, 0.066890, [5.085276, -7.178590, 0.714711]),
    (372, 0.014817, [6.407571, 2.236021, 1.560843]),
    (376, 0.014263, [6.234883, -1.944430, 1.663542]),
    (420, 0.025462, [1.246815, 0.230297, 5.681036]),
    (425, 0.047252, [3.832928, -1.537326, 4.137731]),
];

/// A head before a camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// How the head is turned, seen from the camera: perspective is taken out, so a face at the edge of the picture that
    /// is parallel to the sensor has no yaw.
    pub pose: Pose,
    /// Rows of the rotation from the canonical face (x right, y up, z to the camera) to the camera's axes.
    pub rotation: [[f32; 3]; 3],
    /// Origin of the canonical face, about the middle of the head at the height of the eyes' lower lids, in
    /// centimetres: right of the camera, above it, and, negative, before it.
    pub translation_cm: [f32; 3],
    /// From the camera to the middle between the eyes in centimetres, by the canonical face.
    pub distance_cm: f32,
    /// Millimetres that a pixel spans at the eyes, by the canonical face.
    pub mm_per_px: f32,
    /// The same two by the irises, where the landmarks have them.
    pub by_iris: Option<IrisScale>,
}

/// A scale from the size of the irises.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IrisScale {
    /// From the camera to the eyes in centimetres.
    pub distance_cm: f32,
    /// Millimetres that a pixel spans at the eyes.
    pub mm_per_px: f32,
    /// Distance between the pupils in millimetres, along the head's own axis.
    pub between_pupils_mm: f32,
}

impl Geometry {
    /// Fits the canonical face to the landmarks of a face in a picture of `width` x `height` pixels that a camera with
    /// this vertical field of view in degrees took. Nothing for too few landmarks, ones that are all in one place, or an
    /// angle outside 1 to 170.
    #[must_use]
    pub fn fit(points: &[Point], (width, height): (usize, usize), vertical_fov_deg: f32) -> Option<Self> {
        if points.len() < POINTS || height == 0 || !(1.0..=170.0).contains(&vertical_fov_deg) {
            return None;
        }
        // On a plane at distance 1 before the camera, z growing away from it.
        let px = 2.0 * (f64::from(vertical_fov_deg).to_radians() / 2.0).tan() / height as f64;
        let (cx, cy) = (width as f64 / 2.0, height as f64 / 2.0);
        let screen = |p: &Point| [(f64::from(p[0]) - cx) * px, (cy - f64::from(p[1])) * px, f64::from(p[2]) * px];
        let middle = points.iter().take(POINTS).map(|p| f64::from(p[2]) * px).sum::<f64>() / POINTS as f64;
        let fitted = |place: &dyn Fn([f64; 3]) -> [f64; 3]| -> Option<Similarity> {
            let mut pairs = Vec::with_capacity(BASIS.len());
            for (i, weight, from) in BASIS {
                let [x, y, z] = place(screen(points.get(i)?));
                pairs.push(Pair { weight, from, to: [x, y, -z] });
            }
            fit(&pairs)
        };
        // Landmarks' depths are relative, so the scale is found first on the plane, then once more in space.
        let unproject = |scale: f64| {
            move |[x, y, z]: [f64; 3]| {
                let depth = (z - middle + 1.0) / scale;
                [x * depth, y * depth, depth]
            }
        };
        let first = fitted(&|p| p)?.scale;
        let second = fitted(&unproject(first))?.scale;
        let placed = fitted(&unproject(first * second))?;

        let r = placed.rotation;
        let eyes = apply(&r, [0.0, 2.62, 3.47]);
        let eyes: [f64; 3] = std::array::from_fn(|k| placed.scale * eyes[k] + placed.shift[k]);
        let distance = eyes.iter().map(|v| v * v).sum::<f64>().sqrt();
        Some(Self {
            pose: pose(&r),
            rotation: r.map(|row| row.map(|v| v as f32)),
            translation_cm: placed.shift.map(|v| v as f32),
            distance_cm: distance as f32,
            mm_per_px: (10.0 * -eyes[2] * px) as f32,
            by_iris: iris(points, &r, (px, cx, cy)),
        })
    }
}

/// Angles of a rotation, in the order roll, yaw, pitch from the camera inwards, with the signs of [`Pose`].
fn pose(r: &[[f64; 3]; 3]) -> Pose {
    let level = r[0][0].hypot(r[1][0]);
    Pose {
        yaw_deg: (-r[2][0]).atan2(level).to_degrees() as f32,
        pitch_deg: (-r[2][1]).atan2(r[2][2]).to_degrees() as f32,
        roll_deg: (-r[1][0]).atan2(r[0][0]).to_degrees() as f32,
    }
}

/// Scale by the irises. A turned head shortens their width, never the longer axis, so the longer of width and height
/// counts; the pupils' distance is that of points on the head's own axis.
fn iris(points: &[Point], r: &[[f64; 3]; 3], (px, cx, cy): (f64, f64, f64)) -> Option<IrisScale> {
    if points.len() < POINTS_WITH_IRISES {
        return None;
    }
    let gap = |a: usize, b: usize| -> Option<f64> {
        let (a, b) = (points.get(a)?, points.get(b)?);
        Some(f64::from(a[0] - b[0]).hypot(f64::from(a[1] - b[1])))
    };
    let right = gap(469, 471)?.max(gap(470, 472)?);
    let left = gap(474, 476)?.max(gap(475, 477)?);
    let mm_per_px = IRIS_MM / f64::midpoint(right, left);
    let (a, b) = (points.get(468)?, points.get(473)?);
    let (x, y) = (f64::from(f32::midpoint(a[0], b[0])) - cx, f64::from(f32::midpoint(a[1], b[1])) - cy);
    let depth_mm = mm_per_px / px;
    // How much of a line along the head's x axis is seen.
    let seen = r[0][0].hypot(r[1][0]).max(0.2);
    let scale = IrisScale {
        distance_cm: (depth_mm / 10.0 * (1.0 + (x * px).powi(2) + (y * px).powi(2)).sqrt()) as f32,
        mm_per_px: mm_per_px as f32,
        between_pupils_mm: (gap(468, 473)? * mm_per_px / seen) as f32,
    };
    scale.distance_cm.is_finite().then_some(scale)
}
