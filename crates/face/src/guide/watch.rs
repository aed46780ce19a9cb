//! What speaks against a capture while it goes on. It begins with the neutral face; what came before counts for nothing.

use std::collections::VecDeque;

use domain::capture::{
    Act, Flaw, Glimpse, Look, MAX_ABSENCE_MS, Pose, STILL_MS, Script, distance, ends_in_a_loop, is_another, is_frozen,
    jumps,
};

use super::cut::Cut;
use super::look::Looks;
use super::measure::Baseline;
use super::record::Record;
use super::rest::{Rest, Verdict};
use crate::{Face, Frame, Sighting};

/// How often the record is compared with itself, in milliseconds.
const LOOK_EVERY_MS: u32 = 1000;
/// How long something flat has to be seen turning, in seconds, before the capture is over.
const FLAT_S: f64 = 1.0;
/// Frames whose neighbours are compared at full rate.
const TAIL: usize = 6;
/// Every how many bytes a frame's pixels go into its sum: a prime, so that no column is left out for long.
const STRIDE: usize = 4 * 61;

/// What was seen of the capture so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch {
    record: Record,
    tail: VecDeque<Glimpse>,
    cut: Cut,
    script: Script,
    neutral: Option<Looks>,
    rest: Rest,
    distances: Vec<f32>,
    /// Sum of the last frame's pixels, and since when they are the same, in milliseconds.
    pixels: Option<(u64, u32)>,
    looked_ms: u32,
    flat_since_s: Option<f64>,
    flaw: Option<Flaw>,
}

impl Watch {
    /// Takes the next frame. `width`: that of the face against the neutral one.
    pub(super) fn see(&mut self, frame: &Frame, seen: &Sighting, pose: Pose, base: &Baseline, width: f32, t_s: f64) {
        let at_ms = (t_s.max(0.0) * 1000.0) as u32;
        let pixels = sum(frame);
        self.pixels = match self.pixels {
            Some((last, since)) if last == pixels && since <= at_ms => Some((last, since)),
            _ => Some((pixels, at_ms)),
        };
        let Some(face) = &seen.face else { return self.rest.absent() };
        let glimpse = glimpse(frame, face, at_ms, width);
        if self.neutral.is_none() && self.record.kept().last().is_some_and(|last| at_ms > last.at_ms + 2000) {
            // Out of the picture before anything was caught: another beginning.
            self.begin();
        }
        self.record.push(glimpse);
        if self.neutral.is_none() {
            return;
        }
        self.rest.present(t_s);
        if self.cut.see(frame, face, t_s) {
            self.flaw = self.flaw.or(Some(Flaw::Jump));
        }
        self.tail.push_back(glimpse);
        if self.tail.len() > TAIL {
            self.tail.pop_front();
        }
        let act = Act {
            yaw_deg: face.pose.yaw_deg - base.yaw_deg,
            pitch_deg: face.pose.pitch_deg - base.pitch_deg,
            mouth_open: face.expression.mouth_open,
            eyes: face.expression.eyes_open() / base.eyes.max(0.1),
        };
        let found = self.script.see(pose, &act, t_s).or_else(|| self.judge(at_ms));
        self.flaw = self.flaw.or(found);
    }

    fn judge(&mut self, at_ms: u32) -> Option<Flaw> {
        if self.pixels.is_some_and(|(_, since)| at_ms - since >= STILL_MS) {
            return Some(Flaw::Frozen);
        }
        let absent = match self.tail.iter().rev().nth(1) {
            Some(last) => at_ms.saturating_sub(last.at_ms) > MAX_ABSENCE_MS,
            None => false,
        };
        if absent || jumps(self.tail.make_contiguous()) {
            return Some(Flaw::Jump);
        }
        if at_ms < self.looked_ms.saturating_add(LOOK_EVERY_MS) {
            return None;
        }
        self.looked_ms = at_ms;
        let trace = self.record.kept();
        // The edge sees the glimpses that are kept, so they are judged here, too.
        if jumps(trace) {
            Some(Flaw::Jump)
        } else if is_frozen(trace) {
            Some(Flaw::Frozen)
        } else {
            ends_in_a_loop(trace).then_some(Flaw::Looped)
        }
    }

