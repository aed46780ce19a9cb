//! What speaks against a capture: found on the device while it goes on, and again at the edge.

use serde::{Deserialize, Serialize};

/// Why a capture is not that of a live person who does what is asked. `rule` is stable for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// The head turned to the other side first.
    #[error("Your head turned to the other side first. Left and right are your own.")]
    WrongTurn,
    /// Poses came that nobody asked for, as in a film of another capture.
    #[error("What was seen did not follow what was asked. Do each pose when it is asked for.")]
    OffScript,
    /// From one frame to the next another face was there.
    #[error("The face changed from one moment to the next. Stay in the picture the whole time.")]
    Jump,
    /// The poses do not show one face.
    #[error("The poses do not show the same face. Only one person may be scanned.")]
    OtherFace,
    /// What moved had no depth.
    #[error("This looks like a picture of a face. Look into the camera yourself.")]
    Flat,
    /// The picture stood still as no camera's does.
    #[error("The picture is frozen. Use a real camera, and close other programs that use it.")]
    Frozen,
    /// The same movement came again and again.
    #[error("The picture repeats itself like a film. Use a real camera.")]
    Looped,
}

impl Flaw {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::WrongTurn => "wrong_turn",
            Self::OffScript => "off_script",
            Self::Jump => "jump",
            Self::OtherFace => "other_face",
            Self::Flat => "flat",
            Self::Frozen => "frozen",
            Self::Looped => "looped",
        }
    }
}
