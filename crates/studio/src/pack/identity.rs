//! The head under the face: what is left of all takes when expressions and the network's own doubts are taken out.
//!
//! A take is the average head, plus what this person's head differs by, plus an expression, plus an error. The error that
//! comes of the head being turned is known and taken out (see [`super::tilt`]). Expressions lie in the span of a few
//! fields (see [`super::expressions`]): in each take they are fitted and taken out, so that a smile in one scan and pursed
//! lips in another leave the same head. What could be either, such as how wide a mouth is at rest,
//! counts as expression: the drawn face has it from the neutral take. Other errors are the larger part of a landmark's depth,
//! and of the difference between a head's two sides: both are brought half-way to those of the average head.

use super::landmarks;
use super::{PackError, Take, align, check, expressions, mean, tilt};

/// Spread of the landmarks of one place between takes that is ordinary, in eye distances: what is further off counts
/// little (Cauchy weights).
const ORDINARY: f32 = 0.05;
/// How much of a head's own depth, and of the difference between its sides, is believed: chosen on the one film of the
/// tests, as what tells two people apart best for the distance between two scans of one.
const DEPTH: f32 = 0.5;
const SIDES: f32 = 0.5;
/// Damping of the fit of expressions, as a share of a field's own size.
const DAMPING: f64 = 1e-3;

/// The head of a scan alone, as [`super::FacePack::identity`] has it.
///
/// # Errors
/// [`PackError::Malformed`] when a take's sizes do not match; [`PackError::NoNeutral`] without takes;
/// [`PackError::NoFace`] when the eyes of the first are less than 12 pixels apart.
pub fn head(takes: &[Take]) -> Result<Vec<[f32; 3]>, PackError> {
    takes.iter().try_for_each(check)?;
    let first = takes.first().ok_or(PackError::NoNeutral)?;
    if landmarks::eyes(first.points).2 < 12.0 {
        return Err(PackError::NoFace("the eyes are too close together"));
    }
    Ok(scaled(&average(takes, first.points)))
}

/// In eye distances from the middle between the eyes, depth from the bridge of the nose.
pub(super) fn scaled(points: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let (l, r, ed) = landmarks::eyes(points);
    let middle = [0.5 * (l[0] + r[0]), 0.5 * (l[1] + r[1]), points[168][2]];
    points.iter().map(|p| std::array::from_fn(|k| (p[k] - middle[k]) / ed)).collect()
}

/// The 468 landmarks of the head in the units and the place of `neutral`.
pub(crate) fn average(takes: &[Take], neutral: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let typical = mean::head();
    let fields = acting(&typical);
    let faults = tilt::Faults::read();
    let heads: Vec<Vec<[f32; 3]>> = takes
        .iter()
        .map(|take| {
            let fit = align::head(take.points, &typical);
            let mut own: Vec<[f32; 3]> = take.points.iter().map(|&p| fit.apply(p)).collect();
            faults.take_out(&mut own, fit.angles_deg());
            calm(&mut own, &typical, &fields);
            own
        })
        .collect();
    let own: Vec<[f32; 3]> = (0..typical.len())
        .map(|i| {
            let seen: Vec<[f32; 3]> = heads.iter().map(|h| h[i]).collect();
            let agreed = robust(&seen);
            std::array::from_fn(|k| agreed[k] - typical[i][k])
        })
        .collect();
    let other = mean::mirror(&typical);
    let head: Vec<[f32; 3]> = (0..typical.len())
        .map(|i| {
            let (a, b) = (own[i], own[other[i]]);
            let b = [-b[0], b[1], b[2]];
            std::array::from_fn(|k| {
                let d = 0.5 * (a[k] + b[k]) + SIDES * 0.5 * (a[k] - b[k]);
                typical[i][k] + if k == 2 { DEPTH * d } else { d }
            })
        })
        .collect();
    let fit = align::head(&head, neutral);
    head.iter().map(|&p| fit.apply(p)).collect()
}

/// All that a face does.
fn acting(typical: &[[f32; 3]]) -> Vec<Vec<[f32; 3]>> {
    let mut fields = expressions::fields(typical);
    fields.extend(tilt::motions());
    fields
}

