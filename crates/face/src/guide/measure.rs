//! When a face shows a pose. Thresholds are wide: a take that is a little weak still serves, a person who cannot get
//! past a pose does not.

use crate::Face;
use domain::capture::Pose;

/// Most yaw and pitch of a face that looks into the lens, in degrees. Pitch is wide because laptops look up at people.
const FRONTAL_DEG: (f32, f32) = (11.0, 24.0);
/// Least turn of the head beyond the neutral yaw, in degrees; 20 are asked for.
const TURN_DEG: f32 = 12.0;
/// Most turn that still shows both eyes to the landmarks, in degrees.
const MAX_TURN_DEG: f32 = 48.0;
/// Turn to the other side that is answered by "the other way", in degrees.
const WRONG_TURN_DEG: f32 = 10.0;
/// Most pitch away from neutral in a turn or an expression, in degrees.
const PITCH_SLACK_DEG: f32 = 22.0;
/// Most yaw away from neutral in an expression, in degrees.
const YAW_SLACK_DEG: f32 = 13.0;
/// Widest gap between shut lips, in distances between the eyes.
const SHUT_LIPS: f32 = 0.07;
/// Widest gap that is taken as neutral from someone whose lips stay parted ...
const PARTED_LIPS: f32 = 0.22;
/// ... for this long, in seconds.
const PARTED_PATIENCE_S: f64 = 1.2;
/// Least openness of open eyes.
const OPEN_EYES: f32 = 0.22;
/// Shut eyes have at most this part of the neutral openness. The mesh leaves a slit between shut lids: in a film of a real
/// person it is 0.41 to 0.53 of what it sees of open ones, and laughing eyes have 0.8.
const SHUT_EYES: f32 = 0.55;
/// A smile is at least this much wider than the neutral mouth.
const SMILE_WIDER: f32 = 1.10;
/// Least gap between the lips in "ah", in distances between the eyes ...
const AH_GAP: f32 = 0.18;
/// ... and least growth of it over the neutral gap.
const AH_GROWTH: f32 = 0.09;

/// Lips that say "oo" are at most this wide, over the neutral mouth. At rest the width stays within 3 % ...
const OO_NARROWER: f32 = 0.90;
/// ... and rounder: their height over their width grows by this much. Pressed lips are narrower and flatter.
const OO_ROUNDER: f32 = 1.08;
/// Raised brows stand this much higher above the eyes. Measured on composed captures and a film: at rest they stay within
/// 3 %, eyes that are shut add 3 %, a frown takes 10 to 15 %.
const BROWS_HIGHER: f32 = 1.09;
/// Most nod with raised brows, in degrees: people lift the chin along, and the landmarks take a part of it for brows.
const BROWS_PITCH_DEG: f32 = 10.0;
/// Least lift or drop of the chin beyond the neutral pitch, in degrees.
const NOD_DEG: f32 = 7.0;

/// Most lift or drop of the chin that still shows the face, in degrees.
const MAX_NOD_DEG: f32 = 45.0;

/// What a person's neutral face measures. The default is an average face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Baseline {
    pub(super) eyes: f32,
    pub(super) width: f32,
    pub(super) gap: f32,
    pub(super) lips: f32,
    pub(super) brows: f32,
    pub(super) yaw_deg: f32,
    pub(super) pitch_deg: f32,
}

impl Default for Baseline {
    fn default() -> Self {
        Self { eyes: 0.7, width: 0.84, gap: 0.02, lips: 0.28, brows: 0.38, yaw_deg: 0.0, pitch_deg: 0.0 }
    }
}

impl Baseline {
    /// Takes in frame `n` (from 1) of a neutral hold: the mean over the hold.
    pub(super) fn learn(&mut self, face: &Face, n: u32) {
        let (e, share) = (&face.expression, 1.0 / n.max(1) as f32);
        for (mean, value) in [
            (&mut self.eyes, e.eyes_open()),
            (&mut self.width, e.mouth_width),
            (&mut self.gap, e.mouth_open),
            (&mut self.lips, e.lips),
            (&mut self.brows, e.brows),
            (&mut self.yaw_deg, face.pose.yaw_deg),
            (&mut self.pitch_deg, face.pose.pitch_deg),
        ] {
            *mean += (value - *mean) * share;
        }
    }
}

/// How a face fits a pose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fit {
    /// It shows it; how well, above 0, at most 1.
    Good(f32),
    Not,
    /// Turned to the other side.
    WrongWay,
}

