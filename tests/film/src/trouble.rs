//! What can be wrong with a picture: other lights for the plate, and a hand before the face.

use std::path::Path;

use face::{Frame, Segmenter};

use crate::Error;
use crate::picture::{Picture, Plate, read};
use crate::sheet::{Sheet, inside};

/// How many other lights there are: dark, bright, backlit, blurred, glare.
pub(crate) const LIGHTS: usize = 5;
/// Width of the blur, in distances between the eyes.
const BLUR: f32 = 0.11;
/// Half the size of a glass, in distances between the eyes, and how thick its frame is.
const GLASS: ([f32; 2], f32) = ([0.36, 0.22], 0.03);

/// The hand in the test film: when, and its outline in pixels.
const HAND_AT_S: f32 = 6.5;
const HAND: [[f32; 2]; 32] = [
    [296.0, 360.0],
    [299.0, 340.0],
    [308.0, 309.0],
    [310.0, 278.0],
    [316.0, 256.0],
    [325.0, 222.0],
    [331.0, 198.0],
    [339.0, 192.0],
    [347.0, 195.0],
    [352.0, 204.0],
    [352.0, 221.0],
    [354.0, 216.0],
    [362.0, 192.0],
    [368.0, 178.0],
    [376.0, 176.0],
    [382.0, 184.0],
    [385.0, 190.0],
    [393.0, 198.0],
    [395.0, 216.0],
    [388.0, 244.0],
    [381.0, 278.0],
    [382.0, 283.0],
    [398.0, 253.0],
    [405.0, 235.0],
    [412.0, 229.0],
    [418.0, 235.0],
    [420.0, 244.0],
    [418.0, 263.0],
    [407.0, 297.0],
    [402.0, 321.0],
    [400.0, 340.0],
    [401.0, 360.0],
];
/// The tip of its middle finger, and the distance between the eyes there.
const HAND_TIP: [f32; 2] = [374.0, 176.0];
const HAND_ED: f32 = 99.0;
/// How much larger than its owner's face the hand is: it is nearer to the lens.
const HAND_LARGER: f32 = 1.35;

/// One plate for each light, in the order of [`LIGHTS`].
pub(crate) fn lights(picture: &Picture, sheet: &Sheet, segmenter: &mut Segmenter) -> Result<Vec<Plate>, Error> {
    let mask = segmenter.person_mask(&Frame::new(&picture.rgba, picture.width, picture.height)?);
    let person =
        |x: usize, y: usize| mask.data[y * mask.height / picture.height * mask.width + x * mask.width / picture.width];
    let lit = |light: &dyn Fn(usize, usize, f32) -> f32| {
        let mut out = picture.clone();
        for (n, pixel) in out.rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            for c in &mut pixel[..3] {
                *c = light(n % picture.width, n / picture.width, f32::from(*c)).clamp(0.0, 255.0) as u8;
            }
        }
        out
    };
    let dark = lit(&|_, _, c| 0.09 * c);
    let bright = lit(&|_, _, c| 1.5 * c + 60.0);
    let backlit = lit(&|x, y, c| {
        let p = person(x, y);
        p * 0.3 * c + (1.0 - p) * (215.0 + 0.3 * c)
    });
    let blurred = blur(picture, (BLUR * sheet.ed) as usize);
    let glare = glasses(picture, sheet);
    Ok([dark, bright, backlit, blurred, glare].iter().map(Plate::from).collect())
}

/// Three box blurs, which are nearly a normal one with this deviation in pixels.
fn blur(picture: &Picture, deviation: usize) -> Picture {
    let mut out = picture.clone();
    for _ in 0..3 {
        out = boxed(&boxed(&out, deviation, true), deviation, false);
    }
    out
}

