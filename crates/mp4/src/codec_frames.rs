//! The codec frames of a file's sound, for whoever decodes them.

use std::ops::Range;

use crate::inspect::facts;
use crate::report::Rejection;
use crate::sound::Sound;

/// The sound of a file, still encoded.
#[derive(Debug)]
pub struct SoundTrack<'a> {
    bytes: &'a [u8],
    sound: Sound,
    ranges: Vec<Range<usize>>,
}

/// The sound of a file that [`inspect`](crate::inspect()) takes. None when it has none.
///
/// # Errors
/// What [`inspect`](crate::inspect()) refuses. Never panics, whatever the bytes are.
pub fn sound_track(bytes: &[u8]) -> Result<Option<SoundTrack<'_>>, Rejection> {
    Ok(facts(bytes)?.sound.map(|(sound, ranges)| SoundTrack { bytes, sound, ranges }))
}

impl<'a> SoundTrack<'a> {
    /// RFC 6381 name: `mp4a.40.2` (AAC-LC) or `opus`.
    #[must_use]
    pub fn codec(&self) -> &'static str {
        self.sound.codec
    }

    /// Samples a second and channel.
    #[must_use]
    pub fn rate_hz(&self) -> u32 {
        self.sound.rate_hz
    }

    /// Channels.
    #[must_use]
    pub fn channels(&self) -> u16 {
        self.sound.channels
    }

    /// The `AudioSpecificConfig` of an AAC track (ISO/IEC 14496-3, 1.6.2.1); empty for Opus.
    #[must_use]
    pub fn config(&self) -> &[u8] {
        &self.sound.config
    }

    /// Its codec frames in order, those before the edit list's beginning included.
    pub fn frames(&self) -> impl Iterator<Item = &'a [u8]> {
        self.ranges.iter().map(|range| self.bytes.get(range.clone()).unwrap_or_default())
    }
}
