//! Guidance during a capture: what to tell the person now, how far the hold of the wanted pose is, and which frame to
//! keep. Pure: time is passed in. The poses come in the order that the edge drew, neutral first; everything after it is
//! measured against that person's own neutral face.

mod blink;
mod cover;
mod cut;
mod depth;
mod framing;
mod glare;
mod guidance;
mod light;
mod look;
mod measure;
mod patience;
mod record;
mod rest;
mod shape;
mod texture;
mod turn;
mod watch;

use crate::{Face, Frame, Sighting};
use blink::Blink;
use domain::capture::{Glimpse, Pose, Rest};
use framing::framing;
pub use guidance::{Catch, Guidance, Hint};
use light::{Light, amiss, look};
use look::Looks;
use measure::{Baseline, Fit, fit, resting};
use patience::Patience;
use turn::Turn;
use watch::Watch;

/// How long a pose has to hold, in seconds.
pub const HOLD_S: f64 = 0.4;
/// How long the hold may last beyond [`HOLD_S`] to wait for a frame as good as the best of it, in seconds.
const WAIT_FOR_BEST_S: f64 = 0.25;
/// Part of the best frame's quality at which a frame is as good.
const AS_GOOD: f32 = 0.92;
/// How long a pose may be lost (a twitch, one bad frame) before its hold begins again, in seconds.
const GRACE_S: f64 = 0.15;
/// A gap between frames after which nothing of the hold counts, in seconds: the page was in the background.
const GAP_S: f64 = 1.0;
/// Fewest frames of a hold, for cameras or machines that are slow.
const MIN_FRAMES: u32 = 3;
/// How long two faces are remembered, in seconds, so that the hint does not flicker.
const TWO_FACES_S: f64 = 0.5;
/// Least distance between the eyes in pixels; below it a likeness looks soft.
pub const MIN_EYE_DISTANCE_PX: f32 = 34.0;
/// Fastest movement of the face that still gives a sharp take, in distances between the eyes a second.
const MAX_SPEED: f32 = 1.2;

/// A hold in progress.
#[derive(Debug, Clone, Copy)]
struct Hold {
    since_s: f64,
    last_good_s: f64,
    frames: u32,
    best: f32,
}

/// The state of one capture.
#[derive(Debug, Clone)]
pub struct Guide {
    poses: Vec<Pose>,
    next: usize,
    hold: Option<Hold>,
    baseline: Baseline,
    turn: Turn,
    blink: Blink,
    patience: Patience,
    watch: Watch,
    caught: Option<Catch>,
    /// What the face looked like while the neutral pose was held.
    neutral: Looks,
    /// The last pose is followed by a look at the face at rest.
    ends_at_rest: bool,
    /// Since when a neutral face was wanted and there, but with parted lips.
    parted_since_s: Option<f64>,
    two_faces_until_s: f64,
    last_s: Option<f64>,
    /// Middle of the face in the last frame that had one, and when.
    last_place: Option<([f32; 2], f64)>,
}

impl Guide {
    /// Starts a capture of these poses. Those before the first neutral are measured against an average face.
    #[must_use]
    pub fn new(poses: Vec<Pose>) -> Self {
        Self {
            poses,
            next: 0,
            hold: None,
            baseline: Baseline::default(),
            turn: Turn::default(),
            blink: Blink::default(),
            patience: Patience::default(),
            watch: Watch::default(),
            caught: None,
            neutral: Looks::default(),
            ends_at_rest: true,
            parted_since_s: None,
            two_faces_until_s: f64::NEG_INFINITY,
            last_s: None,
            last_place: None,
        }
    }

