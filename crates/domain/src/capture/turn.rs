//! Whether what turned before the camera was a head or a picture of one.
//!
//! A head that turns shows its other side: the landmarks' depth says so, while the distance between its eyes, seen from
//! the front, hardly shrinks at first. A photo that is turned, flat or bent, narrows without showing any side. Measured
//! on a film of a real head, the eyes stayed at 0.88 of their width or more while the yaw was within 8 degrees; a photo
//! turned by 42 degrees, flat or bent either way, was at 0.84 or less with a yaw within 8.

use serde::{Deserialize, Serialize};

/// Most moments of a turn that are kept and told.
pub const MAX_MOMENTS: usize = 120;
/// Yaw within which a head faces the lens, in degrees.
const FACING_DEG: f32 = 8.0;
/// Distance between the eyes, against the neutral one, at which something that faces the lens is too narrow for a head.
const NARROW: f32 = 0.85;
/// Fewest such moments that count: one may be an error of the landmarks.
const LEAST: usize = 3;

/// One frame of a turn of the head.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Turn beyond the neutral pose, in degrees, positive to the person's own left.
    pub yaw_deg: f32,
    /// Distance between the eyes over the height from hairline to upper lip, over the same of the neutral pose.
    pub width: f32,
}

/// Whether these moments show a flat thing turning.
#[must_use]
pub fn is_flat(turn: &[Moment]) -> bool {
    turn.iter().filter(|m| m.yaw_deg.abs() <= FACING_DEG && m.width <= NARROW).count() >= LEAST
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A turn to `to_deg` in 20 frames, whose width and whose shown yaw follow from it.
    fn turn(to_deg: f32, width: impl Fn(f32) -> f32, shown: impl Fn(f32) -> f32) -> Vec<Moment> {
        let angles = (1..=20).map(|i| to_deg * i as f32 / 20.0);
        angles.map(|a| Moment { yaw_deg: shown(a), width: width(a.to_radians()) }).collect()
    }

    #[test]
    fn a_head_is_not_flat() {
        for to in [-35.0, -16.0, 16.0, 35.0] {
            assert!(!is_flat(&turn(to, f32::cos, |a| a)));
            // Landmarks that see less of a turn than there is, as they do.
            assert!(!is_flat(&turn(to, f32::cos, |a| 0.8 * a)));
        }
        assert!(!is_flat(&[]));
    }

    #[test]
    fn a_photo_is_flat_even_if_the_landmarks_take_a_part_of_its_turn_for_depth() {
        for to in [-55.0, -40.0, 40.0, 55.0] {
            assert!(is_flat(&turn(to, f32::cos, |_| 0.0)));
            assert!(is_flat(&turn(to, f32::cos, |a| 0.15 * a)));
        }
    }

    #[test]
    fn one_bad_frame_counts_for_nothing() {
        let mut moments = turn(20.0, f32::cos, |a| a);
        moments[3].width = 0.5;
        assert!(!is_flat(&moments));
    }
}
