//! A capture: what the edge asks a visitor to do in front of the camera, in an order that it draws.

mod flaw;
mod frozen;
mod jump;
mod looped;
mod pose;
mod reading;
mod rested;
mod same_face;
mod script;
mod shown;
mod sounds;
#[cfg(test)]
mod testing;
mod trace;
mod turn;
mod voices;
mod words;

pub use flaw::Flaw;
pub use frozen::{STILL_MS, is_frozen};
pub use jump::{MAX_ABSENCE_MS, jumps};
pub use looped::{ends_in_a_loop, is_looped};
pub use pose::{EXTRAS, Pose};
pub use reading::READING;
pub use rested::{ABSENT_MS, MAX_RESTS, Rest, RestFlaw, judge_rests};
pub use same_face::{Look, SHAPE, TEXTURE, TEXTURE_UNIT, TONE, distance, is_another, is_same_at_rest};
pub use script::{Act, Script, strays};
pub use shown::{TraceError, agrees, shows, tells};
pub use sounds::{SOUNDS, distance as sound_distance, nearest_word};
pub use trace::{Glimpse, MAX_GLIMPSES};
pub use turn::{MAX_MOMENTS, Moment, is_flat};
pub use voices::{MEASURES, one_voice};
pub use words::{HeardWord, WORDS, WordFlaw, judge_words};

/// Bytes of randomness that [`draw`] needs.
pub const DRAW_BYTES: usize = 24;

/// Draws the order of a capture: neutral first, then the poses of every capture and [`EXTRAS`] of the others shuffled,
/// and three different words.
///
/// The same bytes, which have to be unpredictable, give the same draw.
#[must_use]
pub fn draw(random: &[u8; DRAW_BYTES]) -> (Vec<Pose>, Vec<String>) {
    let mut bytes = random.iter().map(|b| usize::from(*b));
    // The bias of a byte modulo at most 8 is under 3 %, which is harmless here: the order only has to be hard to foresee.
    let mut below = |n: usize| bytes.next().unwrap_or(0) % n;
    let mut extras = Pose::SOMETIMES.to_vec();
    let mut poses = Pose::ALWAYS.to_vec();
    for _ in 0..EXTRAS {
        poses.push(extras.swap_remove(below(extras.len())));
    }
    // Fisher-Yates over all but the first.
    for i in (2..poses.len()).rev() {
        poses.swap(i, 1 + below(i));
    }
    let mut words: Vec<&str> = WORDS.to_vec();
    let mut drawn = Vec::with_capacity(3);
    for _ in 0..3 {
        let r = below(256) << 8 | below(256);
        drawn.push(words.swap_remove(r % words.len()).to_owned());
    }
    (poses, drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_has_no_pose_twice_and_three_different_words() {
        for seed in 0..=255u8 {
            let bytes: [u8; DRAW_BYTES] =
                std::array::from_fn(|i| seed.wrapping_mul(31).wrapping_add((i as u8).wrapping_mul(97)));
            let (poses, words) = draw(&bytes);
            assert_eq!(poses[0], Pose::Neutral);
            assert_eq!(poses.len(), Pose::ALWAYS.len() + EXTRAS);
            for p in Pose::ALL {
                let times = poses.iter().filter(|q| **q == p).count();
                assert!(times == 1 || (times == 0 && Pose::SOMETIMES.contains(&p)), "{p:?}");
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