    /// Takes the next frame, what was aligned in it and its time in seconds.
    pub fn see(&mut self, frame: &Frame, sighting: &Sighting, t_s: f64) -> Guidance {
        if self.last_s.is_some_and(|last| !(0.0..=GAP_S).contains(&(t_s - last))) {
            self.hold = None;
            self.parted_since_s = None;
            self.last_place = None;
        }
        self.last_s = Some(t_s);
        let all = self.next >= self.poses.len();
        let Some(pose) = self.poses.get(self.next).or(self.poses.last().filter(|_| self.watch.asks())).copied() else {
            return Guidance { hint: None, pose: None, progress: 1.0, caught: None, flaw: self.watch.flaw() };
        };
        if sighting.count > 1 {
            self.two_faces_until_s = t_s + TWO_FACES_S;
        }
        let speed = sighting.face.as_ref().map_or(0.0, |f| self.speed(f, t_s));
        let light = sighting.face.as_ref().map(|f| look(frame, f));
        if let (Some(face), Pose::TurnLeft | Pose::TurnRight) = (&sighting.face, pose) {
            self.turn.see(face, &self.baseline, t_s);
        }
        let judged = self.judge(frame, sighting, light, pose, t_s);
        self.watch.see(frame, sighting, pose, &self.baseline, self.turn.width_of(sighting), t_s);
        self.watch.flat(self.turn.is_flat(), t_s);
        if let (Some(face), Ok(_) | Err(Hint::DoPose(_))) = (&sighting.face, &judged)
            && speed <= MAX_SPEED
        {
            self.watch.look(frame, face, &self.baseline, t_s);
        }
        if let Some(flaw) = self.watch.flaw() {
            return Guidance { hint: None, pose: Some(pose), progress: 0.0, caught: None, flaw: Some(flaw) };
        }
        if all && !self.watch.asks() {
            return Guidance { hint: None, pose: None, progress: 1.0, caught: None, flaw: None };
        }
        let judged = match judged {
            Ok(_) | Err(Hint::DoPose(_) | Hint::WrongWay) if self.watch.asks() => Err(Hint::LookAgain),
            judged => judged,
        };
        match judged {
            Err(Hint::DoPose(Pose::Blink)) if let Some(face) = &sighting.face => {
                if self.blink.see(face.expression.eyes_open() / self.baseline.eyes.max(0.1), t_s) {
                    return self.catch(frame, sighting, pose, t_s);
                }
                self.missed(Hint::DoPose(pose), pose, t_s)
            }
            Err(hint) => self.missed(hint, pose, t_s),
            Ok(_) if speed > MAX_SPEED => self.missed(Hint::HoldStill, pose, t_s),
            Ok(quality) => {
                let quality = quality * (1.0 - 0.3 * speed / MAX_SPEED);
                self.good(frame, sighting, pose, quality, t_s)
            }
        }
    }

    /// Asks for one pose of this capture again, against the same neutral face: another face is found out. What was
    /// recorded before is given up.
    pub fn redo(&mut self, pose: Pose) {
        (self.poses, self.next) = (vec![pose], 0);
        (self.hold, self.parted_since_s, self.last_s, self.last_place, self.caught) = (None, None, None, None, None);
        (self.blink, self.patience) = (Blink::default(), Patience::default());
        self.turn.take();
        self.ends_at_rest = false;
        self.watch.again();
    }

    /// What was measured of the pose that was just caught.
    pub fn take_catch(&mut self) -> Option<Catch> {
        self.caught.take()
    }

    /// Looks at the face at rest that were asked for: after every absence, and after the last pose.
    #[must_use]
    pub fn rests(&self) -> Vec<Rest> {
        self.watch.rests().to_vec()
    }

    /// The capture as numbers, from the neutral face on.
    #[must_use]
    pub fn trace(&self) -> Vec<Glimpse> {
        self.watch.trace()
    }

    /// How good a take of the pose this frame is, or what is wrong with it.
    fn judge(
        &mut self,
        frame: &Frame,
        sighting: &Sighting,
        light: Option<Light>,
        pose: Pose,
        t_s: f64,
    ) -> Result<f32, Hint> {
        if t_s < self.two_faces_until_s {
            return Err(Hint::TwoFaces);
        }
        let (Some(face), Some(light)) = (&sighting.face, light) else {
            return Err(amiss(frame).unwrap_or(Hint::NoFace));
        };
        framing(frame, face)?;
        light.check()?;
        self.patience.allows(soft(frame, face, &light), t_s)?;
        let parted = self.parted_since_s.map_or(0.0, |since| t_s - since);
        self.parted_since_s = match pose {
            Pose::Neutral if resting(face) => Some(self.parted_since_s.unwrap_or(t_s)),
            _ => None,
        };
        if matches!(pose, Pose::TurnLeft | Pose::TurnRight) && self.turn.is_flat() {
            return Err(Hint::Flat);
        }
        match fit(pose, face, &self.baseline, parted) {
            Fit::Good(quality) => Ok(quality * light.sharpness()),
            Fit::Not => Err(Hint::DoPose(pose)),
            Fit::WrongWay => Err(Hint::WrongWay),
        }
    }

    /// How fast the face moves, in distances between the eyes a second.
    fn speed(&mut self, face: &Face, t_s: f64) -> f32 {
        // The bridge of the nose: no expression moves it.
        let Some(&[x, y, _]) = face.points.get(168) else { return 0.0 };
        let before = self.last_place.replace(([x, y], t_s));
        match before {
            Some((p, then)) if t_s > then => {
                let moved = (x - p[0]).hypot(y - p[1]) / face.expression.eye_distance_px.max(1.0);
                // A pixel of jitter at 60 frames a second is not movement: never divide by less than 1/30 s.
                moved / ((t_s - then) as f32).max(1.0 / 30.0)
            }
            _ => 0.0,
        }
    }

