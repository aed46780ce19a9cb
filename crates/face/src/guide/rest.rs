//! Looks at the face whenever it is at rest again: at rest it differs least from itself, so that another face is found
//! out between two poses. Who was out of sight for a moment is asked to look straight ahead, and so is everybody at the end.

use domain::capture::{ABSENT_MS, Look, MAX_RESTS, Rest as Rested, TEXTURE, distance, is_same_at_rest};

use super::look::Looks;
use super::measure::{Baseline, resting};
use crate::{Face, Frame};

/// How far a face at rest may be from the neutral one: turn, nod in degrees; gap of the lips; width of the mouth and height
/// of the brows as parts; least openness of the eyes as a part of the neutral one.
const REST: (f32, f32, f32, f32, f32, f32) = (8.0, 9.0, 0.05, 0.07, 0.07, 0.7);
/// How long after a look is asked for a face counts as at rest that faces the lens with open eyes and lips nearly shut, in
/// seconds: another face is never quite as the neutral one was. And how much wider its lips may gape than those.
const LENIENT: (f64, f32) = (3.0, 0.08);
/// A look is the mean over so many frames, fewest and most ...
const FRAMES: (u32, u32) = (3, 10);
/// ... of a rest of so many seconds, with no gap as long as this.
const LOOK_S: (f64, f64) = (0.25, 1.0);
/// Longest time between two frames with a face, in seconds, after which the face is looked at again though no frame without
/// one was seen: slow cameras have gaps.
const BLIND_S: f64 = 0.6;
/// How long another face has to be there while the person is asked to look, in seconds.
const ANOTHER_S: f64 = 1.2;
/// How long after a look that was fine the face is not looked at again, in seconds.
const EVERY_S: f64 = 1.0;

/// What was seen of the face at rest.
#[derive(Debug, Clone, Default)]
pub(super) struct Rest {
    /// Since when a look is asked for, in seconds.
    due_s: Option<f64>,
    looks: Looks,
    /// When the looks that are gathered began, and the last of them was.
    span_s: Option<(f64, f64)>,
    /// Since when it is another face, in seconds.
    another_s: Option<f64>,
    fine_s: Option<f64>,
    /// When a face was last there, and whether a frame without one came since.
    seen_s: Option<f64>,
    missed: bool,
    told: Vec<Rested>,
}

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing yet.
    Open,
    /// The same face.
    Same,
    /// Another face, for certain.
    Another,
}

impl Rest {
    /// Asks for a look from now on.
    pub(super) fn ask(&mut self, t_s: f64) {
        self.due_s = self.due_s.or(Some(t_s));
        self.forget();
    }

    /// Whether a look is asked for.
    pub(super) fn is_due(&self) -> bool {
        self.due_s.is_some()
    }

    /// A face is there: who was away for a moment is asked for a look.
    pub(super) fn present(&mut self, t_s: f64) {
        let least = if self.missed { f64::from(ABSENT_MS) / 1000.0 } else { BLIND_S };
        if self.seen_s.replace(t_s).is_some_and(|last| t_s - last > least) {
            self.ask(t_s);
        }
        self.missed = false;
    }

    /// No face is there.
    pub(super) fn absent(&mut self) {
        self.missed = true;
    }

    /// Takes a frame that is well lit, with the neutral face to compare with.
    pub(super) fn see(&mut self, frame: &Frame, face: &Face, neutral: &Looks, base: &Baseline, t_s: f64) -> Verdict {
        let lately = !self.is_due() && self.fine_s.is_some_and(|fine| t_s - fine < EVERY_S);
        let lenient = self.due_s.is_some_and(|due| t_s - due > LENIENT.0);
        if lately || !at_rest(face, base, lenient) {
            return Verdict::Open;
        }
        if self.span_s.is_some_and(|(_, last)| t_s - last > LOOK_S.1) || self.looks.count() >= FRAMES.1 {
            (self.looks, self.span_s) = (Looks::default(), None);
        }
        let began = self.span_s.map_or(t_s, |(began, _)| began);
        self.span_s = Some((began, t_s));
        self.looks.add(frame, &face.points);
        if self.looks.count() < FRAMES.0 || t_s - began < LOOK_S.0 {
            return Verdict::Open;
        }
        let (shape, tone, texture) = self.looks.mean();
        let found = Rested { at_ms: (t_s.max(0.0) * 1000.0) as u32, shape, tone, texture };
        let from = neutral.mean();
        let from = Look { shape: &from.0, tone: &from.1, texture: &from.2 };
        let same = found.texture.len() != TEXTURE || distance(from, found.look()).is_none_or(is_same_at_rest);
        if same {
            self.fine_s = Some(t_s);
            // Only what was asked for is told: the edge asks for the same.
            if self.due_s.take().is_some() {
                if self.told.len() >= MAX_RESTS {
                    self.told.remove(0);
                }
                self.told.push(found);
            }
            self.forget();
            return Verdict::Same;
        }
        // A glance, a hand, a lamp: ask before anything is said.
        self.due_s = self.due_s.or(Some(t_s));
        let since = *self.another_s.get_or_insert(t_s);
        if t_s - since >= ANOTHER_S { Verdict::Another } else { Verdict::Open }
    }

    /// What was asked for and seen.
    pub(super) fn told(&self) -> &[Rested] {
        &self.told
    }

    fn forget(&mut self) {
        (self.looks, self.span_s, self.another_s) = (Looks::default(), None, None);
    }
}

fn at_rest(face: &Face, base: &Baseline, lenient: bool) -> bool {
    let (e, (turn, nod, gap, width, brows, eyes)) = (&face.expression, REST);
    let near = |value: f32, base: f32, part: f32| (value / base.max(0.1) - 1.0).abs() <= part;
    let same = (face.pose.yaw_deg - base.yaw_deg).abs() <= turn
        && (face.pose.pitch_deg - base.pitch_deg).abs() <= nod
        && e.mouth_open <= base.gap + gap
        && near(e.mouth_width, base.width, width)
        && near(e.brows, base.brows, brows)
        && e.eyes_open() >= eyes * base.eyes;
    same || lenient && resting(face) && e.mouth_open <= base.gap + LENIENT.1
}
