//! Looks at the face at rest, after the poses and whenever nobody was seen for a moment: at rest a face differs least from
//! itself, so that another one is found out.

use serde::{Deserialize, Serialize};

use super::{Glimpse, Look, TEXTURE, distance, is_same_at_rest};

/// How long nobody is seen before the face has to be looked at again, in milliseconds.
pub const ABSENT_MS: u32 = 400;
/// Absence in a trace, in milliseconds: at times it holds five glimpses a second only, and slow cameras have gaps.
const ABSENT_IN_TRACE_MS: u32 = 900;
/// Most looks that are told.
pub const MAX_RESTS: usize = 8;

/// A look at the face at rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// Milliseconds since the first frame.
    pub at_ms: u32,
    /// Proportions of the face: [`super::SHAPE`] numbers.
    pub shape: Vec<f32>,
    /// Colours of the skin: [`super::TONE`] numbers.
    pub tone: Vec<f32>,
    /// Which way the edges run: [`TEXTURE`] numbers.
    pub texture: Vec<u8>,
}

impl Rest {
    /// As [`distance`] takes it.
    #[must_use]
    pub fn look(&self) -> Look<'_> {
        Look { shape: &self.shape, tone: &self.tone, texture: &self.texture }
    }
}

/// What is wrong with the looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestFlaw {
    /// One that has to be there is not.
    #[error("A look at the face at rest is missing.")]
    Missing,
    /// One of them shows another face.
    #[error("The face at rest is another one.")]
    Another,
}

/// Whether the face was at rest after the last of the poses, and after every absence before the next of them, and was that
/// of the neutral pose. `caught`: times of the poses in milliseconds, the neutral one first.
///
/// # Errors
/// The first [`RestFlaw`] found.
pub fn judge_rests(trace: &[Glimpse], caught: &[u32], neutral: Look, rests: &[Rest]) -> Result<(), RestFlaw> {
    let (Some(first), Some(last)) = (caught.first(), caught.last()) else { return Err(RestFlaw::Missing) };
    if rests.len() > MAX_RESTS || neutral.texture.len() != TEXTURE {
        return Err(RestFlaw::Missing);
    }
    for rest in rests {
        let apart = if rest.texture.len() == TEXTURE { distance(neutral, rest.look()) } else { None };
        if !is_same_at_rest(apart.ok_or(RestFlaw::Missing)?) {
            return Err(RestFlaw::Another);
        }
    }
    let within = |from: u32, to: u32| rests.iter().any(|rest| (from..=to).contains(&rest.at_ms));
    let absences = (trace.windows(2)).filter_map(|w| match w {
        [a, b] if a.at_ms >= *first && b.at_ms.saturating_sub(a.at_ms) > ABSENT_IN_TRACE_MS => Some(b.at_ms),
        _ => None,
    });
    let looked_after = |back: u32| match caught.iter().find(|at| **at > back) {
        Some(next) => within(back, *next),
        None => within(back, u32::MAX),
    };
    let ends = trace.last().map_or(0, |g| g.at_ms.saturating_add(ABSENT_IN_TRACE_MS));
    if within(*last, ends.max(*last)) && absences.into_iter().all(looked_after) {
        Ok(())
    } else {
        Err(RestFlaw::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{SHAPE, TONE};

    fn rest(at_ms: u32) -> Rest {
        Rest { at_ms, shape: vec![0.5; SHAPE], tone: vec![0.1; TONE], texture: vec![44; TEXTURE] }
    }

    fn judged(gap_ms: u32, rests: &[Rest]) -> Result<(), RestFlaw> {
        let after = |i: u32| if i > 20 { gap_ms } else { 0 };
        let trace: Vec<_> = (0..60).map(|i| Glimpse { at_ms: 100 * i + after(i), ..Glimpse::default() }).collect();
        let poses = [500, 1500, 3500 + gap_ms, 5000 + gap_ms];
        judge_rests(&trace, &poses, rest(0).look(), rests)
    }

    #[test]
    fn the_face_is_looked_at_after_the_last_pose_and_after_every_absence() {
        assert_eq!(judged(0, &[rest(5600)]), Ok(()));
        assert_eq!(judged(0, &[rest(4900)]), Err(RestFlaw::Missing), "before the last pose");
        assert_eq!(judged(0, &[]), Err(RestFlaw::Missing));
        assert_eq!(judged(2000, &[rest(7600)]), Err(RestFlaw::Missing), "nobody was seen for two seconds");
        assert_eq!(judged(2000, &[rest(4600), rest(7600)]), Ok(()));
        assert_eq!(judged(2000, &[rest(1800), rest(7600)]), Err(RestFlaw::Missing), "before it");
        assert_eq!(judged(2000, &[rest(5600), rest(7600)]), Err(RestFlaw::Missing), "after another pose");
        assert_eq!(judged(0, &vec![rest(5600); MAX_RESTS + 1]), Err(RestFlaw::Missing));
    }

    #[test]
    fn another_face_and_a_look_without_numbers_are_refused() {
        let mut other = rest(5600);
        other.texture = (0..TEXTURE).map(|k| if k % 2 == 0 { 88 } else { 0 }).collect();
        assert_eq!(judged(0, &[other]), Err(RestFlaw::Another));
        let empty = Rest { texture: Vec::new(), ..rest(5600) };
        assert_eq!(judged(0, &[empty]), Err(RestFlaw::Missing));
        let absurd = Rest { shape: vec![f32::NAN; SHAPE], ..rest(5600) };
        assert_eq!(judged(0, &[absurd]), Err(RestFlaw::Missing));
    }
}
