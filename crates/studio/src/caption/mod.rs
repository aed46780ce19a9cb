//! Captions in four looks: the words as they are said, with the one that is being said told apart.
//!
//! They stand where a feed's own texts and buttons do not. Measured on the feed of this product (a clip covers a frame of
//! 360x580 to 412x855 CSS pixels): the column of buttons begins at 78.6 to 83 % of the clip's width, the text over the
//! clip at 70 to 80 % of its height with the longest script, and up to 7 % of the width are cut off at each side.

mod group;
mod plate;
mod setting;
mod style;

use domain::direction::CaptionStyle;
use domain::speech::Word;

use crate::Canvas;
use crate::text::{Font, drawable};
use group::Group;
use setting::Setting;
use style::{Look, Tag, Voice};

/// Left, top, right and bottom of what no feed covers, as fractions of the picture.
pub const SAFE: [f32; 4] = [0.10, 0.08, CENTRED[1], 0.80];
/// Height of the band that captions stay in, and the highest and lowest top that it may have, as fractions of the
/// picture's height.
const BAND: f32 = 0.10;
const TOPS: [f32; 2] = [0.635, 0.70];
/// What a chin drops while it speaks, as a fraction of the picture's height.
const DROP: f32 = 0.022;
/// Left and right of what is set in the middle, as fractions of the width.
const CENTRED: [f32; 2] = [0.215, 0.785];

/// Height of the name above the words of a dialogue, as a fraction of the picture's height: it stands right above the
/// [`band`], so what must stay free there ends so much lower.
pub const NAME: f32 = 0.030;
/// Height of the type of a name, as a fraction of the width, and the most of the width that it takes.
const NAME_SIZE: f32 = 0.040;
const NAME_WIDE: f32 = 0.46;

/// Whose words stand where, from a time on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part<'a> {
    /// When it begins, in seconds.
    pub from_s: f32,
    /// Place in the cast, which decides the colour.
    pub who: usize,
    /// What stands above the words.
    pub name: &'a str,
    /// Left and right of the words, as fractions of the width, within [`SAFE`].
    pub across: [f32; 2],
}

/// Top and bottom of the band that captions stay in, as fractions of the picture's height: as high as the chin leaves
/// room for. `face` is what must stay free, from brows to chin, in the same fractions.
#[must_use]
pub fn band(face: [f32; 2]) -> [f32; 2] {
    let top = (face[1] + DROP).clamp(TOPS[0], TOPS[1]);
    [top, top + BAND]
}

/// The captions of one clip at one size.
pub struct Captions {
    groups: Vec<Group>,
    left_out: Vec<String>,
    font: Font,
    look: Look,
    parts: Vec<(f32, Voice, Tag)>,
    shown: Option<(usize, f32, Setting)>,
}

impl Captions {
    /// Groups the words of a speech for pictures of `width` by `height` pixels, within a [`band`].
    #[must_use]
    pub fn new(words: &[Word], style: CaptionStyle, width: usize, height: usize, band: [f32; 2]) -> Self {
        Self::in_parts(words, style, (width, height), band, &[])
    }

