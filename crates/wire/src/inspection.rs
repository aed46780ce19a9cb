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
    /// The key frame that shows most, in its own size: a JPEG in base64 (RFC 4648, chapter 4).
    #[serde(default)]
    pub poster: String,
    /// Up to three smaller pictures, spread evenly over the clip, for those who judge what is shown: JPEGs in base64.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// Six pictures spread evenly over the clip, side by side: a JPEG in base64.
    #[serde(default)]
    pub sprite: String,
    /// How loud equal parts of the sound are, 0 for silence, 255 for the loudest of them; none where there is no sound that
    /// can be heard.
    #[serde(default)]
    pub wave: Vec<u8>,
    /// Where the visible mark was found.
    #[serde(default)]
    pub mark: Mark,
}

/// In which key frames the site's visible mark was found: the line that is the same for every creator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mark {
    /// Key frames in which it was looked for; zero in what was written before anybody looked.
    pub looked: u32,
    /// Where it was found, in the order of the frames: at most one place a frame.
    pub places: Vec<MarkPlace>,
}

impl Mark {
    /// Whether the clip counts as marked: the mark stands in at least half of the key frames.
    ///
    /// Half, since a mark that is fading from one place to the next over a busy scene may be missed, and an upload must
    /// not be refused for that; what has no mark has it in none.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.looked > 0 && 2 * self.places.len() >= self.looked as usize
    }
}

/// Where the mark stands in a key frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkPlace {
    /// Number of the key frame among those that were looked at, from 0.
    pub frame: u32,
    /// Left edge of the line, in pixels.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Likeness to the mark as the studio draws it, in thousandths of a normalised correlation: at most 1000.
    pub score: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_before_is_read() {
        let before = r#"{"frames":1,"prints":["00"],"mirrored":["00"],"sound":null}"#;
        let read: Inspection = serde_json::from_str(before).unwrap_or_else(|e| panic!("{e}"));
        assert!(read.poster.is_empty() && read.pictures.is_empty() && !read.mark.stands());
    }

    #[test]
    fn half_of_the_frames_are_enough() {
        let place = MarkPlace { frame: 0, x: 0, y: 0, width: 9, height: 9, score: 900 };
        let stands = |found: usize, looked| Mark { looked, places: vec![place; found] }.stands();
        assert!(stands(1, 1) && stands(5, 10) && stands(3, 5));
        assert!(!stands(0, 0) && !stands(4, 10) && !stands(2, 5));
    }
}
