//! Setting words in a box: as large as wished where they fit, smaller or broken where they do not.

use crate::text::{Font, Mask};

/// Sizes that are tried, as shares of the wished one.
const SIZES: [f32; 11] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.60, 0.52, 0.44, 0.36, 0.30, 0.24];
/// From one line to the next, as a share of the size.
const LEADING: f32 = 1.06;

/// The box and the type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Pixels that a line may be wide.
    pub(super) width: f32,
    /// Pixels that all lines may be tall.
    pub(super) height: f32,
    /// Wished height of the type, in pixels.
    pub(super) size: f32,
    /// Words that are too wide are made smaller down to this height, then broken.
    pub(super) least: f32,
    /// Most lines.
    pub(super) lines: usize,
    /// Width of the outline, as a share of the size; 0 for none.
    pub(super) outline: f32,
}

/// A part of a word, or the whole of it.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    word: usize,
    text: String,
    /// Whether a space parts it from the piece before.
    spaced: bool,
}

/// Words as pixels.
pub(super) struct Setting {
    pieces: Vec<Vec<Piece>>,
    pub(super) lines: Vec<Line>,
    /// Height of the type, in pixels.
    pub(super) size: f32,
}

/// A line as pixels.
pub(super) struct Line {
    pub(super) fill: Mask,
    pub(super) outline: Option<Mask>,
    /// Empty columns on each side.
    pub(super) pad: usize,
    /// Which word covers which columns.
    pub(super) spans: Vec<Span>,
}

/// Columns of a word in a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) word: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// One past the last column of each letter.
    pub(super) letters: Vec<usize>,
}

impl Setting {
    /// Sets words. Nothing ever leaves the frame: what is longer than any size allows ends in an ellipsis.
    pub(super) fn new(font: &Font, words: &[&str], frame: Frame) -> Self {
        let mut chosen = (Vec::new(), frame.size * SIZES[SIZES.len() - 1]);
        for share in SIZES {
            let size = frame.size * share;
            let room = frame.width - 2.0 * pad(size, frame.outline) as f32 - 3.0;
            let wide = |text: &str| font.width(text, size);
            if size > frame.least && share != SIZES[SIZES.len() - 1] && words.iter().any(|w| wide(w) > room) {
                continue;
            }
            let pieces = broken(words, room, &wide);
            let lines = wrapped(&pieces, room, &wide);
            let tall = LEADING * size * lines.len() as f32 + 2.0 * pad(size, frame.outline) as f32 + 2.0;
            if lines.len() <= frame.lines && tall <= frame.height {
                chosen = (balanced(&pieces, lines, room, &wide), size);
                break;
            }
            if share == SIZES[SIZES.len() - 1] {
                chosen.0 = cut(lines, frame.lines, room, &wide);
            }
        }
        Self::of(font, chosen.0, chosen.1, frame.outline)
    }

    fn of(font: &Font, pieces: Vec<Vec<Piece>>, size: f32, outline: f32) -> Self {
        Self { lines: pieces.iter().map(|l| line(font, l, size, outline)).collect(), pieces, size }
    }

    /// The same lines at `growth` times the size.
    pub(super) fn grown(&self, font: &Font, growth: f32, outline: f32) -> Self {
        Self::of(font, self.pieces.clone(), self.size * growth, outline)
    }

    /// Pixels from one line's top to the next one's.
    pub(super) fn leading(&self) -> f32 {
        LEADING * self.size
    }

    /// Pixels that the lines are tall, and wide without what is empty beside them.
    pub(super) fn extent(&self) -> (f32, f32) {
        let wide = self.lines.iter().map(|l| l.fill.w - 2 * l.pad).max().unwrap_or(0);
        (self.leading() * self.lines.len() as f32, wide as f32)
    }
}

/// Room around the letters for their outline.
pub(super) fn pad(size: f32, outline: f32) -> usize {
    (outline * size) as usize + 2
}

