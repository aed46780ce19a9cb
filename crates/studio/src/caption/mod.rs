//! Captions: two to four words at a time, the one that is being said in the colour of the spot light.
//!
//! They stand where a feed's own texts and buttons do not: between 8 and 92 % of the width, around 75 % of the height.

mod group;

use domain::speech::Word;

use crate::Canvas;
use crate::text::{Font, Mask};
use group::Group;

/// Margins left and right as a fraction of the width.
pub const SIDE: f32 = 0.08;
/// Top and bottom of the band that captions stay in, as fractions of the height.
pub const BAND: [f32; 2] = [0.70, 0.80];

const WHITE: [u8; 3] = [252, 250, 246];
/// `oklch(0.83 0.16 85)`, the spot of the brand, in sRGB.
const SPOT: [u8; 3] = [247, 190, 50];
const INK: [u8; 3] = [14, 11, 8];
/// Frames in which a group appears.
const RISE: u32 = 4;

/// The captions of one clip at one size.
pub struct Captions {
    groups: Vec<Group>,
    font: Font,
    size: f32,
    width: usize,
    height: usize,
    shown: Option<(usize, Line)>,
}

/// A group as pixels.
struct Line {
    fill: Mask,
    outline: Mask,
    /// First column of each word, and one past its last.
    spans: Vec<(usize, usize)>,
}

impl Captions {
    /// Groups the words of a speech for pictures of `width` by `height` pixels.
    #[must_use]
    pub fn new(words: &[Word], width: usize, height: usize) -> Self {
        let font = Font::bundled();
        let size = 0.092 * width as f32;
        let room = (1.0 - 2.0 * SIDE) * width as f32 - 2.0 * pad(size) as f32 - 4.0;
        let groups = group::split(words, |text| font.width(text, size) <= room);
        Self { groups, font, size, width, height, shown: None }
    }

    /// Draws what is being said in frame `frame` (30 a second), if anything is.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        let t = frame as f32 / 30.0;
        let Some(index) = self.groups.iter().position(|g| g.from_s <= t && t < g.to_s) else { return };
        if self.shown.as_ref().is_none_or(|(i, _)| *i != index) {
            self.shown = Some((index, self.line(&self.groups[index])));
        }
        let (Some((_, line)), Some(group)) = (&self.shown, self.groups.get(index)) else { return };
        let age = ((t - group.from_s) * 30.0).max(0.0) as u32;
        let opacity = 256 * (age + 1).min(RISE) / RISE;
        let lift = (RISE - (age + 1).min(RISE)) as f32 * 0.004 * self.height as f32;
        let middle = 0.5 * (BAND[0] + BAND[1]) * self.height as f32 + lift;
        let x = (self.width as i32 - line.fill.w as i32) / 2;
        let y = middle as i32 - line.fill.h as i32 / 2;
        line.outline.stamp(canvas, [x, y], opacity * 230 / 256, |_| INK);
        let now = group.words.iter().rposition(|w| w.start_s <= t);
        let lit = now.and_then(|n| line.spans.get(n)).copied().unwrap_or((0, 0));
        line.fill.stamp(canvas, [x, y], opacity, |c| if c >= lit.0 && c < lit.1 { SPOT } else { WHITE });
    }

    fn line(&self, group: &Group) -> Line {
        // A single word that is too wide is set smaller.
        let room = (1.0 - 2.0 * SIDE) * self.width as f32 - 2.0 * pad(self.size) as f32 - 4.0;
        let size = self.size * (room / self.font.width(&group.text(), self.size).max(1.0)).min(1.0);
        let pad = pad(self.size);
        let fill = self.font.draw(&group.text(), size, pad);
        let mut spans = Vec::new();
        let mut before = String::new();
        for word in &group.words {
            let start = self.font.width(&before, size);
            before.push_str(word.text.trim());
            spans.push((start as usize + pad, self.font.width(&before, size) as usize + pad + 1));
            before.push(' ');
        }
        let outline = fill.grown(0.075 * self.size);
        Line { fill, outline, spans }
    }
}

/// Room around the letters for their outline.
fn pad(size: f32) -> usize {
    (0.075 * size) as usize + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.split(' ')
            .enumerate()
            .map(|(i, w)| Word { text: w.to_owned(), start_s: 0.3 * i as f32, end_s: 0.3 * i as f32 + 0.28 })
            .collect()
    }

    #[test]
    fn every_pixel_lies_in_the_safe_area_and_every_word_is_lit() {
        let said =
            words("Hello everyone, this is incomprehensibilities-and-antidisestablishmentarianism at work. Thanks!");
        for (w, h) in [(720usize, 1280usize), (540, 960)] {
            let mut captions = Captions::new(&said, w, h);
            let mut lit = 0;
            for frame in 0..75 {
                let mut canvas = Canvas::new(w, h);
                canvas.fill([60, 120, 60]);
                captions.draw(frame, &mut canvas);
                for (i, p) in canvas.rgba.chunks_exact(4).enumerate() {
                    assert_eq!(p[3], 255);
                    if p[..3] != [60, 120, 60] {
                        let (x, y) = ((i % w) as f32 / w as f32, (i / w) as f32 / h as f32);
                        assert!(
                            (SIDE..=1.0 - SIDE).contains(&x) && (BAND[0]..=BAND[1]).contains(&y),
                            "{frame}: {x} {y}"
                        );
                        lit += usize::from(p[..3] == SPOT);
                    }
                }
            }
            assert!(lit > 75 * 100, "the current word is lit: {lit}");
        }
    }

    #[test]
    fn silence_shows_nothing() {
        let mut captions = Captions::new(&words("One two"), 72, 128);
        let blank = Canvas::new(72, 128);
        let mut canvas = blank.clone();
        captions.draw(200, &mut canvas);
        assert_eq!(canvas, blank);
        Captions::new(&[], 72, 128).draw(0, &mut canvas);
        assert_eq!(canvas, blank);
    }
}
