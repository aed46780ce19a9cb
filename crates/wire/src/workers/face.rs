//! The face worker: alignment at camera frame rate, guidance, takes, and cutting the person out.

use domain::capture::{Flaw, Glimpse, Pose, Rest};
use serde::{Deserialize, Serialize};

use super::Failure;
use crate::likeness::PoseCaught;

/// To the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Request {
    /// Loads the models. Buffers: detector, landmarks and segmentation, each as the `.tflite` file.
    Load,
    /// Begins a capture with these poses, forgetting any before.
    Begin {
        /// In the order that the edge drew.
        poses: Vec<Pose>,
    },
    /// One camera frame. Buffers: one `VideoFrame` (closed by the worker). Answered by [`Answer::Seen`].
    See {
        /// Seconds since the capture began.
        t_s: f64,
    },
    /// Begins one pose of the same capture again, against the same neutral face; another face is a flaw. The take is
    /// replaced when it is caught, the evidence stays that of the capture.
    Redo {
        /// Which.
        pose: Pose,
    },
    /// What speaks for and against the capture so far. Answered by [`Answer::Evidence`].
    Evidence,
    /// Takes caught so far, for the studio; the worker keeps them, too. Answered by [`Answer::Takes`].
    Finish,
}

/// What to tell the visitor. One at a time, the most useful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// No face in the picture.
    NoFace,
    /// More than one face.
    TwoFaces,
    /// Come closer.
    TooFar,
    /// Go back a little.
    TooNear,
    /// Move into the oval.
    OffCentre,
    /// More light on the face.
    TooDark,
    /// Less light on the face.
    TooBright,
    /// The light is behind the person.
    Backlit,
    /// A hand or hair lies over the face.
    Covered,
    /// Glasses reflect a light.
    Glare,
    /// The picture is blurred.
    Blurred,
    /// Hold still.
    HoldStill,
    /// Do the wanted pose.
    DoPose,
    /// The head turned to the other side.
    WrongWay,
    /// What turns is a picture of a face.
    Flat,
    /// Look straight ahead for a moment, as at the beginning.
    LookAgain,
}

/// From the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Answer {
    /// The worker runs.
    Ready,
    /// The models are in.
    Loaded,
    /// The capture has begun.
    Begun,
    /// What was seen in one frame. Buffers: the landmarks as `Float32Array` buffer of `[x, y, z]` in pixels of the
    /// frame, or none without a face.
    Seen {
        /// Faces seen.
        faces: u32,
        /// What to say.
        hint: Option<Hint>,
        /// Wanted now; none when every pose is caught.
        pose: Option<Pose>,
        /// 0 to 1 of the wanted pose's hold.
        progress: f32,
        /// Caught on this frame.
        caught: Option<Pose>,
        /// Head turn, nod and tilt in degrees: yaw is positive to the person's own left.
        yaw_deg: f32,
        /// Positive lifts the chin.
        pitch_deg: f32,
        /// Positive leans to the person's own left shoulder.
        roll_deg: f32,
        /// Inner-lip gap over the distance between the eyes.
        mouth_open: f32,
        /// What speaks against the capture: it is over, and another one has to be drawn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        flaw: Option<Flaw>,
        /// Width of the frame in pixels.
        width: u32,
        /// Height of the frame in pixels.
        height: u32,
        /// What this frame cost in the worker, in milliseconds.
        took_ms: f32,
    },
    /// The capture as numbers, for the edge.
    Evidence {
        /// In the order they were caught.
        poses: Vec<PoseCaught>,
        /// In order of time.
        trace: Vec<Glimpse>,
        /// Looks at the face at rest that were asked for.
        rests: Vec<Rest>,
    },
    /// The takes. Buffers: for each take its RGBA and its landmarks (as in `Seen`), at last the person mask of the
    /// neutral take as `Float32Array` buffer.
    Takes {
        /// In the order of the buffers.
        takes: Vec<Take>,
        /// Width and height of the mask.
        mask: (u32, u32),
    },
    /// It could not be done.
    Failed(Failure),
}

/// A take, without its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    /// Which pose.
    pub pose: Pose,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}
