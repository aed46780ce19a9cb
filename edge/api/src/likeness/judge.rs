//! Whether what a device attests fits what the edge drew. Pure.

use domain::UnixMs;
use domain::capture::{self, HeardWord, MAX_MOMENTS, Moment, Pose, WordFlaw, is_flat, judge_words};
use domain::consent::CONSENT_VERSION;
use wire::likeness::CaptureResult;
use wire::{Code, Problem};

use super::alive::alive;

/// Least time between two poses in milliseconds: nobody changes face faster.
const LEAST_GAP_MS: u32 = 200;
/// A head is turned beyond this angle, in degrees.
const TURNED_DEG: f32 = 10.0;
/// Fewest frames in which a head can turn and hold.
const LEAST_MOMENTS: usize = 3;
/// A mouth says "ah" beyond this gap, over the distance between the eyes.
const OPEN_MOUTH: f32 = 0.12;

/// What the edge drew, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// In this order.
    pub poses: Vec<Pose>,
    /// In this order.
    pub words: Vec<String>,
    /// When it was drawn.
    pub created_at: UnixMs,
    /// When it could no longer be used.
    pub expires_at: UnixMs,
}

/// Why a capture is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Flaw {
    /// The result came late.
    #[error("The scan took longer than it may. Start a new one.")]
    Expired,
    /// The draw was used before.
    #[error("This scan has been sent before. Start a new one.")]
    Used,
    /// Another consent text.
    #[error("The consent text has changed. Reload the page and read it again.")]
    Consent,
    /// Other poses than drawn, or in another order.
    #[error("The poses were not the ones we asked for, in their order. Start a new scan.")]
    WrongOrder,
    /// Poses closer together than a face can move, or over a longer time than has passed.
    #[error("The poses came faster or later than a face can move. Start a new scan and hold each pose.")]
    Times,
    /// The head was turned too little or to the other side.
    #[error("A turn was missed: turn your head a little further to your own {side}.")]
    Turn {
        /// `left` or `right`, as the person has it.
        side: &'static str,
        /// Measured, in degrees.
        yaw_deg: f32,
    },
    /// What the device found, or what is found again in its numbers.
    #[error("{0} Start a new scan.")]
    NotLive(capture::Flaw),
    /// There are no numbers of the capture, or they leave parts of it out.
    #[error("The scan came without its measurements, or with gaps. Keep the page in front and start a new one.")]
    Trace,
    /// A pose is not in them.
    #[error("One of the poses could not be seen in the scan. Start a new one and hold each pose a little longer.")]
    Unseen(Pose),
    /// The mouth stayed shut.
    #[error("The open mouth was missed: open it wide, as in \"ah\".")]
    Mouth {
        /// Measured gap over the distance between the eyes.
        mouth_open: f32,
    },
    /// What speaks against the words.
    #[error("{0} Start a new scan.")]
    Words(WordFlaw),
}

impl Flaw {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Used => "used",
            Self::Consent => "consent",
            Self::WrongOrder => "wrong_order",
            Self::Times => "times",
            Self::Turn { .. } => "turn",
            Self::NotLive(flaw) => flaw.rule(),
            Self::Trace => "trace",
            Self::Unseen(_) => "unseen",
            Self::Mouth { .. } => "mouth",
            Self::Words(flaw) => flaw.rule(),
        }
    }
}

impl From<Flaw> for Problem {
    fn from(flaw: Flaw) -> Self {
        let problem = Self::new(Code::CaptureRefused, flaw.to_string()).rule(flaw.rule());
        match flaw {
            Flaw::Turn { yaw_deg, .. } => {
                problem.measured(format!("{yaw_deg:.0} degrees"), format!("more than {TURNED_DEG:.0} degrees"))
            }
            Flaw::Mouth { mouth_open } => problem.measured(
                format!("{mouth_open:.2} of the distance between the eyes"),
                format!("more than {OPEN_MOUTH:.2}"),
            ),
            Flaw::Unseen(pose) => problem.measured(format!("no {pose:?} at its time"), "every pose at its time"),
            _ => problem,
        }
    }
}

