//! What the guide answers.

use domain::capture::{Flaw, Moment, Pose};

/// What to tell the person. Only the most urgent is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// There is no face.
    NoFace,
    /// More than one face: the others should leave the picture.
    TwoFaces,
    /// The face is too small for a sharp likeness.
    TooFar,
    /// The face fills the picture.
    TooNear,
    /// The face is near the edge of the picture.
    OffCentre,
    /// The face is too dark.
    TooDark,
    /// The face is overexposed.
    TooBright,
    /// The light is behind the person.
    Backlit,
    /// A hand or hair lies over the face.
    Covered,
    /// Glasses reflect a light.
    Glare,
    /// The picture is blurred.
    Blurred,
    /// The pose is right: keep still.
    HoldStill,
    /// Take this pose.
    DoPose(Pose),
    /// The head is turned to the other side than asked.
    WrongWay,
    /// What turns is a picture of a face.
    Flat,
    /// Look straight ahead for a moment, as at the beginning: the face was out of sight, or the poses are over.
    LookAgain,
}

/// What one frame means for the capture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guidance {
    /// What to say; nothing while a pose is being held, and when all are caught.
    pub hint: Option<Hint>,
    /// The pose that is wanted now (after a catch: the next one); nothing when all are caught.
    pub pose: Option<Pose>,
    /// How much of the hold of this pose is over, 0 to 1.
    pub progress: f32,
    /// The pose that was caught on this frame: keep the frame as its take.
    pub caught: Option<Pose>,
    /// What speaks against the capture. It is over then: nothing is caught any more.
    pub flaw: Option<Flaw>,
}

/// What was measured of a pose when it was caught.
#[derive(Debug, Clone, PartialEq)]
pub struct Catch {
    /// Which.
    pub pose: Pose,
    /// Milliseconds on the clock of the frames.
    pub at_ms: u32,
    /// Head turn in degrees, positive to the person's own left.
    pub yaw_deg: f32,
    /// Inner-lip gap over the distance between the eyes.
    pub mouth_open: f32,
    /// Proportions of the bones under the face: [`domain::capture::SHAPE`] numbers.
    pub shape: Vec<f32>,
    /// Colours of the skin: [`domain::capture::TONE`] numbers.
    pub tone: Vec<f32>,
    /// Which way the edges run around eyes and nose: [`domain::capture::TEXTURE`] numbers.
    pub texture: Vec<u8>,
    /// How the head came to a turn; empty for other poses.
    pub turn: Vec<Moment>,
}
