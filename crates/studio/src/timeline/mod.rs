//! What a face does in every frame, decided once and quantised, so that every machine draws the same.

mod company;
mod eyes;
mod heard;
mod loud;
mod manner;
mod motion;
mod speaking;
mod turns;
pub(crate) mod visemes;

use std::ops::{Index, IndexMut};

use domain::dialogue::Cue;
use domain::limits::{FPS, MAX_FRAMES};
use domain::speech::{Mood, Phone, Speech};

/// One thing that a face does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Channel {
    /// Jaw drop, in eye distances.
    Jaw,
    /// Upper lip rise, in eye distances.
    Upper,
    /// Lower lip drop, in eye distances.
    Lower,
    /// Corners out, in eye distances.
    Wide,
    /// Corners in and lips forward, in eye distances.
    Round,
    /// Lips pressed upon each other, in eye distances.
    Press,
    /// Lower lip under the upper teeth, in eye distances.
    Tuck,
    /// Tongue tip, 0 low to 1 at the teeth.
    Tongue,
    /// Lids, 0 open to 1 shut.
    Blink,
    /// Head turned towards the picture's right, in degrees.
    Yaw,
    /// Chin down, in degrees.
    Pitch,
    /// Head tilted clockwise in the picture, in degrees.
    Roll,
    /// Brows raised, 0..1 and a little beyond.
    Brow,
    /// Smile, 0..1.
    Smile,
    /// Eyes to the picture's right, in eye distances.
    GazeX,
    /// Eyes down, in eye distances.
    GazeY,
    /// Breath, -1 out to 1 in and a little beyond.
    Breath,
    /// Inner ends of the brows: up (1) or down (-1).
    BrowInner,
    /// Brows drawn together and down, 0..1.
    Knit,
    /// Lids at rest: narrowed (1), as they are (0), wide (-1).
    Lids,
    /// Corners of the mouth down (1) or up (-1).
    Frown,
    /// Head nearer to the lens, in eye distances.
    Lean,
}

/// Channels of a frame.
pub const CHANNELS: usize = 22;

/// Steps to one unit of a channel.
fn steps(channel: usize) -> f32 {
    // Degrees need range, the others precision.
    if (Channel::Yaw as usize..=Channel::Roll as usize).contains(&channel) { 256.0 } else { 16384.0 }
}

/// The channels of one frame.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Values(pub [f32; CHANNELS]);

impl Index<Channel> for Values {
    type Output = f32;
    fn index(&self, channel: Channel) -> &f32 {
        &self.0[channel as usize]
    }
}

impl IndexMut<Channel> for Values {
    fn index_mut(&mut self, channel: Channel) -> &mut f32 {
        &mut self.0[channel as usize]
    }
}

/// Bytes that are not a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a readable timeline")]
pub struct Unreadable;

const MAGIC: [u8; 8] = *b"USTUDYT3";
/// The version before, and its channels: it had no [`Channel::Lean`].
const MAGIC_2: [u8; 8] = *b"USTUDYT2";
const CHANNELS_2: usize = 21;

/// At 30 frames a second, at most ten seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    frames: Vec<[i16; CHANNELS]>,
}

impl Timeline {
    /// Plans `frames` frames (at most 300) for a speech that begins with the first frame. The seed decides everything
    /// that the speech does not: where the head drifts, when the eyes blink.
    #[must_use]
    pub fn from_speech(speech: &Speech, frames: u32, seed: u64) -> Self {
        Self::acted(speech, frames, seed, Mood::Neutral)
    }

    /// As [`Timeline::from_speech`], in a mood.
    #[must_use]
    pub fn acted(speech: &Speech, frames: u32, seed: u64, mood: Mood) -> Self {
        let speech = Speech { phones: heard::phones(speech), ..speech.clone() };
        Self::from_values(&moves(&speech, frames, (seed, mood, true)))
    }

    /// As [`Timeline::acted`], for one of two people in a scene: `who` speaks in the cues of their own and listens in
    /// those of the other, who stands to the right in the picture or else to the left.
    #[must_use]
    pub fn in_company(
        speech: &Speech,
        (cues, who): (&[Cue], usize),
        other_is_right: bool,
        (frames, seed): (u32, u64),
        mood: Mood,
    ) -> Self {
        let away = |p: &Phone, c: &Cue| (c.start_s - p.end_s).max(p.start_s - c.end_s);
        let says =
            |p: &Phone| cues.iter().min_by(|a, b| away(p, a).total_cmp(&away(p, b))).is_some_and(|c| c.who == who);
        let (own, others): (Vec<Phone>, Vec<Phone>) = heard::phones(speech).into_iter().partition(says);
        // Two people do not drift alike.
        let seed = seed ^ (who as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let own = Speech { phones: own, samples: speech.samples.clone(), rate_hz: speech.rate_hz, words: Vec::new() };
        let mut values = moves(&own, frames, (seed, mood, false));
        let side = if other_is_right { 1.0 } else { -1.0 };
        company::add(&mut values, (cues, who, side), &others, FPS as f32, seed, mood);
        Self::from_values(&values)
    }

    /// Quantises what is given; at most 300 frames are kept.
    #[must_use]
    pub fn from_values(values: &[Values]) -> Self {
        let quantised = |v: &Values| -> [i16; CHANNELS] {
            // A float cast saturates, and turns not-a-number into 0.
            std::array::from_fn(|c| (v.0[c] * steps(c)).round() as i16)
        };
        Self { frames: values.iter().take(MAX_FRAMES as usize).map(quantised).collect() }
    }

    /// How many frames there are.
    #[must_use]
    pub fn frames(&self) -> u32 {
        self.frames.len() as u32
    }

    /// The channels of a frame; of the last one beyond the end, at rest when there is none.
    #[must_use]
    pub fn at(&self, frame: u32) -> Values {
        let last = self.frames.len().saturating_sub(1);
        self.frames
            .get((frame as usize).min(last))
            .map_or(Values::default(), |q| Values(std::array::from_fn(|c| f32::from(q[c]) / steps(c))))
    }

    /// 44 bytes a frame after a head of ten, little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&(self.frames.len() as u16).to_le_bytes());
        out.extend(self.frames.iter().flatten().flat_map(|v| v.to_le_bytes()));
        out
    }

