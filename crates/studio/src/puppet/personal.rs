//! From general mouth shapes to the person's own: each sound's shape is looked for among the mixes of the person's
//! "ah", "oo" and smile; between sounds the corrections are interpolated (pose space deformation: Lewis et al. 2000).

use super::fields::Fields;
use crate::math::smoothstep;
use crate::pack::landmarks::{CHIN, LIP_MIDDLE, LOWER_LIP, UPPER_LIP};
use crate::pack::{Personal, SPAN};
use crate::timeline::visemes::{ALL, Kind};

/// Most of a general shape that gives way.
const MOST: f32 = 0.75;
/// Furthest that a lip point of the person's own shape is from the general one, in eye distances.
const FURTHEST: f32 = 0.075;
/// Distance between shapes at which they count as the same, in eye distances.
const NEAR: f32 = 0.02;

/// Finds the person's mix for every sound. `fields` are those of the pack whose span is given. Sounds that need shut or
/// bitten lips keep the general shape, as do those that no mix comes near.
pub(crate) fn shapes(fields: &[Fields], span: &[Vec<[f32; 3]>; SPAN]) -> Vec<Personal> {
    let lips: Vec<usize> = UPPER_LIP.iter().chain(&LOWER_LIP).flatten().copied().chain([CHIN]).collect();
    let known: Vec<usize> = (0..SPAN).filter(|&k| !span[k].is_empty()).collect();
    ALL.iter()
        .map(|viseme| {
            let channels: [f32; 7] = std::array::from_fn(|k| viseme.shape.channels()[k]);
            let plain = Personal { channels, share: 0.0, mix: [0.0; SPAN] };
            if matches!(viseme.kind, Kind::Shut | Kind::Bitten) || known.is_empty() {
                return plain;
            }
            let wanted: Vec<[f32; 3]> = lips.iter().map(|&i| general(&fields[i], &channels)).collect();
            let own: [Vec<[f32; 3]>; SPAN] = std::array::from_fn(|k| {
                if known.contains(&k) { lips.iter().map(|&i| fields[i].personal[k]).collect() } else { Vec::new() }
            });
            let mut mix = fit(&wanted, &own, &known);
            let at = |mix: &[f32; SPAN], j: usize| -> [f32; 3] {
                std::array::from_fn(|c| known.iter().map(|&k| mix[k] * own[k][j][c]).sum())
            };
            let likeness = likeness(&wanted, &(0..lips.len()).map(|j| at(&mix, j)).collect::<Vec<_>>());
            // As open as the general shape: how far a sound opens the mouth is known, its form is the person's.
            let place = |i: usize| lips.iter().position(|&l| l == i).unwrap_or(0);
            let (up, low) = (place(LIP_MIDDLE.0), place(LIP_MIDDLE.1));
            let (gap, wish) = (at(&mix, low)[1] - at(&mix, up)[1], wanted[low][1] - wanted[up][1]);
            if gap > 0.02 && wish > 0.02 {
                mix = mix.map(|m| m * (wish / gap).clamp(0.7, 1.5));
            }
            let off = (0..lips.len()).map(|j| length(at(&mix, j), wanted[j])).fold(0.0, f32::max);
            let share = MOST * smoothstep(0.45, 0.80, likeness) * (FURTHEST / off.max(FURTHEST));
            if share < 0.05 { plain } else { Personal { channels, share, mix } }
        })
        .collect()
}

/// Displacement of a point in a general shape.
fn general(f: &Fields, c: &[f32; 7]) -> [f32; 3] {
    let parts = [f.jaw, f.upper, f.lower, f.wide, f.round, f.press, f.tuck];
    std::array::from_fn(|k| parts.iter().zip(c).map(|(p, w)| p[k] * w).sum())
}

fn length(a: [f32; 3], b: [f32; 3]) -> f32 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}