fn boxed(picture: &Picture, reach: usize, across: bool) -> Picture {
    let mut out = Picture::new(picture.width, picture.height);
    let (lines, length) = if across { (picture.height, picture.width) } else { (picture.width, picture.height) };
    let at = |line: usize, i: isize| {
        let i = i.clamp(0, length as isize - 1) as usize;
        4 * if across { line * length + i } else { i * lines + line }
    };
    for line in 0..lines {
        for k in 0..3 {
            let value = |i: isize| u32::from(picture.rgba[at(line, i) + k]);
            let reach = reach as isize;
            let mut sum: u32 = (-reach..=reach).map(value).sum();
            for i in 0..length as isize {
                out.rgba[at(line, i) + k] = (sum / (2 * reach as u32 + 1)) as u8;
                sum = sum + value(i + reach + 1) - value(i - reach);
            }
        }
    }
    out
}

/// Glasses with a lamp in them.
fn glasses(picture: &Picture, sheet: &Sheet) -> Picture {
    let mut out = picture.clone();
    let middle = |a: usize, b: usize| [0, 1].map(|k| f32::midpoint(sheet.rest[a][k], sheet.rest[b][k]));
    let eyes = [middle(33, 133), middle(362, 263)];
    for (n, pixel) in out.rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let p = [(n % picture.width) as f32, (n / picture.width) as f32];
        for eye in eyes {
            let d = [0, 1].map(|k| (p[k] - eye[k]) / (GLASS.0[k] * sheet.ed));
            // A superellipse, as glasses are.
            let r = (d[0].powi(4) + d[1].powi(4)).powf(0.25);
            let rim = GLASS.1 / GLASS.0[1];
            if (r - 1.0).abs() < rim {
                pixel[..3].fill(28);
            } else if r < 1.0 {
                // A window: bright in the middle, fading to the rim.
                let white = 1.3 * (1.0 - 1.9 * (d[0] + 0.1).hypot(1.1 * (d[1] + 0.05)).powi(2)).max(0.08);
                for c in &mut pixel[..3] {
                    *c = (f32::from(*c) + (255.0 - f32::from(*c)) * white.min(1.0)) as u8;
                }
            }
        }
    }
    out
}

/// A hand that comes from below.
pub(crate) struct Hand {
    plate: Plate,
    tip: [f32; 2],
    scale: f32,
}

impl Hand {
    /// The hand of the person in this film, for the face on this sheet.
    pub(crate) fn new(film: &Path, sheet: &Sheet) -> Result<Self, Error> {
        let mut taken = None;
        read(film, HAND_AT_S, |_, p| {
            taken = Some(Plate::from(p));
            Ok(false)
        })?;
        let plate = taken.ok_or_else(|| format!("{}: it is too short", film.display()))?;
        // Over one side of nose and mouth, where a hand lies that is held to a face.
        let bridge = sheet.rest[6];
        Ok(Self { plate, tip: [bridge[0] - 0.3 * sheet.ed, bridge[1]], scale: HAND_LARGER * sheet.ed / HAND_ED })
    }

    /// Draws it; `up` is 0 while it is out of sight and 1 when it lies on the face.
    pub(crate) fn draw(&self, up: f32, out: &mut Picture) {
        let height = out.height as f32;
        let tip = [self.tip[0] + (1.0 - up) * 0.1 * height, self.tip[1] + (1.0 - up) * (height - self.tip[1])];
        // Where its arm leaves the film it goes on as it was.
        let end = HAND[0][1] - 1.0;
        for y in tip[1].max(0.0) as usize..out.height {
            for x in 0..out.width {
                let from = [
                    HAND_TIP[0] + (x as f32 - tip[0]) / self.scale,
                    (HAND_TIP[1] + (y as f32 - tip[1]) / self.scale).min(end),
                ];
                if (HAND[0][0]..421.0).contains(&from[0]) && inside(&HAND, from) {
                    let i = 4 * (y * out.width + x);
                    for (c, v) in out.rgba[i..i + 3].iter_mut().zip(self.plate.sample(from[0], from[1])) {
                        *c = v as u8;
                    }
                }
            }
        }
    }
}
