//! A turn of the head, followed frame by frame.

use domain::capture::{MAX_MOMENTS, Moment, is_flat};

use super::depth::Rest;
use super::measure::Baseline;
use crate::{Face, Sighting};

/// How long a face has to look into the lens again before a turn is given another chance, in seconds.
const AGAIN_S: f64 = 1.0;
/// Least width, against the neutral one, and most yaw of a face that looks into the lens.
const FRONTAL: (f32, f32) = (0.95, 6.0);

/// What was seen of the wanted turn.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    neutral: Rest,
    moments: Vec<Moment>,
    frontal_since_s: Option<f64>,
}

impl Turn {
    /// Takes in frame `n` (from 1) of a neutral hold: the mean over the hold.
    pub(super) fn learn(&mut self, face: &Face, n: u32) {
        self.neutral.learn(face, n);
    }

    /// Takes in a frame while a turn is wanted.
    pub(super) fn see(&mut self, face: &Face, base: &Baseline, t_s: f64) {
        let Some(width) = self.neutral.width(face) else { return };
        let (yaw_deg, pitch_deg) = (face.pose.yaw_deg - base.yaw_deg, face.pose.pitch_deg - base.pitch_deg);
        // As the trace tells them.
        let told = |value: f32, per_unit: f32| (value * per_unit).round() / per_unit;
        let moment =
            Moment { yaw_deg: told(yaw_deg, 100.0), pitch_deg: told(pitch_deg, 100.0), width: told(width, 1000.0) };
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
        sighting.face.as_ref().and_then(|face| self.neutral.width(face)).unwrap_or(1.0)
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