/// Judges a result against the draw at `now`.
///
/// # Errors
/// The first [`Flaw`] found.
pub fn judge(drawn: &Drawn, result: &CaptureResult, now: UnixMs) -> Result<(), Flaw> {
    if result.consent_version != CONSENT_VERSION {
        return Err(Flaw::Consent);
    }
    if now >= drawn.expires_at {
        return Err(Flaw::Expired);
    }
    if let Some(flaw) = result.flaw {
        return Err(Flaw::NotLive(flaw));
    }
    poses(drawn, result, now)?;
    alive(result)?;
    words(drawn, result)
}

/// Whether the three words were said, in their order.
fn words(drawn: &Drawn, result: &CaptureResult) -> Result<(), Flaw> {
    let heard: Vec<HeardWord> = result.words.iter().map(HeardWord::from).collect();
    judge_words(&drawn.words, &heard).map_err(Flaw::Words)
}

fn poses(drawn: &Drawn, result: &CaptureResult, now: UnixMs) -> Result<(), Flaw> {
    if !result.poses.iter().map(|caught| &caught.pose).eq(drawn.poses.iter()) {
        return Err(Flaw::WrongOrder);
    }
    let apart = |(a, b): (&wire::likeness::PoseCaught, &wire::likeness::PoseCaught)| match b.at_ms.checked_sub(a.at_ms)
    {
        Some(gap) => gap >= LEAST_GAP_MS,
        None => false,
    };
    if !result.poses.iter().zip(result.poses.iter().skip(1)).all(apart) {
        return Err(Flaw::Times);
    }
    let span = result.poses.last().map_or(0, |p| p.at_ms) - result.poses.first().map_or(0, |p| p.at_ms);
    if u64::from(span) > now.saturating_sub(drawn.created_at) {
        return Err(Flaw::Times);
    }
    for caught in &result.poses {
        let (yaw_deg, mouth_open) = (caught.yaw_deg, caught.mouth_open);
        match caught.pose {
            Pose::TurnLeft if !above(yaw_deg, TURNED_DEG) => return Err(Flaw::Turn { side: "left", yaw_deg }),
            Pose::TurnRight if !above(-yaw_deg, TURNED_DEG) => return Err(Flaw::Turn { side: "right", yaw_deg }),
            Pose::TurnLeft | Pose::TurnRight => followed(caught)?,
            Pose::Ah if !above(mouth_open, OPEN_MOUTH) => return Err(Flaw::Mouth { mouth_open }),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the frames that led to a turn are there, end in it, and show a head.
fn followed(caught: &wire::likeness::PoseCaught) -> Result<(), Flaw> {
    let sound = |m: &Moment| m.yaw_deg.is_finite() && m.pitch_deg.is_finite() && m.width.is_finite() && m.width > 0.0;
    let ends_there = caught.turn.last().is_some_and(|m| above(m.yaw_deg * caught.yaw_deg.signum(), TURNED_DEG));
    let enough = (LEAST_MOMENTS..=MAX_MOMENTS).contains(&caught.turn.len());
    if !enough || !ends_there || !caught.turn.iter().all(sound) {
        return Err(Flaw::Times);
    }
    if is_flat(&caught.turn) { Err(Flaw::NotLive(capture::Flaw::Flat)) } else { Ok(()) }
}

/// A measure that is not a number is above nothing.
fn above(measure: f32, limit: f32) -> bool {
    measure > limit
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::capture::{Glimpse, Rest, SHAPE, TEXTURE, TONE};
    use domain::capture::{SOUNDS, WORDS};
    use wire::likeness::{PoseCaught, WordHeard};

    fn drawn() -> Drawn {
        Drawn {
            poses: vec![Pose::Neutral, Pose::TurnRight, Pose::Ah, Pose::TurnLeft, Pose::Smile, Pose::EyesShut],
            words: ["dinosaur", "volcano", "penguin"].map(str::to_owned).to_vec(),
            created_at: 1_000_000,
            expires_at: 1_180_000,
        }
    }

    /// A head on its way there.
    fn turned(to_deg: f32) -> Vec<Moment> {
        let angles = (1..=10).map(|i| to_deg * i as f32 / 10.0);
        angles.map(|a| Moment { yaw_deg: a, pitch_deg: 0.0, width: 1.0 }).collect()
    }

    fn good() -> CaptureResult {
        let caught = |(i, pose): (usize, &Pose)| PoseCaught {
            pose: *pose,
            at_ms: 1000 * (i as u32 + 1),
            yaw_deg: match pose {
                Pose::TurnLeft => 21.0,
                Pose::TurnRight => -19.0,
                _ => 0.5,
            },
            mouth_open: if *pose == Pose::Ah { 0.4 } else { 0.02 },
            shape: vec![0.5; SHAPE],
            tone: vec![0.1; TONE],
            texture: vec![44; TEXTURE],
            turn: match pose {
                Pose::TurnLeft => turned(21.0),
                Pose::TurnRight => turned(-19.0),
                _ => Vec::new(),
            },
        };
        CaptureResult {
            consent_version: CONSENT_VERSION,
            poses: drawn().poses.iter().enumerate().map(caught).collect(),
            words: (0..).zip(drawn().words).map(heard).collect(),
            trace: trace(),
            rests: vec![rest(6_300)],
            flaw: None,
        }
    }

    fn rest(at_ms: u32) -> Rest {
        Rest { at_ms, shape: vec![0.5; SHAPE], tone: vec![0.1; TONE], texture: vec![44; TEXTURE] }
    }

    /// Ten glimpses a second of someone who does what was drawn, each pose in the half second around its time.
    fn trace() -> Vec<Glimpse> {
        (5..=65u32)
            .map(|i| {
                let at_ms = 100 * i;
                let t = at_ms as f32 / 1000.0;
                let pose = drawn().poses.get((at_ms as usize + 500) / 1000 - 1).copied().unwrap_or(Pose::Neutral);
                let mut g = Glimpse {
                    at_ms,
                    x: 0.5 + 0.004 * (1.7 * t).sin(),
                    y: 0.4 + 0.003 * (1.1 * t).cos(),
                    size: 0.18,
                    yaw_deg: 0.4 * (2.3 * t).sin(),
                    pitch_deg: 0.3 * (1.9 * t).cos(),
                    roll_deg: 0.2 * (0.7 * t).sin(),
                    eyes_open: 0.7,
                    mouth_open: 0.02,
                    mouth_width: 0.84,
                    brows: 0.38,
                    width: 1.0,
                };
                match pose {
                    Pose::TurnLeft => g.yaw_deg += 21.0,
                    Pose::TurnRight => g.yaw_deg -= 19.0,
                    Pose::Ah => g.mouth_open = 0.4,
                    Pose::Smile => g.mouth_width = 0.98,
                    Pose::EyesShut => g.eyes_open = 0.1,
                    _ => {}
                }
                g
            })
            .collect()
    }

    /// A word as the voice worker tells of it, half a second long.
    fn heard((i, word): (u32, String)) -> WordHeard {
        let sound = WORDS.iter().position(|w| *w == word).map(|k| SOUNDS[k]);
        let voice = vec![5.3, 0.1, 0.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let (start_ms, phones) = (600 + 900 * i, sound.unwrap().to_owned());
        WordHeard { word, said: true, start_ms, end_ms: start_ms + 500, phones, voice }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut CaptureResult), now: UnixMs, rule: Option<&str>) {
        let mut result = good();
        change(&mut result);
        assert_eq!(judge(&drawn(), &result, now).err().map(|flaw| flaw.rule()), rule);
    }

    #[test]
    fn every_flaw_has_its_rule() {
        let now = 1_020_000;
        check(|_| {}, now, None);
        check(|_| {}, 1_180_000, Some("expired"));
        check(|r| r.consent_version += 1, now, Some("consent"));
        check(|r| r.poses.swap(1, 2), now, Some("wrong_order"));
        check(|r| r.poses.truncate(5), now, Some("wrong_order"));
        check(|r| r.poses[2].at_ms = r.poses[1].at_ms + 199, now, Some("times"));
        check(|r| r.poses[2].at_ms = 0, now, Some("times"));
        check(|_| {}, 1_004_000, Some("times")); // five seconds of poses, four seconds after the draw
        check(|r| r.poses[1].yaw_deg = 19.0, now, Some("turn"));
        check(|r| r.poses[3].yaw_deg = 9.0, now, Some("turn"));
        check(|r| r.poses[3].yaw_deg = f32::NAN, now, Some("turn"));
        check(|r| r.poses[2].mouth_open = 0.12, now, Some("mouth"));
        check(|r| r.words[1].said = false, now, Some("words"));
        check(|r| r.words.swap(0, 1), now, Some("word_order"));
        check(|r| r.words[2].phones = r.words[0].phones.clone(), now, Some("word_order"));
        check(|r| r.words[2].phones.clear(), now, Some("words"));
        check(|r| r.words[1].end_ms = r.words[1].start_ms, now, Some("word_times"));
        check(|r| r.words[2].voice[0] -= 1.2, now, Some("two_voices"));
        check(|r| r.words.clear(), now, Some("words"));
        check(|r| r.flaw = Some(capture::Flaw::Looped), now, Some("looped"));
        check(|r| r.trace.clear(), now, Some("trace"));
        check(|r| r.trace.truncate(40), now, Some("trace"));
        check(|r| r.poses[2].shape.clear(), now, Some("trace"));
        check(|r| r.poses[2].tone[3] = f32::NAN, now, None); // one place of three
        check(|r| r.poses[2].shape[3] = f32::NAN, now, Some("trace"));
        check(|r| r.trace.iter_mut().for_each(|g| g.mouth_open = 0.02), now, Some("unseen"));
        check(|r| r.poses[2].texture.clear(), now, Some("trace"));
        check(|r| r.poses[2].mouth_open = 0.9, now, Some("trace")); // wider than the trace has it
        check(|r| r.rests.clear(), now, Some("trace"));
        check(|r| r.rests[0].tone.iter_mut().for_each(|t| *t += 0.2), now, Some("other_face"));
        // A head that looks the other way for a while, and one that is too narrow for a head, in the trace alone.
        check(|r| r.trace[7..15].iter_mut().for_each(|g| g.yaw_deg = 20.0), now, Some("wrong_turn"));
        check(|r| r.trace[5..10].iter_mut().for_each(|g| g.width = 0.8), now, Some("flat"));
        check(|r| r.poses[4].shape.iter_mut().for_each(|s| *s += 0.1), now, Some("other_face"));
        check(|r| r.trace[30..].iter_mut().for_each(|g| g.x += 1.2 * g.size * (1.0 + g.x)), now, Some("jump"));
        check(
            |r| {
                // The picture stands still in the middle of the last pose.
                let held = Glimpse { at_ms: 0, ..r.trace[52] };
                r.trace.extend((66..86).map(|i| Glimpse { at_ms: 100 * i, ..held }));
            },
            now,
            Some("frozen"),
        );
    }

    #[test]
    fn a_turn_is_followed_from_its_beginning_and_has_depth() {
        let judged = |change: &dyn Fn(&mut Vec<Moment>)| {
            let mut result = good();
            result.poses.iter_mut().filter(|p| p.pose == Pose::TurnLeft).for_each(|p| change(&mut p.turn));
            judge(&drawn(), &result, 1_100_000)
        };
        assert_eq!(judged(&|_| {}), Ok(()));
        assert_eq!(judged(&Vec::clear), Err(Flaw::Times));
        assert_eq!(judged(&|turn| turn.truncate(2)), Err(Flaw::Times));
        assert_eq!(judged(&|turn| turn.truncate(4)), Err(Flaw::Times), "it ends before it has turned");
        assert_eq!(judged(&|turn| turn[1].width = f32::NAN), Err(Flaw::Times));
        assert_eq!(judged(&|turn| *turn = turn.repeat(20)), Err(Flaw::Times), "longer than anybody turns");
        // A photo: narrower and narrower, and nothing of a turn until the landmarks give in.
        let photo = |turn: &mut Vec<Moment>| {
            turn.iter_mut().take(8).for_each(|m| *m = Moment { yaw_deg: 3.0, pitch_deg: 0.0, width: 0.8 });
        };
        assert_eq!(judged(&photo), Err(Flaw::NotLive(capture::Flaw::Flat)));
    }
}
