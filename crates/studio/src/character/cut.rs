//! Cutting a thing out of its picture, without knowing what it is.

use domain::character::Kind;

use super::grow::{Links, parts};
use super::mixture::Mixture;
use super::{CharacterError, Frame, MAX_SIDE, Photo, matte};
use crate::pack::image::Plane;

/// Largest side at which thing and background are told apart, in pixels; edges are found at full size afterwards.
const WORK_SIDE: f32 = 256.0;
/// Rounds of learning colours and deciding anew.
const ROUNDS: usize = 5;
/// Evidence beyond this is no better.
const MOST: f32 = 8.0;
/// A part smaller than this share of the largest is a speck.
const SPECK: f32 = 0.06;

/// A thing without its background, at the size of its picture.
#[derive(Debug, Clone)]
pub struct Cutout {
    pub(super) picture: Plane<3>,
    pub(super) alpha: Plane<1>,
    pub(super) kind: Kind,
}

impl Cutout {
    /// RGBA8 pixels, alpha not multiplied, to look at.
    #[must_use]
    pub fn rgba(&self) -> Vec<u8> {
        let byte = |v: f32| (v * 255.0 + 0.5).clamp(0.0, 255.0) as u8;
        let pixels = self.picture.data.iter().zip(&self.alpha.data);
        pixels.flat_map(|(c, a)| [byte(c[0]), byte(c[1]), byte(c[2]), byte(a[0])]).collect()
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.picture.width, self.picture.height)
    }

    /// The box of what is left, as fractions of the picture.
    #[must_use]
    pub fn bounds(&self) -> Frame {
        let [x0, y0, x1, y1] = bounds(&self.alpha, 0.1).unwrap_or([0, 0, 1, 1]);
        let (w, h) = (self.alpha.width as f32, self.alpha.height as f32);
        Frame { left: x0 as f32 / w, top: y0 as f32 / h, right: x1 as f32 / w, bottom: y1 as f32 / h }
    }
}

/// Cuts out what is inside the frame. `strength` from -1 (keep more) over 0 to 1 (cut more). A picture that comes with
/// a cut of its own, by its alpha, keeps it. Takes about half a second for 1024 pixels.
///
/// # Errors
/// [`CharacterError::Malformed`] when sizes do not fit; [`CharacterError::Nothing`] when nothing is left.
pub fn cut(photo: &Photo, frame: &Frame, kind: Kind, strength: f32) -> Result<Cutout, CharacterError> {
    let frame = check(photo, frame)?;
    let (w, h) = (photo.width, photo.height);
    let data = photo.rgba.chunks_exact(4).map(|p| [p[0], p[1], p[2]].map(|v| f32::from(v) / 255.0)).collect();
    let picture = Plane::<3> { data, width: w, height: h };
    let clear = photo.rgba.chunks_exact(4).filter(|p| p[3] < 128).count();
    let strength = if strength.is_finite() { strength.clamp(-1.0, 1.0) } else { 0.0 };
    let mut alpha = if clear * 100 > w * h {
        let data = photo.rgba.chunks_exact(4).map(|p| [f32::from(p[3]) / 255.0]).collect();
        Plane::<1> { data, width: w, height: h }
    } else {
        let step = (w.max(h) as f32 / WORK_SIDE).max(1.0);
        let size = |n: usize| ((n as f32 / step).round() as usize).max(8);
        let small = picture.resized(0.0, 0.0, step, size(w), size(h));
        let mut soft = decide(&small, &frame, kind, strength)?;
        tidy(&mut soft, kind);
        matte::refine(&picture, &soft, kind)
    };
    matte::within(&mut alpha, &frame);
    let kept: f32 = alpha.data.iter().map(|a| a[0]).sum();
    if kept < 0.002 * (w * h) as f32 {
        return Err(CharacterError::Nothing);
    }
    Ok(Cutout { picture, alpha, kind })
}

fn check(photo: &Photo, frame: &Frame) -> Result<Frame, CharacterError> {
    let sides = 16..=MAX_SIDE;
    if !sides.contains(&photo.width) || !sides.contains(&photo.height) {
        return Err(CharacterError::Malformed("its sides must be 16 to 1024 pixels"));
    }
    if photo.rgba.len() != photo.width * photo.height * 4 {
        return Err(CharacterError::Malformed("its size does not match its pixels"));
    }
    let Frame { left, top, right, bottom } = *frame;
    if ![left, top, right, bottom].iter().all(|v| v.is_finite()) || right - left < 0.02 || bottom - top < 0.02 {
        return Err(CharacterError::Malformed("the frame is empty"));
    }
    let clamp = |v: f32| v.clamp(0.0, 1.0);
    Ok(Frame { left: clamp(left), top: clamp(top), right: clamp(right), bottom: clamp(bottom) })
}

