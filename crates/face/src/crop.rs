//! Cutting a turned square out of a frame as a network wants it.

use crate::Frame;
use crate::nn::F32x4;

/// A square in a frame, in pixels, turned so that its upper edge runs along `across` (a vector of length 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Region {
    pub(crate) cx: f32,
    pub(crate) cy: f32,
    pub(crate) side: f32,
    pub(crate) across: (f32, f32),
}

/// What lies outside the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outside {
    Black,
    /// The nearest pixel of the frame.
    Nearest,
}

impl Region {
    /// The smallest upright square around the whole frame.
    pub(crate) fn whole(frame: &Frame) -> Self {
        let (w, h) = (frame.width as f32, frame.height as f32);
        Self { cx: w / 2.0, cy: h / 2.0, side: w.max(h), across: (1.0, 0.0) }
    }

    /// A square whose upper edge runs along `(x, y)`; upright where that has no length.
    pub(crate) fn along((x, y): (f32, f32), (cx, cy): (f32, f32), side: f32) -> Self {
        let length = (x * x + y * y).sqrt();
        let across = if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) };
        Self { cx, cy, side, across }
    }

    /// From the square's own coordinates, `0..1` both ways, to frame pixels.
    pub(crate) fn to_frame(self, x: f32, y: f32) -> (f32, f32) {
        let (cos, sin) = self.across;
        let (x, y) = ((x - 0.5) * self.side, (y - 0.5) * self.side);
        (self.cx + cos * x - sin * y, self.cy + sin * x + cos * y)
    }
}

/// Fills rows of RGB floats, `pixel * scale + offset`, with the square sampled bilinearly at integer indices: index
/// `i` of `n` lies at `i / n` of the square, which is how MediaPipe samples on the CPU.
pub(crate) fn sample<'r>(
    frame: &Frame,
    region: Region,
    outside: Outside,
    (scale, offset): (f32, f32),
    rows: impl Iterator<Item = &'r mut [f32]>,
) {
    let (cos, sin) = region.across;
    let (scale, offset) = (F32x4::splat(scale), F32x4::splat(offset));
    for (j, row) in rows.enumerate() {
        let n = row.len() / 3;
        let step = region.side / n as f32;
        let (x0, y0) = region.to_frame(0.0, j as f32 / n as f32);
        let line = Line::new(frame, (x0, y0), (cos * step, sin * step), n);
        for i in 0..n {
            let c = match line.at(frame, i) {
                Some(c) => c,
                None => mix(frame, x0 + cos * step * i as f32, y0 + sin * step * i as f32, outside),
            };
            let c = offset.mul_add(c, scale);
            // Four floats are written for three: the next pixel overwrites the fourth.
            match row.get_mut(3 * i..).and_then(<[f32]>::first_chunk_mut::<4>) {
                Some(px) => c.store(px),
                None => row[3 * i..].copy_from_slice(&c.to_array()[..3]),
            }
        }
    }
}

/// Parts of a pixel in which a [`Line`] counts: a frame is at most 2^13 wide, so a place fits 31 bits.
const ONE: f32 = 65536.0;

/// The part of a row of samples that needs no border. Its places are whole numbers of 1/65536 pixel: over 256 samples
/// they drift by 1/512 pixel at most, and cost no conversions from floats.
struct Line {
    from: (i32, i32),
    step: (i32, i32),
    /// Samples whose four pixels are all in the frame.
    inside: std::ops::Range<usize>,
}

impl Line {
    fn new(frame: &Frame, from: (f32, f32), step: (f32, f32), n: usize) -> Self {
        let (mut first, mut last) = (0.0f32, n as f32);
        for (from, step, side) in [(from.0, step.0, frame.width), (from.1, step.1, frame.height)] {
            // A hair inside the frame, for the rounding of the steps.
            let (low, high) = (0.01 - from, side as f32 - 1.01 - from);
            if step.abs() < 1e-6 {
                last = if low <= 0.0 && high >= 0.0 { last } else { 0.0 };
            } else {
                let (a, b) = (low / step, high / step);
                (first, last) = (first.max(a.min(b)), last.min(a.max(b)));
            }
        }
        // Frames made by hand may be larger than places can say, and squares may begin far outside.
        let sides = frame.width.max(frame.height) <= Frame::MAX_SIDE;
        if !sides || from.0.abs().max(from.1.abs()) > 30_000.0 {
            last = 0.0;
        }
        // Conversions saturate, and not-a-number becomes zero.
        let first = first.max(0.0) as usize;
        let first = if first == 0 && from.0 >= 0.01 && from.1 >= 0.01 { 0 } else { first + 1 };
        let fixed = |v: f32| (v * ONE) as i32;
        Self {
            from: (fixed(from.0), fixed(from.1)),
            step: (fixed(step.0), fixed(step.1)),
            inside: first..last as usize,
        }
    }

