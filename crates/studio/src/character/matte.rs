//! From a coarse decision to a clean edge: a guided filter (He, Sun, Tang 2010) at full size, and colours without what
//! was behind them.

use domain::character::Kind;

use super::Frame;
use crate::math::{lerp, smoothstep};
use crate::pack::image::Plane;

/// Makes the edge of a coarse decision follow that of the picture, softly for fur.
pub(super) fn refine(picture: &Plane<3>, coarse: &Plane<1>, kind: Kind) -> Plane<1> {
    let (w, h) = (picture.width, picture.height);
    let (sx, sy) = (coarse.width as f32 / w as f32, coarse.height as f32 / h as f32);
    let mut mask = Plane::<1>::new(w, h);
    for y in 0..h {
        for x in 0..w {
            mask.data[y * w + x] = coarse.sample((x as f32 + 0.5) * sx, (y as f32 + 0.5) * sy);
        }
    }
    let radius = (w.max(h) / 128).max(2);
    let soft = guided(picture, &mask, radius, 4e-4);
    let (from, to) = if kind == Kind::Pet { (0.15, 0.85) } else { (0.3, 0.7) };
    let mut out = Plane::new(w, h);
    for ((o, s), m) in out.data.iter_mut().zip(&soft.data).zip(&mask.data) {
        // Well inside and well outside the decision stands.
        let s = if m[0] > 0.98 {
            s[0].max(0.9)
        } else if m[0] < 0.02 {
            s[0].min(0.1)
        } else {
            s[0]
        };
        *o = [smoothstep(from, to, s)];
    }
    out
}

/// Nothing is left outside of the frame; its sides cut softly, but for those at the picture's border.
pub(super) fn within(alpha: &mut Plane<1>, frame: &Frame) {
    let (w, h) = (alpha.width, alpha.height);
    let (wf, hf) = (w as f32, h as f32);
    for (i, a) in alpha.data.iter_mut().enumerate() {
        let (x, y) = ((i % w) as f32 + 0.5, (i / w) as f32 + 0.5);
        let inside = [
            (frame.left, x - frame.left * wf),
            (1.0 - frame.right, frame.right * wf - x),
            (frame.top, y - frame.top * hf),
            (1.0 - frame.bottom, frame.bottom * hf - y),
        ];
        for (margin, depth) in inside {
            if margin > 0.002 {
                a[0] *= (0.5 * depth).clamp(0.0, 1.0);
            }
        }
    }
}

/// Colours of the thing alone: near the edge, those from further inside.
pub(super) fn cleaned(picture: &Plane<3>, alpha: &Plane<1>) -> Plane<3> {
    let inner = alpha.blurred(2);
    let mut seed = Plane::<4>::new(picture.width, picture.height);
    for ((s, c), a) in seed.data.iter_mut().zip(&picture.data).zip(&inner.data) {
        let sure = smoothstep(0.9, 0.99, a[0]);
        *s = [c[0] * sure, c[1] * sure, c[2] * sure, sure];
    }
    let mut spread = Plane::<4>::new(picture.width, picture.height);
    for sigma in [2.0, 5.0, 14.0, 40.0] {
        let blurred = seed.gaussian(sigma);
        for (o, b) in spread.data.iter_mut().zip(&blurred.data) {
            let trust = (1.0 - o[3]) * smoothstep(0.0, 0.2, b[3]);
            if trust > 0.0 && b[3] > 1e-6 {
                (0..3).for_each(|k| o[k] += trust * b[k] / b[3]);
                o[3] += trust;
            }
        }
    }
    let mut out = picture.clone();
    for ((o, s), a) in out.data.iter_mut().zip(&spread.data).zip(&alpha.data) {
        if s[3] > 1e-3 {
            let own = smoothstep(0.55, 0.98, a[0]);
            *o = std::array::from_fn(|k| lerp(s[k] / s[3], o[k], own));
        }
    }
    out
}

/// Fits the mask as a line of the picture's brightness in each window.
fn guided(picture: &Plane<3>, mask: &Plane<1>, radius: usize, epsilon: f32) -> Plane<1> {
    let mut moments = Plane::<4>::new(picture.width, picture.height);
    for ((m, c), p) in moments.data.iter_mut().zip(&picture.data).zip(&mask.data) {
        let luma = 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2];
        *m = [luma, p[0], luma * luma, luma * p[0]];
    }
    let mean = moments.blurred(radius);
    let mut line = Plane::<2>::new(picture.width, picture.height);
    for (l, m) in line.data.iter_mut().zip(&mean.data) {
        let a = (m[3] - m[0] * m[1]) / (m[2] - m[0] * m[0] + epsilon);
        *l = [a, m[1] - a * m[0]];
    }
    let line = line.blurred(radius);
    let mut out = Plane::new(picture.width, picture.height);
    for ((o, l), m) in out.data.iter_mut().zip(&line.data).zip(&moments.data) {
        *o = [(l[0] * m[0] + l[1]).clamp(0.0, 1.0)];
    }
    out
}
