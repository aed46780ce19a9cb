//! What lies over a face: a hand that comes from below, and hair that falls from the side. Both are cut out of the test
//! film, in which the person has them.

use std::path::Path;

use crate::Error;
use crate::picture::{Picture, Plate, read};
use crate::sheet::inside;

/// When the hand is seen, its outline in pixels, and the tip of its middle finger.
const HAND_AT_S: f32 = 6.5;
const HAND: [[f32; 2]; 32] = [
    [296.0, 360.0],
    [299.0, 340.0],
    [308.0, 309.0],
    [310.0, 278.0],
    [316.0, 256.0],
    [325.0, 222.0],
    [331.0, 198.0],
    [339.0, 192.0],
    [347.0, 195.0],
    [352.0, 204.0],
    [352.0, 221.0],
    [354.0, 216.0],
    [362.0, 192.0],
    [368.0, 178.0],
    [376.0, 176.0],
    [382.0, 184.0],
    [385.0, 190.0],
    [393.0, 198.0],
    [395.0, 216.0],
    [388.0, 244.0],
    [381.0, 278.0],
    [382.0, 283.0],
    [398.0, 253.0],
    [405.0, 235.0],
    [412.0, 229.0],
    [418.0, 235.0],
    [420.0, 244.0],
    [418.0, 263.0],
    [407.0, 297.0],
    [402.0, 321.0],
    [400.0, 340.0],
    [401.0, 360.0],
];
const HAND_TIP: [f32; 2] = [374.0, 176.0];
/// How much larger than its owner's face the hand is: it is nearer to the lens.
const HAND_LARGER: f32 = 1.35;
/// When the hair is seen, and its outline.
const HAIR_AT_S: f32 = 10.3;
const HAIR: [[f32; 2]; 20] = [
    [372.0, 8.0],
    [350.0, 30.0],
    [330.0, 65.0],
    [320.0, 100.0],
    [312.0, 130.0],
    [305.0, 165.0],
    [300.0, 200.0],
    [295.0, 240.0],
    [288.0, 280.0],
    [281.0, 320.0],
    [272.0, 360.0],
    [376.0, 360.0],
    [371.0, 305.0],
    [358.0, 262.0],
    [350.0, 222.0],
    [347.0, 185.0],
    [352.0, 150.0],
    [357.0, 110.0],
    [367.0, 65.0],
    [385.0, 22.0],
];
/// Where the middle of the eyes is there.
const HAIR_EYES: [f32; 2] = [460.0, 131.0];
/// How far the hair falls into the face, in distances between the eyes.
const HAIR_OVER: f32 = 0.78;
/// Distance between the eyes in both.
const ED: f32 = 101.0;
/// Width of the soft edge of what is cut out, in pixels of the test film.
const SOFT: f32 = 1.5;

/// Something cut out of the test film.
pub(crate) struct Cover {
    plate: Plate,
    outline: &'static [[f32; 2]],
}

impl Cover {
    pub(crate) fn hand(film: &Path) -> Result<Self, Error> {
        Self::cut(film, HAND_AT_S, &HAND)
    }

    pub(crate) fn hair(film: &Path) -> Result<Self, Error> {
        Self::cut(film, HAIR_AT_S, &HAIR)
    }

    fn cut(film: &Path, at_s: f32, outline: &'static [[f32; 2]]) -> Result<Self, Error> {
        let mut taken = None;
        read(film, at_s, |_, p| {
            taken = Some(Plate::from(p));
            Ok(false)
        })?;
        let plate = taken.ok_or_else(|| format!("{}: it is too short", film.display()))?;
        Ok(Self { plate, outline })
    }

    /// Draws the hand over one side of nose and mouth, where a hand lies that is held to a face. `up` is 0 while it is
    /// out of sight and 1 when it lies there.
    pub(crate) fn draw_hand(&self, up: f32, points: &[[f32; 3]], out: &mut Picture) {
        let (_, _, ed) = eyes(points);
        let (bridge, height) = (points[6], out.height as f32);
        let tip = [bridge[0] - 0.3 * ed, bridge[1]];
        let tip = [tip[0] + (1.0 - up) * 0.1 * height, tip[1] + (1.0 - up) * (height - tip[1])];
        let scale = HAND_LARGER * ed / ED;
        self.draw(out, |x, y| [HAND_TIP[0] + (x - tip[0]) / scale, HAND_TIP[1] + (y - tip[1]) / scale]);
    }

    /// Draws hair over one cheek. `over` is 0 while it hangs beside the face and 1 when it lies on it.
    pub(crate) fn draw_hair(&self, over: f32, points: &[[f32; 3]], out: &mut Picture) {
        let (middle, [cos, sin], ed) = eyes(points);
        let scale = ed / ED;
        // Beside the face is as far out as hair is wide.
        let aside = HAIR_OVER - 1.6 * (1.0 - over);
        self.draw(out, |x, y| {
            let (x, y) = ((x - middle[0]) / scale, (y - middle[1]) / scale);
            [HAIR_EYES[0] + x * cos + y * sin - aside * ED, HAIR_EYES[1] + y * cos - x * sin]
        });
    }

    /// Draws it where `from` says which place of the film a pixel shows.
    fn draw(&self, out: &mut Picture, from: impl Fn(f32, f32) -> [f32; 2]) {
        let side = |k: usize| {
            let values = self.outline.iter().map(move |p| p[k]);
            values.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
        };
        let ((left, right), (top, _)) = (side(0), side(1));
        // Where it leaves the film it goes on as it was.
        let end = self.plate.height as f32 - 1.0;
        for y in 0..out.height {
            for x in 0..out.width {
                let at = from(x as f32, y as f32);
                if at[0] < left || at[0] > right || at[1] < top {
                    continue;
                }
                let at = [at[0], at[1].min(end)];
                // Four looks around a place: the edge is soft.
                let near = [[-1.0, 0.0], [1.0, 0.0], [0.0, -1.0], [0.0, 1.0]];
                let seen = |d: &[f32; 2]| inside(self.outline, [at[0] + SOFT * d[0], (at[1] + SOFT * d[1]).min(end)]);
                let share = near.iter().filter(|d| seen(d)).count() as f32 / 4.0;
                if share > 0.0 {
                    let i = 4 * (y * out.width + x);
                    for (c, v) in out.rgba[i..i + 3].iter_mut().zip(self.plate.sample(at[0], at[1])) {
                        *c = (f32::from(*c) + (v - f32::from(*c)) * share) as u8;
                    }
                }
            }
        }
    }
}

/// Middle of the eyes, the direction from one to the other as cosine and sine, and how far they are apart.
pub(crate) fn eyes(points: &[[f32; 3]]) -> ([f32; 2], [f32; 2], f32) {
    let middle = |a: usize, b: usize| [0, 1].map(|k| f32::midpoint(points[a][k], points[b][k]));
    let (right, left) = (middle(33, 133), middle(362, 263));
    let (dx, dy) = (left[0] - right[0], left[1] - right[1]);
    let ed = dx.hypot(dy).max(1.0);
    ([0, 1].map(|k| f32::midpoint(right[k], left[k])), [dx / ed, dy / ed], ed)
}
