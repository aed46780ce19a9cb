//! A second texture for a part of the face: what stretching one picture cannot show (lids, folds of a smile).

use serde::{Deserialize, Serialize};

use super::image::Plane;
use super::landmarks::{self, COUNT, EYES, LOWER_LIP, OVAL, UPPER_LIP};
use super::{Take, align};

/// A layer before its picture is compressed.
pub(crate) struct Layer {
    pub(crate) picture: Plane<3>,
    pub(crate) shape: Shape,
}

/// Where a layer's picture lies on the face, and what its expression adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shape {
    /// Per landmark, in pixels of the layer's picture.
    pub(crate) uv: Vec<[f32; 2]>,
    /// Per landmark, in eye distances, the head's own motion taken out.
    pub(crate) offset: Vec<[f32; 3]>,
}

/// The smile, for the lower face. `None` when the take has no smile to give.
pub(crate) fn smile(take: &Take, frame: &Plane<3>, neutral: &[[f32; 3]], picture: &Plane<3>) -> Option<Layer> {
    let mut offset = align::expression(take.points, neutral);
    let wider = offset[291][0] - offset[61][0];
    if !(0.03..0.8).contains(&wider) {
        return None;
    }
    // Speech opens the mouth: a smile only shapes it. The parting of each pair of lip points is taken out.
    for k in 0..11 {
        let parting = offset[LOWER_LIP[0][k]][1] - offset[UPPER_LIP[0][k]][1];
        for ring in 0..4 {
            offset[UPPER_LIP[ring][k]][1] += 0.25 * parting;
            if k != 0 && k != 10 {
                offset[LOWER_LIP[ring][k]][1] -= 0.75 * parting;
            }
        }
    }
    for i in [152, 148, 377, 176, 400, 175, 199, 200, 171, 396, 208, 428, 201, 421] {
        offset[i] = offset[i].map(|v| 0.3 * v);
    }
    let middle = landmarks::LIP_MIDDLE.0;
    cut(take, frame, neutral, picture, offset, 1.35, |p, ed| near(p, neutral[middle], 1.05 * ed))
}

/// The shut lids. `None` when the eyes of the take are not shut.
pub(crate) fn shut(take: &Take, frame: &Plane<3>, neutral: &[[f32; 3]], picture: &Plane<3>) -> Option<Layer> {
    let gap = |p: &[[f32; 3]]| p[145][1] - p[159][1] + p[374][1] - p[386][1];
    let fit = align::head(take.points, neutral);
    let moved: Vec<[f32; 3]> = take.points.iter().map(|&p| fit.apply(p)).collect();
    if gap(&moved) > 0.8 * gap(neutral) {
        return None;
    }
    let mut offset = align::expression(take.points, neutral);
    // A nod between the two takes would move the eyes: each eye's corners are put back where they were.
    let (_, _, ed) = landmarks::eyes(neutral);
    let corners = [[33usize, 133], [263, 362]];
    let shift = corners.map(|c| -> [f32; 3] { std::array::from_fn(|k| 0.5 * (offset[c[0]][k] + offset[c[1]][k])) });
    for (i, o) in offset.iter_mut().enumerate() {
        let side = usize::from(neutral[i][0] > neutral[168][0]);
        (0..3).for_each(|k| o[k] -= shift[side][k]);
    }
    // The two margins of a shut lid are one line: the lower one, where lashes rest.
    for eye in EYES {
        for k in 1..8 {
            let (low, up) = (eye[k], eye[16 - k]);
            for axis in 0..2 {
                let at = |i: usize, o: &[[f32; 3]]| neutral[i][axis] / ed + o[i][axis];
                let line = 0.6 * at(low, &offset) + 0.4 * at(up, &offset);
                offset[low][axis] = line - neutral[low][axis] / ed;
                offset[up][axis] = line - neutral[up][axis] / ed;
            }
        }
    }
    let middles = landmarks::eyes(neutral);
    let beside = |p: [f32; 3], ed: f32| {
        let eye = |m: [f32; 2]| near(p, [m[0], m[1], 0.0], 0.6 * ed);
        eye(middles.0) || eye(middles.1)
    };
    cut(take, frame, neutral, picture, offset, 0.75, beside)
}

