//! Whether two looks show one face: proportions of the bones under it, the colour of its skin, and which way the edges run
//! around eyes, brows and nose (histograms of oriented gradients; Dalal and Triggs 2005).
//!
//! None of it is enough to recognise anybody; together, in one room within minutes, they tell two faces apart. Set on films
//! composed of stills of eight people and on films of two real people: a neutral face and that of the same person later
//! were 0.06 to 0.14 apart in nine composed films and up to 0.53 in the real ones, those of two people 1.0 or more in 43
//! of 44 pairs and 0.998 in one (several pairs show the same two). Poses differ more: 0.98 at most within a composed film, but up to 1.4 in a film of
//! somebody who cries and laughs; between two people half of the poses were beyond 1.7, one in four below 1.3.

/// Numbers in a shape.
pub const SHAPE: usize = 22;
/// Numbers in a tone: red and blue against green as logarithms, for each of three places.
pub const TONE: usize = 6;
/// Numbers in a texture: eight directions in each of four by four cells.
pub const TEXTURE: usize = 128;
/// A texture is told in parts of this.
pub const TEXTURE_UNIT: f32 = 500.0;
/// How much each ratio changes between the poses of one person (standard deviation over four captures).
const SPREAD: [f32; SHAPE] = [
    0.006, 0.019, 0.018, 0.016, 0.021, 0.019, 0.014, 0.017, 0.015, 0.015, 0.020, 0.025, 0.024, 0.027, 0.023, 0.019,
    0.019, 0.017, 0.007, 0.010, 0.007, 0.007,
];
/// Shape, in spreads, and tone, as a logarithm, that count for 1; a texture's distance counts as it is.
const FAR: (f32, f32) = (3.0, 0.2);
/// Beyond this, one pose is enough to say that it is another face ...
const ANOTHER: f32 = 1.5;
/// ... and beyond this, two poses are.
const DOUBTFUL: f32 = 1.2;
/// Farthest that a face at rest is from itself.
const AT_REST: f32 = 0.75;

/// What a face looks like, as numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look<'a> {
    /// [`SHAPE`] proportions.
    pub shape: &'a [f32],
    /// [`TONE`] colours.
    pub tone: &'a [f32],
    /// [`TEXTURE`] strengths of edges, in 500ths of their common length; may be left out where every frame is looked at.
    pub texture: &'a [u8],
}

/// How far a face is from the neutral one. Nothing when a measure is missing or absurd.
#[must_use]
pub fn distance(neutral: Look, other: Look) -> Option<f32> {
    let shape = <[f32; SHAPE]>::try_from(other.shape).ok()?;
    let base = <[f32; SHAPE]>::try_from(neutral.shape).ok()?;
    let (tone, base_tone) = (<[f32; TONE]>::try_from(other.tone).ok()?, <[f32; TONE]>::try_from(neutral.tone).ok()?);
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
    let edges = match (neutral.texture.len(), other.texture.len()) {
        (TEXTURE, TEXTURE) => {
            let apart = |(a, b): (&u8, &u8)| ((f32::from(*a) - f32::from(*b)) / TEXTURE_UNIT).powi(2);
            neutral.texture.iter().zip(other.texture).map(apart).sum::<f32>().sqrt()
        }
        (0, _) | (_, 0) => 0.0,
        _ => return None,
    };
    let d = ((sum / SHAPE as f32).sqrt() / FAR.0).hypot(colour).hypot(edges);
    d.is_finite().then_some(d)
}

/// Whether poses at these distances from the neutral face show somebody else.
#[must_use]
pub fn is_another(distances: &[f32]) -> bool {
    distances.iter().any(|d| *d > ANOTHER) || distances.iter().filter(|d| **d > DOUBTFUL).count() >= 2
}

/// Whether a face at rest at this distance from the neutral one is the same.
#[must_use]
pub fn is_same_at_rest(distance: f32) -> bool {
    distance <= AT_REST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_add_up_and_nonsense_has_none() {
        let (shape, tone, texture) = ([0.5; SHAPE], [0.1; TONE], [44; TEXTURE]);
        let look = |shape, tone, texture| Look { shape, tone, texture };
        let neutral = look(&shape, &tone, &texture);
        let at = |s: [f32; SHAPE], t: [f32; TONE]| distance(neutral, Look { shape: &s, tone: &t, texture: &texture });
        assert_eq!(at(shape, tone), Some(0.0));
        let other: [f32; SHAPE] = std::array::from_fn(|k| 0.5 + 3.0 * SPREAD[k]);
        assert!((at(other, tone).unwrap() - 1.0).abs() < 1e-3);
        assert!((at(shape, [0.3, 0.1, 0.3, 0.1, 0.3, 0.1]).unwrap() - 1.0).abs() < 1e-3);
        assert_eq!(at(shape, [0.9, 0.9, 0.1, 0.1, 0.1, 0.1]), Some(0.0), "one place in the shade");
        assert_eq!(at([f32::NAN; SHAPE], tone), None);
        assert_eq!(distance(neutral, Look { shape: &shape[1..], ..neutral }), None);
        let edges: [u8; TEXTURE] = std::array::from_fn(|k| if k % 2 == 0 { 88 } else { 0 });
        assert!((distance(neutral, Look { texture: &edges, ..neutral }).unwrap() - 0.996).abs() < 0.01);
        assert_eq!(distance(neutral, Look { texture: &[], ..neutral }), Some(0.0));
        assert_eq!(distance(neutral, Look { texture: &edges[1..], ..neutral }), None);
    }

    #[test]
    fn one_clear_or_two_doubtful_poses_are_another_face() {
        assert!(!is_another(&[0.3, 0.8, 1.3, 0.7]));
        assert!(is_another(&[0.3, 1.3, 1.4]));
        assert!(is_another(&[0.1, 1.6]));
        assert!(!is_another(&[]));
        assert!(is_same_at_rest(0.5) && !is_same_at_rest(0.8) && !is_same_at_rest(f32::NAN));
    }
}
