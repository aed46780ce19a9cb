//! Heads of scans, and how far they are apart.

use face::Frame;
use studio::math::Random;

use super::{Shot, aligner, film_frames, material};
use domain::capture::Pose;

/// The head that a pack keeps.
pub(crate) fn of(shots: &[Shot]) -> Vec<[f32; 3]> {
    let takes: Vec<_> = shots.iter().map(Shot::take).collect();
    studio::pack::head(&takes).expect("a head")
}

/// A take's landmarks in eye distances.
pub(crate) fn raw(shot: &Shot) -> Vec<[f32; 3]> {
    let p = &shot.points;
    let middle = |a: usize, b: usize| [0, 1].map(|k| 0.5 * (p[a][k] + p[b][k]));
    let (l, r) = (middle(33, 133), middle(362, 263));
    let ed = (r[0] - l[0]).hypot(r[1] - l[1]);
    p.iter().map(|q| q.map(|v| v / ed)).collect()
}

/// Mean distance between two heads in eye distances, in three dimensions, the one turned and scaled onto the other.
pub(crate) fn apart(a: &[[f32; 3]], b: &[[f32; 3]]) -> f32 {
    let moved = studio::pack::onto(a, b);
    let length = |p: &[f32; 3], q: &[f32; 3]| (0..3).map(|k| (p[k] - q[k]) * (p[k] - q[k])).sum::<f32>().sqrt();
    moved.iter().zip(b).map(|(p, q)| length(p, q)).sum::<f32>() / moved.len() as f32
}

/// Two scans drawn at random.
pub(crate) struct Pair {
    /// How far the heads are apart with mouth and jaw, and how far their neutral takes are, in eye distances.
    pub(crate) apart: f32,
    pub(crate) takes_apart: f32,
    /// The head of the first scan.
    pub(crate) head: Vec<[f32; 3]>,
}

/// Pairs of scans of seven takes, drawn at random from the film, where no hand covers the face. No frame of the one scan
/// is within half a second of one of the other.
pub(crate) fn random_pairs(pairs: usize) -> Option<Vec<Pair>> {
    const STEP: usize = 3;
    const APART: usize = 12;
    let film = material("WolfgangLanger_Pexels.mp4")?;
    let mut aligner = aligner();
    let all: Vec<(usize, Shot)> = film_frames(&film, STEP)
        .into_iter()
        .map(|(n, rgba, width, height)| {
            let frame = Frame::new(&rgba, width, height).expect("a frame");
            drop(aligner.align(&frame));
            let points = aligner.align(&frame).face.expect("a face").points;
            // Pixels are not needed for a head: one line stands for them.
            (n, Shot { pose: Pose::Up, rgba: vec![0; 4 * width], width, height: 1, points })
        })
        .filter(|(n, _)| *n <= 60 || *n >= 232)
        .collect();
    let mut random = Random::new(7, 0);
    let mut pick = |other: &[usize]| {
        let mut scan: Vec<(usize, Shot)> = Vec::new();
        while scan.len() < 7 {
            let (n, shot) = &all[(random.range(0.0, all.len() as f32) as usize).min(all.len() - 1)];
            // The neutral take is one with the lips nearly shut.
            let calm = !scan.is_empty() || *n <= 60 || *n <= 246;
            let free = other.iter().all(|o| o.abs_diff(*n) >= APART);
            if calm && free && scan.iter().all(|(o, _)| o.abs_diff(*n) >= APART / 2) {
                scan.push((*n, shot.clone()));
            }
        }
        scan
    };
    let pair = |_| {
        let a = pick(&[]);
        let b = pick(&a.iter().map(|(n, _)| *n).collect::<Vec<_>>());
        let [a, b] = [a, b].map(|s| s.into_iter().map(|(_, shot)| shot).collect::<Vec<_>>());
        let head = of(&a);
        Pair { apart: apart(&head, &of(&b)), takes_apart: apart(&raw(&a[0]), &raw(&b[0])), head }
    };
    Some((0..pairs).map(pair).collect())
}

/// Heads of other people, from stills of the material, each of one neutral take.
pub(crate) fn strangers() -> Option<Vec<Vec<[f32; 3]>>> {
    ["astronaut.png", "single_face.jpg", "0-f15-hao-ph.jpg", "15-f13-anc-ph.jpg", "0-f1-su-ph.jpg"]
        .into_iter()
        .map(|name| Some(of(&super::shots(&material(name)?, &[(Pose::Neutral, 0)], "null"))))
        .collect()
}
