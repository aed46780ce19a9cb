//! Letters as coverage masks: one bundled font, laid out in one line, filled or outlined.

mod letters;

use std::ops::Range;

use ab_glyph::{Font as _, FontRef, ScaleFont as _};
pub(crate) use letters::drawable;

use crate::Canvas;

const FIGTREE: &[u8] = include_bytes!("../../assets/figtree-latin-800.ttf");

/// The bundled font (Figtree ExtraBold, Latin).
pub(crate) struct Font(Option<FontRef<'static>>);

/// How much of each pixel is inside a shape, 0..=255.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mask {
    pub(crate) cover: Vec<u8>,
    pub(crate) w: usize,
    pub(crate) h: usize,
}

impl Font {
    pub(crate) fn bundled() -> Self {
        Self(FontRef::try_from_slice(FIGTREE).ok())
    }

    /// Whether the font has a form for a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.0.as_ref().is_some_and(|font| font.glyph_id(c).0 != 0)
    }

    /// Width of a text in pixels at a size of `px` pixels from ascender to descender.
    pub(crate) fn width(&self, text: &str, px: f32) -> f32 {
        self.glyphs(text, px).1
    }

    /// Each glyph with its left edge, and the width of all. Characters that the font lacks are left out.
    fn glyphs(&self, text: &str, px: f32) -> (Vec<(ab_glyph::GlyphId, f32)>, f32) {
        let Some(font) = &self.0 else { return (Vec::new(), 0.0) };
        let scaled = font.as_scaled(px);
        let mut x = 0.0;
        let mut out = Vec::new();
        for c in text.chars() {
            let id = font.glyph_id(c);
            if id.0 != 0 {
                out.push((id, x));
                x += scaled.h_advance(id);
            }
        }
        (out, x)
    }

    /// A text in one line, with `pad` empty pixels on every side.
    pub(crate) fn draw(&self, text: &str, px: f32, pad: usize) -> Mask {
        let (glyphs, width) = self.glyphs(text, px);
        let (w, h) = (width as usize + 2 + 2 * pad, px as usize + 2 + 2 * pad);
        let mut cover = vec![0u8; w * h];
        if let Some(font) = &self.0 {
            let base = pad as f32 + font.as_scaled(px).ascent();
            for (id, x) in glyphs {
                let glyph = id.with_scale_and_position(px, ab_glyph::point(pad as f32 + x, base));
                if let Some(outline) = font.outline_glyph(glyph) {
                    let origin = outline.px_bounds().min;
                    outline.draw(|dx, dy, c| {
                        let (x, y) = (origin.x + dx as f32, origin.y + dy as f32);
                        if x >= 0.0 && y >= 0.0 && (x as usize) < w && (y as usize) < h {
                            let p = &mut cover[y as usize * w + x as usize];
                            *p = p.saturating_add((c.clamp(0.0, 1.0) * 255.0 + 0.5) as u8);
                        }
                    });
                }
            }
        }
        Mask { cover, w, h }
    }
}