/// How surely each pixel is the thing, 0..1, at working size.
fn decide(picture: &Plane<3>, frame: &Frame, kind: Kind, strength: f32) -> Result<Plane<1>, CharacterError> {
    let (w, h) = (picture.width, picture.height);
    let links = Links::new(picture);
    // Where in the frame: 0 in its middle, 1 at the middle of its sides, none outside.
    let place: Vec<Option<f32>> = (0..w * h)
        .map(|i| {
            let (x, y) = ((i % w) as f32 + 0.5, (i / w) as f32 + 0.5);
            let across = |v: f32, n: usize, from: f32, to: f32| 2.0 * (v / n as f32 - from) / (to - from) - 1.0;
            let (u, v) = (across(x, w, frame.left, frame.right), across(y, h, frame.top, frame.bottom));
            (u.abs() <= 1.0 && v.abs() <= 1.0).then_some(u * u + v * v)
        })
        .collect();
    let outside = place.iter().filter(|p| p.is_none()).count() as f32 / (w * h) as f32;
    let mut state: Vec<f32> = place.iter().map(|p| p.map_or(-1.0, |r| if r < 0.6 { 0.8 } else { 0.0 })).collect();
    if outside < 0.04 {
        // The frame is the whole picture: its rim is the best guess at the background.
        let rim = |i: usize| (i % w).min(w - 1 - i % w).min(i / w).min(h - 1 - i / w) * 25 < w.min(h);
        (0..w * h).filter(|&i| rim(i)).for_each(|i| state[i] = -1.0);
    }
    let mut evidence = vec![0f32; w * h];
    for round in 0..ROUNDS {
        let thing: Vec<f32> = state.iter().map(|s| s.max(0.0)).collect();
        let back: Vec<f32> = state.iter().map(|s| (-s).max(0.0)).collect();
        let (Some(thing), Some(back)) = (Mixture::fit(&picture.data, &thing), Mixture::fit(&picture.data, &back))
        else {
            return Err(CharacterError::Nothing);
        };
        for ((e, c), p) in evidence.iter_mut().zip(&picture.data).zip(&place) {
            let ratio = (thing.log_density(*c) - back.log_density(*c)).clamp(-MOST, MOST);
            // Things are photographed in the middle. Paper is what is around the lines, wherever it is.
            let prior = |r: f32| if kind == Kind::Drawing { -1.0 } else { 0.8 - 1.6 * r.min(1.5) };
            *e = p.map_or(-3.0 * MOST, |r| ratio + prior(r) - 3.0 * strength);
        }
        links.settle(&evidence, if round + 1 == ROUNDS { 2.6 } else { 1.8 }, 16, &mut state);
    }
    Ok(Plane { data: state.iter().map(|s| [0.5 + 0.5 * s]).collect(), width: w, height: h })
}

/// Clears specks and closes holes: all of them in a drawing, whose outline encloses it, small ones in anything else.
fn tidy(soft: &mut Plane<1>, kind: Kind) {
    let (w, h) = (soft.width, soft.height);
    let (number, sizes) = parts(w, h, |i| soft.data[i][0] > 0.5);
    let largest = sizes.iter().copied().max().unwrap_or(0) as f32;
    for (s, n) in soft.data.iter_mut().zip(&number) {
        if *n == 0 || (sizes[*n as usize] as f32) < SPECK * largest {
            s[0] = s[0].min(0.1);
        }
    }
    let (number, sizes) = parts(w, h, |i| soft.data[i][0] <= 0.5);
    let mut open = vec![false; sizes.len()];
    let rim = (0..w).flat_map(|x| [x, (h - 1) * w + x]).chain((0..h).flat_map(|y| [y * w, y * w + w - 1]));
    rim.for_each(|i| open[number[i] as usize] = true);
    let hole = if kind == Kind::Drawing { usize::MAX } else { (0.03 * largest) as usize };
    for (s, n) in soft.data.iter_mut().zip(&number) {
        let n = *n as usize;
        if n != 0 && !open[n] && sizes[n] <= hole {
            s[0] = 1.0;
        }
    }
}

/// The box of what is more than `least`: left, top, right and bottom, the last two beyond it.
pub(super) fn bounds(alpha: &Plane<1>, least: f32) -> Option<[usize; 4]> {
    let mut b = [usize::MAX, usize::MAX, 0, 0];
    for (i, _) in alpha.data.iter().enumerate().filter(|(_, a)| a[0] > least) {
        let (x, y) = (i % alpha.width, i / alpha.width);
        b = [b[0].min(x), b[1].min(y), b[2].max(x + 1), b[3].max(y + 1)];
    }
    (b[2] > 0).then_some(b)
}