/// Takes out of `head` what the fields explain of its difference from `typical`: least squares over all landmarks,
/// slightly damped so that like fields share the work.
pub(super) fn calm(head: &mut [[f32; 3]], typical: &[[f32; 3]], fields: &[Vec<[f32; 3]>]) {
    let dot = |a: &[[f32; 3]], b: &[[f32; 3]]| -> f64 {
        a.iter().flatten().zip(b.iter().flatten()).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum()
    };
    let off: Vec<[f32; 3]> = head.iter().zip(typical).map(|(h, t)| std::array::from_fn(|k| h[k] - t[k])).collect();
    let n = fields.len();
    let mut rows: Vec<Vec<f64>> = (0..n)
        .map(|r| {
            let mut row: Vec<f64> = (0..n).map(|c| dot(&fields[r], &fields[c])).collect();
            row[r] *= 1.0 + DAMPING;
            row.push(dot(&fields[r], &off));
            row
        })
        .collect();
    for (field, amount) in fields.iter().zip(solved(&mut rows)) {
        for (h, f) in head.iter_mut().zip(field) {
            (0..3).for_each(|k| h[k] -= amount as f32 * f[k]);
        }
    }
}

/// Solves a positive definite system, given with its right side in the last column (Gauss).
fn solved(rows: &mut [Vec<f64>]) -> Vec<f64> {
    let n = rows.len();
    for i in 0..n {
        let pivot = rows[i].clone();
        for row in rows.iter_mut().skip(i + 1) {
            let share = row[i] / pivot[i].max(1e-12);
            row.iter_mut().zip(&pivot).skip(i).for_each(|(v, p)| *v -= share * p);
        }
    }
    let mut out = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| rows[i][k] * out[k]).sum();
        out[i] = (rows[i][n] - known) / rows[i][i].max(1e-12);
    }
    out
}

/// Mean of places, in which what lies far from the median counts little; zeros of nothing.
fn robust(seen: &[[f32; 3]]) -> [f32; 3] {
    let median: [f32; 3] = std::array::from_fn(|k| {
        let mut v: Vec<f32> = seen.iter().map(|p| p[k]).collect();
        v.sort_by(f32::total_cmp);
        let n = v.len();
        match (v.get(n.saturating_sub(1) / 2), v.get(n / 2)) {
            (Some(low), Some(high)) => 0.5 * (low + high),
            _ => 0.0,
        }
    });
    let (mut sum, mut weights) = ([0f32; 3], 0f32);
    for p in seen {
        let off = (0..3).map(|k| (p[k] - median[k]) / ORDINARY).map(|d| d * d).sum::<f32>();
        let weight = 1.0 / (1.0 + off);
        (0..3).for_each(|k| sum[k] += weight * p[k]);
        weights += weight;
    }
    if weights > 0.0 { sum.map(|s| s / weights) } else { median }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_guess_does_not_move_the_mean() {
        let mean = robust(&[1.0, 1.01, 0.99, 1.0, 3.0].map(|x| [x, 0.0, -x]));
        assert!((mean[0] - 1.0).abs() < 0.01 && (mean[2] + 1.0).abs() < 0.01, "{mean:?}");
        assert_eq!(robust(&[]), [0.0; 3]);
    }

    /// A long chin is the person's; an open jaw, a smile and a frown over it are not.
    #[test]
    fn expressions_are_taken_out_and_bones_stay() {
        let typical = mean::head();
        let fields = acting(&typical);
        assert_eq!(fields.len(), 18 + tilt::MOTIONS);
        let person: Vec<[f32; 3]> = typical.iter().map(|p| [1.06 * p[0], p[1], p[2] - 0.05 * p[1]]).collect();
        let mut calm_person = person.clone();
        calm(&mut calm_person, &typical, &fields);
        for amounts in [[0.3, 0.0, 0.05], [0.0, 0.12, 0.0], [0.1, -0.06, -0.08]] {
            let mut acting = person.clone();
            for (field, amount) in [&fields[0], &fields[3], &fields[12]].into_iter().zip(amounts) {
                acting.iter_mut().zip(field).for_each(|(p, f)| (0..3).for_each(|k| p[k] += amount * f[k]));
            }
            calm(&mut acting, &typical, &fields);
            let worst = acting.iter().flatten().zip(calm_person.iter().flatten());
            let worst = worst.map(|(a, b)| (a - b).abs()).fold(0f32, f32::max);
            assert!(worst < 0.003, "{amounts:?}: {worst}");
        }
        // The cheeks' width is no expression.
        assert!((calm_person[234][0] / typical[234][0] - 1.0) > 0.045, "{}", calm_person[234][0]);
    }
}
