//! What the face does, as 52 scores named as ARKit names them: MediaPipe's blendshape network, an MLP-Mixer over 146 of
//! the 478 landmarks.

use crate::nn::{Mixer, ModelError};
use crate::{POINTS_WITH_IRISES, Point};

/// Number of scores.
pub const BLENDSHAPES: usize = 52;

/// Names of the scores in their order. The first is unused by all who know it.
pub const BLENDSHAPE_NAMES: [&str; BLENDSHAPES] = [
    "_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel",
    "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker",
    "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight",
];

/// The landmarks that the network looks at (`kLandmarksSubsetIdxs` of MediaPipe's `face_blendshapes_graph.cc`).
#[rustfmt::skip]
const SUBSET: [u16; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80, 81,
    82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154,
    155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263,
    267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321,
    323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387,
    388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
];

/// Scores from 0 to 1, in the order of [`BLENDSHAPE_NAMES`]; left and right are the person's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Blendshapes(pub [f32; BLENDSHAPES]);

impl Blendshapes {
    /// The score of a name, if there is such a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f32> {
        self.iter().find(|(n, _)| *n == name).map(|(_, score)| score)
    }

    /// Names with their scores.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f32)> {
        BLENDSHAPE_NAMES.into_iter().zip(self.0)
    }
}

/// The network that gives [`Blendshapes`].
#[derive(Debug)]
pub struct BlendshapeNet {
    net: Mixer,
}

impl BlendshapeNet {
    /// Reads `face_blendshapes.tflite` of MediaPipe.
    ///
    /// # Errors
    /// A file that is damaged, needs operators that are not here, or is another network.
    pub fn new(tflite: &[u8]) -> Result<Self, ModelError> {
        Mixer::new(tflite, 2 * SUBSET.len(), BLENDSHAPES).map(|net| Self { net })
    }

    /// Scores of a face with its irises; nothing for fewer landmarks, or where all of them are one point.
    pub fn scores(&mut self, points: &[Point]) -> Option<Blendshapes> {
        if points.len() < POINTS_WITH_IRISES {
            return None;
        }
        // Pixels as they are: the network moves and scales them itself.
        for (to, i) in self.net.input().as_chunks_mut::<2>().0.iter_mut().zip(SUBSET) {
            let [x, y, _] = points.get(usize::from(i))?;
            *to = [*x, *y];
        }
        let scores = Blendshapes(*self.net.run().first_chunk()?);
        scores.0.iter().all(|s| s.is_finite()).then_some(scores)
    }
}
