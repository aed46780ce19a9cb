//! The film: one pose after another, with smooth ways between them.

use std::path::Path;
use std::str::FromStr;

use crate::Error;
use crate::picture::{Picture, Plate, Writer};
use crate::raster::{Noise, Pose, draw};
use crate::shapes::{Mix, Shapes};
use crate::sheet::Sheet;

/// Frames a second.
pub(crate) const FPS: u32 = 30;
/// Seconds from one pose to the next.
const WAY_S: f32 = 0.4;
/// Turn of the head in degrees. The mesh is flatter than a head: it is seen as about 20.
const TURN_DEG: f32 = 28.0;

/// A pose by its name on the wire, and for how long, the way to it included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beat {
    mix: Mix,
    seconds: f32,
}

impl FromStr for Beat {
    type Err = String;

    /// `pose` or `pose:seconds`; 1.6 seconds if not said.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, seconds) = text.split_once(':').unwrap_or((text, "1.6"));
        let still = Mix::default();
        let mix = match name {
            "neutral" => still,
            "eyes_shut" => Mix { shut: 1.0, ..still },
            "smile" => Mix { smile: 1.0, ..still },
            "ah" => Mix { ah: 1.0, ..still },
            "turn_left" => Mix { yaw_deg: TURN_DEG, ..still },
            "turn_right" => Mix { yaw_deg: -TURN_DEG, ..still },
            other => return Err(format!("\"{other}\" is not a pose")),
        };
        let seconds = seconds.parse().map_err(|_| format!("\"{seconds}\" is not a number of seconds"))?;
        Ok(Self { mix, seconds })
    }
}

/// What the face does at `t_s`: the way to a pose takes [`WAY_S`] from the start of its beat.
fn at(beats: &[Beat], t_s: f32) -> Mix {
    let mut start = 0.0;
    let mut before = Mix::default();
    let mut mix = before;
    for beat in beats {
        if t_s < start {
            break;
        }
        let t = ((t_s - start) / WAY_S).clamp(0.0, 1.0);
        mix = before.towards(&beat.mix, t * t * (3.0 - 2.0 * t));
        before = beat.mix;
        start += beat.seconds;
    }
    // Nobody stands quite still.
    let wave = |hz: f32, phase: f32| (std::f32::consts::TAU * hz * t_s + phase).sin();
    mix.yaw_deg += 0.5 * wave(0.23, 0.0) + 0.3 * wave(0.61, 1.0);
    mix.sway = [0.012 * wave(0.31, 2.0), 0.010 * wave(0.27, 0.5)];
    mix
}

/// Draws the beats and writes them as Motion JPEG. Returns the number of frames.
pub(crate) fn shoot(picture: &Picture, sheet: &Sheet, beats: &[Beat], file: &Path) -> Result<usize, Error> {
    let plate = &Plate::from(picture);
    let shapes = Shapes::new(sheet);
    let noise = Noise::new();
    let frames = (beats.iter().map(|b| b.seconds).sum::<f32>() * FPS as f32).round() as usize;
    let mut writer = Writer::open(file, plate.width, plate.height, FPS)?;
    let abreast = std::thread::available_parallelism().map_or(1, |n| n.get());
    let numbers: Vec<usize> = (0..frames).collect();
    for batch in numbers.chunks(abreast) {
        let drawn = std::thread::scope(|scope| {
            let (shapes, noise) = (&shapes, &noise);
            let running: Vec<_> = batch
                .iter()
                .map(|&n| {
                    scope.spawn(move || {
                        let mix = at(beats, n as f32 / FPS as f32);
                        let (placed, skin) = (shapes.pose(sheet, &mix), shapes.skin(sheet, &mix));
                        let pose = Pose { sheet, placed, skin, cavity: (1.6 * mix.ah).min(1.0) };
                        draw(plate, &pose, noise, n)
                    })
                })
                .collect();
            running
                .into_iter()
                .map(|r| r.join().map_err(|_| "drawing a frame failed".into()))
                .collect::<Result<Vec<_>, Error>>()
        })?;
        for picture in &drawn {
            writer.write(picture)?;
        }
    }
    writer.close()?;
    Ok(frames)
}
