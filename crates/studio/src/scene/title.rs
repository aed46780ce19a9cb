//! Text on screen: a line or two between the mark's places above and the brows below.

use super::plan::MAX_TEXT;
use crate::Canvas;
use crate::math::Bound as _;
use crate::text::{Font, Mask};

/// Height of the middle of the text, and room on each side, as fractions of the height and the width.
const MIDDLE: f32 = 0.215;
const SIDE: f32 = 0.09;
/// Frames until it stands.
const RISE: u32 = 10;

/// A text, ready to be drawn.
pub(crate) struct Title {
    lines: Vec<(Mask, Mask, [i32; 2])>,
    rise: f32,
}

impl Title {
    /// `None` where there is nothing that the font can draw.
    pub(crate) fn new(text: &str, width: usize, height: usize) -> Option<Self> {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_TEXT).collect();
        let font = Font::bundled();
        let room = (1.0 - 2.0 * SIDE) * width as f32;
        let size = 0.105 * width as f32;
        if font.width(&text, size) < 1.0 {
            return None;
        }
        let lines = if font.width(&text, size) <= room { vec![text] } else { halves(&text, &font) };
        let widest = lines.iter().map(|l| font.width(l, size)).fold(1.0, f32::max);
        let size = size * (room / widest).at_most(1.0);
        let pad = (0.4 * size) as usize + 2;
        let step = 1.04 * size;
        let top = MIDDLE * height as f32 - 0.5 * step * lines.len() as f32;
        let lines = lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                let fill = font.draw(line, size, pad);
                let halo = fill.grown(0.05 * size).soft((0.16 * size) as usize + 1);
                let at = [((width as f32 - fill.w as f32) * 0.5) as i32, (top + step * i as f32) as i32 - pad as i32];
                (fill, halo, at)
            })
            .collect();
        Some(Self { lines, rise: 0.022 * height as f32 })
    }

    pub(crate) fn draw(&self, frame: u32, canvas: &mut Canvas) {
        let t = (frame + 1).min(RISE) as f32 / RISE as f32;
        let left = (1.0 - t) * (1.0 - t);
        let strength = (256.0 * (1.0 - left)) as u32;
        let down = (left * self.rise) as i32;
        for (fill, halo, at) in &self.lines {
            let at = [at[0], at[1] + down];
            halo.stamp(canvas, at, strength * 150 / 256, |_| [8, 7, 6]);
            fill.stamp(canvas, at, strength, |_| [252, 250, 246]);
        }
    }
}

/// Two lines as even as words allow.
fn halves(text: &str, font: &Font) -> Vec<String> {
    let best = text
        .match_indices(' ')
        .map(|(at, _)| (at, font.width(&text[..at], 100.0).max(font.width(&text[at + 1..], 100.0))))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    match best {
        Some((at, _)) => vec![text[..at].to_owned(), text[at + 1..].to_owned()],
        None => vec![text.to_owned()],
    }
}
