//! What a style does to the set itself, before it is developed: hours that a place does not paint, coloured light, the
//! shadow of a blind.

use super::choices::{Style, TimeOfDay};
use super::colour::{Rgb, times};
use super::noise::smooth;
use super::paint::Paint;
use super::place::SceneKind;
use super::plan::Plan;
use super::set::Art;
use crate::math::Bound as _;

/// Dresses a painted place.
pub(crate) fn dress(art: &mut Art, plan: &Plan) {
    // Places that only know day, golden hour and night: dawn is a cooler, dusk a darker golden hour.
    if matches!(plan.scene, SceneKind::Beach | SceneKind::Forest | SceneKind::Mountains) {
        match plan.time {
            TimeOfDay::Dawn => tint(art, [0.92, 0.93, 1.16]),
            TimeOfDay::Dusk => tint(art, [0.42, 0.40, 0.66]),
            TimeOfDay::Day | TimeOfDay::Golden | TimeOfDay::Night => {}
        }
    }
    match plan.style {
        Style::Neon => wash(&mut art.back, [[1.0, 0.12, 0.55], [0.05, 0.65, 1.0]]),
        Style::Noir if !plan.scene.outdoors() => {
            blind(&mut art.back);
            art.planes.iter_mut().filter(|p| p.depth > 1.0).for_each(|p| blind(&mut p.paint));
        }
        Style::Natural | Style::Noir | Style::Pastel | Style::Vintage => {}
    }
}

fn tint(art: &mut Art, by: Rgb) {
    let paints = std::iter::once(&mut art.back).chain(art.planes.iter_mut().map(|p| &mut p.paint));
    for paint in paints {
        for p in &mut paint.px {
            (0..3).for_each(|c| p[c] *= by[c]);
        }
    }
    let soft = by.map(|b| 0.5 + 0.5 * b.at_most(1.0));
    art.look.tint = times(art.look.tint, soft);
    art.look.key = times(art.look.key, soft.map(|s| 0.4 + 0.6 * s));
    art.look.rim = times(art.look.rim, soft);
}

/// One colour of light from either side.
fn wash(back: &mut Paint, [left, right]: [Rgb; 2]) {
    let all = back.all();
    back.visit(all, |p, u, v| {
        let light = (p[0] + p[1] + p[2]) / 3.0;
        let (l, r) = (smooth(0.75, -0.05, u), smooth(0.25, 1.05, u));
        let fall = 0.7 + 0.3 * smooth(1.8, 0.3, v);
        for c in 0..3 {
            p[c] = 0.72 * p[c] + (0.85 * light + 0.025) * fall * (l * left[c] + r * right[c]);
        }
    });
}

/// Slats of light across a wall.
fn blind(paint: &mut Paint) {
    let all = paint.all();
    paint.visit(all, |p, u, v| {
        let x = v * 9.0 + u * 2.4;
        let f = x - libm::floorf(x);
        let slat = smooth(0.0, 0.42, f) * smooth(1.0, 0.62, f);
        let window = smooth(-0.15, 0.10, u + 0.12 * v) * smooth(1.30, 0.95, u + 0.12 * v);
        let k = 0.42 + 0.85 * slat * window;
        (0..3).for_each(|c| p[c] *= k);
    });
}