fn near(p: [f32; 3], q: [f32; 3], d: f32) -> bool {
    let (dx, dy) = (p[0] - q[0], p[1] - q[1]);
    dx * dx + dy * dy < d * d
}

/// Cuts the part of the take that `used` names (grown by `reach` eye distances), at the texture's scale and with the
/// neutral take's mean colour.
fn cut(
    take: &Take,
    frame: &Plane<3>,
    neutral: &[[f32; 3]],
    picture: &Plane<3>,
    offset: Vec<[f32; 3]>,
    reach: f32,
    used: impl Fn([f32; 3], f32) -> bool,
) -> Option<Layer> {
    let (_, _, ed) = landmarks::eyes(neutral);
    let (_, _, take_ed) = landmarks::eyes(take.points);
    if !(take_ed >= 12.0 && (0.25..4.0).contains(&(take_ed / ed))) {
        return None;
    }
    let step = (take_ed / ed).max(1.0);
    let chosen: Vec<usize> = (0..COUNT).filter(|&i| used(neutral[i], ed)).collect();
    let pad = 0.15 * reach * take_ed;
    let (w, h) = (take.width as f32, take.height as f32);
    let fold =
        |axis: usize, start: f32, f: fn(f32, f32) -> f32| chosen.iter().map(|&i| take.points[i][axis]).fold(start, f);
    let x0 = (fold(0, f32::MAX, f32::min) - pad).clamp(0.0, w - 2.0).floor();
    let y0 = (fold(1, f32::MAX, f32::min) - pad).clamp(0.0, h - 2.0).floor();
    let x1 = (fold(0, f32::MIN, f32::max) + pad).clamp(x0 + 2.0, w.max(x0 + 2.0));
    let y1 = (fold(1, f32::MIN, f32::max) + pad).clamp(y0 + 2.0, h.max(y0 + 2.0));
    let (width, height) = (((x1 - x0) / step) as usize, ((y1 - y0) / step) as usize);
    if width < 8 || height < 8 || width > 2048 || height > 2048 {
        return None;
    }
    let mut out = frame.resized(x0, y0, step, width, height);
    let uv: Vec<[f32; 2]> = take.points.iter().map(|p| [(p[0] - x0) / step, (p[1] - y0) / step]).collect();
    match_colour(&mut out, &uv, neutral, picture, &chosen);
    Some(Layer { picture: out, shape: Shape { uv, offset } })
}

/// Gives skin of the layer the mean colour that the same skin has in the texture.
fn match_colour(layer: &mut Plane<3>, uv: &[[f32; 2]], neutral: &[[f32; 3]], picture: &Plane<3>, chosen: &[usize]) {
    let lips = |i: usize| UPPER_LIP.iter().chain(&LOWER_LIP).any(|l| l.contains(&i));
    let eyes = |i: usize| EYES.iter().any(|e| e.contains(&i));
    let (mut here, mut there) = ([0f32; 3], [0f32; 3]);
    for &i in chosen.iter().filter(|&&i| !lips(i) && !eyes(i) && !OVAL.contains(&i)) {
        let (a, b) = (layer.sample(uv[i][0], uv[i][1]), picture.sample(neutral[i][0], neutral[i][1]));
        (0..3).for_each(|k| {
            here[k] += a[k];
            there[k] += b[k];
        });
    }
    let gain: [f32; 3] = std::array::from_fn(|k| (there[k] / here[k].max(1e-3)).clamp(0.5, 2.0));
    for p in &mut layer.data {
        (0..3).for_each(|k| p[k] = (p[k] * gain[k]).min(1.0));
    }
}
