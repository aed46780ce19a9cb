//! The visible mark: whose clip it is and that it was made by AI, moving so that no crop of the picture removes it.

mod badge;
mod places;

use crate::Canvas;
use crate::scene::Rng;
use crate::text::{Font, Mask};
pub use badge::Badge;
use places::Room;

/// Frames that the mark stays in one place: in any three seconds it stands whole in two places in turn, which together
/// no crop to [`CROP`] can avoid.
pub const STAY: u32 = 45;
/// Frames in which it fades from one place to the next; it is never gone.
const FADE: u32 = 10;
/// What a crop leaves of width and height.
pub const CROP: f32 = 0.70;
const LIGHT: [u8; 3] = [252, 250, 246];
const INK: [u8; 3] = [8, 7, 6];
/// Height of the first line's type as a fraction of the picture's width, and of the second line's as a share of it.
const SIZE: f32 = 0.036;
const SECOND: f32 = 0.72;
const SECOND_LINE: &str = "AI · Understudy";
/// Most of the picture's width that the mark takes.
const WIDEST: f32 = 0.36;

/// The mark of one clip at one size.
pub struct Mark {
    text: Mask,
    halo: Mask,
    /// Top left corners, in the order in which they are taken.
    places: Vec<[i32; 2]>,
}

impl Mark {
    /// Prepares the mark with the creator's handle (without `@`). Another seed, another order of places. `face` is what
    /// must stay free, from brows to chin, as fractions of the height.
    #[must_use]
    pub fn new(handle: &str, width: usize, height: usize, seed: u64, face: [f32; 2]) -> Self {
        let (w, h) = (width as f32, height as f32);
        let text = label(&format!("@{}", handle.trim_start_matches('@')), w);
        let halo = text.grown(0.14 * SIZE * w).soft((0.04 * SIZE * w) as usize + 1);
        let room = Room { size: [text.w as f32 / w, text.h as f32 / h], face };
        let mut rng = Rng::new(seed ^ 0x006d_6172_6b21);
        let places =
            room.places(&mut rng).iter().map(|p| [(p[0] * w).ceil() as i32, (p[1] * h).ceil() as i32]).collect();
        Self { text, halo, places }
    }

    /// Draws the mark as it stands in frame `frame` (30 a second).
    pub fn draw(&self, frame: u32, canvas: &mut Canvas) {
        let (slot, age) = ((frame / STAY) as usize, frame % STAY);
        let arrived = if slot == 0 { 256 } else { 256 * (age + 1).min(FADE) / FADE };
        if arrived < 256 {
            self.stamp(canvas, slot - 1, 256 - arrived);
        }
        self.stamp(canvas, slot, arrived);
    }

    fn stamp(&self, canvas: &mut Canvas, slot: usize, strength: u32) {
        let Some(at) = self.places.get(slot % self.places.len().max(1)) else { return };
        self.halo.stamp(canvas, *at, strength * 208 / 256, |_| INK);
        self.text.stamp(canvas, *at, strength * 236 / 256, |_| LIGHT);
    }
}

/// Two lines in the middle under one another, with room for the halo around them.
fn label(first: &str, width: f32) -> Mask {
    let font = Font::bundled();
    let (size, pad) = (type_size(first, width), padding(width));
    let (a, b) = (font.draw(first, size, 0), font.draw(SECOND_LINE, SECOND * size, 0));
    let (w, h) = (a.w.max(b.w) + 2 * pad, (0.94 * a.h as f32) as usize + b.h + 2 * pad);
    let mut out = Mask { cover: vec![0; w * h], w, h };
    for (line, top) in [(&a, pad), (&b, pad + (0.94 * a.h as f32) as usize)] {
        let left = (w - line.w) / 2;
        for (y, row) in line.cover.chunks_exact(line.w).enumerate() {
            let Some(to) = out.cover.get_mut((top + y) * w + left..(top + y) * w + left + line.w) else { continue };
            to.iter_mut().zip(row).for_each(|(t, c)| *t = t.saturating_add(*c));
        }
    }
    out
}

/// Room for the halo on each side, in pixels.
fn padding(width: f32) -> usize {
    (0.24 * SIZE * width) as usize + 2
}