    /// Reads what [`Timeline::to_bytes`] wrote, now or in the version before.
    ///
    /// # Errors
    /// [`Unreadable`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let (rest, channels) = match (bytes.strip_prefix(&MAGIC), bytes.strip_prefix(&MAGIC_2)) {
            (Some(rest), _) => (rest, CHANNELS),
            (_, Some(rest)) => (rest, CHANNELS_2),
            _ => return Err(Unreadable),
        };
        let (count, rest) = rest.split_first_chunk::<2>().ok_or(Unreadable)?;
        let count = usize::from(u16::from_le_bytes(*count));
        if count > MAX_FRAMES as usize || rest.len() != count * channels * 2 {
            return Err(Unreadable);
        }
        let frames = rest
            .chunks_exact(channels * 2)
            .map(|f| std::array::from_fn(|c| f.as_chunks().0.get(c).map_or(0, |v| i16::from_le_bytes(*v))))
            .collect();
        Ok(Self { frames })
    }
}

/// What a face does that says this and does nothing else; times are those at which it is heard.
fn moves(speech: &Speech, frames: u32, (seed, mood, alone): (u64, Mood, bool)) -> Vec<Values> {
    let n = frames.min(MAX_FRAMES) as usize;
    let fps = FPS as f32;
    let mut values = vec![Values::default(); n];
    for (v, mouth) in values.iter_mut().zip(speaking::mouth(speech, n, fps, manner::Manner::of(mood))) {
        v.0[..mouth.len()].copy_from_slice(&mouth);
    }
    motion::add(&mut values, speech, fps, (seed, mood, alone));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(symbols: &[(&str, f32, u8)]) -> Speech {
        let mut t = 0.1;
        let phones: Vec<Phone> = symbols
            .iter()
            .map(|&(s, d, stress)| {
                t += d;
                Phone { symbol: s.into(), start_s: t - d, end_s: t, stress }
            })
            .collect();
        Speech { samples: vec![0.0; (t * 1000.0) as usize], rate_hz: 1000, phones, words: vec![] }
    }

    #[test]
    fn lips_are_shut_in_every_bilabial_however_short() {
        for d in [0.02, 0.05, 0.09] {
            let s = speech(&[
                ("ɑ", 0.15, 2),
                ("m", d, 0),
                ("ɑ", 0.15, 1),
                ("b", d, 0),
                ("i", 0.12, 0),
                ("p", d, 0),
                ("æ", 0.2, 2),
            ]);
            let t = Timeline::from_speech(&s, 60, 1);
            for p in s.phones.iter().filter(|p| matches!(p.symbol.as_str(), "m" | "b" | "p")) {
                let (from, to) = ((p.start_s - 0.1) * 30.0, (p.end_s + 0.02) * 30.0);
                let least = (from.max(0.0) as u32..=to as u32)
                    .map(|f| t.at(f))
                    .map(|v| v[Channel::Jaw] + v[Channel::Lower] + v[Channel::Upper])
                    .fold(f32::MAX, f32::min);
                assert!(least < 0.001, "{} of {d} s: {least}", p.symbol);
            }
            let most = (0..60).map(|f| t.at(f)[Channel::Jaw]).fold(0.0, f32::max);
            assert!(most > 0.1, "{most}");
        }
    }

    #[test]
    fn the_jaw_never_jumps_and_ends_shut() {
        let s =
            speech(&[("k", 0.05, 0), ("æ", 0.12, 2), ("t", 0.05, 0), ("m", 0.07, 0), ("ɑ", 0.1, 2), ("p", 0.06, 0)]);
        let t = Timeline::from_speech(&s, 60, 9);
        for f in 1..60 {
            assert!((t.at(f)[Channel::Jaw] - t.at(f - 1)[Channel::Jaw]).abs() < 0.061);
        }
        assert!(t.at(59)[Channel::Jaw] < 0.002);
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        let s = speech(&[("h", 0.05, 0), ("ɛ", 0.1, 1), ("l", 0.07, 0), ("O", 0.25, 2)]);
        let a = Timeline::from_speech(&s, 200, 5);
        assert_eq!(a, Timeline::from_speech(&s, 200, 5));
        assert_ne!(a, Timeline::from_speech(&s, 200, 6));
        let bytes = a.to_bytes();
        assert_eq!(Timeline::from_bytes(&bytes), Ok(a));
        for cut in [0, 7, 9, bytes.len() - 1] {
            assert_eq!(Timeline::from_bytes(&bytes[..cut]), Err(Unreadable));
        }
    }

    #[test]
    fn a_long_clip_blinks_and_stays_within_reach() {
        let t = Timeline::from_speech(&Speech::default(), 999, 3);
        assert_eq!(t.frames(), 300);
        let all: Vec<Values> = (0..300).map(|f| t.at(f)).collect();
        assert!(all.iter().any(|v| v[Channel::Blink] > 0.97));
        assert!(all.iter().all(|v| v[Channel::Yaw].abs() <= 13.4 && v[Channel::Pitch].abs() <= 8.0));
    }
}
