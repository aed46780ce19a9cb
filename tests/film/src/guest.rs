//! Somebody else in the picture: a real person, cut out of a film of theirs, beside the one who is scanned.

use std::path::Path;

use face::{Frame, Mask, Segmenter};

use crate::cover::eyes;
use crate::optics::share;
use crate::picture::{Picture, Plate, read};
use crate::{Error, align, aligner};

/// Most frames that are taken of the film; they are shown forwards and backwards.
const FRAMES: usize = 40;
/// How large the guest's face is beside the other: a little farther from the lens.
const SIZE: f32 = 0.85;
/// How far the guest's eyes are from the other's, across and down, in distances between the other's eyes. Farther down
/// where the guest's film would end inside the picture.
const AWAY: [f32; 2] = [2.9, -0.25];
/// Width of the fade where the guest's film ends, over its height.
const FADE: f32 = 0.12;

/// Frames of a film with the person in them.
pub(crate) struct Guest {
    frames: Vec<(Plate, Mask)>,
    middle: [f32; 2],
    ed: f32,
}

impl Guest {
    /// Whoever is seen in this film from then on.
    pub(crate) fn new(film: &Path, from_s: f32, segmenter: &mut Segmenter) -> Result<Self, Error> {
        let (mut frames, mut place, mut aligner) = (Vec::new(), None, aligner()?);
        read(film, from_s, |_, picture| {
            if place.is_none() {
                place = align(&mut aligner, picture)?.1.map(|face| eyes(&face.points));
            }
            let mask = segmenter.person_mask(&Frame::new(&picture.rgba, picture.width, picture.height)?);
            frames.push((Plate::from(picture), mask));
            Ok(frames.len() < FRAMES)
        })?;
        let (middle, _, ed) = place.ok_or_else(|| format!("{}: no face in it", film.display()))?;
        Ok(Self { frames, middle, ed })
    }

    /// Draws them on the side where there is more room. `there` is 0 while they are out of the picture.
    pub(crate) fn draw(&self, there: f32, points: &[[f32; 3]], number: usize, out: &mut Picture) {
        let (eyes, _, ed) = eyes(points);
        let turn = 2 * self.frames.len().max(2) - 2;
        let n = number % turn;
        let Some((plate, mask)) = self.frames.get(n.min(turn - n)) else { return };
        let side = if eyes[0] > 0.5 * out.width as f32 { -1.0 } else { 1.0 };
        let away = side * (AWAY[0] * ed + (1.0 - there) * 0.8 * out.width as f32);
        let scale = SIZE * ed / self.ed;
        let (w, h) = (plate.width as f32, plate.height as f32);
        let lowest = out.height as f32 - (h - self.middle[1]) * scale;
        let to = [eyes[0] + away, lowest.max(eyes[1] + AWAY[1] * ed)];
        for y in 0..out.height {
            for x in 0..out.width {
                let u = self.middle[0] + (x as f32 - to[0]) / scale;
                let v = self.middle[1] + (y as f32 - to[1]) / scale;
                let end = (u.min(w - 1.0 - u).min(v) / (FADE * h)).clamp(0.0, 1.0);
                if end <= 0.0 {
                    continue;
                }
                let there = end * share(mask, u / w, (v / h).min(0.99));
                let i = 4 * (y * out.width + x);
                for (c, seen) in out.rgba[i..i + 3].iter_mut().zip(plate.sample(u, v)) {
                    *c = (f32::from(*c) + (seen - f32::from(*c)) * there) as u8;
                }
            }
        }
    }
}
