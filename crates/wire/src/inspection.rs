//! What `edge/inspect` sees in a clip's file: between the Workers, never outside.

use serde::{Deserialize, Serialize};

/// Key frames of a file, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Key frames that were decoded.
    pub frames: u32,
    /// Their perceptual hashes in the order of the frames, 64 bits each, as 16 lower-case hexadecimal digits.
    pub prints: Vec<String>,
}
