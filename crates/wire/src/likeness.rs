//! Captures and likenesses.

use domain::capture::{Flaw, Glimpse, HeardWord, Moment, Pose, Rest};
use domain::consent::Policy;
use domain::{CaptureId, LikenessId, UnixMs};
use serde::{Deserialize, Serialize};

/// What the edge asks for in one capture: single use, valid until `expires_at`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capture {
    /// Which.
    pub id: CaptureId,
    /// In this order.
    pub poses: Vec<Pose>,
    /// To be said in this order.
    pub words: Vec<String>,
    /// When it can no longer be used.
    pub expires_at: UnixMs,
}

/// One pose as the face worker caught it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoseCaught {
    /// Which.
    pub pose: Pose,
    /// Milliseconds since the first frame.
    pub at_ms: u32,
    /// Head turn in degrees, positive to the person's own left.
    pub yaw_deg: f32,
    /// Inner-lip gap over the distance between the eyes.
    pub mouth_open: f32,
    /// Proportions of the face in this pose, to tell two faces apart. Too few to draw one with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shape: Vec<f32>,
    /// Colours of the face in this pose, to tell two faces apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tone: Vec<f32>,
    /// Which way the edges run around eyes and nose in this pose, to tell two faces apart. No picture can be made of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texture: Vec<u8>,
    /// For a turn: how the head came there, frame by frame. Angles and proportions, no picture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turn: Vec<Moment>,
}

/// One challenge word as the voice worker heard it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WordHeard {
    /// The word.
    pub word: String,
    /// Whether it was said.
    pub said: bool,
    /// From the beginning of the recording to that of the word, in milliseconds.
    #[serde(default)]
    pub start_ms: u32,
    /// To its end.
    #[serde(default)]
    pub end_ms: u32,
    /// What was recognised there: phones of the recogniser, one character each.
    #[serde(default)]
    pub phones: String,
    /// Measures of the voice that said it, to tell two voices apart. Too few to speak with.
    #[serde(default)]
    pub voice: Vec<f32>,
}

impl From<HeardWord> for WordHeard {
    fn from(w: HeardWord) -> Self {
        let HeardWord { word, said, start_ms, end_ms, phones, voice } = w;
        Self { word, said, start_ms, end_ms, phones, voice }
    }
}

impl From<&WordHeard> for HeardWord {
    fn from(w: &WordHeard) -> Self {
        let WordHeard { word, said, start_ms, end_ms, phones, voice } = w.clone();
        Self { word, said, start_ms, end_ms, phones, voice }
    }
}

/// What the device attests of a capture. The edge checks it against its draw; pictures and sound stay on the device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaptureResult {
    /// Version of the consent text that was agreed to.
    pub consent_version: u32,
    /// In the order they were caught.
    pub poses: Vec<PoseCaught>,
    /// In the order they were said.
    pub words: Vec<WordHeard>,
    /// The whole capture, in order of time. Deleted once it is scored.
    #[serde(default)]
    pub trace: Vec<Glimpse>,
    /// Looks at the face at rest: after every absence, and after the last pose.
    #[serde(default)]
    pub rests: Vec<Rest>,
    /// What the device found to speak against this capture: it ended there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flaw: Option<Flaw>,
}

/// A likeness as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Likeness {
    /// Which.
    pub id: LikenessId,
    /// When this version of the pack was made.
    pub captured_at: UnixMs,
    /// Counts up with each capture.
    pub version: u32,
    /// Size of the pack in bytes.
    pub pack_bytes: u32,
    /// Who may use it.
    pub policy: Policy,
    /// How the capture was proved. `device`: attested by the device that scanned, not by us. `import`: it came in an
    /// export, and was not scanned here.
    pub attested_by: String,
}

/// The caller's likeness, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyLikeness {
    /// None before the first capture and after a deletion.
    pub likeness: Option<Likeness>,
}
