//! What light and lens do to a picture, computed on linear light (IEC 61966-2-1 undone and done again).

use face::Mask;

use crate::noise::Noise;
use crate::picture::Picture;

/// Electrons of a pixel at full scale, where a small sensor's gain is turned up, and those of its read noise.
const SENSOR: (f32, f32) = (600.0, 2.5);
/// Width of a lens that is out of focus, as the deviation of what it makes of a point, in distances between the eyes.
const BLUR: f32 = 0.11;
/// Before a window: what is left of the light on the person, how much of the window's light the lens spreads over
/// everything, and the window: its own light, and what is seen through it.
const BACKLIT: (f32, f32, [f32; 2]) = (0.08, 0.012, [0.75, 0.6]);
/// Steps of the table from light to colour.
const STEPS: usize = 4096;

/// Colours to linear light (0 to 1) and back.
pub(crate) struct Curve {
    light: [f32; 256],
    colour: Vec<u8>,
}

impl Curve {
    pub(crate) fn new() -> Self {
        let light = |c: usize| {
            let c = c as f32 / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let colour = |n: usize| {
            let l = n as f32 / STEPS as f32;
            let c = if l <= 0.003_130_8 { 12.92 * l } else { 1.055 * l.powf(1.0 / 2.4) - 0.055 };
            (255.0 * c).round() as u8
        };
        Self { light: std::array::from_fn(light), colour: (0..=STEPS).map(colour).collect() }
    }

    pub(crate) fn light(&self, colour: u8) -> f32 {
        self.light[usize::from(colour)]
    }

    /// Of any light; more than 1 is burnt.
    pub(crate) fn colour(&self, light: f32) -> u8 {
        self.colour[(light.clamp(0.0, 1.0) * STEPS as f32 + 0.5) as usize]
    }

    /// The picture with another light at each pixel: `of` gets its place and its red, green or blue.
    pub(crate) fn relit(&self, picture: &Picture, of: impl Fn(usize, usize, f32) -> f32) -> Picture {
        let mut out = picture.clone();
        for (n, pixel) in out.rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            for c in &mut pixel[..3] {
                *c = self.colour(of(n % picture.width, n / picture.width, self.light(*c)));
            }
        }
        out
    }

    /// The picture with so many stops more light, or less, on a sensor that counts electrons.
    pub(crate) fn exposed(&self, picture: &mut Picture, stops: f32, noise: &Noise, frame: usize) {
        let (gain, width) = (stops.exp2(), picture.width);
        for (y, row) in picture.rgba.chunks_mut(4 * width).enumerate() {
            let pixels = row.as_chunks_mut::<4>().0.iter_mut();
            // Another noise for each colour.
            let noise = noise.row(3 * width, y + 7, frame).as_chunks::<3>().0;
            for (pixel, noise) in pixels.zip(noise) {
                for (c, noise) in pixel.iter_mut().zip(noise) {
                    let electrons = gain * self.light(*c) * SENSOR.0;
                    let seen = electrons + noise * (electrons + SENSOR.1 * SENSOR.1).sqrt();
                    *c = self.colour(seen / SENSOR.0);
                }
            }
        }
    }

    /// The person of this mask in the shade, before a bright window.
    pub(crate) fn backlit(&self, picture: &Picture, mask: &Mask) -> Picture {
        let (shade, veil, [window, through]) = BACKLIT;
        let place = |at: usize, side: usize| at as f32 / side as f32;
        self.relit(picture, |x, y, light| {
            let person = share(mask, place(x, picture.width), place(y, picture.height));
            veil + person * shade * light + (1.0 - person) * (window + through * light)
        })
    }

    /// Out of focus, for a face with this distance between the eyes in pixels: three box blurs of the light are nearly a
    /// normal one.
    pub(crate) fn blurred(&self, picture: &Picture, ed: f32) -> Picture {
        let reach = ((BLUR * ed) as usize).max(1);
        let mut light: Vec<f32> = picture.rgba.iter().map(|c| self.light(*c)).collect();
        for _ in 0..3 {
            for across in [true, false] {
                light = boxed(&light, picture.width, picture.height, reach, across);
            }
        }
        let mut out = picture.clone();
        for (pixel, light) in out.rgba.as_chunks_mut::<4>().0.iter_mut().zip(light.as_chunks::<4>().0) {
            for (c, l) in pixel[..3].iter_mut().zip(light) {
                *c = self.colour(*l);
            }
        }
        out
    }
}

/// How much of a person there is at a place of the frame, each 0 to 1.
pub(crate) fn share(mask: &Mask, x: f32, y: f32) -> f32 {
    let at = |t: f32, side: usize| {
        let t = (t * side as f32).clamp(0.0, side as f32 - 1.001);
        (t as usize, t.fract())
    };
    let ((i, u), (j, v)) = (at(x, mask.width), at(y, mask.height));
    let value = |i: usize, j: usize| mask.data[j * mask.width + i];
    let row = |j: usize| value(i, j) * (1.0 - u) + value(i + 1, j) * u;
    row(j) * (1.0 - v) + row(j + 1) * v
}

/// Mean over so many pixels each way, along the rows or the columns of four channels.
fn boxed(light: &[f32], width: usize, height: usize, reach: usize, across: bool) -> Vec<f32> {
    let mut out = vec![0.0; light.len()];
    let (lines, length) = if across { (height, width) } else { (width, height) };
    let (reach, part) = (reach as isize, 1.0 / (2 * reach + 1) as f32);
    for line in 0..lines {
        let at = |i: isize| {
            let i = i.clamp(0, length as isize - 1) as usize;
            4 * if across { line * length + i } else { i * lines + line }
        };
        for k in 0..3 {
            let mut sum: f32 = (-reach..=reach).map(|i| light[at(i) + k]).sum();
            for i in 0..length as isize {
                out[at(i) + k] = sum * part;
                sum += light[at(i + reach + 1) + k] - light[at(i - reach) + k];
            }
        }
    }
    out
}
