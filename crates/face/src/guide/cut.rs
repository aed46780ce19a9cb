//! Whether from one frame to the next somebody else is there, at the same place: a cut in a film.
//!
//! A head changes little in a tenth of a second, whatever it does; another one differs at once and stays different.

use domain::capture::{Look as Seen, distance};

use super::shape;
use crate::{Face, Frame};

/// Distance between neighbouring frames, where 1 is another person's, beyond which it may be a cut.
const CUT: f32 = 0.7;
/// Longest time between neighbours, in seconds: beyond it, a head may have done anything.
const NEIGHBOURS_S: f64 = 0.25;
/// Frames after the cut that have to be as far from the one before it.
const LASTING: u32 = 3;

type Look = (Vec<f32>, Vec<f32>);

/// Without its texture: the other two are enough from one frame to the next, and cheap.
fn bare(look: &Look) -> Seen<'_> {
    Seen { shape: &look.0, tone: &look.1, texture: &[] }
}

/// What the last frame showed, and a cut that may have been.
#[derive(Debug, Clone, Default)]
pub(super) struct Cut {
    last: Option<(Look, f64)>,
    /// The frame before it, when it was, and how many after it were as far.
    doubt: Option<(Look, u32)>,
}

impl Cut {
    /// Takes the next frame. Whether it is certain now that there was a cut.
    pub(super) fn see(&mut self, frame: &Frame, face: &Face, t_s: f64) -> bool {
        let look: Look = (shape::shape(&face.points), shape::tone(frame, &face.points));
        let apart = |a: &Look| distance(bare(a), bare(&look)).unwrap_or(0.0);
        let certain = match self.doubt.take() {
            Some((before, n)) if apart(&before) > CUT => {
                let n = n + 1;
                let certain = n >= LASTING;
                self.doubt = Some((before, n));
                certain
            }
            _ => {
                if let Some((last, at_s)) = self.last.take()
                    && (0.0..=NEIGHBOURS_S).contains(&(t_s - at_s))
                    && apart(&last) > CUT
                {
                    self.doubt = Some((last, 0));
                }
                false
            }
        };
        self.last = Some((look, t_s));
        certain
    }
}