    /// The same for a dialogue: the words of each part in its place and colour, under a name.
    #[must_use]
    pub fn in_parts(
        words: &[Word],
        style: CaptionStyle,
        (width, height): (usize, usize),
        band: [f32; 2],
        parts: &[Part<'_>],
    ) -> Self {
        let font = Font::bundled();
        let look = Look::new(style, width, height, band);
        let mut left_out = Vec::new();
        let mut drawn = Vec::with_capacity(words.len());
        for word in words {
            let d = drawable(&word.text, |c| font.has(c));
            if d.letters + d.signs > 0 && !left_out.contains(&word.text) {
                left_out.push(word.text.clone());
            }
            // What is said but has no letters here is seen to be missing.
            let gone = d.letters > 0 && !d.text.chars().any(char::is_alphanumeric);
            drawn.push(Word { text: if gone { "…".to_owned() } else { d.text }, ..word.clone() });
        }
        let changes: Vec<f32> = parts.iter().skip(1).map(|p| p.from_s).collect();
        let groups = if style == CaptionStyle::None { Vec::new() } else { group::split(&drawn, look.rule(), &changes) };
        let parts = parts.iter().map(|p| (p.from_s, voice(p), tag(&font, p.name, width as f32))).collect();
        Self { groups, left_out, font, look, parts, shown: None }
    }

    /// Words of which the font cannot draw every character (another script, pictures), as they were written, each once.
    /// Their other characters are drawn; a word of which nothing is left stands as an ellipsis.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Draws what is being said in frame `frame` (30 a second), if anything is.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        let t_s = frame as f32 / 30.0;
        let Some(index) = self.groups.iter().position(|g| g.from_s <= t_s && t_s < g.to_s) else { return };
        let Some(group) = self.groups.get(index) else { return };
        let age = ((t_s - group.from_s) * 30.0).max(0.0) as u32;
        let growth = self.look.growth(age);
        let said = group.words.first().map_or(0.0, |w| 0.5 * (w.start_s + w.end_s));
        let part = self.parts.iter().rev().find(|p| p.0 <= said).or(self.parts.first());
        let voice = part.map_or_else(Voice::default, |p| p.1);
        if self.shown.as_ref().is_none_or(|(i, g, _)| *i != index || *g != growth) {
            let frame = self.look.frame(voice);
            let words: Vec<&str> = group.words.iter().map(|w| w.text.trim()).collect();
            let full = Setting::new(&self.font, &words, frame);
            let setting = if growth == 1.0 { full } else { full.grown(&self.font, growth, frame.outline) };
            self.shown = Some((index, growth, setting));
        }
        if let Some((_, _, setting)) = &self.shown {
            self.look.draw(group, setting, voice, (age, t_s), canvas);
            if let Some((_, _, tag)) = part {
                self.look.name(tag, setting, voice, canvas);
            }
        }
    }
}

fn voice(part: &Part<'_>) -> Voice {
    Voice { across: part.across, colour: if part.who == 0 { style::SPOT } else { style::SECOND } }
}

