//! Whether two poses show one face: proportions of the bones under it and the colour of its skin.
//!
//! Neither is enough to recognise anybody; they tell that the neutral face and that of a later pose are not the same.
//! Fitted on five faces, none held out: the poses of one capture were within 0.8 of its neutral face (1.16 where hands
//! and tears were in the way), the faces of others at 0.6 to 1.8. These overlap: some are missed here, and left to what
//! sees the cut between two people.

/// Numbers in a shape.
pub const SHAPE: usize = 22;
/// Numbers in a tone: red and blue against green as logarithms, for each of three places.
pub const TONE: usize = 6;
/// How much each ratio changes between the poses of one person (standard deviation over four captures).
const SPREAD: [f32; SHAPE] = [
    0.006, 0.019, 0.018, 0.016, 0.021, 0.019, 0.014, 0.017, 0.015, 0.015, 0.020, 0.025, 0.024, 0.027, 0.023, 0.019,
    0.019, 0.017, 0.007, 0.010, 0.007, 0.007,
];
/// Shape, in spreads, and tone, as a logarithm, that are as far as two people: each counts for 1.
const FAR: (f32, f32) = (3.0, 0.2);
/// Beyond this, one pose is enough to say that it is another face ...
const ANOTHER: f32 = 1.2;
/// ... and beyond this, two poses are.
const DOUBTFUL: f32 = 0.97;

/// How far a face is from the neutral one, where 1 is another person's. Nothing when a measure is missing or absurd.
#[must_use]
pub fn distance(neutral: (&[f32], &[f32]), other: (&[f32], &[f32])) -> Option<f32> {
    let shape = <[f32; SHAPE]>::try_from(other.0).ok()?;
    let base = <[f32; SHAPE]>::try_from(neutral.0).ok()?;
    let (tone, base_tone) = (<[f32; TONE]>::try_from(other.1).ok()?, <[f32; TONE]>::try_from(neutral.1).ok()?);
    let mut sum = 0.0;
    for k in 0..SHAPE {
        sum += ((shape[k] - base[k]) / SPREAD[k]).powi(2);
    }
    // The middle one of three places: a shadow, hair or a lamp's gleam spoils one of them at most.
    let middle = |k: usize| {
        let mut away = [k, k + 2, k + 4].map(|i| (tone[i] - base_tone[i]).abs());
        away.sort_by(f32::total_cmp);
        away[1]
    };
    let colour = middle(0).hypot(middle(1)) / FAR.1;
    let d = ((sum / SHAPE as f32).sqrt() / FAR.0).hypot(colour);
    d.is_finite().then_some(d)
}

/// Whether poses at these distances from the neutral face show somebody else.
#[must_use]
pub fn is_another(distances: &[f32]) -> bool {
    distances.iter().any(|d| *d > ANOTHER) || distances.iter().filter(|d| **d > DOUBTFUL).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_add_up_and_nonsense_has_none() {
        let (shape, tone) = ([0.5; SHAPE], [0.1; TONE]);
        let at = |s: [f32; SHAPE], t: [f32; TONE]| distance((&shape, &tone), (&s, &t));
        assert_eq!(at(shape, tone), Some(0.0));
        let other: [f32; SHAPE] = std::array::from_fn(|k| 0.5 + 3.0 * SPREAD[k]);
        assert!((at(other, tone).unwrap() - 1.0).abs() < 1e-3);
        assert!((at(shape, [0.3, 0.1, 0.3, 0.1, 0.3, 0.1]).unwrap() - 1.0).abs() < 1e-3);
        assert_eq!(at(shape, [0.9, 0.9, 0.1, 0.1, 0.1, 0.1]), Some(0.0), "one place in the shade");
        assert_eq!(at([f32::NAN; SHAPE], tone), None);
        assert_eq!(distance((&shape, &tone), (&shape[1..], &tone)), None);
    }

    #[test]
    fn one_clear_or_two_doubtful_poses_are_another_face() {
        assert!(!is_another(&[0.3, 0.8, 1.0, 0.7]));
        assert!(is_another(&[0.3, 1.0, 1.1]));
        assert!(is_another(&[0.1, 1.3]));
        assert!(!is_another(&[]));
    }
}