impl Mask {
    /// The shape grown by `r` pixels all round. The mask needs that much empty space at its sides.
    pub(crate) fn grown(&self, r: f32) -> Self {
        let reach = r as i32 + 1;
        let mut near = Vec::new();
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let d = ((dx * dx + dy * dy) as f32).sqrt();
                let k = (r + 0.5 - d).clamp(0.0, 1.0);
                if k > 0.0 {
                    near.push((dx, dy, (k * 255.0) as u16));
                }
            }
        }
        let mut cover = vec![0u8; self.cover.len()];
        for y in 0..self.h as i32 {
            for x in 0..self.w as i32 {
                let c = u16::from(self.cover[y as usize * self.w + x as usize]);
                if c == 0 {
                    continue;
                }
                // Only the rim of a shape makes it larger.
                let full = |dx: i32, dy: i32| {
                    let (u, v) = (x + dx, y + dy);
                    let inside = u >= 0 && v >= 0 && u < self.w as i32 && v < self.h as i32;
                    inside && self.cover[v as usize * self.w + u as usize] == 255
                };
                if c == 255 && full(1, 0) && full(-1, 0) && full(0, 1) && full(0, -1) {
                    cover[y as usize * self.w + x as usize] = 255;
                    continue;
                }
                for &(dx, dy, k) in &near {
                    let (u, v) = (x + dx, y + dy);
                    if u >= 0 && v >= 0 && u < self.w as i32 && v < self.h as i32 {
                        let p = &mut cover[v as usize * self.w + u as usize];
                        *p = (*p).max((c * k / 255) as u8);
                    }
                }
            }
        }
        Self { cover, w: self.w, h: self.h }
    }

    /// The shape blurred by two box filters of `2 n + 1` pixels.
    pub(crate) fn soft(&self, n: usize) -> Self {
        let mut out = self.clone();
        let span = (2 * n + 1) as u32;
        for _ in 0..2 {
            for across in [true, false] {
                let (lines, length) = if across { (out.h, out.w) } else { (out.w, out.h) };
                let source = out.cover.clone();
                let at = |line: usize, i: usize| if across { line * out.w + i } else { i * out.w + line };
                for line in 0..lines {
                    for i in 0..length {
                        let (a, b) = (i.saturating_sub(n), (i + n).min(length - 1));
                        let sum: u32 = (a..=b).map(|j| u32::from(source[at(line, j)])).sum();
                        out.cover[at(line, i)] = (sum / span) as u8;
                    }
                }
            }
        }
        out
    }

    /// Paints the mask with its top left corner at (x, y). `paint` gives colour by the mask's column; `opacity` is
    /// 0..=256.
    pub(crate) fn stamp(&self, canvas: &mut Canvas, at: [i32; 2], opacity: u32, paint: impl Fn(usize) -> [u8; 3]) {
        self.stamp_part(canvas, at, opacity, 0..self.w, paint);
    }

    /// As [`Mask::stamp`], of some columns only.
    pub(crate) fn stamp_part(
        &self,
        canvas: &mut Canvas,
        [x, y]: [i32; 2],
        opacity: u32,
        columns: Range<usize>,
        paint: impl Fn(usize) -> [u8; 3],
    ) {
        let columns = columns.start.min(self.w)..columns.end.min(self.w);
        for row in 0..self.h {
            let v = y + row as i32;
            if v < 0 || v as usize >= canvas.height {
                continue;
            }
            for column in columns.clone() {
                let u = x + column as i32;
                let c = (u32::from(self.cover[row * self.w + column]) * opacity.min(256)) >> 8;
                if c == 0 || u < 0 || u as usize >= canvas.width {
                    continue;
                }
                let p = &mut canvas.rgba[(v as usize * canvas.width + u as usize) * 4..][..3];
                for (old, new) in p.iter_mut().zip(paint(column)) {
                    *old = ((u32::from(*old) * (255 - c) + u32::from(new) * c + 127) / 255) as u8;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_font_has_what_scripts_and_handles_need() {
        let font = Font::bundled();
        for c in "abcxyzABCXYZ0123456789@·._-,;:!?'’“”—…éñüß".chars() {
            assert!(font.width(&c.to_string(), 40.0) > 0.0, "{c}");
        }
        assert_eq!(font.width("漢", 40.0), 0.0, "left out, not drawn as a box");
    }

    #[test]
    fn growing_covers_the_shape_and_keeps_the_size() {
        let mask = Font::bundled().draw("Word", 40.0, 8);
        let grown = mask.grown(4.0);
        assert_eq!((mask.w, mask.h), (grown.w, grown.h));
        assert!(mask.cover.iter().zip(&grown.cover).all(|(a, b)| b >= a));
        assert!(
            grown.cover.iter().map(|c| u32::from(*c)).sum::<u32>() > mask.cover.iter().map(|c| u32::from(*c)).sum()
        );
    }
}
