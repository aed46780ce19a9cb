//! What a film shows and for how long.

use std::str::FromStr;

use crate::shapes::Mix;
use crate::sway::Sway;
use crate::trouble::Trouble;

/// Seconds from one pose to the next ...
const WAY_S: f32 = 0.4;
/// ... and from one place before the camera, or one light, to the next.
const SLOW_WAY_S: f32 = 0.9;
/// Turn of the head in degrees. The mesh is flatter than a head: it is seen as about 20.
const TURN_DEG: f32 = 28.0;
/// Lift and drop of the chin in degrees, seen as about 14.
const LIFT_DEG: f32 = 10.5;
const DROP_DEG: f32 = 15.0;
/// When the two blinks of a beat begin, in seconds.
const BLINKS_S: [f32; 2] = [0.5, 1.05];
/// How long lids take to shut, stay shut, and open, in seconds.
const BLINK_S: [f32; 3] = [0.10, 0.12, 0.13];

/// What is before the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Subject {
    #[default]
    Person,
    /// A photo of the person, turned to one side and to the other.
    TurnedPhoto,
    /// A photo of the person, bent to and fro, moved about and turned.
    BentPhoto,
}

/// A pose by its name on the wire, and for how long, the way to it included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beat {
    mix: Mix,
    blinks: bool,
    restless: bool,
    subject: Subject,
    seconds: f32,
}

impl Beat {
    /// What it leads to.
    pub(crate) fn mix(&self) -> &Mix {
        &self.mix
    }
}

impl FromStr for Beat {
    type Err = String;

    /// `pose[+trouble][:seconds]`; 1.6 seconds if not said. The poses are those of a capture, `restless`
    /// (the head goes to and fro as that of somebody who waits), `turned_photo` and `bent_photo`; the troubles those of [`Trouble::named`].
    fn from_str(text: &str) -> Result<Self, String> {
        let (what, seconds) = text.split_once(':').unwrap_or((text, "1.6"));
        let (name, wrong) = what.split_once('+').map_or((what, None), |(name, wrong)| (name, Some(wrong)));
        let still = Mix::default();
        let mut beat = Self {
            mix: still,
            blinks: name == "blink",
            restless: name == "restless",
            subject: Subject::Person,
            seconds: 0.0,
        };
        beat.mix = match name {
            "neutral" | "blink" | "restless" => still,
            // The face of the one still is seen from a little above: this way its lids are seen to be shut.
            "eyes_shut" => Mix { shut: 1.0, pitch_deg: 5.0, ..still },
            "smile" => Mix { smile: 1.0, ..still },
            "ah" => Mix { ah: 1.0, ..still },
            "oo" => Mix { oo: 1.0, ..still },
            "brows" => Mix { brows: 1.0, ..still },
            "turn_left" => Mix { yaw_deg: TURN_DEG, ..still },
            "turn_right" => Mix { yaw_deg: -TURN_DEG, ..still },
            "up" => Mix { pitch_deg: LIFT_DEG, ..still },
            "down" => Mix { pitch_deg: -DROP_DEG, ..still },
            "turned_photo" | "bent_photo" => {
                beat.subject = if name == "bent_photo" { Subject::BentPhoto } else { Subject::TurnedPhoto };
                still
            }
            other => return Err(format!("\"{other}\" is not a pose")),
        };
        if let Some(wrong) = wrong {
            beat.mix.wrong = Trouble::named(wrong)?;
        }
        beat.seconds = seconds.parse().map_err(|_| format!("\"{seconds}\" is not a number of seconds"))?;
        Ok(beat)
    }
}

/// What one frame shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) mix: Mix,
    pub(crate) subject: Subject,
    /// Seconds since the beat began.
    pub(crate) since_s: f32,
}

/// What there is at `t_s`: the way to a pose is the first part of its beat.
pub(crate) fn at(beats: &[Beat], sway: &Sway, t_s: f32) -> Moment {
    let mut start = 0.0;
    let mut before = Mix::default();
    let mut now = Moment { mix: before, subject: Subject::Person, since_s: t_s };
    for (n, beat) in beats.iter().enumerate() {
        if n > 0 && t_s < start {
            break;
        }
        let since_s = t_s - start;
        // The film begins with its first pose: nobody saw what was before.
        let way = if before.wrong == beat.mix.wrong { WAY_S } else { SLOW_WAY_S };
        let t = if n == 0 { 1.0 } else { (since_s / way).clamp(0.0, 1.0) };
        let mut mix = before.towards(&beat.mix, t * t * (3.0 - 2.0 * t));
        if beat.blinks {
            mix.shut = mix.shut.max(blink(since_s));
        }
        if beat.restless {
            let wave = |hz: f32| (std::f32::consts::TAU * hz * since_s.max(0.0)).sin();
            mix.yaw_deg += 6.0 * wave(0.5);
            mix.roll_deg += 6.0 * wave(0.8);
            mix.sway = [mix.sway[0] + 0.16 * wave(0.7), mix.sway[1] + 0.05 * wave(1.1)];
        }
        now = Moment { mix, subject: beat.subject, since_s };
        before = beat.mix;
        start += beat.seconds;
    }
    sway.add(&mut now.mix, t_s);
    now
}

/// How far the lids are shut at this time of a beat of blinks.
fn blink(t_s: f32) -> f32 {
    let [shutting, shut, opening] = BLINK_S;
    let lids = BLINKS_S.map(|start| {
        let t = t_s - start;
        (t / shutting).min((shutting + shut + opening - t) / opening).clamp(0.0, 1.0)
    });
    lids[0].max(lids[1])
}

/// Length of a film in seconds.
pub(crate) fn seconds(beats: &[Beat]) -> f32 {
    beats.iter().map(|b| b.seconds).sum()
}
