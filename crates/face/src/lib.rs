//! Face alignment: where the face is, its 468 landmarks, how the head is turned, how open eyes and mouth are, which
//! pixels are the person, and what to tell someone who is being scanned.
//!
//! The networks are Google's BlazeFace (arXiv:1907.05047), Face Mesh (arXiv:1907.06724) and Selfie Segmentation as
//! TensorFlow Lite files, run by a kernel of our own (the `nn` module): NHWC, 32-bit floats, SIMD of four. Nothing is
//! read or written but the arguments, so everything here can be repeated.
//!
//! Images are not mirrored: the person's left is on the right of the picture. Angles are in degrees, positions in
//! pixels from the top left corner.

mod align;
#[cfg(feature = "bench")]
pub mod bench;
mod blendshapes;
mod crop;
mod detect;
mod expression;
mod frame;
mod geometry;
pub mod guide;
mod nn;
mod person;
mod pose;
mod procrustes;
mod segment;

pub use align::{Aligner, Face, POINTS, POINTS_WITH_IRISES, Sighting};
pub use blendshapes::{BLENDSHAPE_NAMES, BLENDSHAPES, BlendshapeNet, Blendshapes};
pub use expression::Expression;
pub use frame::{Frame, FrameError};
pub use geometry::{ASSUMED_VERTICAL_FOV_DEG, Geometry, IrisScale};
pub use nn::ModelError;
pub use pose::Pose;
pub use segment::{Mask, Segmenter};

/// A landmark: x and y in frame pixels, z on the same scale, smaller is nearer to the camera.
pub type Point = [f32; 3];
