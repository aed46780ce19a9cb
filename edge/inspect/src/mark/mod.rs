//! Whether the visible mark stands in a picture: its second line, which every mark has, found by its letters.
//!
//! Three steps, each over what the one before has left. Letters have edges everywhere: places with fewer are no text.
//! Whether each pixel is lighter than what is around it is compared with the line's own as bits. The best of those are
//! compared as they are, by normalised cross-correlation (J. P. Lewis, Fast Normalized Cross-Correlation, 1995).

mod bits;
mod edges;
mod line;

use domain::limits::HANDLE_CHARS;
use studio::mark::Badge;
use wire::inspection::MarkPlace;

use crate::Luma;
use bits::Bits;
use edges::Edges;
use line::Line;

/// Least correlation, in thousandths. Set and measured by `cargo bench -p inspect --bench marks`.
pub(crate) const LEAST: u32 = 620;
/// Sizes that are tried, each this much smaller than the one before; letters of one still fit those of the next.
const SMALLER: f32 = 0.972;
/// Pictures in which every size is looked for, until one is found.
const THOROUGH: usize = 6;
/// Best places by bits, for each size, that are compared as they are.
const BEST: usize = 12;

/// Looks for the mark in the key frames of one clip, which all have it in one size.
pub(crate) struct Search {
    /// Width of the pictures for which `lines` were drawn.
    width: u32,
    lines: Vec<Line>,
    /// The size in which it was found.
    known: Option<usize>,
    looked: usize,
}

impl Search {
    pub(crate) fn new() -> Self {
        Self { width: 0, lines: Vec::new(), known: None, looked: 0 }
    }

    /// The place of the mark in the next picture.
    pub(crate) fn look(&mut self, luma: &Luma) -> Option<MarkPlace> {
        if luma.width != self.width {
            (self.width, self.lines, self.known) = (luma.width, lines(luma.width), None);
        }
        let frame = u32::try_from(self.looked).unwrap_or(u32::MAX);
        self.looked += 1;
        let edges = Edges::of(luma);
        let first = self.lines.first()?;
        let bits = Bits::of(luma, first.around());
        let sizes = match self.known {
            Some(size) => size.saturating_sub(1)..(size + 2).min(self.lines.len()),
            None if self.looked <= THOROUGH => 0..self.lines.len(),
            None => 0..1,
        };
        let mut best: Option<(usize, MarkPlace)> = None;
        for size in sizes {
            let Some(line) = self.lines.get(size) else { break };
            let place = line.find(luma, &bits, &edges, BEST).map(|[x, y, score]| MarkPlace {
                frame,
                x,
                y,
                width: line.width(),
                height: line.height(),
                score,
            });
            best = best.into_iter().chain(place.map(|place| (size, place))).max_by_key(|(_, place)| place.score);
            // A neighbour may fit better, but none far from one that fits.
            if best.is_some_and(|(found, place)| place.score >= LEAST && size > found) {
                break;
            }
        }
        let (size, place) = best.filter(|(_, place)| place.score >= LEAST)?;
        self.known = Some(size);
        Some(place)
    }
}

/// The line in every size that a handle can leave it, the usual one first.
fn lines(width: u32) -> Vec<Line> {
    let width = width as usize;
    let least = Badge::share(&"w".repeat(*HANDLE_CHARS.end()), width);
    let mut lines = Vec::new();
    let mut share = 1.0;
    while share > least * SMALLER {
        lines.extend(Line::of(&Badge::new(width, share)));
        share *= SMALLER;
    }
    lines
}
