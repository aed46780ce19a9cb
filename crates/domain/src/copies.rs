//! When one clip is a copy of another: by what is seen and by what is heard.
//!
//! Pictures tell who is shown where, and sound what is said: a near copy has both, and where the sound is the same the
//! pictures may differ more, as after a crop. Where one of the two cannot be heard, pictures decide alone; where both can
//! and differ, every key frame has to be the same.

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_HEARD_PRINT_BITS, MAX_PRINT_BITS};
use crate::print::{Print, near_within, same};
use crate::soundprint::SoundPrint;

/// What is kept of a clip to find copies of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traces {
    /// Of its key frames.
    pub prints: Vec<Print>,
    /// Of its key frames with left and right swapped. Empty where nobody has looked.
    pub mirrored: Vec<Print>,
    /// Of its sound, if it can be heard and says something.
    pub sound: Option<SoundPrint>,
}

/// What the sound says about two clips whose pictures are alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// One of the two cannot be heard: it is silent, or in a codec that is not decoded.
    #[default]
    Unknown,
    /// The same.
    Same,
    /// Something else.
    Other,
}

/// How two clips are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// Median of the differing bits, of 64, between their key frames.
    pub distance: u32,
    /// Whether one shows the other with left and right swapped.
    pub mirrored: bool,
    /// Their sound.
    pub heard: Heard,
}

/// Whether one clip is a near copy of another.
#[must_use]
pub fn alike(a: &Traces, b: &Traces) -> Option<Alike> {
    let heard = match (&a.sound, &b.sound) {
        (Some(a), Some(b)) if a.is_like(b) => Heard::Same,
        (Some(_), Some(_)) => Heard::Other,
        _ => Heard::Unknown,
    };
    let limit = if heard == Heard::Same { MAX_HEARD_PRINT_BITS } else { MAX_PRINT_BITS };
    let straight = near_within(&a.prints, &b.prints, limit).map(|distance| (distance, false));
    // One side's mirrored frames are enough, and the other may have been looked at before there were any.
    let [ours, theirs] = if a.mirrored.is_empty() { [&a.prints, &b.mirrored] } else { [&a.mirrored, &b.prints] };
    let swapped = near_within(ours, theirs, limit).map(|distance| (distance, true));
    let (distance, mirrored) = straight.into_iter().chain(swapped).min_by_key(|(distance, _)| *distance)?;
    let untouched = || if mirrored { same(ours, theirs) } else { same(&a.prints, &b.prints) };
    (heard != Heard::Other || untouched()).then_some(Alike { distance, mirrored, heard })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(seed: u32) -> Option<SoundPrint> {
        let words: Vec<u32> =
            (0..40u32).map(|i| (i + 1).wrapping_mul(0x9e37_79b9).rotate_left(seed * 7) ^ seed).collect();
        SoundPrint::of(&words)
    }

    fn shows(prints: &[u64], heard: Option<SoundPrint>) -> Traces {
        let prints: Vec<Print> = prints.iter().copied().map(Print).collect();
        // Bits in the other order stand for a picture the other way round.
        let mirrored = prints.iter().map(|print| Print(print.0.reverse_bits())).collect();
        Traces { prints, mirrored, sound: heard }
    }

    const ONE: [u64; 3] = [0x0f0f_3c3c_5a5a_9691, 0x1f0f_3c3c_5a5a_9691, 0x0f0f_7c3c_5a5a_9691];

    #[test]
    fn a_copy_looks_and_sounds_the_same() {
        let clip = shows(&ONE, sound(1));
        let rough = shows(&ONE.map(|print| print ^ 0b1_0101), sound(1));
        assert_eq!(alike(&clip, &rough), Some(Alike { distance: 3, mirrored: false, heard: Heard::Same }));
        let says_more = shows(&ONE.map(|print| print ^ 0b1_0101), sound(3));
        assert_eq!(alike(&clip, &says_more), None, "the same person in the same place says something else");
        let dubbed = shows(&ONE, sound(3));
        assert_eq!(alike(&clip, &dubbed).map(|alike| alike.heard), Some(Heard::Other), "the very pictures, dubbed");
        let mute = shows(&ONE.map(|print| print ^ 0b1_0101), None);
        assert_eq!(alike(&clip, &mute).map(|alike| alike.heard), Some(Heard::Unknown));
        let cropped = |heard| shows(&ONE.map(|print| print ^ 0b1_0101_0111_0101_0101), heard);
        assert_eq!(alike(&clip, &cropped(sound(1))).map(|alike| alike.distance), Some(10));
        assert_eq!(alike(&clip, &cropped(None)), None, "pictures alone have to be nearer");
        assert_eq!(alike(&clip, &shows(&ONE.map(|print| !print), sound(1))), None, "the same song elsewhere");
    }

    #[test]
    fn a_mirrored_copy_is_found_from_either_side() {
        let clip = shows(&ONE, sound(1));
        let swapped = shows(&ONE.map(u64::reverse_bits), sound(1));
        let found = Some(Alike { distance: 0, mirrored: true, heard: Heard::Same });
        assert_eq!(alike(&clip, &swapped), found);
        assert_eq!(alike(&Traces { mirrored: Vec::new(), ..clip.clone() }, &swapped), found);
        assert_eq!(alike(&clip, &Traces { mirrored: Vec::new(), ..swapped }), found);
    }
}
