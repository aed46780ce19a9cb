//! The mark's second line alone, for whoever looks for it: the same for every creator but for its size.

use super::{SECOND, SECOND_LINE, SIZE, type_size};
use crate::text::Font;

/// Shape of the line that every mark has, cut to its letters. In a picture it is light on a dark halo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// How much of each pixel is inside a letter, 0..=255, row by row.
    pub cover: Vec<u8>,
}

impl Badge {
    /// The line at a share of its usual size in a picture of `width` pixels across. A mark draws it smaller where a long
    /// handle has to fit above it: see [`Badge::share`].
    #[must_use]
    pub fn new(width: usize, share: f32) -> Self {
        let mask = Font::bundled().draw(SECOND_LINE, SECOND * SIZE * width as f32 * share, 0);
        let inked = |at: usize| mask.cover.get(at).is_some_and(|c| *c > 0);
        let rows: Vec<usize> = (0..mask.h).filter(|y| (0..mask.w).any(|x| inked(y * mask.w + x))).collect();
        let columns: Vec<usize> = (0..mask.w).filter(|x| (0..mask.h).any(|y| inked(y * mask.w + x))).collect();
        let span = |of: &[usize]| of.first().copied().unwrap_or(0)..of.last().map_or(0, |last| last + 1);
        let (rows, columns) = (span(&rows), span(&columns));
        let cover = rows.clone().flat_map(|y| mask.cover.get(y * mask.w + columns.start..y * mask.w + columns.end));
        Self { width: columns.len(), height: rows.len(), cover: cover.flatten().copied().collect() }
    }

    /// The share of the usual size that a mark with this handle gives the line: at most 1.
    #[must_use]
    pub fn share(handle: &str, width: usize) -> f32 {
        let size = type_size(&format!("@{}", handle.trim_start_matches('@')), width as f32);
        size / (SIZE * width as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Canvas;
    use crate::mark::Mark;

    /// Found where a mark has been drawn: the same pixels, light on dark.
    #[test]
    fn it_is_the_line_that_a_mark_draws() {
        for (handle, small) in [("ada", false), ("a_very_long_handle20", true), ("wwwwwwwwwwwwwwwwwwww", true)] {
            for width in [540usize, 720] {
                let height = width * 16 / 9;
                let share = Badge::share(handle, width);
                assert_eq!(share < 0.99, small, "{handle}: {share}");
                let badge = Badge::new(width, share);
                let mut canvas = Canvas::new(width, height);
                canvas.fill([120, 120, 120]);
                Mark::new(handle, width, height, 3, [0.35, 0.58]).draw(20, &mut canvas);
                let light = |x: usize, y: usize| canvas.rgba[(y * width + x) * 4];
                let fits = |x: usize, y: usize| {
                    (0..badge.cover.len()).all(|i| {
                        let (c, seen) = (badge.cover[i], light(x + i % badge.width, y + i / badge.width));
                        if c > 250 { seen > 200 } else { c > 5 || seen < 130 }
                    })
                };
                let found = (0..height - badge.height)
                    .flat_map(|y| (0..width - badge.width).map(move |x| (x, y)))
                    .filter(|(x, y)| fits(*x, *y))
                    .count();
                assert_eq!(found, 1, "@{handle} at {width}");
            }
        }
    }
}