/// A name at the size that fits.
fn tag(font: &Font, name: &str, width: f32) -> Tag {
    let wanted = NAME_SIZE * width;
    let size = wanted.min(NAME_WIDE * width / font.width(name, 1.0).max(0.1));
    let pad = setting::pad(size, 0.10);
    let fill = font.draw(name, size, pad);
    Tag { outline: fill.grown(0.10 * size), fill }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: [f32; 2] = [0.635, 0.735];
    const STYLES: [CaptionStyle; 4] =
        [CaptionStyle::Karaoke, CaptionStyle::Pop, CaptionStyle::Typewriter, CaptionStyle::Minimal];

    fn words(text: &str) -> Vec<Word> {
        text.split(' ')
            .enumerate()
            .map(|(i, w)| Word { text: w.to_owned(), start_s: 0.3 * i as f32, end_s: 0.3 * i as f32 + 0.28 })
            .collect()
    }

    const HARD: &str = "Hello everyone, incomprehensibilities Donaudampfschifffahrtsgesellschaftskapit 🚀🚀 naïve \
                        cafe\u{301} Łódź 漢字 привет! WWWWWWWWWWWWWWWW (100%) at work. Thanks!";

    #[test]
    fn every_pixel_lies_in_the_safe_area_whatever_is_said() {
        let said = words(HARD);
        assert_eq!(band([0.3, 0.5]), USUAL);
        for (style, face) in STYLES.into_iter().flat_map(|s| [(s, [0.35, 0.58]), (s, [0.40, 0.72])]) {
            let band = band(face);
            for (w, h, every) in [(720usize, 1280usize, 7), (540, 960, 5), (180, 320, 1)] {
                let mut captions = Captions::new(&said, style, w, h, band);
                let mut drawn = 0;
                for frame in (0..150).step_by(every) {
                    let mut canvas = Canvas::new(w, h);
                    canvas.fill([60, 120, 60]);
                    captions.draw(frame, &mut canvas);
                    for (i, p) in canvas.rgba.chunks_exact(4).enumerate().filter(|(_, p)| p[..3] != [60, 120, 60]) {
                        assert_eq!(p[3], 255);
                        let (x, y) = ((i % w) as f32 / w as f32, (i / w) as f32 / h as f32);
                        let inside =
                            (SAFE[0]..=SAFE[2]).contains(&x) && (band[0]..=band[1]).contains(&y) && band[1] <= SAFE[3];
                        assert!(inside, "{style:?} {w} {frame}: {x} {y}");
                        drawn += 1;
                    }
                }
                assert!(drawn > 0, "{style:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_named_and_seen_to_be_missing() {
        let captions = Captions::new(&words(HARD), CaptionStyle::Pop, 360, 640, USUAL);
        assert_eq!(captions.left_out(), ["🚀🚀", "漢字", "привет!"]);
        let shown: Vec<String> = captions.groups.iter().map(Group::text).collect();
        assert!(shown.iter().filter(|t| *t == "…").count() == 2, "{shown:?}");
        assert!(shown.contains(&"café".to_owned()) && shown.contains(&"Lódz".to_owned()), "{shown:?}");
    }

    fn luminance(p: &[u8]) -> f32 {
        let linear = |v: u8| {
            let s = f32::from(v) / 255.0;
            if s <= 0.04045 { s / 12.92 } else { ((s + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(p[0]) + 0.7152 * linear(p[1]) + 0.0722 * linear(p[2])
    }

    /// WCAG 2: letters against the darkest of what surrounds them within four pixels.
    #[test]
    fn letters_stand_out_from_every_background() {
        let (w, h) = (540usize, 960usize);
        for style in STYLES {
            for ground in [[255, 255, 255], [0, 0, 0], [128, 128, 128], [245, 188, 60], [214, 168, 142], [70, 130, 230]]
            {
                let mut captions = Captions::new(&words("Reading words"), style, w, h, USUAL);
                let mut canvas = Canvas::new(w, h);
                canvas.fill(ground);
                let spoken = if style == CaptionStyle::Typewriter { 18 } else { 6 };
                captions.draw(spoken, &mut canvas);
                let at = |x: usize, y: usize| &canvas.rgba[(y * w + x) * 4..][..3];
                let letter = |x: usize, y: usize| at(x, y) == [252, 250, 246] || at(x, y) == style::SPOT;
                let mut ratios = Vec::new();
                for y in (USUAL[0] * h as f32) as usize + 8..(USUAL[1] * h as f32) as usize - 8 {
                    for x in 120..420 {
                        // Beside a letter: its soft edge, then what it stands on.
                        for (dx, dy) in [(1i32, 0i32), (-1, 0), (0, 1), (0, -1)] {
                            let far = |n: i32| ((x as i32 + n * dx) as usize, (y as i32 + n * dy) as usize);
                            let edge = letter(x, y) && (1..5).all(|n| !letter(far(n).0, far(n).1));
                            if edge {
                                let light = luminance(at(x, y)) + 0.05;
                                let dark = (1..5).map(|n| luminance(at(far(n).0, far(n).1))).fold(1.0, f32::min) + 0.05;
                                ratios.push(light / dark);
                            }
                        }
                    }
                }
                ratios.sort_by(f32::total_cmp);
                let (edges, least) = (ratios.len(), ratios.get(ratios.len() / 20).copied().unwrap_or(0.0));
                assert!(edges > 50, "{style:?} on {ground:?}: {edges}");
                assert!(least >= 4.5, "{style:?} on {ground:?}: {least}");
            }
        }
    }

    #[test]
    fn the_spoken_word_is_lit_and_typed_letters_come_one_by_one() {
        let said = words("One two three four");
        let count = |style, frame, colour: [u8; 3]| {
            let (mut captions, mut canvas) = (Captions::new(&said, style, 360, 640, USUAL), Canvas::new(360, 640));
            captions.draw(frame, &mut canvas);
            canvas.rgba.chunks_exact(4).filter(|p| p[..3] == colour).count()
        };
        assert!(
            count(CaptionStyle::Karaoke, 12, style::SPOT) > 50
                && count(CaptionStyle::Karaoke, 12, [252, 250, 246]) > 100
        );
        let typed: Vec<usize> = (1..36).map(|f| count(CaptionStyle::Typewriter, f, [252, 250, 246])).collect();
        assert!(typed.windows(2).all(|c| c[0] <= c[1]) && typed[0] * 4 < typed[34], "{typed:?}");
    }

    #[test]
    fn silence_shows_nothing() {
        for style in CaptionStyle::ALL {
            let mut captions = Captions::new(&words("One two"), style, 72, 128, USUAL);
            let blank = Canvas::new(72, 128);
            let mut canvas = blank.clone();
            captions.draw(200, &mut canvas);
            assert_eq!(canvas, blank);
            Captions::new(&[], style, 72, 128, USUAL).draw(0, &mut canvas);
            assert_eq!(canvas, blank);
        }
        let mut canvas = Canvas::new(72, 128);
        Captions::new(&words("One two"), CaptionStyle::None, 72, 128, USUAL).draw(5, &mut canvas);
        assert_eq!(canvas, Canvas::new(72, 128));
    }
}
