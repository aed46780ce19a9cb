//! The person's own mouth: what "ah", "oo" and a smile do to their face, and which mix of them each sound is.

use domain::capture::Pose;
use serde::{Deserialize, Serialize};

use super::landmarks::COUNT;
use super::{Take, align};

/// How many takes the shapes are mixed from.
pub(crate) const SPAN: usize = 3;

/// The person's own mouth shapes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Mouths {
    /// What the expression of "ah", "oo" and the smile adds to the neutral face, per landmark in eye distances; empty
    /// where there is no such take or it is not plausible.
    pub(crate) span: [Vec<[f32; 3]>; SPAN],
    /// One for each sound that the person's own shapes can show.
    pub(crate) shapes: Vec<Personal>,
}

/// One sound: where it lies among the mouth's channels, and what the person makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Personal {
    /// The general shape's seven channels, from the jaw to the tuck.
    pub(crate) channels: [f32; 7],
    /// How much of the person's own shape takes the place of the general one, 0..1.
    pub(crate) share: f32,
    /// The person's own shape: so much of each member of the span.
    pub(crate) mix: [f32; SPAN],
}

/// The deltas of the takes. A take that does not do what was asked is left out: "ah" must open the mouth, "oo" must
/// make it narrower, a smile wider.
pub(crate) fn span(takes: &[Take], neutral: &[[f32; 3]]) -> [Vec<[f32; 3]>; SPAN] {
    let delta = |pose: Pose, plausible: fn(&[[f32; 3]]) -> bool| {
        let take = takes.iter().find(|t| t.pose == pose)?;
        let moved = align::expression(take.points, neutral);
        let sane = moved.iter().flatten().all(|v| v.is_finite() && v.abs() < 0.9);
        (sane && moved.len() == COUNT && plausible(&moved)).then_some(moved)
    };
    let ah = delta(Pose::Ah, |d| (0.08..0.8).contains(&(d[14][1] - d[13][1])));
    let oo = delta(Pose::Oo, |d| (-0.5..-0.04).contains(&wider(d)));
    let smile = delta(Pose::Smile, |d| (0.04..0.6).contains(&wider(d)));
    [ah, oo, smile].map(Option::unwrap_or_default)
}

/// How much further the corners of the mouth are apart.
fn wider(d: &[[f32; 3]]) -> f32 {
    d[291][0] - d[61][0]
}

impl Mouths {
    /// Whether the parts fit together: see [`super::codec`].
    pub(super) fn sound(&self) -> bool {
        let finite = |v: f32| v.is_finite() && v.abs() < 10.0;
        let span = self.span.iter().all(|s| s.is_empty() || s.len() == COUNT);
        let deltas = self.span.iter().flatten().flatten().all(|v| finite(*v));
        let shapes = self.shapes.iter().all(|p| {
            let known = (0..SPAN).all(|k| p.mix[k] == 0.0 || !self.span[k].is_empty());
            known && (0.0..=1.0).contains(&p.share) && p.channels.iter().chain(&p.mix).all(|v| finite(*v))
        });
        span && deltas && shapes && self.shapes.len() <= 64
    }
}
