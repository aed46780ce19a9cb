//! Finding faces: BlazeFace, short range (arXiv:1907.05047), 896 anchors over a letterboxed 128 x 128 picture.

use crate::Frame;
use crate::crop::{Outside, Region, sample};
use crate::nn::{ModelError, Net, logistic};

/// Side of the network's input in pixels.
const SIDE: usize = 128;
/// Anchors: two on each place of a 16 x 16 grid, six on each of an 8 x 8 grid.
const GRIDS: [(usize, usize); 2] = [(16, 2), (8, 6)];
const ANCHORS: usize = 896;
/// Numbers for each anchor: centre, size, six key points.
const VALUES: usize = 16;
/// Least score of a face.
const MIN_SCORE: f32 = 0.5;
/// Boxes that share more than this part of their union are one face.
const SAME_FACE: f32 = 0.3;
/// How much larger than the box the region for the landmarks is.
const ENLARGE: f32 = 1.5;

/// A face as found, in parts of the letterboxed square: box centre and size, then key points (the person's right eye,
/// left eye, nose tip, mouth, right and left ear).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detection {
    pub(crate) score: f32,
    values: [f32; VALUES],
}

#[derive(Debug)]
pub(crate) struct Detector {
    net: Net,
}

impl Detector {
    pub(crate) fn new(file: &[u8]) -> Result<Self, ModelError> {
        Net::new(file, SIDE, &[ANCHORS * VALUES, ANCHORS]).map(|net| Self { net })
    }

    /// Faces in the frame, the surest first.
    pub(crate) fn detect(&mut self, frame: &Frame) -> Vec<Detection> {
        let range = (2.0 / 255.0, -1.0);
        sample(frame, Region::whole(frame), Outside::Black, range, self.net.input_rows());
        self.net.run();
        let mut found = Vec::new();
        let scores = self.net.output(1);
        let values = self.net.output(0).as_chunks::<VALUES>().0;
        for ((cx, cy), (score, raw)) in anchors().zip(scores.iter().zip(values)) {
            let score = logistic(score.clamp(-100.0, 100.0));
            if score < MIN_SCORE {
                continue;
            }
            // Offsets are in pixels of the input; all but the size are from the anchor's centre.
            let mut values = raw.map(|v| v / SIDE as f32);
            for (i, v) in values.iter_mut().enumerate().filter(|(i, _)| !(2..4).contains(i)) {
                *v += if i % 2 == 0 { cx } else { cy };
            }
            found.push(Detection { score, values });
        }
        merge(found)
    }
}

/// Centres of the anchors in the order of the network's output.
fn anchors() -> impl Iterator<Item = (f32, f32)> {
    GRIDS.into_iter().flat_map(|(n, each)| {
        (0..n * n * each).map(move |i| {
            let cell = i / each;
            (((cell % n) as f32 + 0.5) / n as f32, ((cell / n) as f32 + 0.5) / n as f32)
        })
    })
}

/// Overlapping boxes become one, their mean weighted by score.
fn merge(mut found: Vec<Detection>) -> Vec<Detection> {
    let mut faces = Vec::new();
    while let Some(first) = (0..found.len()).max_by(|a, b| found[*a].score.total_cmp(&found[*b].score)) {
        found.swap(0, first);
        let best = found[0];
        let (same, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|d| overlap(&best, d) > SAME_FACE);
        let weight: f32 = same.iter().map(|d| d.score).sum();
        let mean = |i: usize| same.iter().map(|d| d.score * d.values[i]).sum::<f32>() / weight;
        if weight > 0.0 {
            faces.push(Detection { score: best.score, values: std::array::from_fn(mean) });
        }
        // A box without area overlaps nothing, not even itself: drop it.
        found = if same.is_empty() { others.into_iter().skip(1).collect() } else { others };
    }
    faces
}

/// Intersection over union of two boxes.
fn overlap(a: &Detection, b: &Detection) -> f32 {
    let side = |i: usize| {
        let (p, q) = ((a.values[i], a.values[i + 2]), (b.values[i], b.values[i + 2]));
        ((p.0 + p.1 / 2.0).min(q.0 + q.1 / 2.0) - (p.0 - p.1 / 2.0).max(q.0 - q.1 / 2.0)).max(0.0)
    };
    let area = |d: &Detection| d.values[2].max(0.0) * d.values[3].max(0.0);
    let both = side(0) * side(1);
    let union = area(a) + area(b) - both;
    if union > 0.0 { both / union } else { 0.0 }
}

impl Detection {
    /// Area of the box in parts of the square.
    pub(crate) fn area(&self) -> f32 {
        self.values[2] * self.values[3]
    }

    /// Where to look for landmarks: a square about the box, turned so that the eyes are level.
    pub(crate) fn region(&self, frame: &Frame) -> Region {
        let [x, y, w, h, rx, ry, lx, ly, ..] = self.values;
        let whole = Region::whole(frame);
        Region::along((lx - rx, ly - ry), whole.to_frame(x, y), w.max(h) * whole.side * ENLARGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, y: f32, side: f32, score: f32) -> Detection {
        let mut values = [0.0; VALUES];
        values[..4].copy_from_slice(&[x, y, side, side]);
        Detection { score, values }
    }

    #[test]
    fn there_are_as_many_anchors_as_outputs() {
        assert_eq!(anchors().count(), ANCHORS);
        assert_eq!(anchors().next(), Some((1.0 / 32.0, 1.0 / 32.0)));
        assert_eq!(anchors().last(), Some((15.0 / 16.0, 15.0 / 16.0)));
    }

    #[test]
    fn boxes_of_one_face_are_merged_and_others_kept() {
        let faces = merge(vec![face(0.3, 0.5, 0.2, 0.6), face(0.31, 0.5, 0.2, 0.9), face(0.8, 0.5, 0.2, 0.7)]);
        assert_eq!(faces.len(), 2);
        assert!((faces[0].values[0] - (0.3 * 0.6 + 0.31 * 0.9) / 1.5).abs() < 1e-6);
        assert!(merge(vec![face(0.5, 0.5, 0.0, 0.9)]).is_empty());
    }
}
