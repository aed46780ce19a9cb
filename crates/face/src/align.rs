//! Landmarks over time: the detector when no face is known, then each frame's landmarks say where to look in the next.
//! The network is Face Mesh (arXiv:1907.06724): 468 points of a 192 x 192 picture, or, with irises, 478 points of a
//! 256 x 256 picture, which takes three times as long.

use crate::crop::{Outside, Region, sample};
use crate::detect::Detector;
use crate::nn::{ModelError, Net, logistic};
use crate::{Expression, Frame, Point, Pose};

/// Number of landmarks of a face.
pub const POINTS: usize = 468;
/// Number of landmarks of a face with its irises: centre, then four points on the edge, of the person's right and left.
pub const POINTS_WITH_IRISES: usize = 478;
/// Side of the landmark network's input in pixels, without and with irises.
const SIDES: (usize, usize) = (192, 256);
/// Least presence of a face that is there.
const MIN_PRESENCE: f32 = 0.5;
/// How much larger than the landmarks' box the next region is.
const ENLARGE: f32 = 1.5;
/// While a face is tracked, frames from one look for further faces to the next.
const RECOUNT_EVERY: u32 = 10;
/// Outer corners of the person's right and left eye: their line says how far the head is rolled.
const OUTER_EYE_CORNERS: (usize, usize) = (33, 263);

/// An aligned face.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// The landmarks of MediaPipe's face mesh, in its order: [`POINTS`], or [`POINTS_WITH_IRISES`].
    pub points: Vec<Point>,
    /// How sure the network is that this is a face, 0 to 1.
    pub presence: f32,
    /// How the head is turned.
    pub pose: Pose,
    /// Eyes and mouth.
    pub expression: Expression,
}

/// What one frame shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    /// Faces in the picture. While a face is tracked the detector looks for others on every tenth frame; in between,
    /// this keeps what it saw last.
    pub count: usize,
    /// The tracked face: when tracking began, the one that took most of the picture.
    pub face: Option<Face>,
}

/// Finds a face and follows it from frame to frame.
#[derive(Debug)]
pub struct Aligner {
    detector: Detector,
    net: Net,
    /// Side of the landmark network's input in pixels.
    side: usize,
    region: Option<Region>,
    count: usize,
    since_count: u32,
}

impl Aligner {
    /// Reads `face_detection_short_range.tflite` and `face_landmark.tflite` of MediaPipe.
    ///
    /// # Errors
    /// A file that is damaged, needs operators that are not here, or is another network.
    pub fn new(detector_tflite: &[u8], landmarks_tflite: &[u8]) -> Result<Self, ModelError> {
        let net = Net::new(landmarks_tflite, SIDES.0, &[3 * POINTS, 1])?;
        Ok(Self::of(Detector::new(detector_tflite)?, net, SIDES.0))
    }

    /// Reads `face_detection_short_range.tflite` and `face_landmarks_detector.tflite` of MediaPipe: faces have
    /// [`POINTS_WITH_IRISES`] landmarks.
    ///
    /// # Errors
    /// As [`Aligner::new`].
    pub fn with_irises(detector_tflite: &[u8], landmarks_tflite: &[u8]) -> Result<Self, ModelError> {
        // The third output is not documented, and not used.
        let net = Net::new(landmarks_tflite, SIDES.1, &[3 * POINTS_WITH_IRISES, 1, 1])?;
        Ok(Self::of(Detector::new(detector_tflite)?, net, SIDES.1))
    }

    fn of(detector: Detector, net: Net, side: usize) -> Self {
        Self { detector, net, side, region: None, count: 0, since_count: 0 }
    }

    /// Aligns the face in the next frame of a film.
    pub fn align(&mut self, frame: &Frame) -> Sighting {
        if let Some(region) = self.region.take() {
            if self.since_count >= RECOUNT_EVERY {
                self.count(frame);
            }
            if let Some(face) = self.landmarks(frame, region) {
                self.region = next_region(&face.points);
                self.since_count += 1;
                return Sighting { count: self.count.max(1), face: Some(face) };
            }
        }
        let face = self.count(frame).and_then(|region| self.landmarks(frame, region));
        self.region = face.as_ref().and_then(|f| next_region(&f.points));
        Sighting { count: self.count, face }
    }

    /// Forgets the face: the next frame is taken as the first of another film.
    pub fn reset(&mut self) {
        self.region = None;
        self.count = 0;
    }

    /// Counts the faces and says where the largest is.
    fn count(&mut self, frame: &Frame) -> Option<Region> {
        let faces = self.detector.detect(frame);
        self.count = faces.len();
        self.since_count = 0;
        faces.iter().max_by(|a, b| a.area().total_cmp(&b.area())).map(|f| f.region(frame))
    }

    fn landmarks(&mut self, frame: &Frame, region: Region) -> Option<Face> {
        // A region of no size, or not a number, shows nothing.
        if !(region.side >= 1.0 && region.side.is_finite()) {
            return None;
        }
        sample(frame, region, Outside::Nearest, (1.0 / 255.0, 0.0), self.net.input_rows());
        self.net.run();
        let presence = logistic(*self.net.output(1).first()?);
        if presence.is_nan() || presence < MIN_PRESENCE {
            return None;
        }
        let unit = 1.0 / self.side as f32;
        let points: Vec<Point> = (self.net.output(0).as_chunks::<3>().0.iter())
            .map(|[x, y, z]| {
                let (px, py) = region.to_frame(x * unit, y * unit);
                [px, py, z * unit * region.side]
            })
            .collect();
        let (pose, expression) = (Pose::of(&points)?, Expression::of(&points)?);
        Some(Face { points, presence, pose, expression })
    }
}

/// Where the face of these landmarks will be in the next frame.
fn next_region(points: &[Point]) -> Option<Region> {
    let (right, left) = (points.get(OUTER_EYE_CORNERS.0)?, points.get(OUTER_EYE_CORNERS.1)?);
    let (mut low, mut high) = ([f32::MAX; 2], [f32::MIN; 2]);
    for p in points {
        for k in 0..2 {
            low[k] = low[k].min(p[k]);
            high[k] = high[k].max(p[k]);
        }
    }
    let centre = (f32::midpoint(low[0], high[0]), f32::midpoint(low[1], high[1]));
    let side = (high[0] - low[0]).max(high[1] - low[1]) * ENLARGE;
    Some(Region::along((left[0] - right[0], left[1] - right[1]), centre, side))
}
