//! Real faces for tests: frames of the test material with landmarks and masks, and pictures as files to look at.
#![allow(dead_code, reason = "each test takes what it needs")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

pub(crate) mod blend;
pub(crate) mod compare;
pub(crate) mod head;
pub(crate) mod speech;
pub(crate) mod turned;

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use domain::capture::Pose;
use face::{Aligner, Frame, Segmenter};
use studio::pack::{FacePack, PackError, PersonMask, Take, build};

/// One frame of the material.
#[derive(Clone)]
pub(crate) struct Shot {
    pub(crate) pose: Pose,
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) points: Vec<[f32; 3]>,
}

impl Shot {
    pub(crate) fn take(&self) -> Take<'_> {
        Take { pose: self.pose, rgba: &self.rgba, width: self.width, height: self.height, points: &self.points }
    }
}

fn cache() -> PathBuf {
    let own = std::env::var_os("UNDERSTUDY_CACHE").map(PathBuf::from);
    own.or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache/understudy"))).unwrap_or_default()
}

/// A file of the test material; `None`, with a line that says so, where it was not fetched.
pub(crate) fn material(name: &str) -> Option<PathBuf> {
    let file = cache().join("material").join(name);
    if file.exists() {
        return Some(file);
    }
    println!("skipped: {} is missing: run `cargo xtask setup --tests`", file.display());
    None
}

fn model(name: &str) -> Vec<u8> {
    std::fs::read(cache().join("models").join(name)).expect("a model: run `cargo xtask setup`")
}

pub(crate) fn aligner() -> Aligner {
    Aligner::new(&model("face_detection_short_range.tflite"), &model("face_landmark.tflite")).expect("networks")
}

/// Frames of a film by number, each with its pose, through one of ffmpeg's filters (`null` for none).
pub(crate) fn shots(film: &std::path::Path, wanted: &[(Pose, u32)], filter: &str) -> Vec<Shot> {
    let mut aligner = aligner();
    wanted
        .iter()
        .map(|&(pose, n)| {
            let (rgba, width, height) = frame(film, n, filter);
            let frame = Frame::new(&rgba, width, height).expect("a frame");
            aligner.reset();
            // Each further look starts from the landmarks of the one before and is the more exact one.
            (0..3).for_each(|_| drop(aligner.align(&frame)));
            let points = aligner.align(&frame).face.expect("a face").points;
            Shot { pose, rgba, width, height, points }
        })
        .collect()
}

/// One frame of a film or a still as RGBA.
fn frame(film: &std::path::Path, n: u32, filter: &str) -> (Vec<u8>, usize, usize) {
    let out = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-i"])
        .arg(film)
        .args(["-vf", &format!("select=eq(n\\,{n}),{filter}"), "-frames:v", "1", "-pix_fmt", "rgba"])
        .args(["-f", "image2pipe", "-c:v", "png", "-"])
        .output()
        .expect("ffmpeg");
    let picture = image::load_from_memory(&out.stdout).expect("a picture").into_rgba8();
    let (w, h) = picture.dimensions();
    (picture.into_raw(), w as usize, h as usize)
}

/// Every `step`-th frame of a film of 640 x 360, with its number.
pub(crate) fn film_frames(film: &std::path::Path, step: usize) -> Vec<(usize, Vec<u8>, usize, usize)> {
    let out = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-i"])
        .arg(film)
        .args(["-vf", &format!("select=not(mod(n\\,{step}))"), "-fps_mode", "passthrough"])
        .args(["-f", "rawvideo", "-pix_fmt", "rgba", "-s", "640x360", "-"])
        .output()
        .expect("ffmpeg");
    out.stdout.chunks_exact(4 * 640 * 360).enumerate().map(|(k, f)| (k * step, f.to_vec(), 640, 360)).collect()
}

/// A still framed as somebody does who looks into a phone's camera held sideways.
pub(crate) const CLOSE: &str = "crop=424:238:13:2,scale=1280:720:flags=bicubic";

