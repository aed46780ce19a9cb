//! One visitor's scan: the aligner, the guide, and the takes caught so far.

use domain::capture::{Glimpse, Pose, Rest};
use face::guide::{self, Guide};
use face::{Aligner, Face, Frame, Segmenter};
use wasm_bindgen::JsValue;
use wire::likeness::PoseCaught;
use wire::workers::Failure;
use wire::workers::face::{Answer, Hint, Take};
use worker_port::{failure, from_bytes, from_floats};

use crate::pixels::Picture;

/// A frame that was kept, with its landmarks.
struct Kept {
    take: Take,
    rgba: Vec<u8>,
    points: Vec<f32>,
}

pub(crate) struct Session {
    aligner: Aligner,
    segmenter: Segmenter,
    guide: Option<Guide>,
    kept: Vec<Kept>,
    poses: Vec<PoseCaught>,
    /// The capture as numbers and its looks at the face at rest, once a pose is done again: the guide then records that one.
    recorded: Option<(Vec<Glimpse>, Vec<Rest>)>,
}

impl Session {
    pub(crate) fn load(detector: &[u8], landmarks: &[u8], segmentation: &[u8]) -> Result<Self, Failure> {
        let model = |error: face::ModelError| failure("model", error.to_string());
        Ok(Self {
            aligner: Aligner::new(detector, landmarks).map_err(model)?,
            segmenter: Segmenter::new(segmentation).map_err(model)?,
            guide: None,
            kept: Vec::new(),
            poses: Vec::new(),
            recorded: None,
        })
    }

    /// Forgets the takes before and begins with these poses.
    pub(crate) fn begin(&mut self, poses: Vec<Pose>) {
        self.aligner.reset();
        self.kept.clear();
        self.poses.clear();
        self.recorded = None;
        self.guide = Some(Guide::new(poses));
    }

    /// Looks at one frame. Gives what to answer, and the landmarks as `[x, y, z]` where there is a face.
    pub(crate) fn see(&mut self, picture: Picture, t_s: f64) -> Result<(Answer, Option<Vec<f32>>), Failure> {
        let Picture { rgba, width, height } = picture;
        let frame = Frame::new(&rgba, width, height).map_err(|e| failure("bad_input", e.to_string()))?;
        let sighting = self.aligner.align(&frame);
        let guidance = self.guide.as_mut().map(|guide| guide.see(&frame, &sighting, t_s));
        let points = sighting.face.as_ref().map(flat);
        let caught = guidance.as_ref().and_then(|g| g.caught);
        if let Some(catch) = self.guide.as_mut().and_then(Guide::take_catch).filter(|_| self.recorded.is_none()) {
            self.poses.retain(|p| p.pose != catch.pose);
            self.poses.push(told(catch));
        }
        if let (Some(pose), Some(points)) = (caught, &points) {
            let take = Take { pose, width: width as u32, height: height as u32 };
            self.kept.retain(|k| k.take.pose != pose);
            self.kept.push(Kept { take, rgba, points: points.clone() });
        }
        let head = sighting.face.as_ref().map(|f| (f.pose, f.expression));
        let seen = Answer::Seen {
            faces: sighting.count as u32,
            hint: guidance.as_ref().and_then(|g| g.hint).map(hint),
            pose: guidance.as_ref().and_then(|g| g.pose),
            progress: guidance.as_ref().map_or(0.0, |g| g.progress),
            caught,
            yaw_deg: head.map_or(0.0, |(pose, _)| pose.yaw_deg),
            pitch_deg: head.map_or(0.0, |(pose, _)| pose.pitch_deg),
            roll_deg: head.map_or(0.0, |(pose, _)| pose.roll_deg),
            mouth_open: head.map_or(0.0, |(_, expression)| expression.mouth_open),
            flaw: guidance.as_ref().and_then(|g| g.flaw),
            width: width as u32,
            height: height as u32,
            took_ms: 0.0,
        };
        Ok((seen, points))
    }

    /// Begins one pose again, against the same neutral face. The takes stay; what the edge is told is the capture before.
    pub(crate) fn redo(&mut self, pose: Pose) -> Result<(), Failure> {
        let guide = self.guide.as_mut().ok_or_else(|| failure("bad_input", "no capture has begun"))?;
        self.aligner.reset();
        if self.recorded.is_none() {
            self.recorded = Some((guide.trace(), guide.rests()));
        }
        guide.redo(pose);
        Ok(())
    }

    /// What the edge is told.
    pub(crate) fn evidence(&self) -> Answer {
        let now = || self.guide.as_ref().map(|guide| (guide.trace(), guide.rests())).unwrap_or_default();
        let (trace, rests) = self.recorded.clone().unwrap_or_else(now);
        Answer::Evidence { poses: self.poses.clone(), trace, rests }
    }

    /// Gives copies of the takes, with the person mask of the neutral one.
    pub(crate) fn finish(&mut self) -> Result<(Answer, Vec<JsValue>), Failure> {
        let neutral = self
            .kept
            .iter()
            .find(|k| k.take.pose == Pose::Neutral)
            .ok_or_else(|| failure("bad_input", "the neutral pose was not caught"))?;
        let frame = Frame::new(&neutral.rgba, neutral.take.width as usize, neutral.take.height as usize)
            .map_err(|e| failure("bad_input", e.to_string()))?;
        let points: Vec<[f32; 3]> = neutral.points.as_chunks().0.to_vec();
        let mask = self.segmenter.person_around(&frame, &points);
        let mut buffers = Vec::with_capacity(2 * self.kept.len() + 1);
        for k in &self.kept {
            buffers.push(from_bytes(&k.rgba));
            buffers.push(from_floats(&k.points));
        }
        buffers.push(from_floats(&mask.data));
        let takes = self.kept.iter().map(|k| k.take).collect();
        Ok((Answer::Takes { takes, mask: (mask.width as u32, mask.height as u32) }, buffers))
    }
}

/// A pose as the edge is told of it.
fn told(catch: guide::Catch) -> PoseCaught {
    let guide::Catch { pose, at_ms, yaw_deg, mouth_open, shape, tone, texture, turn } = catch;
    PoseCaught { pose, at_ms, yaw_deg, mouth_open, shape, tone, texture, turn }
}

fn flat(face: &Face) -> Vec<f32> {
    face.points.iter().flatten().copied().collect()
}

fn hint(hint: guide::Hint) -> Hint {
    match hint {
        guide::Hint::NoFace => Hint::NoFace,
        guide::Hint::TwoFaces => Hint::TwoFaces,
        guide::Hint::TooFar => Hint::TooFar,
        guide::Hint::TooNear => Hint::TooNear,
        guide::Hint::OffCentre => Hint::OffCentre,
        guide::Hint::TooDark => Hint::TooDark,
        guide::Hint::TooBright => Hint::TooBright,
        guide::Hint::Backlit => Hint::Backlit,
        guide::Hint::Covered => Hint::Covered,
        guide::Hint::Glare => Hint::Glare,
        guide::Hint::Blurred => Hint::Blurred,
        guide::Hint::HoldStill => Hint::HoldStill,
        guide::Hint::DoPose(_) => Hint::DoPose,
        guide::Hint::WrongWay => Hint::WrongWay,
        guide::Hint::Flat => Hint::Flat,
        guide::Hint::LookAgain => Hint::LookAgain,
    }
}
