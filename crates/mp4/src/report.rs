//! What a file is, and why it is refused.

use thiserror::Error;

/// What a clip file holds, measured from the file alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Width of the picture in pixels, after cropping, as the bit stream says.
    pub width: u32,
    /// Height of the picture in pixels, after cropping, as the bit stream says.
    pub height: u32,
    /// Video samples in the file.
    pub frames: u32,
    /// Ticks a second of the video track.
    pub timescale: u32,
    /// Mean frames a second of the video track.
    pub fps: f64,
    /// What a player shows, in milliseconds rounded up: the longer of video and audio after edit lists.
    pub duration_ms: u32,
    /// The video alone after its edit list, in milliseconds rounded up.
    pub video_ms: u32,
    /// RFC 6381 name of the video codec, for example `avc1.64001f`.
    pub video_codec: String,
    /// `Baseline`, `Main`, `High`, or the number of another profile.
    pub profile: String,
    /// The sound, if there is any.
    pub audio: Option<AudioReport>,
    /// Whether a player can start before it has the whole file.
    pub moov_first: bool,
    /// Indices, from 0, of the frames that can be decoded alone (IDR).
    pub key_frames: Vec<u32>,
    /// Size of the file.
    pub bytes: usize,
}

/// The sound track of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioReport {
    /// RFC 6381 name: `mp4a.40.2` for AAC-LC, `opus`.
    pub codec: String,
    /// Samples a second.
    pub rate_hz: u32,
    /// Channels.
    pub channels: u16,
    /// After the edit list, in milliseconds rounded up.
    pub duration_ms: u32,
}

/// The rule that a file breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Not an MP4 file at all.
    NotMp4,
    /// Boxes or samples that reach past the end of the file or of its media data.
    Truncated,
    /// Boxes that contradict one another or the standard.
    Malformed,
    /// A movie fragment instead of one complete index.
    Fragmented,
    /// No video track.
    NoVideo,
    /// More than one video track.
    ManyVideo,
    /// More than one audio track.
    ManyAudio,
    /// A track that is neither video nor audio.
    OtherTrack,
    /// Video that is not 8-bit 4:2:0 H.264 in Baseline, Main or High profile.
    Codec,
    /// Audio that is neither AAC-LC nor Opus.
    AudioCodec,
    /// More than ten seconds of video.
    Duration,
    /// More than ten seconds and one codec frame of audio.
    AudioDuration,
    /// More than 300 frames, or none.
    Frames,
    /// An edit list that does more than skip a start and set a length.
    Edits,
    /// A first frame that cannot be decoded alone, or too many frames between two that can.
    KeyFrames,
    /// A picture that is not shown upright at 9:16.
    Aspect,
    /// A file above the limit in bytes.
    Size,
    /// The index after the media.
    MoovLast,
}

impl Rule {
    /// The rule in plain words.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotMp4 => "The file is not an MP4 video",
            Self::Truncated => "The file is cut short",
            Self::Malformed => "The file is damaged",
            Self::Fragmented => "The file is fragmented",
            Self::NoVideo => "The file has no video",
            Self::ManyVideo => "The file has more than one video track",
            Self::ManyAudio => "The file has more than one audio track",
            Self::OtherTrack => "The file has a track that is neither video nor audio",
            Self::Codec => "The video is not H.264",
            Self::AudioCodec => "The sound is neither AAC nor Opus",
            Self::Duration => "The video is too long",
            Self::AudioDuration => "The sound is too long",
            Self::Frames => "The number of frames is outside the limit",
            Self::Edits => "The edit list is not a simple one",
            Self::KeyFrames => "Key frames are missing",
            Self::Aspect => "The picture is not upright 9:16",
            Self::Size => "The file is too large",
            Self::MoovLast => "The index comes after the media",
        }
    }
}

/// A file that breaks a rule, with what was measured and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: found {measured}, needs {limit}.", rule.sentence())]
pub struct Rejection {
    /// The rule.
    pub rule: Rule,
    /// What the file has, with its unit.
    pub measured: String,
    /// What is allowed, with its unit.
    pub limit: String,
}

impl Rejection {
    pub(crate) fn new(rule: Rule, measured: impl Into<String>, limit: impl Into<String>) -> Self {
        Self { rule, measured: measured.into(), limit: limit.into() }
    }

    pub(crate) fn malformed(measured: impl Into<String>) -> Self {
        Self::new(Rule::Malformed, measured, "a well-formed file")
    }
}