/// The person in the neutral shot.
pub(crate) fn mask(shots: &[Shot]) -> face::Mask {
    let neutral = shots.iter().find(|s| s.pose == Pose::Neutral).expect("a neutral shot");
    let frame = Frame::new(&neutral.rgba, neutral.width, neutral.height).expect("a frame");
    Segmenter::new(&model("selfie_segmentation.tflite")).expect("a network").person_around(&frame, &neutral.points)
}

pub(crate) fn pack(shots: &[Shot]) -> Result<FacePack, PackError> {
    let mask = mask(shots);
    let takes: Vec<Take<'_>> = shots.iter().map(Shot::take).collect();
    build(&takes, &PersonMask { data: &mask.data, width: mask.width, height: mask.height })
}

/// Two scans of the woman in the film, no frame in both. She says nothing and never purses her lips: no "oo"; her "ah" is
/// a laugh.
pub(crate) fn scans() -> Option<[Vec<Shot>; 2]> {
    use Pose::{Ah, EyesShut, Neutral, Smile, TurnLeft, TurnRight, Up};
    // Most tests ask for them, and a film is slow to read.
    static SCANS: OnceLock<Option<[Vec<Shot>; 2]>> = OnceLock::new();
    let read = || {
        let film = material("WolfgangLanger_Pexels.mp4")?;
        let first =
            [(Neutral, 240), (EyesShut, 44), (Smile, 446), (Ah, 300), (TurnLeft, 396), (TurnRight, 4), (Up, 312)];
        let second =
            [(Neutral, 48), (EyesShut, 42), (Smile, 440), (Ah, 304), (TurnLeft, 362), (TurnRight, 14), (Up, 318)];
        Some([shots(&film, &first, "null"), shots(&film, &second, "null")])
    };
    SCANS.get_or_init(read).clone()
}

/// Two more scans: no frame of the one is within half a second of one of the other.
pub(crate) fn apart() -> Option<[Vec<Shot>; 2]> {
    use Pose::{Ah, EyesShut, Neutral, Smile, TurnLeft, TurnRight, Up};
    let film = material("WolfgangLanger_Pexels.mp4")?;
    let first = [(Neutral, 4), (EyesShut, 44), (Smile, 440), (Ah, 268), (TurnLeft, 374), (TurnRight, 456), (Up, 340)];
    let second =
        [(Neutral, 240), (EyesShut, 289), (Smile, 414), (Ah, 302), (TurnLeft, 357), (TurnRight, 18), (Up, 322)];
    Some([shots(&film, &first, "null"), shots(&film, &second, "null")])
}

/// The film cut in two: in all of the first half she weeps, in all of the second she laughs.
pub(crate) fn halves() -> Option<[Vec<Shot>; 2]> {
    use Pose::{Ah, EyesShut, Neutral, Smile, TurnLeft, TurnRight, Up};
    let film = material("WolfgangLanger_Pexels.mp4")?;
    let first = [(Neutral, 4), (EyesShut, 44), (TurnRight, 14), (Up, 24), (Up, 36), (Up, 52)];
    let second =
        [(Neutral, 240), (EyesShut, 289), (Smile, 446), (Ah, 302), (TurnLeft, 396), (TurnRight, 460), (Up, 312)];
    Some([shots(&film, &first, "null"), shots(&film, &second, "null")])
}

/// Writes RGBA as a picture to look at, where `UNDERSTUDY_LOOK` names a folder.
pub(crate) fn look(name: &str, rgba: &[u8], width: usize, height: usize) {
    let Some(folder) = std::env::var_os("UNDERSTUDY_LOOK") else { return };
    let file = PathBuf::from(folder).join(format!("{name}.png"));
    let (w, h) = (width as u32, height as u32);
    image::save_buffer(file, rgba, w, h, image::ExtendedColorType::Rgba8).expect("a file");
}
