//! Whether what turned before the camera was a head or a picture of one.
//!
//! Seen from afar, a thing that turns and keeps its shape is as wide as it is high, once its own depth is counted in: the
//! two rows of the best affine fit between its points in space and in the picture are equally long. A photo has no depth
//! but the face on it claims one, so the row across shrinks by the cosine of its turn, however it is bent.
//!
//! Measured on 132 turned and nodding heads made from stills of 11 people, 652 frames of films of two real people, and 132
//! photos of those stills, turned by 28 or 36 degrees, flat or bent by 90 degrees either way: level heads had a width of
//! 0.905 or more, the films 0.918; photos turned by 36 degrees had 0.77 to 0.92 (half of them below 0.85), those turned by
//! 28 degrees 0.81 to 0.97, with a yaw that seemed to be 13 degrees at most.

use serde::{Deserialize, Serialize};

/// Most moments of a turn that are kept and told.
pub const MAX_MOMENTS: usize = 120;
/// Nod, against the neutral pose, up to which the width tells something, in degrees.
const LEVEL_DEG: f32 = 7.0;
/// Yaw up to which a thing that is too narrow is no head, the width from which it is too narrow, and how many such moments
/// count: one may be an error of the landmarks.
const AT_ONCE: (f32, f32, usize) = (12.0, 0.87, 3);
/// The same for what lasts.
const IN_TIME: (f32, f32, usize) = (8.0, 0.90, 20);

/// One frame of a turn of the head.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Turn beyond the neutral pose, in degrees, positive to the person's own left.
    pub yaw_deg: f32,
    /// Lift of the chin beyond the neutral pose, in degrees.
    #[serde(default)]
    pub pitch_deg: f32,
    /// Scale across over scale down of the face, its depth counted in, against the neutral pose: 1 for a head.
    pub width: f32,
}

/// Whether these moments show a flat thing turning.
#[must_use]
pub fn is_flat(turn: &[Moment]) -> bool {
    [AT_ONCE, IN_TIME].iter().any(|(facing, narrow, least)| {
        let narrow = |m: &&Moment| {
            m.pitch_deg.abs() <= LEVEL_DEG && m.yaw_deg.abs() <= *facing && m.width <= *narrow && m.width > 0.0
        };
        turn.iter().filter(narrow).count() >= *least
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A turn to `to_deg` in 20 frames, whose width and whose shown yaw follow from it.
    fn turn(to_deg: f32, width: impl Fn(f32) -> f32, shown: impl Fn(f32) -> f32) -> Vec<Moment> {
        let angles = (1..=20).map(|i| to_deg * i as f32 / 20.0);
        angles.map(|a| Moment { yaw_deg: shown(a), pitch_deg: 0.0, width: width(a.to_radians()) }).collect()
    }

    #[test]
    fn a_head_is_not_flat() {
        for to in [-35.0, -16.0, 16.0, 35.0] {
            assert!(!is_flat(&turn(to, |_| 1.0, |a| a)));
            // Landmarks that see less of a turn than there is, and less depth, as they do.
            assert!(!is_flat(&turn(to, |a| 1.0 - 0.12 * a.sin().abs(), |a| 0.8 * a)));
        }
        assert!(!is_flat(&[]));
    }

    #[test]
    fn a_photo_is_flat_even_if_the_landmarks_take_a_part_of_its_turn_for_depth() {
        for to in [-55.0, -40.0, 40.0, 55.0] {
            assert!(is_flat(&turn(to, f32::cos, |_| 0.0)));
            assert!(is_flat(&turn(to, f32::cos, |a| 0.25 * a)));
        }
    }

    #[test]
    fn a_photo_that_is_turned_a_little_is_flat_once_it_lasts() {
        let held = |frames: usize, pitch_deg: f32| vec![Moment { yaw_deg: 5.0, pitch_deg, width: 0.89 }; frames];
        assert!(!is_flat(&held(19, 0.0)));
        assert!(is_flat(&held(20, 0.0)));
        assert!(!is_flat(&held(60, -10.0)), "a nod changes what the landmarks make of the depth");
    }

    #[test]
    fn one_bad_frame_counts_for_nothing() {
        let mut moments = turn(20.0, |_| 1.0, |a| a);
        moments[3].width = 0.5;
        assert!(!is_flat(&moments));
    }
}