/// Pixels of the first line's type: smaller where a long handle has to fit.
fn type_size(first: &str, width: f32) -> f32 {
    let font = Font::bundled();
    let wide = font.width(first, 1.0).max(SECOND * font.width(SECOND_LINE, 1.0)).max(0.1);
    (SIZE * width).min((WIDEST * width - 2.0 * padding(width) as f32 - 2.0) / wide)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::band;

    const GROUND: [u8; 3] = [90, 140, 90];
    /// Handle, seed, and face: as usual, large, small, high, low.
    const PEOPLE: [(&str, u64, [f32; 2]); 6] = [
        ("ada", 1, [0.35, 0.58]),
        ("a_very_long_handle20", 2, [0.36, 0.585]),
        ("bo.b", 3, [0.30, 0.64]),
        ("cy", 4, [0.42, 0.72]),
        ("WWWWWWWWWWWWWWWWWWWW", 5, [0.25, 0.74]),
        ("dee", 6, [0.45, 0.55]),
    ];

    /// Left, top, right, bottom of what is changed, in pixels; right and bottom are one past it.
    fn found(mark: &Mark, frame: u32, w: usize, h: usize) -> [usize; 4] {
        let mut canvas = Canvas::new(w, h);
        canvas.fill(GROUND);
        mark.draw(frame, &mut canvas);
        let mut b = [w, h, 0, 0];
        for (i, p) in canvas.rgba.chunks_exact(4).enumerate() {
            if p[..3] != GROUND {
                let (x, y) = (i % w, i / w);
                b = [b[0].min(x), b[1].min(y), b[2].max(x + 1), b[3].max(y + 1)];
            }
        }
        b
    }

    #[test]
    fn no_crop_to_seventy_percent_removes_it_for_three_seconds() {
        let (w, h) = (360usize, 640usize);
        for (handle, seed, face) in PEOPLE {
            let mark = Mark::new(handle, w, h, seed, face);
            // Only frames in which it stands in one place at full strength count.
            let whole: Vec<Option<[usize; 4]>> =
                (0..300).map(|f| (f < STAY || f % STAY >= FADE).then(|| found(&mark, f, w, h))).collect();
            let (cw, ch) = (252usize, 448usize);
            for left in (0..=w - cw).step_by(9) {
                for top in (0..=h - ch).step_by(12) {
                    let seen = |b: &[usize; 4]| b[0] >= left && b[2] <= left + cw && b[1] >= top && b[3] <= top + ch;
                    for from in 0..=210 {
                        let shown = whole[from..from + 90].iter().flatten().any(seen);
                        assert!(shown, "@{handle}: cropped to {left}, {top} it is gone from frame {from} on");
                    }
                }
            }
        }
    }

    #[test]
    fn it_moves_and_leaves_the_face_and_the_captions_free() {
        let (w, h) = (360usize, 640usize);
        for (handle, seed, face) in PEOPLE {
            let mark = Mark::new(handle, w, h, seed, face);
            let mut places = std::collections::HashSet::new();
            for slot in 0..6 {
                let b = found(&mark, slot * STAY + STAY / 2, w, h);
                let [x0, y0, x1, y1] =
                    [b[0] as f32 / 360.0, b[1] as f32 / 640.0, b[2] as f32 / 360.0, b[3] as f32 / 640.0];
                assert!(x0 > 0.03 && x1 < 0.97 && y0 > 0.03 && y1 < 0.95, "{x0} {y0} {x1} {y1}");
                assert!(y1 <= face[0] || y0 >= face[1], "@{handle} over the face: {y0} {y1}");
                let words = band(face);
                assert!(y1 <= words[0] || y0 >= words[1], "@{handle} over the captions: {y0} {y1}");
                places.insert((b[0], b[1]));
            }
            assert!(places.len() >= 4, "@{handle}: {places:?}");
        }
    }

    #[test]
    fn it_is_there_in_every_frame() {
        let mark = Mark::new("ada", 180, 320, 9, [0.35, 0.58]);
        for frame in 0..300 {
            assert!(found(&mark, frame, 180, 320)[2] > 0, "{frame}");
        }
    }

    /// WCAG 2: letters against the halo within three pixels of them.
    #[test]
    fn it_is_readable_on_every_background() {
        let (w, h) = (720usize, 1280usize);
        let mark = Mark::new("ada", w, h, 9, [0.35, 0.58]);
        let [left, top] = mark.places[0].map(|v| v as usize);
        for ground in [[255, 255, 255], [0, 0, 0], [128, 128, 128], [214, 168, 142], [247, 190, 50], [70, 130, 230]] {
            let mut canvas = Canvas::new(w, h);
            canvas.fill(ground);
            mark.draw(20, &mut canvas);
            let light = |x: usize, y: usize| {
                let p = &canvas.rgba[((top + y) * w + left + x) * 4..][..3];
                let linear = |v: u8| (f32::from(v) / 255.0).powf(2.2);
                0.2126 * linear(p[0]) + 0.7152 * linear(p[1]) + 0.0722 * linear(p[2])
            };
            let cover = |x: usize, y: usize| mark.text.cover[y * mark.text.w + x];
            let mut ratios = Vec::new();
            for y in 3..mark.text.h - 3 {
                for x in 3..mark.text.w - 3 {
                    for (u, v) in [(x - 3, y), (x + 3, y), (x, y - 3), (x, y + 3)] {
                        if cover(x, y) > 220 && cover(u, v) == 0 {
                            let (a, b) = (light(x, y), light(u, v));
                            ratios.push((a.max(b) + 0.05) / (a.min(b) + 0.05));
                        }
                    }
                }
            }
            ratios.sort_by(f32::total_cmp);
            assert!(ratios.len() > 300, "{}", ratios.len());
            let (low, middle) = (ratios[ratios.len() / 20], ratios[ratios.len() / 2]);
            assert!(low > 3.0 && middle > 4.5, "on {ground:?}: {low} {middle}");
        }
    }
}
