//! The four looks of captions.

use domain::direction::CaptionStyle;

use super::group::{Group, Rule};
use super::plate::{Plate, slab};
use super::setting::{Frame, Setting};
use super::{CENTRED, SAFE};
use crate::Canvas;
use crate::text::Mask;

const WHITE: [u8; 3] = [252, 250, 246];
/// `oklch(0.83 0.16 85)`, the spot of the brand, in sRGB.
pub(super) const SPOT: [u8; 3] = [247, 190, 50];
pub(super) const INK: [u8; 3] = [14, 11, 8];
/// `oklch(0.84 0.12 205)`: the second voice, as far from the spot as light goes.
pub(super) const SECOND: [u8; 3] = [84, 222, 236];

/// Where the words of one voice stand, and in which colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Voice {
    /// Left and right, as fractions of the width.
    pub(super) across: [f32; 2],
    pub(super) colour: [u8; 3],
}

impl Default for Voice {
    fn default() -> Self {
        Self { across: CENTRED, colour: SPOT }
    }
}

/// A name as pixels.
pub(super) struct Tag {
    pub(super) fill: Mask,
    pub(super) outline: Mask,
}

/// A look at one size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) style: CaptionStyle,
    width: f32,
    height: f32,
    band: [f32; 2],
}

impl Look {
    pub(super) fn new(style: CaptionStyle, width: usize, height: usize, band: [f32; 2]) -> Self {
        Self { style, width: width as f32, height: height as f32, band }
    }

    /// How words are put together.
    pub(super) fn rule(&self) -> Rule {
        match self.style {
            CaptionStyle::Pop => Rule { most: 1, brief_s: 0.16, letters: 12 },
            CaptionStyle::Typewriter | CaptionStyle::Minimal => Rule { most: 7, brief_s: 0.0, letters: 40 },
            CaptionStyle::Karaoke | CaptionStyle::None => Rule { most: 4, brief_s: 0.0, letters: 24 },
        }
    }

    fn tall(&self) -> f32 {
        (self.band[1] - self.band[0]) * self.height
    }

    /// The box for the letters.
    pub(super) fn frame(&self, voice: Voice) -> Frame {
        let centred = (voice.across[1] - voice.across[0]) * self.width;
        let (w, least) = (self.width, 0.052 * self.width);
        match self.style {
            CaptionStyle::Pop => {
                // What is largest while it pops up stays inside.
                Frame {
                    width: centred / GROWN,
                    height: self.tall() / GROWN,
                    size: 0.150 * w,
                    least,
                    lines: 2,
                    outline: 0.10,
                }
            }
            CaptionStyle::Typewriter => Frame {
                width: (SAFE[2] - SAFE[0]) * w - self.bar() - 2.0 * self.inset(),
                height: self.tall() - 1.2 * self.inset(),
                size: 0.062 * w,
                least,
                lines: 2,
                outline: 0.0,
            },
            CaptionStyle::Minimal => Frame {
                width: centred - 2.0 * self.inset(),
                height: self.tall() - 1.2 * self.inset(),
                size: 0.056 * w,
                least,
                lines: 2,
                outline: 0.0,
            },
            CaptionStyle::Karaoke | CaptionStyle::None => {
                Frame { width: centred, height: self.tall(), size: 0.084 * w, least, lines: 2, outline: 0.10 }
            }
        }
    }

    fn inset(&self) -> f32 {
        0.028 * self.width
    }

    fn bar(&self) -> f32 {
        0.014 * self.width
    }

    /// Share of its size at which a group of age `age` frames is set.
    pub(super) fn growth(&self, age: u32) -> f32 {
        match (self.style, age) {
            (CaptionStyle::Pop, 0) => 0.80,
            (CaptionStyle::Pop, 1) => GROWN,
            _ => 1.0,
        }
    }

    /// Draws a group as it stands `age` frames after it came, `t_s` seconds into the clip.
    pub(super) fn draw(
        &self,
        group: &Group,
        setting: &Setting,
        voice: Voice,
        (age, t_s): (u32, f32),
        canvas: &mut Canvas,
    ) {
        match self.style {
            CaptionStyle::Pop => self.centred(setting, voice, 256, 0.0, |_| voice.colour, canvas),
            CaptionStyle::Karaoke => {
                let arrived = (age + 1).min(RISE);
                let lift = (RISE - arrived) as f32 * 0.003 * self.height;
                let now = group.words.iter().rposition(|w| w.start_s <= t_s);
                let paint = |word| if Some(word) == now { voice.colour } else { WHITE };
                self.centred(setting, voice, 256 * arrived / RISE, lift, paint, canvas);
            }
            CaptionStyle::Minimal => {
                let opacity = 256 * (age + 1).min(RISE) / RISE;
                let (tall, wide) = setting.extent();
                let (x, y) = (self.centre(voice), self.middle());
                let half = [0.5 * wide + self.inset(), 0.5 * tall + 0.45 * self.inset()];
                slab(
                    canvas,
                    [x - half[0], y - half[1], x + half[0], y + half[1]],
                    &Plate {
                        colour: INK,
                        opacity: opacity * 190 / 256,
                        round: 0.5 * self.inset(),
                        soft: 0.25 * self.inset(),
                    },
                );
                self.centred(setting, voice, opacity, 0.0, |_| WHITE, canvas);
            }
            CaptionStyle::Typewriter => self.typed(group, setting, voice, (age, t_s), canvas),
            CaptionStyle::None => {}
        }
    }