/// Words that are too wide in parts, each but the last with a hyphen.
fn broken(words: &[&str], room: f32, wide: &impl Fn(&str) -> f32) -> Vec<Piece> {
    let mut out = Vec::new();
    for (word, text) in words.iter().enumerate() {
        let mut part = String::new();
        let mut spaced = true;
        for c in text.chars() {
            if !part.is_empty() && wide(text) > room && wide(&format!("{part}{c}-")) > room {
                let hyphen = if part.ends_with('-') { "" } else { "-" };
                out.push(Piece { word, text: format!("{part}{hyphen}"), spaced });
                part.clear();
                spaced = false;
            }
            part.push(c);
        }
        out.push(Piece { word, text: part, spaced });
    }
    out
}

fn joined(line: &[Piece]) -> String {
    let mut out = String::new();
    for (i, p) in line.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(&p.text);
    }
    out
}

fn wrapped(pieces: &[Piece], room: f32, wide: &impl Fn(&str) -> f32) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let fits =
            piece.spaced && lines.last().is_some_and(|line| wide(&format!("{} {}", joined(line), piece.text)) <= room);
        match lines.last_mut() {
            Some(line) if fits => line.push(piece.clone()),
            _ => lines.push(vec![piece.clone()]),
        }
    }
    lines
}

/// Lines of more even lengths: the narrowest box that gives no more of them.
fn balanced(pieces: &[Piece], lines: Vec<Vec<Piece>>, room: f32, wide: &impl Fn(&str) -> f32) -> Vec<Vec<Piece>> {
    let mut best = lines;
    for share in 1..10 {
        let narrow = room * (1.0 - 0.05 * share as f32);
        let tried = wrapped(pieces, narrow, wide);
        if tried.len() > best.len() || tried.iter().any(|l| wide(&joined(l)) > room) {
            break;
        }
        best = tried;
    }
    best
}

fn cut(mut lines: Vec<Vec<Piece>>, most: usize, room: f32, wide: &impl Fn(&str) -> f32) -> Vec<Vec<Piece>> {
    lines.truncate(most.max(1));
    if let Some(piece) = lines.last_mut().and_then(|l| {
        l.truncate(1);
        l.last_mut()
    }) {
        while wide(&format!("{}…", piece.text)) > room && piece.text.pop().is_some() {}
        piece.text.push('…');
    }
    lines
}

fn line(font: &Font, pieces: &[Piece], size: f32, outline: f32) -> Line {
    let pad = pad(size, outline);
    let fill = font.draw(&joined(pieces), size, pad);
    let mut spans = Vec::new();
    let mut before = String::new();
    for piece in pieces {
        if !before.is_empty() {
            before.push(' ');
        }
        let column = |text: &str| font.width(text, size) as usize + pad;
        let from = column(&before);
        let letters = piece
            .text
            .chars()
            .map(|c| {
                before.push(c);
                column(&before) + 1
            })
            .collect();
        spans.push(Span { word: piece.word, from, to: column(&before) + 1, letters });
    }
    let outline = (outline > 0.0).then(|| fill.grown(outline * size));
    Line { fill, outline, pad, spans }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str, lines: usize) -> (Vec<String>, f32, bool) {
        let font = Font::bundled();
        let words: Vec<&str> = words.split(' ').collect();
        let frame = Frame { width: 400.0, height: 140.0, size: 56.0, least: 42.0, lines, outline: 0.075 };
        let s = Setting::new(&font, &words, frame);
        let inside = s.lines.iter().all(|l| l.fill.w <= 400) && s.extent().0 <= 140.0;
        (
            s.lines.iter().map(|l| format!("{:?}", l.spans.iter().map(|s| s.word).collect::<Vec<_>>())).collect(),
            s.size,
            inside,
        )
    }

    #[test]
    fn words_wrap_shrink_and_break_in_this_order() {
        assert_eq!(set("Hello you", 2), (vec!["[0, 1]".into()], 56.0, true));
        assert_eq!(set("Everything about everyone", 2).0, ["[0]", "[1, 2]"]);
        let (_, size, inside) = set("incomprehensible", 2);
        assert!(inside && (42.0..56.0).contains(&size), "{size}");
        let long = "donaudampfschifffahrtsgesellschaftskapit";
        let (lines, size, inside) = set(long, 2);
        assert!(inside && size > 25.0 && lines == ["[0]", "[0]"], "{lines:?} {size}");
        let endless = "x".repeat(3000);
        let (lines, _, inside) = set(&endless, 2);
        assert!(inside && lines.len() == 2);
        assert!(set("", 1).2);
    }
}