    /// Takes a pose that was caught: one look, or the mean over a neutral hold.
    pub(super) fn caught(&mut self, pose: Pose, looks: &Looks, eye_distance_px: f32) {
        match &self.neutral {
            None if pose == Pose::Neutral => {
                self.start();
                self.neutral = Some(looks.clone());
            }
            // A face that is hardly large enough says too little.
            Some(neutral) if eye_distance_px >= super::MIN_EYE_DISTANCE_PX => {
                let (from, to) = (neutral.mean(), looks.mean());
                let d = distance(
                    Look { shape: &from.0, tone: &from.1, texture: &from.2 },
                    Look { shape: &to.0, tone: &to.1, texture: &to.2 },
                );
                self.distances.extend(d);
                if is_another(&self.distances) {
                    self.flaw = self.flaw.or(Some(Flaw::OtherFace));
                }
            }
            _ => {}
        }
    }

    /// Looks at a face that is well placed and lit.
    pub(super) fn look(&mut self, frame: &Frame, face: &Face, base: &Baseline, t_s: f64) {
        if let Some(neutral) = &self.neutral
            && self.rest.see(frame, face, neutral, base, t_s) == Verdict::Another
        {
            self.flaw = self.flaw.or(Some(Flaw::OtherFace));
        }
    }

    /// Asks for a look at the face at rest.
    pub(super) fn ask(&mut self, t_s: f64) {
        self.rest.ask(t_s);
    }

    /// Whether the person has to look straight ahead before anything else.
    pub(super) fn asks(&self) -> bool {
        self.rest.is_due()
    }

    /// The looks that were asked for.
    pub(super) fn rests(&self) -> &[domain::capture::Rest] {
        self.rest.told()
    }

    /// Whether what turns is flat.
    pub(super) fn flat(&mut self, flat: bool, t_s: f64) {
        self.flat_since_s = flat.then_some(self.flat_since_s.unwrap_or(t_s));
        if self.flat_since_s.is_some_and(|since| t_s - since >= FLAT_S) {
            self.flaw = self.flaw.or(Some(Flaw::Flat));
        }
    }

    pub(super) fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }

    pub(super) fn trace(&self) -> Vec<Glimpse> {
        self.record.glimpses()
    }

    /// Begins again with the same neutral face.
    pub(super) fn again(&mut self) {
        let neutral = self.neutral.take();
        *self = Self { neutral, ..Self::default() };
    }

    fn begin(&mut self) {
        *self = Self { pixels: self.pixels, ..Self::default() };
    }

    /// The neutral face was caught: of what came before, its hold is kept.
    fn start(&mut self) {
        let all = self.record.glimpses();
        let last = all.last().map_or(0, |g| g.at_ms);
        self.begin();
        all.into_iter().filter(|g| g.at_ms + 600 >= last).for_each(|g| self.record.push(g));
        self.looked_ms = last;
        self.pixels = self.pixels.map(|(pixels, _)| (pixels, last));
    }
}

fn glimpse(frame: &Frame, face: &Face, at_ms: u32, width: f32) -> Glimpse {
    let (unit, e) = (1.0 / frame.width.max(1) as f32, &face.expression);
    // Both eyes' corners; a mesh always has them.
    let corner = |id: usize, k: usize| face.points.get(id).map_or(0.0, |p| p[k]);
    let middle = |k: usize| [33, 133, 263, 362].into_iter().map(|id| corner(id, k)).sum::<f32>() / 4.0 * unit;
    Glimpse {
        at_ms,
        x: middle(0),
        y: middle(1),
        size: e.eye_distance_px * unit,
        yaw_deg: face.pose.yaw_deg,
        pitch_deg: face.pose.pitch_deg,
        roll_deg: face.pose.roll_deg,
        eyes_open: e.eyes_open(),
        mouth_open: e.mouth_open,
        mouth_width: e.mouth_width,
        brows: e.brows,
        width,
    }
}

/// FNV-1a over a part of the frame's pixels. Two frames of a camera never have the same: every pixel has noise.
fn sum(frame: &Frame) -> u64 {
    (frame.rgba.chunks(STRIDE)).fold(0xcbf2_9ce4_8422_2325, |hash, bytes| {
        bytes.iter().take(3).fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
    })
}
