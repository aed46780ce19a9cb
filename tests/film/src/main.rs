//! Films for a fake camera: one still of a face made to do the poses of a capture, or to be a photo of it, or to be
//! badly lit. And what the guidance of a capture makes of any film.
//!
//! ```text
//! film compose STILL FROM_S WIDTHxHEIGHT OUT.mjpeg POSE[+TROUBLE][:SECONDS]…
//! film landmarks FILM
//! film catches FILM POSE…
//! film hints FILM [POSE…]
//! film spoil FILM FROM_S SECONDS TROUBLE|fine OUT.mjpeg
//! ```
//! `STILL` is a picture, or a film of which the frame at `FROM_S` is taken; beats are those of [`beat::Beat`].
//! `landmarks` prints one line of JSON a frame; `catches` says when the guidance of a capture would take each pose, in
//! this order, and fails if it does not; `hints` says what it tells the person over time; `spoil` is a piece of a real film
//! with one thing wrong in it.

mod beat;
mod card;
mod cover;
mod glasses;
mod guest;
mod noise;
mod optics;
mod picture;
mod raster;
mod reel;
mod shapes;
mod sheet;
mod spoil;
mod sway;
mod topology;
mod trouble;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use face::{Aligner, Face, Frame, Segmenter};

use picture::Picture;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;

/// Distance between the eyes in the film, over its shorter side.
const EYES: f32 = 0.18;
/// Height of the eyes in the film, over its height.
const EYES_DOWN: f32 = 0.44;
/// The film of the test material in which there are a hand and long hair, and from when on its face is bare.
const HANDS: (&str, f32) = ("WolfgangLanger_Pexels.mp4", 10.2);
/// The film of somebody else.
const GUESTS: (&str, f32) = ("single_face.mp4", 0.0);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["compose", still, from_s, size, out, beats @ ..] if !beats.is_empty() => {
            compose(still, from_s, size, out, beats)
        }
        ["landmarks", film] => watch::landmarks(Path::new(film)),
        ["catches", film, poses @ ..] if !poses.is_empty() => watch::catches(Path::new(film), poses),
        ["hints", film, poses @ ..] => watch::hints(Path::new(film), poses),
        ["spoil", film, from_s, seconds, trouble, out] => spoil_film(film, from_s, seconds, trouble, out),
        _ => Err("film compose STILL FROM_S WIDTHxHEIGHT OUT.mjpeg POSE[+TROUBLE][:SECONDS]… | film landmarks FILM | film catches FILM POSE… | film hints FILM [POSE…] | film spoil FILM FROM_S SECONDS TROUBLE|fine OUT.mjpeg".into()),
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
    let (sway, name) = (sway::Sway::new(beats), out);
    let beats: Vec<beat::Beat> = beats.iter().map(|b| b.parse()).collect::<Result<_, _>>()?;
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
    let mut segmenter = Segmenter::new(&model("selfie_segmentation.tflite")?)?;
    let (hands, guests) = films(Path::new(still))?;
    let films = (hands.as_path(), (guests.0.as_path(), guests.1));
    let reel = reel::Reel::new(&plate, (&sheet, face.pose.yaw_deg), &beats, &mut segmenter, films)?;
    let frames = reel.shoot(&beats, &sway, Path::new(name))?;
    eprintln!("{frames} frames, eyes {:.0} px apart", sheet.ed);
    Ok(())
}

fn spoil_film(film: &str, from_s: &str, seconds: &str, trouble: &str, out: &str) -> Result<(), Error> {
    let frames = spoil::spoil(Path::new(film), from_s.parse()?, seconds.parse()?, trouble, Path::new(out))?;
    eprintln!("{frames} frames");
    Ok(())
}

/// The film that hands and hair are taken from, and that of somebody else than this one's person, with a second of it.
pub(crate) fn films(subject: &Path) -> Result<(PathBuf, (PathBuf, f32)), Error> {
    let folder = cache()?.join("material");
    let guests = if subject.file_name().is_some_and(|name| name == GUESTS.0) { HANDS } else { GUESTS };
    Ok((folder.join(HANDS.0), (folder.join(guests.0), guests.1)))
}

fn middle(face: &Face, a: usize, b: usize) -> [f32; 2] {
    let (a, b) = (face.points[a], face.points[b]);
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

pub(crate) fn align(aligner: &mut Aligner, picture: &Picture) -> Result<(usize, Option<Face>), Error> {
    let seen = aligner.align(&Frame::new(&picture.rgba, picture.width, picture.height)?);
    Ok((seen.count, seen.face))
}

pub(crate) fn aligner() -> Result<Aligner, Error> {
    Ok(Aligner::new(&model("face_detection_short_range.tflite")?, &model("face_landmark.tflite")?)?)
}

pub(crate) fn model(name: &str) -> Result<Vec<u8>, Error> {
    std::fs::read(cache()?.join("models").join(name))
        .map_err(|e| format!("{name}: {e}: run `cargo xtask setup`").into())
}

fn cache() -> Result<PathBuf, Error> {
    let cache = std::env::var_os("UNDERSTUDY_CACHE").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache/understudy"));
    Ok(cache.or(home).ok_or("neither UNDERSTUDY_CACHE nor HOME is set")?)
}
