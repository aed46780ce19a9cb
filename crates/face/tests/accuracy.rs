//! Landmarks against MediaPipe's own (golden.py made the numbers): stills, turned, near and far, partly covered, and a
//! film. All distances are in percent of the distance between the eyes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use common::{Away, Picture, aligner, away, film, golden, iris_aligner};
use face::{POINTS, POINTS_WITH_IRISES, Point};
use serde_json::Value;

/// The 468 and the 478 landmarks here against MediaPipe's; nothing where MediaPipe sees no face.
fn both(picture: &Picture, name: &str, step: usize) -> [Option<Away>; 2] {
    let golden = golden();
    let own = [("mesh", aligner()), ("landmarker", iris_aligner())];
    own.map(|(kind, mut aligner)| {
        let truth = &golden[kind][name];
        let truth = if kind == "mesh" { truth } else { &truth["points"] };
        assert_ne!(golden[kind].get(name), None, "golden.json lacks {name}");
        let found = aligner.align(&picture.frame()).face;
        let Ok(truth) = serde_json::from_value::<Vec<Point>>(truth.clone()) else {
            println!("{name}, {kind}: MediaPipe sees no face; found here: {}", found.is_some());
            return None;
        };
        let found = found.unwrap_or_else(|| panic!("{name}, {kind}: MediaPipe sees a face, and it is not found here"));
        let off = away(&found.points, &truth, step);
        println!("{name}, {kind}: mean {:.4} %, worst {:.4} %, depth {:.4} %", off.mean, off.worst, off.depth);
        Some(off)
    })
}

fn close(off: Option<Away>, name: &str) {
    if let Some(Away { mean, worst, depth }) = off {
        assert!(mean <= 0.1 && worst <= 0.5 && depth <= 0.2, "{name}: {mean} {worst} {depth}");
    }
}

#[test]
fn landmarks_of_stills_are_where_mediapipe_sees_them() {
    let still = Picture::astronaut();
    for (name, picture) in [("still", still.clone()), ("mirrored", still.mirrored()), ("close", still.close())] {
        let found = both(&picture, name, 1);
        assert!(found.iter().all(Option::is_some), "{name}: the golden file lacks a face");
        found.map(|off| close(off, name));
    }
    let frame = still.frame();
    let (plain, irises) = (aligner().align(&frame).face.unwrap(), iris_aligner().align(&frame).face.unwrap());
    assert_eq!((plain.points.len(), irises.points.len()), (POINTS, POINTS_WITH_IRISES));
    assert!(plain.presence > 0.9 && irises.presence > 0.9);
}

#[test]
fn turned_faces_are_aligned_up_to_45_degrees() {
    let still = Picture::astronaut();
    let upright = aligner().align(&still.frame()).face.unwrap().pose.roll_deg;
    for degrees in [-45, -30, -15, 15, 30, 45] {
        let picture = still.turned(degrees);
        let name = format!("turned {degrees}");
        let found = both(&picture, &name, 6);
        assert!(found.iter().all(Option::is_some), "{name}");
        found.map(|off| close(off, &name));
        let roll = aligner().align(&picture.frame()).face.unwrap().pose.roll_deg - upright;
        println!("{name}: roll {roll:.1}");
        assert!((roll - degrees as f32).abs() < 4.0, "{name}: {roll}");
    }
}

#[test]
fn near_and_far_faces_are_aligned_wherever_mediapipe_finds_them() {
    let still = Picture::astronaut();
    let mut compared = 0;
    for percent in [25, 35, 50, 70, 140, 200, 280] {
        let name = format!("scaled {percent}");
        for off in both(&still.scaled(percent), &name, 6) {
            compared += usize::from(off.is_some());
            close(off, &name);
        }
    }
    assert!(compared >= 10, "MediaPipe finds it at {compared} of 14 sizes");
}

#[test]
fn partly_covered_faces_are_aligned_as_mediapipe_aligns_them() {
    let still = Picture::astronaut();
    let covers = [
        ("covered mouth", 190..260, 140..190),
        ("covered eye", 190..222, 75..110),
        ("covered cheek", 225..290, 95..175),
        ("covered brow", 170..290, 30..80),
    ];
    let mut compared = 0;
    for (name, x, y) in covers {
        for off in both(&still.covered(x, y), name, 6) {
            compared += usize::from(off.is_some());
            close(off, name);
        }
    }
    assert!(compared >= 6, "MediaPipe finds {compared} of 8");
}

#[test]
fn a_film_is_tracked_as_mediapipe_tracks_it() {
    let Some(frames) = film() else { return };
    let golden = golden();
    let tracked: &Vec<Value> = golden["film"]["tracked"].as_array().unwrap();
    let mut aligner = aligner();
    let mut means: Vec<f32> = Vec::new();
    for (frame, truth) in frames.iter().zip(tracked) {
        let found = aligner.align(&frame.frame()).face;
        let Ok(truth) = serde_json::from_value::<Vec<Point>>(truth.clone()) else { continue };
        means.push(away(&found.expect("MediaPipe sees a face").points, &truth, 6).mean);
    }
    assert!(means.len() >= 30, "MediaPipe sees a face in {} of 40", means.len());
    means.sort_by(f32::total_cmp);
    let (median, worst) = (means[means.len() / 2], means[means.len() - 1]);
    println!("film, {} frames: median {median:.4} %, worst frame {worst:.4} %", means.len());
    assert!(median <= 1.0, "{median}");
}

#[test]
fn lost_faces_are_found_again_within_three_frames() {
    let Some(frames) = film() else { return };
    let dark = Picture { rgba: vec![0; 4 * 640 * 360], width: 640, height: 360 };
    for mut aligner in [aligner(), iris_aligner()] {
        for (i, back) in frames.iter().enumerate().skip(8).step_by(8) {
            // The face is tracked, then the camera is covered, then it is back.
            assert!(aligner.align(&frames[i - 1].frame()).face.is_some(), "frame {}", i - 1);
            assert_eq!(aligner.align(&dark.frame()).face, None);
            let waited = (0..4).find(|_| aligner.align(&back.frame()).face.is_some());
            println!("frame {i}: found again after {waited:?} frames without");
            assert!(waited.is_some_and(|n| n < 3), "{waited:?}");
            // It jumps to another place.
            let jumped = back.remap(640, 360, |x, y| (x.wrapping_sub(220), y));
            let waited = (0..4).find(|_| {
                let face = aligner.align(&jumped.frame()).face;
                face.is_some_and(|f| aligner_agrees(&jumped, &f.points))
            });
            println!("frame {i}: found after a jump after {waited:?} frames without");
            assert!(waited.is_some_and(|n| n < 3), "{waited:?}");
            aligner.reset();
        }
    }
}

/// Whether landmarks are where a fresh look finds the face, within a tenth of the distance between the eyes.
fn aligner_agrees(picture: &Picture, points: &[Point]) -> bool {
    let mut fresh = if points.len() == POINTS { aligner() } else { iris_aligner() };
    fresh.align(&picture.frame()).face.is_none_or(|f| away(points, &f.points, 1).mean < 10.0)
}