    /// Sample `i`, where it needs no border.
    #[inline(always)]
    fn at(&self, frame: &Frame, i: usize) -> Option<F32x4> {
        if !self.inside.contains(&i) {
            return None;
        }
        let place = |from: i32, step: i32| from.wrapping_add(step.wrapping_mul(i as i32));
        let (x, y) = (place(self.from.0, self.step.0), place(self.from.1, self.step.1));
        let part = |v: i32| F32x4::splat((v & 0xffff) as f32 * (1.0 / ONE));
        let at = 4 * ((y >> 16) as usize * frame.width + (x >> 16) as usize);
        let above = frame.rgba.get(at..)?.first_chunk::<8>()?;
        let below = frame.rgba.get(at + 4 * frame.width..)?.first_chunk::<8>()?;
        Some(blend(above, below, part(x), part(y)))
    }
}

/// The colour between four pixels, 0 to 255.
pub(crate) fn bilinear(frame: &Frame, x: f32, y: f32, outside: Outside) -> [f32; 3] {
    let [r, g, b, _] = mix(frame, x, y, outside).to_array();
    [r, g, b]
}

#[inline(always)]
fn mix(frame: &Frame, x: f32, y: f32, outside: Outside) -> F32x4 {
    let (left, top) = (floor(x), floor(y));
    let (fx, fy) = (F32x4::splat(x - left), F32x4::splat(y - top));
    let (a, b) = match inside(frame, left, top) {
        Some((a, b)) => (*a, *b),
        None => border(frame, left, top, outside),
    };
    blend(&a, &b, fx, fy)
}

/// Bilinear mixture of two pixels and the two below them.
#[inline(always)]
fn blend(above: &[u8; 8], below: &[u8; 8], fx: F32x4, fy: F32x4) -> F32x4 {
    let lerp = |a: F32x4, b: F32x4, f: F32x4| a.mul_add(b.sub(a), f);
    let ((a, b), (c, d)) = (F32x4::two_from_bytes(above), F32x4::two_from_bytes(below));
    lerp(lerp(a, b, fx), lerp(c, d, fx), fy)
}

/// Largest whole number not above `x`, for places near a frame. Not `f32::floor`: that is a call on plain x86-64.
#[inline(always)]
fn floor(x: f32) -> f32 {
    let cut = x as i32 as f32;
    if cut > x { cut - 1.0 } else { cut }
}

/// Two pixels of a row and the two below them, where all four are in the frame.
#[inline(always)]
fn inside<'a>(frame: &Frame<'a>, left: f32, top: f32) -> Option<(&'a [u8; 8], &'a [u8; 8])> {
    // Not-a-number fails the comparison too.
    let fits = left >= 0.0 && top >= 0.0 && left < frame.width as f32 - 1.0 && top < frame.height as f32 - 1.0;
    if !fits {
        return None;
    }
    let at = 4 * (top as i32 as usize * frame.width + left as i32 as usize);
    Some((frame.rgba.get(at..)?.first_chunk()?, frame.rgba.get(at + 4 * frame.width..)?.first_chunk()?))
}

#[cold]
fn border(frame: &Frame, left: f32, top: f32, outside: Outside) -> ([u8; 8], [u8; 8]) {
    let pixel = |x: f32, y: f32| {
        let (w, h) = (frame.width as f32 - 1.0, frame.height as f32 - 1.0);
        // Not `clamp`, which would bring the printing of floats into the module.
        let (cx, cy) = (x.min(w).max(0.0), y.min(h).max(0.0));
        if outside == Outside::Black && (cx, cy) != (x, y) {
            return [0; 3];
        }
        frame.rgb(cx as usize, cy as usize).unwrap_or([0; 3])
    };
    let line = |y: f32| {
        let ([a, b, c], [d, e, f]) = (pixel(left, y), pixel(left + 1.0, y));
        [a, b, c, 255, d, e, f, 255]
    };
    (line(top), line(top + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_of_the_frame_s_size_gives_its_pixels() {
        let rgba: Vec<u8> = (0..4 * 4 * 4).map(|i| i as u8).collect();
        let frame = Frame::new(&rgba, 4, 4).unwrap();
        let mut out = [[0.0f32; 12]; 4];
        let region = Region::whole(&frame);
        sample(&frame, region, Outside::Black, (1.0, 0.0), out.iter_mut().map(|r| &mut r[..]));
        // The last row and column are whole pixels too, so nothing of the black border mixes in.
        for (y, row) in out.iter().enumerate() {
            for x in 0..4 {
                assert_eq!(row[3 * x], (4 * (4 * y + x)) as f32);
            }
        }
    }

    #[test]
    fn outside_is_black_or_the_nearest_pixel() {
        let frame = Frame::new(&[200; 16], 2, 2).unwrap();
        assert_eq!(bilinear(&frame, -5.0, 0.5, Outside::Black), [0.0; 3]);
        assert_eq!(bilinear(&frame, -5.0, 0.5, Outside::Nearest), [200.0; 3]);
        assert_eq!(bilinear(&frame, -0.5, 0.0, Outside::Black), [100.0; 3]);
        assert_eq!(bilinear(&frame, f32::NAN, 9e9, Outside::Nearest).len(), 3);
    }
}
