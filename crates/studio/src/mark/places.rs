//! Where a mark may stand.

use super::CROP;
use crate::caption::band;
use crate::scene::Rng;

/// What a face moves up and down while it speaks, as a fraction of the height.
const SWAY: f32 = 0.012;
/// Distance from the picture's edges.
const EDGE: f32 = 0.05;
/// From here down a feed writes over the picture.
const FEED: f32 = 0.785;
/// How many of the places below the captions are taken: those right below them.
const LOW: usize = 6;
/// Step of the search, as a fraction of the height.
const STEP: f32 = 0.002;

/// A mark of a size and the face that it leaves free; all as fractions of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Width and height of the mark.
    pub(super) size: [f32; 2],
    /// From brows to chin.
    pub(super) face: [f32; 2],
}

impl Room {
    /// Top left corners, in turn: every second one (or, where a face leaves no such place, every two together) is whole in
    /// each crop to [`CROP`] of width and height; those between are anywhere above it.
    pub(super) fn places(&self, rng: &mut Rng) -> Vec<[f32; 2]> {
        let cut = 1.0 - CROP;
        let [wide, tall] = self.size;
        // Whole in every crop: what lies between the innermost edges that a crop can have.
        let across = |rng: &mut Rng| rng.range(cut, (CROP - wide).max(cut + 1e-6));
        // Only where the neck leaves room for it: a mark on a forehead is a mark on a face.
        let core: Vec<f32> = self.free(cut, CROP - tall).into_iter().filter(|y| *y > self.face[1]).collect();
        let above = self.free(EDGE, (self.face[0] - SWAY - tall).min(0.24));
        // Above the face and below the captions: what a crop takes from one side it leaves on the other.
        let high: Vec<f32> = self.free(0.5 * cut, 0.5 * cut + 0.05);
        let low: Vec<f32> = self.free(band(self.face)[1], 1.0 - 0.5 * cut - tall).into_iter().take(LOW).collect();
        let right = rng.bits() & 1;
        (0..6u64)
            .map(|i| {
                let x = across(rng);
                let core = pick(rng, &core);
                let outer = pick(rng, &above);
                let aside = if (i / 2 + right).is_multiple_of(2) { EDGE } else { 1.0 - EDGE - wide };
                match (i % 2, core) {
                    (0, Some(y)) => [x, y],
                    (0, None) => [x, pick(rng, &low).unwrap_or(1.0 - 0.5 * cut - tall)],
                    (_, Some(_)) => [aside, outer.unwrap_or(EDGE)],
                    (_, None) => [x, pick(rng, &high).unwrap_or(0.5 * cut)],
                }
            })
            .collect()
    }

    /// Tops between `from` and `to` at which the mark touches neither the face nor the captions nor, if that can be, what
    /// a feed writes; sorted from the best: below the face, near the captions, first.
    fn free(&self, from: f32, to: f32) -> Vec<f32> {
        let tall = self.size[1];
        let clear = |y: f32, [a, b]: [f32; 2]| y + tall <= a || y >= b;
        let face = [self.face[0] - SWAY, self.face[1] + SWAY];
        let words = band(self.face);
        let all: Vec<f32> = (0..=((to - from) / STEP).max(-1.0) as i32)
            .map(|i| from + STEP * i as f32)
            .filter(|&y| y <= to && clear(y, face) && clear(y, words))
            .collect();
        let below: Vec<f32> = all.iter().copied().filter(|y| *y >= face[1]).collect();
        let above: Vec<f32> = all.iter().copied().filter(|y| *y < face[0]).collect();
        let quiet: Vec<f32> = below.iter().copied().filter(|y| y + tall <= FEED).collect();
        [quiet, above, below].into_iter().find(|l| !l.is_empty()).unwrap_or_default()
    }
}

fn pick(rng: &mut Rng, list: &[f32]) -> Option<f32> {
    let at = rng.unit();
    list.get((at * list.len() as f32) as usize).copied()
}
