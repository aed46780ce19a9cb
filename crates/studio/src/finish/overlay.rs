//! What is drawn over a film: captions and the moving mark, as over the studio's own clips.

use domain::direction::CaptionStyle;
use domain::speech::Word;

use crate::canvas::Canvas;
use crate::caption::{Captions, band};
use crate::mark::Mark;

/// Where a face is taken to be in a film that nobody looked at, from brows to chin: as portraits and generators place it.
const FACE: [f32; 2] = [0.28, 0.60];

/// Captions and mark of one film at one size.
pub struct Overlay {
    captions: Captions,
    mark: Mark,
}

impl Overlay {
    /// `face` is what must stay free, from brows to chin, as fractions of the clip's height; where
    /// nobody looked, the upper half is kept free.
    #[must_use]
    pub fn new(
        words: &[Word],
        style: CaptionStyle,
        handle: &str,
        (width, height): (usize, usize),
        seed: u64,
        face: Option<[f32; 2]>,
    ) -> Self {
        let face = face.filter(|f| f.iter().all(|v| (0.0..=1.0).contains(v)) && f[0] < f[1]).unwrap_or(FACE);
        Self {
            captions: Captions::new(words, style, width, height, band(face)),
            mark: Mark::new(handle, width, height, seed, face),
        }
    }

    /// Words that the captions cannot show as they were written: see [`Captions::left_out`].
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        self.captions.left_out()
    }

    /// Draws over frame `frame` (30 a second).
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        self.captions.draw(frame, canvas);
        self.mark.draw(frame, canvas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::SAFE;

    const GROUND: [u8; 3] = [96, 120, 90];

    fn drawn(overlay: &mut Overlay, frame: u32) -> Vec<(f32, f32)> {
        let mut canvas = Canvas::new(360, 640);
        canvas.fill(GROUND);
        overlay.draw(frame, &mut canvas);
        let at = |i: usize| ((i % 360) as f32 / 360.0, (i / 360) as f32 / 640.0);
        canvas.rgba.chunks_exact(4).enumerate().filter(|(_, p)| p[..3] != GROUND).map(|(i, _)| at(i)).collect()
    }

    #[test]
    fn every_frame_has_the_mark_and_words_stay_where_no_feed_covers_them() {
        let words: Vec<Word> = ["Nobody", "reads", "captions", "like", "these."]
            .iter()
            .enumerate()
            .map(|(i, w)| Word { text: (*w).into(), start_s: 0.4 * i as f32, end_s: 0.4 * i as f32 + 0.35 })
            .collect();
        for face in [None, Some([0.2, 0.5]), Some([0.35, 0.7]), Some([2.0, f32::NAN])] {
            let new = |words, style| Overlay::new(words, style, "ana", (360, 640), 7, face);
            let (mut all, mut mark) = (new(&words, CaptionStyle::Karaoke), new(&words, CaptionStyle::None));
            for frame in (0..300).step_by(7) {
                let (both, marked) = (drawn(&mut all, frame), drawn(&mut mark, frame));
                assert!(marked.len() > 200, "{face:?}: no mark in frame {frame}");
                // The last words stay for a moment after they were said.
                if !(58..120).contains(&frame) {
                    assert_eq!(both.len() > marked.len() + 200, frame < 58, "{face:?}: {frame}");
                }
                let words = both.iter().filter(|p| !marked.contains(p));
                for (x, y) in words {
                    assert!(*x >= SAFE[0] && *x <= SAFE[2] && *y >= SAFE[1] && *y <= SAFE[3], "{face:?}: {x} {y}");
                }
            }
        }
    }
}
