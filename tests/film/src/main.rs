//! Films for a fake camera: one still of a face made to do the poses of a capture. And landmarks of a film, to check
//! what a rendered face does.
//!
//! ```text
//! film compose STILL FROM_S WIDTHxHEIGHT OUT.mjpeg POSE[:SECONDS]…
//! film landmarks FILM
//! film catches FILM POSE…
//! ```
//! `STILL` is a picture, or a film of which the frame at `FROM_S` is taken. `landmarks` prints one line of JSON a frame; `catches` says
//! when the guidance of a capture would take each pose, in this order.

mod picture;
mod raster;
mod reel;
mod shapes;
mod sheet;
mod topology;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use domain::capture::Pose;
use face::guide::Guide;
use face::{Aligner, Face, Frame};

use picture::Picture;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;

/// Distance between the eyes in the film, over its shorter side.
const EYES: f32 = 0.18;
/// Height of the eyes in the film, over its height.
const EYES_DOWN: f32 = 0.44;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["compose", still, from_s, size, out, beats @ ..] if !beats.is_empty() => {
            compose(still, from_s, size, out, beats)
        }
        ["landmarks", film] => landmarks(Path::new(film)),
        ["catches", film, poses @ ..] if !poses.is_empty() => catches(Path::new(film), poses),
        _ => Err("film compose STILL FROM_S WIDTHxHEIGHT OUT.mjpeg POSE[:SECONDS]… | film landmarks FILM | film catches FILM POSE…".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("film: {e}");
            ExitCode::FAILURE
        }
    }
}

fn compose(still: &str, from_s: &str, size: &str, out: &str, beats: &[&str]) -> Result<(), Error> {
    let (w, h) = size.split_once('x').ok_or("a size is written as 720x1280")?;
    let (w, h): (usize, usize) = (w.parse()?, h.parse()?);
    let beats: Vec<reel::Beat> = beats.iter().map(|b| b.parse()).collect::<Result<_, _>>()?;
    let mut taken = None;
    picture::read(Path::new(still), from_s.parse()?, |_, p| {
        taken = Some(p.clone());
        Ok(false)
    })?;
    let taken = taken.ok_or_else(|| format!("{still}: no picture at {from_s} s"))?;
    let mut aligner = aligner()?;
    let first = align(&mut aligner, &taken)?.1.ok_or_else(|| format!("{still}: no face in the picture"))?;
    // Frame it as somebody does who looks into a phone.
    let (l, r) = (middle(&first, 33, 133), middle(&first, 362, 263));
    let ed = (r[0] - l[0]).hypot(r[1] - l[1]);
    let scale = EYES * w.min(h) as f32 / ed;
    let origin = [(l[0] + r[0]) / 2.0 - 0.5 * w as f32 / scale, (l[1] + r[1]) / 2.0 - EYES_DOWN * h as f32 / scale];
    let plate = taken.framed(origin, scale, w, h);
    aligner.reset();
    // The second look starts from the first one's landmarks and is the more exact one.
    align(&mut aligner, &plate)?;
    let face = align(&mut aligner, &plate)?.1.ok_or("the face is lost in the enlarged picture")?;
    let sheet = sheet::Sheet::new(&face.points, w, h)?;
    let frames = reel::shoot(&plate, &sheet, &beats, Path::new(out))?;
    eprintln!("{frames} frames, eyes {:.0} px apart", sheet.ed);
    Ok(())
}

fn landmarks(film: &Path) -> Result<(), Error> {
    let mut aligner = aligner()?;
    picture::read(film, 0.0, |n, frame| {
        let (faces, face) = align(&mut aligner, frame)?;
        match face {
            None => println!("{{\"frame\":{n},\"faces\":{faces}}}"),
            Some(f) => println!(
                "{{\"frame\":{n},\"faces\":{faces},\"mouth_open\":{:.4},\"mouth_height\":{:.4},\"mouth_width\":{:.4},\"eyes_open\":{:.3},\
                 \"eye_distance_px\":{:.1},\"yaw_deg\":{:.2},\"pitch_deg\":{:.2},\"presence\":{:.3}}}",
                f.expression.mouth_open,
                height(&f),
                f.expression.mouth_width,
                f.expression.eyes_open(),
                f.expression.eye_distance_px,
                f.pose.yaw_deg,
                f.pose.pitch_deg,
                f.presence
            ),
        }
        Ok(true)
    })
}

/// From the upper edge of the upper lip to the lower edge of the lower, over the distance between the eyes.
fn height(face: &Face) -> f32 {
    let (a, b) = (face.points[0], face.points[17]);
    (a[0] - b[0]).hypot(a[1] - b[1]) / face.expression.eye_distance_px
}

fn catches(film: &Path, poses: &[&str]) -> Result<(), Error> {
    let name = |pose: Pose| format!("{pose:?}").to_lowercase();
    let wanted: Option<Vec<Pose>> =
        (poses.iter()).map(|text| Pose::ALL.into_iter().find(|pose| name(*pose) == text.replace('_', ""))).collect();
    let mut guide = Guide::new(wanted.ok_or("one of these is not a pose")?);
    let (mut aligner, mut left) = (aligner()?, poses.len());
    picture::read(film, 0.0, |n, picture| {
        let frame = Frame::new(&picture.rgba, picture.width, picture.height)?;
        let t_s = n as f64 / f64::from(reel::FPS);
        if let Some(pose) = guide.see(&frame, &aligner.align(&frame), t_s).caught {
            println!("{} at {t_s:.2} s", name(pose));
            left -= 1;
        }
        Ok(left > 0)
    })?;
    if left == 0 { Ok(()) } else { Err(format!("{left} poses were not caught").into()) }
}

fn middle(face: &Face, a: usize, b: usize) -> [f32; 2] {
    let (a, b) = (face.points[a], face.points[b]);
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

fn align(aligner: &mut Aligner, picture: &Picture) -> Result<(usize, Option<Face>), Error> {
    let seen = aligner.align(&Frame::new(&picture.rgba, picture.width, picture.height)?);
    Ok((seen.count, seen.face))
}

fn aligner() -> Result<Aligner, Error> {
    let cache = std::env::var_os("UNDERSTUDY_CACHE").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache/understudy"));
    let models = cache.or(home).ok_or("neither UNDERSTUDY_CACHE nor HOME is set")?.join("models");
    let read =
        |name: &str| std::fs::read(models.join(name)).map_err(|e| format!("{name}: {e}: run `cargo xtask setup`"));
    Ok(Aligner::new(&read("face_detection_short_range.tflite")?, &read("face_landmark.tflite")?)?)
}
