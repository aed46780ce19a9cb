//! The visible mark: whose clip it is and that it was made by AI, moving so that no crop of the picture removes it.

use crate::Canvas;
use crate::caption::BAND;
use crate::scene::Rng;
use crate::text::{Font, Mask};

/// Frames that the mark stays in one place.
pub const STAY: u32 = 60;
/// Frames in which it fades from one place to the next; it is never gone.
const FADE: u32 = 10;
const LIGHT: [u8; 3] = [250, 248, 244];
const INK: [u8; 3] = [8, 7, 6];

/// Where the mark may stand at the top: aligned to the left (`false`) or right edge, height of its middle as a fraction.
const TOP: [(bool, f32); 2] = [(false, 0.085), (true, 0.150)];
/// And below the captions.
const BOTTOM: [(bool, f32); 2] = [(false, 0.850), (true, 0.905)];
/// What a face moves up and down while it speaks, as a fraction of the height.
const SWAY: f32 = 0.012;

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
        let font = Font::bundled();
        let label = format!("@{} · AI · Understudy", handle.trim_start_matches('@'));
        let side = 0.06 * width as f32;
        let room = width as f32 - 2.0 * side;
        let size = 0.040 * width as f32;
        let size = size * (room / font.width(&label, size).max(1.0)).min(1.0);
        let pad = (0.25 * size) as usize + 2;
        let text = font.draw(&label, size, pad);
        let halo = text.grown(0.09 * size).soft((0.07 * size) as usize + 1);
        let mut rng = Rng::new(seed ^ 0x006d_6172_6b21);
        let mut bands = [0usize, 1, 2];
        for i in (1..3).rev() {
            bands.swap(i, (rng.bits() % (i as u64 + 1)) as usize);
        }
        let flip = (rng.bits() & 1) as usize;
        let all = [TOP, middle(text.h as f32 / height as f32, face), BOTTOM];
        // Top, middle and bottom in turn, then the three other sides: six places before any comes again.
        let places = (0..6)
            .map(|i| {
                let (right, v) = all[bands[i % 3]][(i / 3 + flip + i % 3) % 2];
                let x = if right { width as f32 - side + pad as f32 - text.w as f32 } else { side - pad as f32 };
                [x as i32, (v * height as f32) as i32 - text.h as i32 / 2]
            })
            .collect();
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
        self.halo.stamp(canvas, *at, strength * 150 / 256, |_| INK);
        self.text.stamp(canvas, *at, strength * 190 / 256, |_| LIGHT);
    }
}

/// Two places in the middle, over the person but not over the features: between chin and captions where there is room,
/// else on the forehead. `tall` is the mark's own height.
fn middle(tall: f32, [brows, chin]: [f32; 2]) -> [(bool, f32); 2] {
    let half = 0.5 * tall;
    let (from, to) = (chin + SWAY + half, BAND[0] - half);
    if from <= to {
        // As low as the captions let it: a chin drops when it speaks.
        return [(true, to), (false, to.min(from + tall).max(0.5 * (from + to)))];
    }
    let forehead = (brows - SWAY - half).max(TOP[1].1 + 2.0 * tall);
    [(true, forehead), (false, (forehead - tall).max(TOP[1].1 + tall))]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The box of changed pixels, in fractions of the picture.
    fn found(mark: &Mark, frame: u32, w: usize, h: usize) -> [f32; 4] {
        let mut canvas = Canvas::new(w, h);
        canvas.fill([90, 140, 90]);
        mark.draw(frame, &mut canvas);
        let mut b = [1.0f32, 1.0, 0.0, 0.0];
        for (i, p) in canvas.rgba.chunks_exact(4).enumerate() {
            if p[..3] != [90, 140, 90] {
                let (x, y) = ((i % w) as f32 / w as f32, (i / w) as f32 / h as f32);
                b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
            }
        }
        b
    }

    #[test]
    fn it_moves_over_the_picture_and_leaves_the_face_and_the_captions_free() {
        let people =
            [("ada", 1u64, [0.35, 0.58]), ("a_very_long_handle20", 2, [0.42, 0.72]), ("bo.b", 3, [0.30, 0.64])];
        for (handle, seed, face) in people {
            let mark = Mark::new(handle, 360, 640, seed, face);
            let mut places = std::collections::HashSet::new();
            let (mut top, mut bottom) = (false, false);
            for slot in 0..5 {
                let [x0, y0, x1, y1] = found(&mark, slot * STAY + STAY / 2, 360, 640);
                assert!(x0 > 0.03 && x1 < 0.97 && y0 > 0.03 && y1 < 0.95, "{x0} {y0} {x1} {y1}");
                assert!(y1 < face[0] || y0 > face[1], "over the face: {y0} {y1}");
                assert!(y1 < BAND[0] || y0 > BAND[1], "over the captions: {y0} {y1}");
                top |= y1 < 0.25;
                bottom |= y0 > 0.6;
                places.insert(((x0 * 1000.0) as i32, (y0 * 1000.0) as i32));
            }
            assert!(places.len() >= 4 && top && bottom, "{places:?}");
        }
    }

    #[test]
    fn it_is_there_in_every_frame() {
        let mark = Mark::new("ada", 180, 320, 9, [0.35, 0.58]);
        for frame in 0..300 {
            assert!(found(&mark, frame, 180, 320)[2] > 0.0, "{frame}");
        }
    }
}
