//! How a texture made of a blurred and a sharp take compares with one of sharp takes alone.

use domain::capture::Pose;

use super::{Shot, material, pack, shots};

/// Side of the portrait in pixels, pixels to an eye distance in it, and the middle between the eyes.
const SIDE: usize = 1024;
const ED: f32 = SIDE as f32 / 4.6;
const EYES: [f32; 2] = [0.5 * SIDE as f32, 0.46 * SIDE as f32];

/// What blending does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blend {
    /// Fine detail of the forehead when the front view is blurred and a turned one is not, over that of a sharp front view
    /// alone; and the same without the turned view.
    pub(crate) front_blurred: f32,
    pub(crate) front_blurred_alone: f32,
    /// The same when the turned view is the blurred one.
    pub(crate) side_blurred: f32,
    /// Mean gradient where the two views meet, over that inside what the turned view gave.
    pub(crate) seam: f32,
    /// Share of the forehead that the turned view gave.
    pub(crate) taken: f32,
}

const BLUR: &str = "gblur=sigma=2";
/// The turned view is darker and warmer: seams would show.
const OTHER_LIGHT: &str = "eq=brightness=-0.05:gamma=0.9,colorbalance=rm=0.08";

/// Measures it on the film; `None` without the material.
pub(crate) fn measure() -> Option<Blend> {
    let film = material("WolfgangLanger_Pexels.mp4")?;
    let take = |pose, n, filter: &str| shots(&film, &[(pose, n)], filter).remove(0);
    let front = |filter| take(Pose::Neutral, 240, filter);
    let side = |filter| take(Pose::TurnLeft, 384, filter);
    let sharp = portrait("sharp", &[front("null")]);
    let blurred = portrait("blurred", &[front(BLUR)]);
    let both = portrait("both", &[front(BLUR), side(OTHER_LIGHT)]);
    let reverse = portrait("reverse", &[front("null"), side(BLUR)]);
    let whole = detail(&sharp);
    // What the turned view gave: as far as it took the blurred picture towards a sharp one.
    let moved = soft(&difference(&both, &blurred));
    let could = soft(&difference(&sharp, &blurred));
    let share = |i: usize| (moved[i] / could[i].max(1e-3)).min(1.0);
    let (mut inside, mut border) = ((0.0, 0.0f32), (0.0, 0.0f32));
    let (mut taken, mut all) = (0.0, 0.0f32);
    for i in forehead() {
        let gradient = (both[i + 2] - both[i - 2]).hypot(both[i + 2 * SIDE] - both[i - 2 * SIDE]);
        let s = share(i);
        let to = if s > 0.7 { &mut inside } else { &mut border };
        if s > 0.1 {
            *to = (to.0 + gradient, to.1 + 1.0);
        }
        taken += s;
        all += 1.0;
    }
    Some(Blend {
        front_blurred: detail(&both) / whole,
        front_blurred_alone: detail(&blurred) / whole,
        side_blurred: detail(&reverse) / whole,
        seam: (border.0 / border.1.max(1.0)) / (inside.0 / inside.1.max(1.0)),
        taken: taken / all,
    })
}

/// Luma of the portrait.
fn portrait(name: &str, shots: &[Shot]) -> Vec<f32> {
    let still = pack(shots).expect("a pack").still(SIDE, SIDE);
    super::look(&format!("blend-{name}"), &still, SIDE, SIDE);
    let luma = |p: &[u8; 4]| 0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2]);
    still.as_chunks::<4>().0.iter().map(luma).collect()
}

/// Pixels of the forehead, between hair and brows.
fn forehead() -> impl Iterator<Item = usize> {
    let span = |middle: f32, low: f32, high: f32| (middle + low * ED) as usize..(middle + high * ED) as usize;
    span(EYES[1], -0.90, -0.48).flat_map(move |y| span(EYES[0], -0.6, 0.6).map(move |x| y * SIDE + x))
}

/// Mean of the differences to the four neighbours, a film's pixel away.
fn detail(luma: &[f32]) -> f32 {
    const STEP: usize = 3;
    let (mut sum, mut n) = (0.0, 0.0f32);
    for i in forehead() {
        let around = luma[i - STEP] + luma[i + STEP] + luma[i - STEP * SIDE] + luma[i + STEP * SIDE];
        sum += (luma[i] - 0.25 * around).abs();
        n += 1.0;
    }
    sum / n
}

/// Size of the difference in detail.
fn difference(a: &[f32], b: &[f32]) -> Vec<f32> {
    const STEP: usize = 3;
    let fine =
        |l: &[f32], i: usize| l[i] - 0.25 * (l[i - STEP] + l[i + STEP] + l[i - STEP * SIDE] + l[i + STEP * SIDE]);
    let edge = STEP * SIDE;
    (0..a.len()).map(|i| if i < edge || i + edge >= a.len() { 0.0 } else { (fine(a, i) - fine(b, i)).abs() }).collect()
}

/// Mean over squares of a tenth of an eye distance.
fn soft(values: &[f32]) -> Vec<f32> {
    let r = (0.05 * ED) as usize;
    let line = |v: &[f32], stride: usize| -> Vec<f32> {
        let sum = |i: usize| {
            let near = (0..=2 * r).filter_map(|k| (i + k * stride).checked_sub(r * stride)).filter(|j| *j < v.len());
            near.map(|j| v[j]).sum::<f32>() / (2 * r + 1) as f32
        };
        (0..v.len()).map(sum).collect()
    };
    line(&line(values, 1), SIDE)
}
