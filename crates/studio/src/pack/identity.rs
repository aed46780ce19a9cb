//! The head that all takes agree on: one network's guess from one picture is off by a few per cent, most of all in depth,
//! and each take errs in its own way.

use domain::capture::Pose;

use super::landmarks::{self, BROWS, EYES, LOWER_LIP, UPPER_LIP};
use super::{Take, align};

/// Spread of the landmarks of one place between takes that is ordinary, in eye distances: what is further off counts
/// little (Cauchy weights).
const ORDINARY: f32 = 0.1;

/// The 468 landmarks averaged over the takes, in the units and the place of `neutral`. Each take is brought over the
/// neutral one by rotation, scale and shift in three dimensions; where its expression moves the skin it has no say.
/// Lids, brows and lips keep the neutral take's place in the picture and move in depth alone.
pub(crate) fn average(takes: &[Take], neutral: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let (_, _, ed) = landmarks::eyes(neutral);
    let heads: Vec<Head> = takes
        .iter()
        .map(|take| {
            let fit = align::head(take.points, neutral);
            let points = take.points.iter().map(|&p| fit.apply(p)).collect();
            Head { pose: take.pose, points, lens: fit.turned([0.0, 0.0, -1.0]) }
        })
        .collect();
    let eye_line = 0.5 * (neutral[33][1] + neutral[263][1]);
    let soft = |i: usize| {
        let lists = EYES.iter().any(|e| e.contains(&i)) || BROWS.iter().any(|b| b.contains(&i));
        lists || UPPER_LIP.iter().chain(&LOWER_LIP).any(|l| l.contains(&i))
    };
    (0..neutral.len())
        .map(|i| {
            let down = (neutral[i][1] - eye_line) / ed;
            let seen: Vec<([f32; 3], f32)> = heads
                .iter()
                .filter(|head| !moves(head.pose, down))
                .map(|head| (head.points[i], head.sees(neutral[i], neutral[168], ed)))
                .collect();
            let of = |k: usize| seen.iter().map(|(p, weight)| (p[k], *weight)).collect();
            let mean: [f32; 3] = std::array::from_fn(|k| robust(of(k), ORDINARY * ed));
            if soft(i) { [neutral[i][0], neutral[i][1], mean[2]] } else { mean }
        })
        .collect()
}

/// One take's landmarks, brought over the neutral ones.
struct Head {
    pose: Pose,
    points: Vec<[f32; 3]>,
    /// Where its lens was.
    lens: [f32; 3],
}

impl Head {
    /// How much its guess of a landmark counts: a cheek that is turned away from the lens is a guess indeed, and skin
    /// moves a little in every expression.
    fn sees(&self, at: [f32; 3], nose: [f32; 3], ed: f32) -> f32 {
        // From the side of a head a lens on the other side sees nothing.
        let side = ((at[0] - nose[0]) / ed).clamp(-1.0, 1.0);
        let view = (1.0 + 3.0 * side * self.lens[0]).clamp(0.1, 1.0);
        let calm = if matches!(self.pose, Pose::Smile | Pose::Ah | Pose::Oo) { 0.5 } else { 1.0 };
        view * calm
    }
}

/// Whether a pose moves skin that lies `down` eye distances below the eyes.
fn moves(pose: Pose, down: f32) -> bool {
    match pose {
        Pose::EyesShut | Pose::Blink => down.abs() < 0.35,
        Pose::Smile => down > 0.1,
        Pose::Ah | Pose::Oo => down > 0.5,
        Pose::Brows => down < 0.1,
        Pose::Neutral | Pose::TurnLeft | Pose::TurnRight | Pose::Up | Pose::Down => false,
    }
}

/// Mean of values with their weights, in which what lies far from the median counts little; 0 of nothing.
fn robust(mut values: Vec<(f32, f32)>, spread: f32) -> f32 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = values.len();
    let (Some(&(low, _)), Some(&(high, _))) = (values.get(n.saturating_sub(1) / 2), values.get(n / 2)) else {
        return 0.0;
    };
    let median = 0.5 * (low + high);
    let (mut sum, mut weights) = (0.0, 0.0);
    for (v, own) in values {
        let d = (v - median) / spread;
        let weight = own / (1.0 + d * d);
        sum += weight * v;
        weights += weight;
    }
    sum / weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_guess_does_not_move_the_mean() {
        let mean = robust(vec![(1.0, 1.0), (1.01, 1.0), (0.99, 1.0), (1.0, 1.0), (3.0, 1.0)], 0.02);
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
        assert_eq!(robust(vec![], 1.0), 0.0);
    }
}
