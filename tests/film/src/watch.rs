//! What the alignment, and the guidance of a capture, make of a film.

use std::path::Path;

use domain::capture::Pose;
use face::guide::{Guidance, Guide};
use face::{Face, Frame};

use crate::picture::read;
use crate::reel::FPS;
use crate::{Error, align, aligner};

/// Prints one line of JSON a frame.
pub(crate) fn landmarks(film: &Path) -> Result<(), Error> {
    let mut aligner = aligner()?;
    read(film, 0.0, |n, frame| {
        let (faces, face) = align(&mut aligner, frame)?;
        match face {
            None => println!("{{\"frame\":{n},\"faces\":{faces}}}"),
            Some(f) => println!(
                "{{\"frame\":{n},\"faces\":{faces},\"mouth_open\":{:.4},\"mouth_height\":{:.4},\"mouth_width\":{:.4},\"eyes_open\":{:.3},\
                 \"brows\":{:.4},\"eye_distance_px\":{:.1},\"yaw_deg\":{:.2},\"pitch_deg\":{:.2},\"roll_deg\":{:.2},\"presence\":{:.3}}}",
                f.expression.mouth_open,
                height(&f),
                f.expression.mouth_width,
                f.expression.eyes_open(),
                brows(&f),
                f.expression.eye_distance_px,
                f.pose.yaw_deg,
                f.pose.pitch_deg,
                f.pose.roll_deg,
                f.presence
            ),
        }
        Ok(true)
    })
}

/// From the upper edge of the upper lip to the lower edge of the lower, over the distance between the eyes.
fn height(face: &Face) -> f32 {
    apart(face, 0, 17)
}

/// From the middle of the upper line of the brows to the corners of the eyes, over the distance between the eyes.
fn brows(face: &Face) -> f32 {
    [(105, 33), (105, 133), (334, 263), (334, 362)].iter().map(|(a, b)| apart(face, *a, *b) / 4.0).sum()
}

fn apart(face: &Face, a: usize, b: usize) -> f32 {
    let (a, b) = (face.points[a], face.points[b]);
    (a[0] - b[0]).hypot(a[1] - b[1]) / face.expression.eye_distance_px
}

/// Prints when each pose is caught, in this order; an error if not all are.
pub(crate) fn catches(film: &Path, poses: &[&str]) -> Result<(), Error> {
    let (mut left, mut last, mut flaw, mut over) = (poses.len(), None, None, false);
    guided(film, poses, |t_s, guidance| {
        if let Some(pose) = guidance.caught {
            println!("{} at {t_s:.2} s", name(pose));
            left -= 1;
        }
        over = guidance.pose.is_none();
        if over {
            eprintln!("{} poses in {t_s:.2} s, the last look included", poses.len());
        }
        (last, flaw) = (guidance.hint, guidance.flaw);
        !over && flaw.is_none()
    })?;
    if let Some(flaw) = flaw {
        return Err(format!("refused as {}", flaw.rule()).into());
    }
    if over { Ok(()) } else { Err(format!("{left} poses were not caught; the last hint was {last:?}").into()) }
}

/// Prints from when to when which hint is given, each catch, and what speaks against the capture, which ends it.
pub(crate) fn hints(film: &Path, poses: &[&str]) -> Result<(), Error> {
    let poses = if poses.is_empty() { &["neutral"] } else { poses };
    let mut since: Option<(String, f64)> = None;
    let mut tell = |now: Option<String>, t_s: f64| {
        let same = since.as_ref().map(|(words, _)| words) == now.as_ref();
        if let (Some((words, from)), false) = (&since, same) {
            println!("{from:.2} to {t_s:.2} s: {words}");
        }
        if !same {
            since = now.map(|words| (words, t_s));
        }
    };
    let mut end = 0.0;
    guided(film, poses, |t_s, guidance| {
        tell(Some(guidance.hint.map_or_else(|| "nothing".to_owned(), |h| format!("{h:?}"))), t_s);
        if let Some(pose) = guidance.caught {
            println!("{} at {t_s:.2} s", name(pose));
        }
        end = t_s;
        if let Some(flaw) = guidance.flaw {
            println!("refused as {} at {t_s:.2} s", flaw.rule());
        }
        guidance.flaw.is_none()
    })?;
    tell(None, end);
    Ok(())
}

/// Shows a film to the guidance of a capture until `each` answers `false`.
fn guided(film: &Path, poses: &[&str], mut each: impl FnMut(f64, &Guidance) -> bool) -> Result<(), Error> {
    let wanted: Option<Vec<Pose>> =
        (poses.iter()).map(|text| Pose::ALL.into_iter().find(|pose| name(*pose) == **text)).collect();
    let mut guide = Guide::new(wanted.ok_or("one of these is not a pose")?);
    let mut aligner = aligner()?;
    read(film, 0.0, |n, picture| {
        let frame = Frame::new(&picture.rgba, picture.width, picture.height)?;
        let t_s = n as f64 / f64::from(FPS);
        Ok(each(t_s, &guide.see(&frame, &aligner.align(&frame), t_s)))
    })
}

/// The pose as it is written on the wire.
fn name(pose: Pose) -> String {
    let mut text = String::new();
    for c in format!("{pose:?}").chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}