    fn middle(&self) -> f32 {
        0.5 * (self.band[0] + self.band[1]) * self.height
    }

    fn centre(&self, voice: Voice) -> f32 {
        0.5 * (voice.across[0] + voice.across[1]) * self.width
    }

    /// The name of who speaks, right above the words.
    pub(super) fn name(&self, tag: &Tag, setting: &Setting, voice: Voice, canvas: &mut Canvas) {
        let plate = match self.style {
            CaptionStyle::Minimal => 0.9 * self.inset(),
            CaptionStyle::Typewriter => 1.1 * self.inset(),
            _ => 0.0,
        };
        let words = self.middle() - 0.5 * (setting.extent().0 + plate);
        let [w, h] = [tag.fill.w as f32, tag.fill.h as f32];
        let left = match self.style {
            CaptionStyle::Typewriter => SAFE[0] * self.width,
            _ => (self.centre(voice) - 0.5 * w).min(SAFE[2] * self.width - w).max(SAFE[0] * self.width),
        };
        let at = [left.ceil() as i32, (words - h) as i32];
        tag.outline.stamp(canvas, at, 248, |_| INK);
        tag.fill.stamp(canvas, at, 256, |_| voice.colour);
    }

    fn centred(
        &self,
        setting: &Setting,
        voice: Voice,
        opacity: u32,
        lift: f32,
        paint: impl Fn(usize) -> [u8; 3],
        canvas: &mut Canvas,
    ) {
        let top =
            self.middle() + lift.min(0.5 * (self.tall() - setting.extent().0).max(0.0)) - 0.5 * setting.extent().0;
        let place = |i: usize| {
            let line = &setting.lines[i];
            let x = ((2.0 * self.centre(voice)) as i32 - line.fill.w as i32) / 2;
            [x, (top + setting.leading() * i as f32) as i32 - line.pad as i32]
        };
        // All outlines before all letters: no line darkens the one above it.
        for (i, line) in setting.lines.iter().enumerate() {
            if let Some(outline) = &line.outline {
                outline.stamp(canvas, place(i), opacity * 248 / 256, |_| INK);
            }
        }
        for (i, line) in setting.lines.iter().enumerate() {
            let word =
                |column: usize| line.spans.iter().find(|s| column < s.to).or(line.spans.last()).map_or(0, |s| s.word);
            line.fill.stamp(canvas, place(i), opacity, |column| paint(word(column)));
        }
    }

    /// The lower third: the plate of the whole group at once, its letters one after the other.
    fn typed(&self, group: &Group, setting: &Setting, voice: Voice, (age, t_s): (u32, f32), canvas: &mut Canvas) {
        let (left, right) = (SAFE[0] * self.width, SAFE[2] * self.width);
        let tall = setting.extent().0 + 1.1 * self.inset();
        let (top, bottom) = (self.middle() - 0.5 * tall, self.middle() + 0.5 * tall);
        // The plate opens from its bar.
        let open = (age + 1).min(RISE) as f32 / RISE as f32;
        let plate = Plate { colour: INK, opacity: 226, round: 0.0, soft: 0.0 };
        slab(canvas, [left + self.bar(), top, left + self.bar() + (right - left - self.bar()) * open, bottom], &plate);
        slab(
            canvas,
            [left, top, left + self.bar(), bottom],
            &Plate { colour: voice.colour, opacity: 256, round: 0.0, soft: 0.0 },
        );
        let mut caret = None;
        for (i, line) in setting.lines.iter().enumerate() {
            let x = (left + self.bar() + self.inset()) as i32 - line.pad as i32;
            let y = top + 0.55 * self.inset() + setting.leading() * i as f32;
            let mut shown = 0;
            for span in &line.spans {
                let Some(word) = group.words.get(span.word) else { continue };
                // Letters come a little faster than they are said.
                let part = (t_s + 0.03 - word.start_s) / (0.8 * (word.end_s - word.start_s)).max(0.05);
                let count = (part.clamp(0.0, 1.0) * span.letters.len() as f32).ceil() as usize;
                if let Some(to) = count.checked_sub(1).and_then(|n| span.letters.get(n)) {
                    shown = *to;
                }
            }
            line.fill.stamp_part(canvas, [x, y as i32 - line.pad as i32], 256, 0..shown, |_| WHITE);
            if shown > 0 || caret.is_none() {
                caret = Some([(x + shown.max(line.pad) as i32) as f32 + 0.06 * setting.size, y]);
            }
        }
        let over = group.words.last().is_some_and(|w| t_s > w.end_s);
        if let Some([x, y]) = caret.filter(|_| !over || age % 16 < 8) {
            let size = setting.size;
            let to = (x + 0.10 * size).min(right - 1.0);
            let caret = Plate { colour: voice.colour, opacity: 256, round: 0.0, soft: 0.0 };
            slab(canvas, [to - 0.10 * size, y + 0.16 * size, to, y + 0.90 * size], &caret);
        }
    }
}

/// Frames in which a group appears.
const RISE: u32 = 4;
/// How far a popping word grows beyond its size.
const GROWN: f32 = 1.08;
