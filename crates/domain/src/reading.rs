//! Whether a reading can be sent to have a voice copied from it: its length, and that somebody is heard in it.

use crate::limits::VOICE_READING_MS;

/// Length of a window whose loudness is measured, in milliseconds.
const WINDOW_MS: u32 = 50;
/// A window is heard from this root mean square on, of full scale: -46 dB.
const HEARD: f32 = 0.005;
/// Share of windows that are to be heard. A reading at rest has pauses; less than this is silence with a knock in it.
const HEARD_SHARE: f32 = 0.3;
/// Share of samples at full scale from which on a reading counts as overloaded.
const CLIPPED_SHARE: f32 = 0.01;
/// Full scale, with what rounding leaves.
const FULL: u16 = 32_700;

/// Why a reading cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadingFlaw {
    /// Too little to copy a voice from.
    #[error("the reading is too short: read on for {} seconds at least", VOICE_READING_MS.0 / 1000)]
    TooShort {
        /// How long it is, in milliseconds.
        ms: u64,
    },
    /// More than is asked for.
    #[error("the reading is too long: {} seconds are the most", VOICE_READING_MS.1 / 1000)]
    TooLong {
        /// How long it is, in milliseconds.
        ms: u64,
    },
    /// Hardly anything is heard.
    #[error("hardly anything is heard: check that the microphone is not muted, come closer, and read it again")]
    Silent,
    /// The microphone overloads.
    #[error("the microphone overloads: go back a little, and read it again")]
    Clipped,
}

impl ReadingFlaw {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::Silent => "silent",
            Self::Clipped => "clipped",
        }
    }
}

/// Judges a reading: mono samples of 16 bit, `rate_hz` of them a second.
///
/// # Errors
/// The first [`ReadingFlaw`] found.
pub fn judge(samples: &[i16], rate_hz: u32) -> Result<(), ReadingFlaw> {
    let ms = samples.len() as u64 * 1000 / u64::from(rate_hz.max(1));
    if ms < u64::from(VOICE_READING_MS.0) {
        return Err(ReadingFlaw::TooShort { ms });
    }
    if ms > u64::from(VOICE_READING_MS.1) {
        return Err(ReadingFlaw::TooLong { ms });
    }
    let window = (rate_hz * WINDOW_MS / 1000).max(1) as usize;
    let heard = samples.chunks(window).filter(|part| loudness(part) >= HEARD).count();
    if (heard as f32) < HEARD_SHARE * samples.len().div_ceil(window) as f32 {
        return Err(ReadingFlaw::Silent);
    }
    let clipped = samples.iter().filter(|sample| sample.unsigned_abs() >= FULL).count();
    if clipped as f32 > CLIPPED_SHARE * samples.len() as f32 { Err(ReadingFlaw::Clipped) } else { Ok(()) }
}

/// Root mean square of full scale, without what does not change.
fn loudness(part: &[i16]) -> f32 {
    let count = part.len().max(1) as f32;
    let mean = part.iter().map(|s| f32::from(*s)).sum::<f32>() / count;
    let squares: f32 = part.iter().map(|s| (f32::from(*s) - mean).powi(2)).sum();
    (squares / count).sqrt() / 32_768.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 8000;

    /// A tone of this height for so many seconds.
    fn tone(seconds: u32, height: f32) -> Vec<i16> {
        (0..seconds * RATE).map(|n| (height * (n as f32 * 0.3).sin()).clamp(-32_768.0, 32_767.0) as i16).collect()
    }

    #[test]
    fn a_reading_has_a_length_and_a_voice() {
        assert_eq!(judge(&tone(30, 5000.0), RATE), Ok(()));
        assert_eq!(judge(&tone(19, 5000.0), RATE), Err(ReadingFlaw::TooShort { ms: 19_000 }));
        assert_eq!(judge(&tone(41, 5000.0), RATE), Err(ReadingFlaw::TooLong { ms: 41_000 }));
        assert_eq!(judge(&[], RATE), Err(ReadingFlaw::TooShort { ms: 0 }));
        assert_eq!(judge(&[], 0), Err(ReadingFlaw::TooShort { ms: 0 }));
        assert_eq!(judge(&tone(30, 40.0), RATE), Err(ReadingFlaw::Silent));
        assert_eq!(judge(&vec![9000; 30 * RATE as usize], RATE), Err(ReadingFlaw::Silent), "an offset is no voice");
        assert_eq!(judge(&tone(30, 90_000.0), RATE), Err(ReadingFlaw::Clipped));
        let mut knocks = vec![0; 30 * RATE as usize];
        knocks[..(2 * RATE) as usize].copy_from_slice(&tone(2, 5000.0));
        assert_eq!(judge(&knocks, RATE), Err(ReadingFlaw::Silent));
    }
}
