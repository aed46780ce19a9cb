//! What `edge/inspect` sees in a clip's file: between the Workers, never outside.

use serde::{Deserialize, Serialize};

/// Key frames and sound of a file, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Key frames that were decoded.
    pub frames: u32,
    /// Their perceptual hashes in the order of the frames, 64 bits each, as 16 lower-case hexadecimal digits.
    pub prints: Vec<String>,
    /// The same of the frames with left and right swapped.
    pub mirrored: Vec<String>,
    /// Acoustic fingerprint of the sound ([`domain::soundprint::SoundPrint`]); none where there is nothing to hear.
    pub sound: Option<String>,
    /// Some of the frames, made small: JPEG in base64, for moderators that see.
    #[serde(default)]
    pub pictures: Vec<String>,
}
