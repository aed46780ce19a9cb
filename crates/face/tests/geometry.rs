//! Blendshapes, head pose and distance against MediaPipe's FaceLandmarker (golden.py made the numbers).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use common::{Picture, aligner, film, golden, iris_aligner, model};
use face::{ASSUMED_VERTICAL_FOV_DEG, BLENDSHAPE_NAMES, BLENDSHAPES, BlendshapeNet, Geometry, Point};
use serde_json::Value;

/// What MediaPipe and we see of a picture.
struct Seen {
    name: String,
    picture: Picture,
    points: Vec<Point>,
    golden: Value,
}

fn seen() -> Vec<Seen> {
    let golden = golden();
    let still = Picture::astronaut();
    let mut pictures = vec![
        ("still".to_owned(), still.clone(), &golden["landmarker"]["still"]),
        ("mirrored".to_owned(), still.mirrored(), &golden["landmarker"]["mirrored"]),
        ("close".to_owned(), still.close(), &golden["landmarker"]["close"]),
    ];
    for degrees in [-45, -15, 30] {
        let name = format!("turned {degrees}");
        pictures.push((name.clone(), still.turned(degrees), &golden["landmarker"][&name]));
    }
    for (i, frame) in film().unwrap_or_default().into_iter().step_by(8).enumerate() {
        pictures.push((format!("film {i}"), frame, &golden["film"]["landmarker"][i]));
    }
    pictures
        .into_iter()
        .filter(|(_, _, golden)| golden.is_object())
        .map(|(name, picture, golden)| {
            let points = iris_aligner().align(&picture.frame()).face.expect("a face").points;
            Seen { name, picture, points, golden: golden.clone() }
        })
        .collect()
}

#[test]
fn blendshapes_are_mediapipe_s() {
    let mut net = BlendshapeNet::new(&model("face_blendshapes")).unwrap();
    let all = seen();
    assert!(all.len() >= 6, "{}", all.len());
    for s in &all {
        let truth: Vec<f32> = serde_json::from_value(s.golden["blendshapes"].clone()).unwrap();
        let scores = net.scores(&s.points).unwrap();
        assert_eq!(truth.len(), BLENDSHAPES);
        let (worst, at) = (scores.iter().zip(&truth).map(|((n, a), b)| ((a - b).abs(), n)))
            .fold((0.0, ""), |w, x| if x.0 > w.0 { x } else { w });
        println!("{}: worst {worst:.5} ({at}), largest {:.3}", s.name, truth.iter().copied().fold(0.0, f32::max));
        assert!(worst <= 0.01, "{}: {at} {worst}", s.name);
    }
    let smile = net.scores(&all[0].points).unwrap();
    assert!(smile.get("mouthSmileLeft").unwrap() > 0.5, "she smiles");
    assert_eq!((smile.get("smile"), BLENDSHAPE_NAMES[25]), (None, "jawOpen"));
    assert_eq!(net.scores(&all[0].points[..468]), None);
    assert_eq!(net.scores(&[[3.0; 3]; 478]), None, "a face without extent");
}

#[test]
fn the_head_is_where_mediapipe_places_it() {
    for s in seen() {
        let m: Vec<f32> = serde_json::from_value(s.golden["matrix"].clone()).unwrap();
        let size = (s.picture.width, s.picture.height);
        let g = Geometry::fit(&s.points, size, ASSUMED_VERTICAL_FOV_DEG).unwrap();
        // The angle between the two rotations, from the trace of one times the other's inverse; rows have the scale in.
        let scale = (m[0] * m[0] + m[4] * m[4] + m[8] * m[8]).sqrt();
        let trace: f32 = (0..3).flat_map(|i| (0..3).map(move |k| (i, k))).map(|(i, k)| g.rotation[i][k] * m[4 * i + k]).sum();
        let angle = ((trace / scale - 1.0) / 2.0).clamp(-1.0, 1.0).acos().to_degrees();
        let away = (0..3).map(|i| (g.translation_cm[i] - m[4 * i + 3]).powi(2)).sum::<f32>().sqrt() / -m[11];
        let iris = g.by_iris.unwrap();
        println!(
            "{}: {angle:.3} degrees and {:.3} % away; yaw {:.1} pitch {:.1} roll {:.1}; {:.1} cm, by iris {:.1} cm; \
             {:.3} and {:.3} mm a pixel; pupils {:.1} mm",
            s.name, 100.0 * away, g.pose.yaw_deg, g.pose.pitch_deg, g.pose.roll_deg, g.distance_cm, iris.distance_cm,
            g.mm_per_px, iris.mm_per_px, iris.between_pupils_mm
        );
        assert!(angle < 0.5, "{}: {angle}", s.name);
        assert!(away < 0.005, "{}: {away}", s.name);
        assert!((iris.distance_cm / g.distance_cm - 1.0).abs() < 0.25, "{}", s.name);
        assert!((50.0..78.0).contains(&iris.between_pupils_mm), "{}: {}", s.name, iris.between_pupils_mm);
    }
}

#[test]
fn distance_and_angles_follow_the_picture() {
    let still = Picture::astronaut();
    let fit = |p: &Picture, fov| {
        let points = aligner().align(&p.frame()).face.unwrap().points;
        Geometry::fit(&points, (p.width, p.height), fov).unwrap()
    };
    let one = fit(&still.scaled(100), 63.0);
    let near = fit(&still.scaled(200), 63.0);
    let ratio = one.distance_cm / near.distance_cm;
    println!("twice as large: {ratio:.3} times as near");
    assert!((ratio - 2.0).abs() < 0.15, "{ratio}");
    let narrow = fit(&still.scaled(100), 40.0);
    let by_angle = (31.5f32.to_radians().tan()) / (20f32.to_radians().tan());
    assert!((narrow.distance_cm / one.distance_cm / by_angle - 1.0).abs() < 0.03);
    assert!((narrow.mm_per_px / one.mm_per_px - 1.0).abs() < 0.02, "a pixel spans the same");
    assert_eq!(one.by_iris, None);
    for degrees in [-30, 15] {
        let roll = fit(&still.turned(degrees), 63.0).pose.roll_deg - one.pose.roll_deg;
        assert!((roll - degrees as f32).abs() < 3.0, "{degrees}: {roll}");
    }
    let points = aligner().align(&still.frame()).face.unwrap().points;
    assert_eq!(Geometry::fit(&points[..400], (512, 512), 63.0), None);
    assert_eq!(Geometry::fit(&points, (512, 512), 0.0), None);
    assert_eq!(Geometry::fit(&points, (512, 0), 63.0), None);
    assert_eq!(Geometry::fit(&[[f32::NAN; 3]; 468], (512, 512), 63.0), None);
}
