//! The guide's thresholds, on a real still that is warped into the poses, darkened, lit and covered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use common::{Picture, aligner};
use domain::capture::Pose as Wanted;
use face::guide::{Guide, Hint};
use face::{Face, Sighting};

/// Moves pixels of the still by `from(x, y)`, which says for a place of the result where it was.
fn warp(still: &Picture, from: impl Fn(f32, f32) -> (f32, f32)) -> Picture {
    still.remap(still.width, still.height, |x, y| {
        let (u, v) = from(x as f32, y as f32);
        (u.round() as usize, v.round() as usize)
    })
}

/// Turns the head: near parts of the face move sideways against far ones.
fn turned(still: &Picture, face: &Face, yaw_deg: f32) -> Picture {
    let (sin, cos) = yaw_deg.to_radians().sin_cos();
    let [cx, cy, _] = face.points[4];
    let unit = face.expression.eye_distance_px;
    let far = face.points[127][2].max(face.points[356][2]);
    warp(still, |x, y| {
        let (dx, dy) = ((x - cx) / unit, (y - cy) / unit);
        if dx.abs() > 2.6 || dy.abs() > 3.0 {
            return (x, y);
        }
        // Solve u -> x by steps: x = cx + (u - cx) cos - z(u) sin.
        let mut u = x;
        for _ in 0..4 {
            let (mut sum, mut weight) = (far, 1.0);
            for p in face.points.iter().step_by(4) {
                let d = ((u - p[0]).powi(2) + (y - p[1]).powi(2)) / (unit * unit);
                let w = (d + 0.01).powi(-2);
                sum += w * p[2];
                weight += w;
            }
            u = cx + (x - cx + sum / weight * sin) / cos;
        }
        (u, y)
    })
}

#[test]
fn a_real_face_passes() {
    let still = Picture::astronaut().close();
    let mut aligner = aligner();
    let face = aligner.align(&still.frame()).face.unwrap();
    let unit = face.expression.eye_distance_px;
    let [mx, my] = [0, 1].map(|k| f32::midpoint(face.points[13][k], face.points[14][k]));
    let bump = |d: f32, reach: f32| (-(d / (reach * unit)).powi(2)).exp();
    let smile = warp(&still, |x, y| {
        let near = bump((x - mx).hypot(y - my), 0.75);
        (mx + (x - mx) * (1.0 - 0.42 * near), y)
    });
    let ah = warp(&still, |x, y| {
        let near = bump(x - mx, 0.7);
        // What is between the lips is stretched down, what is below is moved.
        let open = 0.3 * unit * near;
        let below = (y - my).max(0.0);
        (x, y - open * (below / (0.2 * unit)).min(1.0) * bump((below - 0.5 * unit).max(0.0), 0.8))
    });
    for (name, picture, wanted) in [
        ("left", turned(&still, &face, 28.0), Wanted::TurnLeft),
        ("right", turned(&still, &face, -28.0), Wanted::TurnRight),
        ("smile", smile, Wanted::Smile),
        ("ah", ah, Wanted::Ah),
    ] {
        let mut guide = Guide::new(vec![Wanted::Neutral, wanted]);
        let (mut t_s, mut caught) = (0.0, Vec::new());
        for (picture, frames) in [(&still, 66), (&picture, 60)] {
            aligner.reset();
            let mut last = None;
            for _ in 0..frames {
                t_s += 1.0 / 30.0;
                // The picture does not change, so one alignment in ten is enough.
                if last.is_none() || caught.len() % 10 == 9 {
                    last = Some(aligner.align(&picture.frame()));
                }
                if let Some(sighting) = &last {
                    caught.extend(guide.see(&picture.frame(), sighting, t_s).caught);
                }
            }
            let face = last.and_then(|s| s.face);
            println!("{name}: {:?}", face.map(|f| (f.pose, f.expression)));
        }
        assert_eq!(caught, [Wanted::Neutral, wanted], "{name}");
    }
}

#[test]
fn dark_bright_and_blurred_stills_are_told_and_merely_dim_ones_pass() {
    let still = Picture::astronaut().close();
    // What is asked is the guide's eye for light, not the network's: so the same face in each.
    let sighting = aligner().align(&still.frame());
    let hint = |picture: &Picture| Guide::new(vec![Wanted::EyesShut]).see(&picture.frame(), &sighting, 0.0).hint;
    assert_eq!(hint(&still), Some(Hint::DoPose(Wanted::EyesShut)));
    assert_eq!(hint(&still.map(|v| v / 3)), Some(Hint::DoPose(Wanted::EyesShut)), "dim");
    assert_eq!(hint(&still.blurred(1)), Some(Hint::DoPose(Wanted::EyesShut)), "soft");
    assert_eq!(hint(&still.map(|v| v / 12)), Some(Hint::TooDark));
    assert_eq!(hint(&still.map(|v| v.saturating_mul(3).saturating_add(60))), Some(Hint::TooBright));
    assert_eq!(hint(&still.blurred(12)), Some(Hint::Blurred));
}

#[test]
fn light_behind_a_hand_over_and_a_gleam_before_the_face_are_told() {
    let still = Picture::astronaut().close();
    let mut aligner = aligner();
    let face = aligner.align(&still.frame()).face.unwrap();
    let sighting = Sighting { count: 1, face: Some(face.clone()) };
    let told = |picture: &Picture| {
        let mut guide = Guide::new(vec![Wanted::EyesShut]);
        let hints = (0..30).map(|i| guide.see(&picture.frame(), &sighting, f64::from(i) / 30.0).hint);
        hints.last().flatten()
    };
    let draw = |change: &dyn Fn(f32, f32, [u8; 3]) -> [u8; 3]| {
        let mut picture = still.clone();
        for (i, p) in picture.rgba.chunks_exact_mut(4).enumerate() {
            let (x, y) = ((i % still.width) as f32, (i / still.width) as f32);
            let changed = change(x, y, [p[0], p[1], p[2]]);
            p[..3].copy_from_slice(&changed);
        }
        picture
    };
    assert_eq!(told(&still), Some(Hint::DoPose(Wanted::EyesShut)));
    let unit = face.expression.eye_distance_px;
    let [nx, ny, _] = face.points[4];
    // The face as dark as before a window, everything around it as bright as one.
    let backlit = draw(&|x, y, c| match (x - nx).hypot(y - ny + 0.3 * unit) < 1.9 * unit {
        true => c.map(|v| (f32::from(v) * 0.35) as u8),
        false => [235, 238, 240],
    });
    assert_eq!(told(&backlit), Some(Hint::Backlit));
    // Fingers of the skin's own colour, side by side over one cheek, with the shade between them.
    let cheek = face.points[50];
    let hand = draw(&|x, y, c| {
        let (u, v) = ((x - cheek[0]) / unit, (y - cheek[1]) / unit);
        if u.abs() > 0.45 || v < -0.5 {
            return c;
        }
        let across = (u * 5.0).fract().abs();
        [205, 150, 125].map(|v: u8| if across < 0.25 { v / 3 } else { v })
    });
    assert_eq!(told(&hand), Some(Hint::Covered));
    // A lamp in both lenses.
    let eye = |id: usize, x: f32, y: f32| ((x - face.points[id][0]) / unit).hypot((y - face.points[id][1]) / unit);
    let gleam = draw(&|x, y, c| if eye(159, x, y).min(eye(386, x, y)) < 0.12 { [255; 3] } else { c });
    assert_eq!(told(&gleam), Some(Hint::Glare));
}
