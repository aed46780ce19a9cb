//! A real film with something wrong in it.

use std::path::Path;

use face::Segmenter;

use crate::picture::{Writer, read};
use crate::reel::FPS;
use crate::trouble::{Props, Trouble};
use crate::{Error, align, aligner, films, model};

/// Writes some seconds of a film of a face with this trouble in every frame, as Motion JPEG; `fine` changes nothing.
/// Returns the number of frames.
pub(crate) fn spoil(film: &Path, from_s: f32, seconds: f32, trouble: &str, out: &Path) -> Result<usize, Error> {
    let trouble = if trouble == "fine" { Trouble::default() } else { Trouble::named(trouble)? };
    let mut segmenter = Segmenter::new(&model("selfie_segmentation.tflite")?)?;
    let (hands, guests) = films(film)?;
    let props = Props::new(&[trouble], &hands, (&guests.0, guests.1), &mut segmenter)?;
    let (mut aligner, mut writer, mut first, mut frames) = (aligner()?, None, None, 0);
    read(film, from_s, |n, picture| {
        let face =
            align(&mut aligner, picture)?.1.ok_or_else(|| format!("{}: no face in frame {n}", film.display()))?;
        let (nose, ed) = (&face.points[4], face.expression.eye_distance_px);
        let (focus, trouble) = *first.get_or_insert(([nose[0], nose[1]], trouble.seen_at(ed)));
        let wanted = trouble.lights.map(|share| share > 0.0);
        let lit = props.lights(picture, &face.points, wanted, &mut segmenter)?;
        let lit = lit.into_iter().flatten().next().unwrap_or_else(|| picture.clone());
        let spoilt = props.spoil(lit, &trouble, &face.points, focus, n);
        let writer = match &mut writer {
            Some(writer) => writer,
            None => writer.insert(Writer::open(out, picture.width, picture.height, FPS)?),
        };
        writer.write(&spoilt)?;
        frames += 1;
        Ok((frames as f32) < seconds * FPS as f32)
    })?;
    writer.ok_or_else(|| format!("{}: no frame at {from_s} s", film.display()))?.close()?;
    Ok(frames)
}
