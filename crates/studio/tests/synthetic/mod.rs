//! A face made of arithmetic: landmarks where a face has them, and pictures painted to match.
#![allow(dead_code, reason = "each test takes what it needs")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use domain::capture::Pose;
use studio::math::{Random, cos, sin};
use studio::pack::{FacePack, PersonMask, Take, build};

/// Eye distance in pixels.
pub(crate) const ED: f32 = 80.0;
pub(crate) const SIZE: (usize, usize) = (360, 640);
const EYE_Y: f32 = 220.0;
const MOUTH_Y: f32 = EYE_Y + 1.15 * ED;

const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
const EYES: [[usize; 16]; 2] = [
    [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
    [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
];
const UPPER: [[usize; 11]; 4] = [
    [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
    [62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292],
    [76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306],
    [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
];
const LOWER: [[usize; 11]; 4] = [
    [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
    [62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292],
    [76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306],
    [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
];
const BROWS: [[usize; 10]; 2] =
    [[70, 63, 105, 66, 107, 55, 65, 52, 53, 46], [300, 293, 334, 296, 336, 285, 295, 282, 283, 276]];
const NOSE: [usize; 12] = [168, 6, 197, 195, 5, 4, 1, 19, 94, 2, 98, 327];

pub(crate) fn eye(side: usize) -> [f32; 2] {
    [180.0 + ED * (side as f32 - 0.5), EYE_Y]
}

/// 468 landmarks. `smile` moves the mouth's corners out and up, `open` are the lids, 1 open and 0 shut.
pub(crate) fn points(smile: f32, open: f32) -> Vec<[f32; 3]> {
    let mut p: Vec<Option<[f32; 2]>> = vec![None; 468];
    for (k, &i) in OVAL.iter().enumerate() {
        let a = std::f32::consts::TAU * k as f32 / 36.0;
        p[i] = Some([180.0 + 1.15 * ED * sin(a), EYE_Y + 0.45 * ED - 1.6 * ED * cos(a)]);
    }
    for (side, ring) in EYES.iter().enumerate() {
        let out = if side == 0 { -1.0 } else { 1.0 };
        for (k, &i) in ring.iter().enumerate() {
            let a = std::f32::consts::TAU * k as f32 / 16.0;
            let [x, y] = eye(side);
            // The lower lid is not level, so shut lids have a line of their own.
            let lid = if k < 8 { 0.6 + 0.4 * open } else { open - 0.6 * (1.0 - open) };
            p[i] = Some([x + out * 0.22 * ED * cos(a), y + 0.09 * ED * lid * sin(a)]);
        }
    }
    for r in 0..4 {
        for k in 0..11 {
            let t = k as f32 / 5.0 - 1.0;
            let x = 180.0 + t * ED * (0.36 + 0.02 * r as f32 + 0.10 * smile);
            let y = MOUTH_Y - 0.10 * ED * smile * t * t;
            let bulge = (1.0 - t * t) * ED;
            p[LOWER[r][k]] = Some([x, y + bulge * (0.01 + 0.05 * r as f32)]);
            p[UPPER[r][k]] = Some([x, y - bulge * (0.01 + 0.04 * r as f32)]);
        }
    }
    for (side, brow) in BROWS.iter().enumerate() {
        for (k, &i) in brow.iter().enumerate() {
            let [x, y] = eye(side);
            p[i] = Some([x + ED * (0.1 * (k % 5) as f32 - 0.2), y - ED * (0.28 + 0.06 * (k / 5) as f32)]);
        }
    }
    for (k, &i) in NOSE.iter().enumerate() {
        p[i] = Some([180.0 + if k < 10 { 0.5 } else { (k as f32 - 10.5) * 36.0 }, EYE_Y + 0.07 * ED * k as f32]);
    }
    let mut random = Random::new(1, 2);
    for i in 0..468 {
        // The rest anywhere inside, but clear of every named point and of eyes and mouth.
        while p[i].is_none() {
            let q = [random.range(90.0, 270.0), random.range(EYE_Y - 1.1 * ED, EYE_Y + 2.0 * ED)];
            let (u, v) = ((q[0] - 180.0) / (1.05 * ED), (q[1] - EYE_Y - 0.45 * ED) / (1.5 * ED));
            let near = |o: &[f32; 2], d: f32| (q[0] - o[0]).abs() < d && (q[1] - o[1]).abs() < d;
            let mouth = (q[0] - 180.0).abs() < 0.55 * ED && (q[1] - MOUTH_Y).abs() < 0.30 * ED;
            let eyes = (0..2).any(|s| near(&eye(s), 0.26 * ED));
            if u * u + v * v < 1.0 && !mouth && !eyes && !p.iter().flatten().any(|o| near(o, 2.0)) {
                p[i] = Some(q);
            }
        }
    }
    p.into_iter()
        .map(|q| {
            let [x, y] = q.unwrap_or_default();
            let (u, v) = ((x - 180.0) / ED, (y - EYE_Y) / ED - 0.45);
            [x, y, ED * 0.35 * (u * u + 0.5 * v * v) - 0.3 * ED]
        })
        .collect()
}

/// The head turned; positive shows the picture's left side.
pub(crate) fn turned(points: &[[f32; 3]], degrees: f32) -> Vec<[f32; 3]> {
    let (s, c) = (sin(degrees.to_radians()), cos(degrees.to_radians()));
    points.iter().map(|p| [180.0 + c * (p[0] - 180.0) - s * p[2], p[1], c * p[2] + s * (p[0] - 180.0)]).collect()
}

/// A picture for the landmarks: green wall, brown hair, blue shirt, a skin-coloured face.
pub(crate) fn picture(open: bool) -> Vec<u8> {
    let (w, h) = SIZE;
    let mut out = Vec::with_capacity(w * h * 4);
    for y in 0..h {
        for x in 0..w {
            let (fx, fy) = (x as f32 + 0.5, y as f32 + 0.5);
            let inside = |cx: f32, cy: f32, rx: f32, ry: f32| {
                let (u, v) = ((fx - cx) / rx, (fy - cy) / ry);
                u * u + v * v < 1.0
            };
            let eyes = (0..2).map(eye);
            let mut c = [70, 120, 80];
            if inside(180.0, 640.0, 2.1 * ED, 2.6 * ED) {
                c = [50, 70, 140];
            }
            if inside(180.0, EYE_Y + 0.2 * ED, 1.45 * ED, 2.0 * ED) {
                c = [90, 60, 40];
            }
            if inside(180.0, EYE_Y + 0.45 * ED, 1.15 * ED, 1.6 * ED) {
                c = [214, 168, 142];
            }
            if inside(180.0, MOUTH_Y, 0.42 * ED, 0.15 * ED) {
                c = [180, 92, 92];
            }
            for [ex, ey] in eyes {
                if open && inside(ex, ey, 0.22 * ED, 0.09 * ED) {
                    c = if inside(ex, ey, 0.085 * ED, 0.085 * ED) { [40, 30, 25] } else { [235, 235, 235] };
                }
            }
            out.extend_from_slice(&[c[0], c[1], c[2], 255]);
        }
    }
    out
}

/// The person's share of each cell of a coarse mask.
pub(crate) fn mask() -> Vec<f32> {
    let (w, h) = SIZE;
    let picture = picture(true);
    (0..64 * 64)
        .map(|i| {
            let (x, y) = ((i % 64) * w / 64 + w / 128, (i / 64) * h / 64 + h / 128);
            if picture[(y * w + x) * 4 + 1] == 120 { 0.02 } else { 0.98 }
        })
        .collect()
}

/// A pack with all that a scan gives, or with the neutral take alone.
pub(crate) fn pack(whole: bool) -> FacePack {
    let (w, h) = SIZE;
    let (open, shut) = (picture(true), picture(false));
    let shapes = [points(0.0, 1.0), points(0.0, 0.0), points(1.0, 1.0)];
    let mut takes = vec![Take { pose: Pose::Neutral, rgba: &open, width: w, height: h, points: &shapes[0] }];
    let (left, right) = (turned(&shapes[0], 15.0), turned(&shapes[0], -15.0));
    if whole {
        takes.push(Take { pose: Pose::TurnLeft, rgba: &open, width: w, height: h, points: &left });
        takes.push(Take { pose: Pose::TurnRight, rgba: &open, width: w, height: h, points: &right });
        takes.push(Take { pose: Pose::EyesShut, rgba: &shut, width: w, height: h, points: &shapes[1] });
        takes.push(Take { pose: Pose::Smile, rgba: &open, width: w, height: h, points: &shapes[2] });
    }
    let mask = mask();
    build(&takes, &PersonMask { data: &mask, width: 64, height: 64 }).expect("a pack")
}
