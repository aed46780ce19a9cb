//! A capture: what the edge asks a visitor to do in front of the camera, in an order that it draws.

mod turn;

use serde::{Deserialize, Serialize};

pub use turn::{MAX_MOMENTS, Moment, is_flat};

/// One thing to hold for a moment in front of the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pose {
    /// Facing the lens, lips shut, eyes open. Always first: the other poses are measured against it.
    Neutral,
    /// Facing the lens with both eyes shut.
    EyesShut,
    /// A smile that shows teeth.
    Smile,
    /// Mouth wide open, as in "ah".
    Ah,
    /// Head turned to the visitor's own left, about 20 degrees.
    TurnLeft,
    /// Head turned to the visitor's own right, about 20 degrees.
    TurnRight,
}

impl Pose {
    /// Every pose, neutral first.
    pub const ALL: [Self; 6] = [Self::Neutral, Self::EyesShut, Self::Smile, Self::Ah, Self::TurnLeft, Self::TurnRight];
}

/// The words from which a capture's three are drawn: at least six phonemes each, common, easy to say, far from one
/// another in sound.
pub const WORDS: [&str; 48] = [
    "umbrella",
    "chocolate",
    "adventure",
    "telephone",
    "butterfly",
    "calendar",
    "dinosaur",
    "elephant",
    "fantastic",
    "gasoline",
    "holiday",
    "instrument",
    "kangaroo",
    "lemonade",
    "magazine",
    "notebook",
    "octopus",
    "penguin",
    "question",
    "rainbow",
    "sandwich",
    "tomorrow",
    "universe",
    "vanilla",
    "waterfall",
    "yesterday",
    "astronaut",
    "broccoli",
    "cinnamon",
    "diamond",
    "energy",
    "firework",
    "guitar",
    "hamburger",
    "important",
    "jellyfish",
    "library",
    "mountain",
    "november",
    "orchestra",
    "pineapple",
    "quality",
    "restaurant",
    "saturday",
    "triangle",
    "volcano",
    "wonderful",
    "festival",
];

/// Draws the order of a capture: neutral first, then the other poses shuffled, and three different words.
///
/// `random` needs 16 unpredictable bytes; the same bytes give the same draw.
#[must_use]
pub fn draw(random: &[u8; 16]) -> (Vec<Pose>, Vec<String>) {
    let mut poses = Pose::ALL.to_vec();
    // Fisher-Yates over all but the first. The bias of a byte modulo at most 6 is under 2.4 %, which is harmless here:
    // the order only has to be hard to foresee.
    for i in (2..poses.len()).rev() {
        let j = 1 + usize::from(random[i]) % i;
        poses.swap(i, j);
    }
    let mut words: Vec<&str> = WORDS.to_vec();
    let mut drawn = Vec::with_capacity(3);
    for k in 0..3 {
        let r = usize::from(random[8 + 2 * k]) << 8 | usize::from(random[9 + 2 * k]);
        drawn.push(words.swap_remove(r % words.len()).to_owned());
    }
    (poses, drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_has_every_pose_once_and_three_different_words() {
        for seed in 0..=255u8 {
            let bytes: [u8; 16] =
                std::array::from_fn(|i| seed.wrapping_mul(31).wrapping_add((i as u8).wrapping_mul(97)));
            let (poses, words) = draw(&bytes);
            assert_eq!(poses[0], Pose::Neutral);
            for p in Pose::ALL {
                assert_eq!(poses.iter().filter(|q| **q == p).count(), 1, "{p:?}");
            }
            assert_eq!(words.len(), 3);
            assert!(words[0] != words[1] && words[1] != words[2] && words[0] != words[2]);
        }
    }

    #[test]
    fn orders_differ_between_draws() {
        let orders: std::collections::HashSet<Vec<Pose>> = (0..200u8)
            .map(|s| draw(&std::array::from_fn(|i| s.wrapping_mul(53) ^ (i as u8).wrapping_mul(s))).0)
            .collect();
        assert!(orders.len() > 30, "{}", orders.len());
    }
}