/// A face that would be neutral if its lips were shut.
pub(super) fn resting(face: &Face) -> bool {
    let (p, e) = (&face.pose, &face.expression);
    p.yaw_deg.abs() <= FRONTAL_DEG.0
        && p.pitch_deg.abs() <= FRONTAL_DEG.1
        && e.eyes_open() >= OPEN_EYES
        && e.mouth_open <= PARTED_LIPS
}

/// Whether the mouth is so open that the face is longer than at rest.
pub(super) fn is_smile_or_ah(face: &Face) -> bool {
    face.expression.mouth_open > SHUT_LIPS
}

/// Compares a face with a pose. `parted_s`: how long it has been neutral but for parted lips.
pub(super) fn fit(pose: Pose, face: &Face, base: &Baseline, parted_s: f64) -> Fit {
    let e = &face.expression;
    let yaw = face.pose.yaw_deg - base.yaw_deg;
    let pitch = face.pose.pitch_deg - base.pitch_deg;
    let frontal = yaw.abs() <= YAW_SLACK_DEG && (face.pose.pitch_deg - base.pitch_deg).abs() <= PITCH_SLACK_DEG;
    let good = |yes: bool, quality: f32| if yes { Fit::Good(quality.clamp(0.05, 1.0)) } else { Fit::Not };
    // Beyond the threshold by half of it is as good as it gets.
    let beyond = |value: f32, least: f32| 0.7 + 0.6 * (value / least - 1.0);
    match pose {
        Pose::Neutral => {
            let lips = e.mouth_open <= SHUT_LIPS || parted_s >= PARTED_PATIENCE_S;
            let straight = 1.0 - 0.3 * (face.pose.yaw_deg.abs() / FRONTAL_DEG.0);
            good(resting(face) && lips, straight * (0.7 + 0.3 * e.eyes_open()))
        }
        Pose::EyesShut => {
            let open = e.eyes_open() / base.eyes.max(0.1);
            good(frontal && open < SHUT_EYES, 1.0 - open)
        }
        Pose::Smile => {
            let wider = e.mouth_width / base.width.max(0.1);
            good(frontal && wider > SMILE_WIDER, beyond(wider, SMILE_WIDER))
        }
        Pose::Ah => {
            let least = AH_GAP.max(base.gap + AH_GROWTH);
            good(frontal && e.mouth_open > least, beyond(e.mouth_open, least))
        }
        Pose::Oo => {
            let narrower = e.mouth_width / base.width.max(0.1);
            let round = |lips: f32, width: f32| lips / width.max(0.1);
            let rounder = round(e.lips, e.mouth_width) >= OO_ROUNDER * round(base.lips, base.width);
            good(frontal && rounder && narrower < OO_NARROWER, 0.7 + (OO_NARROWER - narrower))
        }
        Pose::Up => good(nods(yaw, face) && pitch >= NOD_DEG, 0.7 + 0.03 * (pitch - NOD_DEG)),
        Pose::Down => good(nods(yaw, face) && pitch <= -NOD_DEG, 0.7 + 0.03 * (-pitch - NOD_DEG)),
        Pose::Brows => {
            let higher = e.brows / base.brows.max(0.1);
            let looks = pitch.abs() <= BROWS_PITCH_DEG && e.eyes_open() > 0.7 * base.eyes;
            good(frontal && looks && higher > BROWS_HIGHER, beyond(higher, BROWS_HIGHER))
        }
        // A movement, not a hold: see `blink`.
        Pose::Blink => Fit::Not,
        Pose::TurnLeft => turn(yaw, face, base),
        Pose::TurnRight => turn(-yaw, face, base),
    }
}

/// Whether a nod keeps the head straight and the mouth shut, as an open mouth looks like a lifted chin.
fn nods(yaw: f32, face: &Face) -> bool {
    yaw.abs() <= YAW_SLACK_DEG && face.expression.mouth_open <= PARTED_LIPS && face.pose.pitch_deg.abs() <= MAX_NOD_DEG
}

/// A turn by `yaw` degrees to the side that was asked for.
fn turn(yaw: f32, face: &Face, base: &Baseline) -> Fit {
    if yaw < -WRONG_TURN_DEG {
        return Fit::WrongWay;
    }
    let level = (face.pose.pitch_deg - base.pitch_deg).abs() <= PITCH_SLACK_DEG;
    if level && (TURN_DEG..=MAX_TURN_DEG).contains(&yaw) {
        // About 20 degrees are asked for.
        Fit::Good(1.0 - ((yaw - 20.0).abs() / 60.0).min(0.5))
    } else {
        Fit::Not
    }
}
