//! The cut-out of real people: nothing of what stood behind them, edges that are soft.
//! With `UNDERSTUDY_LOOK` set to a folder, pictures to look at are written there.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod real;

use domain::capture::Pose;
use real::Shot;

const W: usize = 880;
const H: usize = 920;
/// Pixels to an eye distance in the portrait, and where the middle between the eyes is.
const ED: f32 = 200.0;
const EYES: [f32; 2] = [440.0, 423.0];

/// Sets to stand before: dark, bright, saturated.
const SETS: [(&str, [u8; 3]); 3] = [("dark", [12, 14, 22]), ("bright", [244, 244, 240]), ("green", [20, 190, 60])];

fn shot(name: &str, n: u32, filter: &str) -> Option<Vec<Shot>> {
    Some(real::shots(&real::material(name)?, &[(Pose::Neutral, n)], filter))
}

/// The portrait with straight alpha; shown before each set.
fn portrait(name: &str, shots: &[Shot]) -> Vec<u8> {
    let still = real::pack(shots).expect("a pack").still(W, H);
    for (set, colour) in SETS {
        let over = still.as_chunks::<4>().0.iter().flat_map(|p| {
            let mix = |k: usize| {
                let (c, a) = (u32::from(p[k]), u32::from(p[3]));
                ((c * a + u32::from(colour[k]) * (255 - a) + 127) / 255) as u8
            };
            [mix(0), mix(1), mix(2), 255]
        });
        real::look(&format!("matte-{name}-{set}"), &over.collect::<Vec<u8>>(), W, H);
    }
    still
}

/// Alpha at a place in eye distances from the middle between the eyes.
fn alpha(still: &[u8], x: f32, y: f32) -> f32 {
    let at = |v: f32, k: usize| (EYES[k] + ED * v) as usize;
    f32::from(still[4 * (at(y, 1) * W + at(x, 0)) + 3]) / 255.0
}

/// Along the outline alpha may not jump from one pixel to the next: where it does, a cut-out looks like paper.
fn soft(name: &str, still: &[u8]) {
    let at = |x: usize, y: usize| f32::from(still[4 * (y * W + x) + 3]) / 255.0;
    // The picture's own border is no outline.
    let rows = (0..H).filter(|&y| (2..W - 2).any(|x| at(x, y) > 0.9)).collect::<Vec<_>>();
    let (first, last) = (rows[0] + 8, rows[rows.len() - 1] - 8);
    let (mut outline, mut jumps) = (0, 0);
    for y in first..last {
        for x in 8..W - 8 {
            if (at(x, y) < 0.5) != (at(x + 1, y) < 0.5) {
                outline += 1;
                jumps += usize::from((at(x, y) - at(x + 1, y)).abs() > 0.5);
            }
        }
    }
    let share = jumps as f32 / outline.max(1) as f32;
    println!("{name}: alpha jumps at {:.1} % of {outline} places of the outline", 100.0 * share);
    assert!(outline > 200 && share < 0.01, "{name}: {share} of {outline}");
}

/// Behind her are a flag, a grey wall that is bright beside her neck, and a model of a shuttle.
#[test]
fn nothing_of_the_wall_stays_beside_a_neck() {
    for (name, filter) in [("close", real::CLOSE), ("whole", "null")] {
        let Some(shots) = shot("astronaut.png", 0, filter) else { return };
        let still = portrait(name, &shots);
        let (mut worst, mut at) = (0.0, [0.0; 2]);
        for (x0, x1, y0, y1) in [(1.8, 2.15, -1.9, 0.8), (1.1, 2.15, 0.9, 1.3), (-2.15, -1.9, -1.9, 0.9)] {
            for k in 0..400 {
                let p = [x0 + (x1 - x0) * (k % 20) as f32 / 19.0, y0 + (y1 - y0) * (k / 20) as f32 / 19.0];
                let a = alpha(&still, p[0], p[1]);
                if a > worst {
                    (worst, at) = (a, p);
                }
            }
        }
        println!("{name}: of the wall at most {:.1} % stays, at {at:.2?} eye distances", 100.0 * worst);
        assert!(worst < 0.02, "{name}: {worst} at {at:?}");
        soft(name, &still);
        for p in [[0.0, 0.3], [0.0, -1.0], [-0.9, -0.5], [0.9, -0.5], [0.0, 1.5], [0.0, 2.2]] {
            assert!(alpha(&still, p[0], p[1]) > 0.98, "{name}: a hole at {p:?}");
        }
    }
}

/// Her hair is dark, and so is the wood behind it.
#[test]
fn long_hair_before_a_dark_wall() {
    for n in [4, 240] {
        let Some(shots) = shot("WolfgangLanger_Pexels.mp4", n, "null") else { return };
        let name = format!("film-{n}");
        let still = portrait(&name, &shots);
        // The wood on both sides of her.
        for p in [[-2.1, -1.2], [-2.1, -0.5], [-2.1, 0.3], [-2.1, 1.0], [2.1, -1.3], [2.1, -0.8]] {
            assert!(alpha(&still, p[0], p[1]) < 0.02, "{name}: wood at {p:?}");
        }
        for p in [[0.0, 0.3], [0.0, -1.0], [-0.9, 0.8], [1.0, 0.8], [-1.0, 0.0], [1.1, 0.4]] {
            assert!(alpha(&still, p[0], p[1]) > 0.95, "{name}: a hole at {p:?}");
        }
        soft(&name, &still);
    }
}