/// Depth is the least sure of the three.
const AXES: [f32; 3] = [1.0, 1.0, 0.2];

fn dot(a: &[[f32; 3]], b: &[[f32; 3]]) -> f32 {
    a.iter().zip(b).map(|(p, q)| (0..3).map(|k| AXES[k] * p[k] * q[k]).sum::<f32>()).sum()
}

/// Cosine of the angle between two displacements.
fn likeness(a: &[[f32; 3]], b: &[[f32; 3]]) -> f32 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(1e-9)
}

/// Non-negative least squares by coordinate descent, slightly damped so that like members share the work.
fn fit(wanted: &[[f32; 3]], own: &[Vec<[f32; 3]>; SPAN], known: &[usize]) -> [f32; SPAN] {
    let mut mix = [0f32; SPAN];
    for _ in 0..60 {
        for &k in known {
            let others: f32 = known.iter().filter(|&&j| j != k).map(|&j| mix[j] * dot(&own[j], &own[k])).sum();
            let size = dot(&own[k], &own[k]) * 1.03;
            mix[k] = if size > 1e-6 { ((dot(wanted, &own[k]) - others) / size).clamp(0.0, 1.5) } else { 0.0 };
        }
    }
    mix
}

/// What a frame's channels become: the general ones, less what gives way, and the weights of the span.
pub(super) fn translate(shapes: &[Personal], c: [f32; 7]) -> ([f32; 7], [f32; SPAN]) {
    let [jaw, upper, lower, .., press, tuck] = c;
    // Lips that are to meet are the general shape's alone.
    let open =
        smoothstep(0.0, 0.05, jaw + upper + lower) * smoothstep(0.06, 0.01, press) * smoothstep(0.06, 0.01, tuck);
    if open <= 0.0 || shapes.is_empty() {
        return (c, [0.0; SPAN]);
    }
    let nearness = |to: &[f32; 7]| {
        let d: f32 = c.iter().zip(to).map(|(a, b)| (a - b) * (a - b)).sum();
        let near = 1.0 / (d + NEAR * NEAR);
        near * near
    };
    let (mut out, mut mix, mut sum) = ([0f32; 7], [0f32; SPAN], nearness(&[0.0; 7]));
    for p in shapes {
        let weight = nearness(&p.channels);
        sum += weight;
        let weight = weight * p.share;
        out.iter_mut().zip(&p.channels).for_each(|(o, v)| *o += weight * v);
        mix.iter_mut().zip(&p.mix).for_each(|(m, v)| *m += weight * v);
    }
    let scale = open / sum.max(1e-9);
    (std::array::from_fn(|k| c[k] - scale * out[k]), mix.map(|m| scale * m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_is_found_again() {
        let line = |x: f32, y: f32| vec![[x, y, 0.0], [x, 0.5 * y, 0.0], [0.0, y, x]];
        let own = [line(1.0, 0.0), line(0.0, 1.0), Vec::new()];
        let wanted: Vec<[f32; 3]> =
            (0..3).map(|i| std::array::from_fn(|k| 0.3 * own[0][i][k] + 0.8 * own[1][i][k])).collect();
        let mix = fit(&wanted, &own, &[0, 1]);
        assert!((mix[0] - 0.3).abs() < 0.03 && (mix[1] - 0.8).abs() < 0.03 && mix[2] == 0.0, "{mix:?}");
    }

    #[test]
    fn shut_lips_stay_the_general_shape() {
        let shapes = [Personal { channels: [0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], share: 0.7, mix: [1.0, 0.0, 0.0] }];
        let shut = [0.0, 0.0, 0.0, 0.0, 0.05, 0.1, 0.0];
        assert_eq!(translate(&shapes, shut), (shut, [0.0; SPAN]));
        let (left, mix) = translate(&shapes, shapes[0].channels);
        assert!(left[0] < 0.08 && mix[0] > 0.6, "{left:?} {mix:?}");
    }
}
