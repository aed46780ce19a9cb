//! A turn of the head, followed frame by frame.

use domain::capture::{MAX_MOMENTS, Moment, is_flat};

use super::measure::Baseline;
use crate::{Face, Sighting};

/// A height in the middle of the face that neither a turn nor the jaw changes: hairline and the groove of the upper lip.
const HEIGHT: (usize, usize) = (10, 164);
/// How long a face has to look into the lens again before a turn is given another chance, in seconds.
const AGAIN_S: f64 = 1.0;
/// Least width, against the neutral one, and most yaw of a face that looks into the lens.
const FRONTAL: (f32, f32) = (0.95, 6.0);

/// What was seen of the wanted turn.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    /// Distance between the eyes over that height, on the neutral face.
    neutral: f32,
    moments: Vec<Moment>,
    frontal_since_s: Option<f64>,
}

impl Turn {
    /// Takes in frame `n` (from 1) of a neutral hold: the mean over the hold.
    pub(super) fn learn(&mut self, face: &Face, n: u32) {
        if let Some(width) = width(face) {
            self.neutral += (width - self.neutral) / n.max(1) as f32;
        }
    }

    /// Takes in a frame while a turn is wanted.
    pub(super) fn see(&mut self, face: &Face, base: &Baseline, t_s: f64) {
        let (Some(width), true) = (width(face), self.neutral > 0.0) else { return };
        let moment = Moment { yaw_deg: face.pose.yaw_deg - base.yaw_deg, width: width / self.neutral };
        let frontal = moment.width >= FRONTAL.0 && moment.yaw_deg.abs() <= FRONTAL.1;
        let since = self.frontal_since_s.filter(|_| frontal).unwrap_or(t_s);
        self.frontal_since_s = frontal.then_some(since);
        if frontal && t_s - since >= AGAIN_S {
            self.moments.clear();
        }
        if self.moments.len() >= MAX_MOMENTS {
            self.moments.remove(0);
        }
        self.moments.push(moment);
    }

    /// Width of the face against the neutral one; 1 while that is not known.
    pub(super) fn width_of(&self, sighting: &Sighting) -> f32 {
        let seen = sighting.face.as_ref().and_then(width);
        seen.filter(|_| self.neutral > 0.0).map_or(1.0, |w| w / self.neutral)
    }

    pub(super) fn is_flat(&self) -> bool {
        is_flat(&self.moments)
    }

    /// Gives away what was seen, and begins anew.
    pub(super) fn take(&mut self) -> Vec<Moment> {
        self.frontal_since_s = None;
        std::mem::take(&mut self.moments)
    }
}

fn width(face: &Face) -> Option<f32> {
    let (top, bottom) = (face.points.get(HEIGHT.0)?, face.points.get(HEIGHT.1)?);
    let height = (top[0] - bottom[0]).hypot(top[1] - bottom[1]);
    (height > 1.0).then(|| face.expression.eye_distance_px / height)
}