    fn missed(&mut self, hint: Hint, pose: Pose, t_s: f64) -> Guidance {
        // Eyes that are shut in one frame and open in the next are a twitch; no face, or two, ends the hold at once.
        let forgiven = !matches!(hint, Hint::NoFace | Hint::TwoFaces | Hint::WrongWay | Hint::Flat | Hint::LookAgain);
        if !self.hold.is_some_and(|h| forgiven && t_s - h.last_good_s <= GRACE_S) {
            self.hold = None;
        }
        let progress = self.hold.map_or(0.0, |h| progress(h.last_good_s - h.since_s));
        Guidance { hint: Some(hint), pose: Some(pose), progress, caught: None, flaw: None }
    }

    fn good(&mut self, frame: &Frame, sighting: &Sighting, pose: Pose, quality: f32, t_s: f64) -> Guidance {
        let mut hold = self.hold.unwrap_or(Hold { since_s: t_s, last_good_s: t_s, frames: 0, best: 0.0 });
        hold.frames += 1;
        hold.last_good_s = t_s;
        hold.best = hold.best.max(quality);
        let held = t_s - hold.since_s;
        // Rounding of frame times must not cost a frame.
        let long_enough = held >= HOLD_S - 1e-3 && hold.frames >= MIN_FRAMES;
        if pose == Pose::Neutral
            && let Some(face) = &sighting.face
        {
            if hold.frames == 1 {
                self.neutral = Looks::default();
            }
            self.neutral.add(frame, &face.points);
            self.baseline.learn(face, hold.frames);
            self.turn.learn(face, hold.frames);
        }
        if long_enough && (quality >= AS_GOOD * hold.best || held >= HOLD_S + WAIT_FOR_BEST_S) {
            return self.catch(frame, sighting, pose, t_s);
        }
        self.hold = Some(hold);
        Guidance { hint: None, pose: Some(pose), progress: progress(held), caught: None, flaw: None }
    }

    /// Takes this frame for the pose, unless it shows another face than the neutral one did.
    fn catch(&mut self, frame: &Frame, sighting: &Sighting, pose: Pose, t_s: f64) -> Guidance {
        self.hold = None;
        self.parted_since_s = None;
        if let Some(face) = &sighting.face {
            let one = Looks::of(frame, &face.points);
            let looks = if pose == Pose::Neutral && self.neutral.count() > 0 { &self.neutral } else { &one };
            self.watch.caught(pose, looks, face.expression.eye_distance_px);
            let (shape, tone, texture) = looks.mean();
            if let Some(flaw) = self.watch.flaw() {
                return Guidance { hint: None, pose: Some(pose), progress: 0.0, caught: None, flaw: Some(flaw) };
            }
            let turn = match pose {
                Pose::TurnLeft | Pose::TurnRight => self.turn.take(),
                _ => Vec::new(),
            };
            self.caught = Some(Catch {
                pose,
                at_ms: (t_s.max(0.0) * 1000.0) as u32,
                yaw_deg: face.pose.yaw_deg,
                mouth_open: face.expression.mouth_open,
                shape,
                tone,
                texture,
                turn,
            });
        }
        self.next += 1;
        self.blink = Blink::default();
        if self.next >= self.poses.len() && self.ends_at_rest {
            self.watch.ask(t_s);
            return Guidance {
                hint: Some(Hint::LookAgain),
                pose: Some(pose),
                progress: 0.0,
                caught: Some(pose),
                flaw: None,
            };
        }
        let next = self.poses.get(self.next).copied();
        let progress = if next.is_some() { 0.0 } else { 1.0 };
        Guidance { hint: next.map(Hint::DoPose), pose: next, progress, caught: Some(pose), flaw: None }
    }
}

/// What makes a take worse but may be a mistake of the measure: it is told for a while, not for ever.
fn soft(frame: &Frame, face: &Face, light: &Light) -> Option<Hint> {
    if light.is_backlit() {
        Some(Hint::Backlit)
    } else if cover::is_covered(frame, face) {
        Some(Hint::Covered)
    } else if glare::glares(frame, face) {
        Some(Hint::Glare)
    } else {
        None
    }
}

fn progress(held_s: f64) -> f32 {
    (held_s / HOLD_S).clamp(0.0, 1.0) as f32
}
