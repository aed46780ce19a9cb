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

#[test]
fn frames_of_odd_sizes_are_no_trouble() {
    let mut aligner = aligner();
    let mut segmenter = Segmenter::new(&model("selfie_segmentation")).unwrap();
    let still = Picture::astronaut();
    for (w, h) in [(1, 1), (1, 700), (700, 1), (3, 2), (511, 33)] {
        let odd = still.remap(w, h, |x, y| (x, y));
        aligner.align(&odd.frame());
        segmenter.person_mask(&odd.frame());
    }
    // A frame made by hand with too few bytes is black where they lack.
    let short = face::Frame { rgba: &[1, 2, 3], width: 640, height: 480 };
    assert_eq!(aligner.align(&short).face, None);
    assert!(!cached("material/astronaut.png").is_empty());
}
