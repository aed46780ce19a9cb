//! Alignment of a real face over time, its angles, and the cut-out; accuracy.rs compares with MediaPipe's own landmarks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use common::{Picture, aligner, cached, face_of, model};
use face::Segmenter;

#[test]
fn tracking_a_still_stays_where_it_is() {
    let picture = Picture::astronaut();
    let mut aligner = aligner();
    let first = aligner.align(&picture.frame()).face.unwrap();
    for _ in 0..25 {
        let sighting = aligner.align(&picture.frame());
        assert_eq!(sighting.count, 1);
        let away = common::away(&sighting.face.unwrap().points, &first.points, 1);
        assert!(away.mean < 4.0, "{}", away.mean);
    }
    aligner.reset();
    assert_eq!(aligner.align(&picture.frame()).face.unwrap(), first, "after a reset the film begins anew");
}

#[test]
fn tracking_follows_a_face_that_moves_and_notices_that_it_left() {
    let still = Picture::astronaut();
    let mut aligner = aligner();
    let mut nose = 0.0;
    for i in 0..12 {
        let moved = still.remap(512, 512, |x, y| (x.wrapping_sub(12 * i), y));
        let face = aligner.align(&moved.frame()).face.expect("still there");
        if i > 0 {
            let step = face.points[4][0] - nose;
            assert!((step - 12.0).abs() < 3.0, "{step}");
        }
        nose = face.points[4][0];
    }
    let empty = still.remap(512, 512, |_, _| (600, 600));
    let sighting = aligner.align(&empty.frame());
    assert_eq!((sighting.count, sighting.face), (0, None));
}

#[test]
fn a_second_face_is_noticed_within_ten_frames() {
    let still = Picture::astronaut();
    let one = still.remap(800, 512, |x, y| (x.wrapping_sub(20), y));
    let two = still.remap(800, 512, |x, y| if x < 400 { (x, y) } else { (x - 340, y) });
    let mut aligner = aligner();
    assert_eq!(aligner.align(&one.frame()).count, 1);
    let seen = (1..=11).find(|_| aligner.align(&two.frame()).count == 2);
    assert!(seen.is_some(), "never saw the second face");
    assert_eq!(aligner.align(&two.frame()).count, 2, "and remembers it");
}

#[test]
fn a_mirrored_face_has_mirrored_angles() {
    let still = Picture::astronaut();
    let (a, b) = (face_of(&still), face_of(&still.mirrored()));
    assert!((a.pose.roll_deg + b.pose.roll_deg).abs() < 2.0);
    assert!((a.pose.yaw_deg + b.pose.yaw_deg).abs() < 3.0);
    assert!((a.pose.pitch_deg - b.pose.pitch_deg).abs() < 2.0);
    assert!((a.expression.eye_open_left - b.expression.eye_open_right).abs() < 0.12);
    assert!(a.pose.yaw_deg.abs() < 8.0 && a.pose.pitch_deg.abs() < 12.0, "{:?} looks into the lens", a.pose);
}

#[test]
fn the_person_is_cut_out() {
    let still = Picture::astronaut();
    let mask = Segmenter::new(&model("selfie_segmentation")).unwrap().person_mask(&still.frame());
    assert_eq!((mask.data.len(), mask.width, mask.height), (65536, 256, 256));
    assert!(mask.data.iter().all(|v| (0.0..=1.0).contains(v)));
    let at = |x: usize, y: usize| mask.data[y / 2 * 256 + x / 2];
    assert!(at(225, 120) > 0.95, "face {}", at(225, 120));
    assert!(at(256, 400) > 0.95, "suit {}", at(256, 400));
    assert!(at(20, 60) < 0.05, "flag {}", at(20, 60));
    // The mean of MediaPipe's own mask of this still is 0.5418.
    let mean = mask.data.iter().sum::<f32>() / 65536.0;
    assert!((mean - 0.5418).abs() < 0.003, "{mean}");
}

/// Held sideways, a phone sees much wall beside a neck, and the frame squeezed into a square takes it for a shoulder.
#[test]
fn the_person_around_a_face_is_cut_out_of_a_wide_frame() {
    let wide = Picture::astronaut().remap(1272, 714, |x, y| (13 + x / 3, 2 + y / 3));
    let face = face_of(&wide);
    let mut segmenter = Segmenter::new(&model("selfie_segmentation")).unwrap();
    let squeezed = segmenter.person_mask(&wide.frame());
    let mask = segmenter.person_around(&wide.frame(), &face.points);
    assert_eq!((mask.data.len(), mask.width, mask.height), (512 * 512, 512, 512));
    assert!(mask.data.iter().all(|v| (0.0..=1.0).contains(v)));
    let most = |m: &face::Mask, x: std::ops::Range<usize>, y: std::ops::Range<usize>| {
        let place = |v: usize, n: usize, cells: usize| v * cells / n;
        let rows = place(y.start, 714, m.height)..place(y.end, 714, m.height);
        let seen = rows.flat_map(|j| {
            let columns = place(x.start, 1272, m.width)..place(x.end, 1272, m.width);
            columns.map(move |i| m.data[j * m.width + i])
        });
        seen.fold(0.0, f32::max)
    };
    let (before, after) = (most(&squeezed, 880..1050, 400..580), most(&mask, 880..1050, 400..580));
    println!("the wall is a shoulder by {before:.2} squeezed, by {after:.2} around the face");
    assert!(before > 0.3 && after < 0.1, "{before} {after}");
    for (x, y) in [(640, 350), (640, 120), (480, 250), (800, 250), (620, 640)] {
        assert!(mask.data[y * 512 / 714 * 512 + x * 512 / 1272] > 0.9, "a hole at {x} {y}");
    }
    // What are no landmarks is no face: the frame's own mask.
    assert_eq!(segmenter.person_around(&wide.frame(), &[]), squeezed);
    assert_eq!(segmenter.person_around(&wide.frame(), &[[f32::NAN; 3]; 468]), squeezed);
    // Far outside the frame, or larger than it: nothing breaks.
    for (shift, scale) in [(1e6, 1.0), (-900.0, 3.0), (0.0, 20.0)] {
        let points: Vec<[f32; 3]> = face.points.iter().map(|p| p.map(|v| v * scale + shift)).collect();
        assert!(segmenter.person_around(&wide.frame(), &points).data.iter().all(|v| (0.0..=1.0).contains(v)));
    }
}

#[test]
fn frames_of_odd_sizes_are_no_trouble() {
    let mut aligner = aligner();
    let mut segmenter = Segmenter::new(&model("selfie_segmentation")).unwrap();
    let still = Picture::astronaut();
    let face = face_of(&still);
    for (w, h) in [(1, 1), (1, 700), (700, 1), (3, 2), (511, 33)] {
        let odd = still.remap(w, h, |x, y| (x, y));
        aligner.align(&odd.frame());
        segmenter.person_mask(&odd.frame());
        segmenter.person_around(&odd.frame(), &face.points);
    }
    // A frame made by hand with too few bytes is black where they lack.
    let short = face::Frame { rgba: &[1, 2, 3], width: 640, height: 480 };
    assert_eq!(aligner.align(&short).face, None);
    assert!(!cached("material/astronaut.png").is_empty());
}
