//! The still and the models that the tests look at, from the cache that `cargo xtask setup` fills.
#![allow(dead_code, reason = "every test binary uses another part")]

use face::{Aligner, Face, Frame, Point};
use std::path::PathBuf;

/// The cache's folder.
fn cache() -> PathBuf {
    std::env::var_os("UNDERSTUDY_CACHE").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/understudy"),
        PathBuf::from,
    )
}

/// A file of the cache.
pub(crate) fn cached(name: &str) -> Vec<u8> {
    std::fs::read(cache().join(name)).unwrap_or_else(|e| panic!("{name}: {e}: run `cargo xtask setup`"))
}

pub(crate) fn model(name: &str) -> Vec<u8> {
    cached(&format!("models/{name}.tflite"))
}

pub(crate) fn aligner() -> Aligner {
    Aligner::new(&model("face_detection_short_range"), &model("face_landmark")).unwrap()
}

/// An aligner of 478 points.
pub(crate) fn iris_aligner() -> Aligner {
    Aligner::with_irises(&model("face_detection_short_range"), &model("face_landmarks_detector")).unwrap()
}

/// What golden.py wrote.
pub(crate) fn golden() -> serde_json::Value {
    serde_json::from_str(include_str!("../golden.json")).unwrap()
}

/// Distances between landmarks in percent of the distance between the eyes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Away {
    pub(crate) mean: f32,
    pub(crate) worst: f32,
    /// Mean in depth.
    pub(crate) depth: f32,
}

/// How far every `step`-th of `points` is from its own in `truth`.
pub(crate) fn away(points: &[Point], truth: &[Point], step: usize) -> Away {
    assert_eq!(points.len().div_ceil(step), truth.len());
    let eye = |a: usize, b: usize| [0, 1].map(|k| f32::midpoint(points[a][k], points[b][k]));
    let (right, left) = (eye(33, 133), eye(263, 362));
    let unit = (left[0] - right[0]).hypot(left[1] - right[1]) / 100.0;
    let pairs = || points.iter().step_by(step).zip(truth);
    let flat: Vec<f32> = pairs().map(|(p, q)| (p[0] - q[0]).hypot(p[1] - q[1]) / unit).collect();
    let depth: f32 = pairs().map(|(p, q)| (p[2] - q[2]).abs() / unit).sum();
    let n = truth.len() as f32;
    Away { mean: flat.iter().sum::<f32>() / n, worst: flat.into_iter().fold(0.0, f32::max), depth: depth / n }
}

/// Every third of the first 120 frames of the film of a face, 640 x 360, as golden.py takes them; nothing, and says so,
/// where there is no ffmpeg.
pub(crate) fn film() -> Option<Vec<Picture>> {
    let _ = cached("material/WolfgangLanger_Pexels.mp4");
    let decoded = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(cache().join("material/WolfgangLanger_Pexels.mp4"))
        .args(["-frames:v", "120", "-vf", "scale=640:360:flags=neighbor", "-pix_fmt", "rgba", "-f", "rawvideo", "-"])
        .output();
    let Ok(decoded) = decoded else {
        eprintln!("SKIPPED: there is no ffmpeg to decode the film with");
        return None;
    };
    assert!(decoded.status.success(), "ffmpeg: {}", String::from_utf8_lossy(&decoded.stderr));
    let frames: Vec<Picture> = (decoded.stdout.chunks_exact(4 * 640 * 360).step_by(3))
        .map(|rgba| Picture { rgba: rgba.to_vec(), width: 640, height: 360 })
        .collect();
    assert_eq!(frames.len(), 40);
    Some(frames)
}

/// Pixels with their sides.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Picture {
    /// The public-domain portrait of an astronaut, 512 x 512.
    pub(crate) fn astronaut() -> Self {
        let png = cached("material/astronaut.png");
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        let rgba = rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
        Self { rgba, width: info.width as usize, height: info.height as usize }
    }

    /// A picture whose pixel `(x, y)` is this one's pixel `from(x, y)`; black where that is outside.
    pub(crate) fn remap(&self, width: usize, height: usize, from: impl Fn(usize, usize) -> (usize, usize)) -> Self {
        let mut rgba = Vec::with_capacity(4 * width * height);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = from(x, y);
                let at = if u < self.width && v < self.height { 4 * (v * self.width + u) } else { usize::MAX };
                rgba.extend_from_slice(self.rgba.get(at..).and_then(|p| p.first_chunk()).unwrap_or(&[0, 0, 0, 255]));
            }
        }
        Self { rgba, width, height }
    }

    /// golden.py's `warp` to 512 x 512: the matrix in parts of 65536, rows `(u, v)` from `(x, y, 1)`.
    fn warp(&self, [a, b, c, d, e, f]: [i64; 6]) -> Self {
        self.remap(512, 512, |x, y| {
            let (x, y) = (x as i64, y as i64);
            let place = |v: i64| usize::try_from(v >> 16).unwrap_or(usize::MAX);
            (place(a * x + b * y + c), place(d * x + e * y + f))
        })
    }

    /// Turned about the face, clockwise where `degrees` (15, 30 or 45 either way) is positive, as golden.py turns it.
    pub(crate) fn turned(&self, degrees: i32) -> Self {
        let (cos, sin) = match degrees.abs() {
            15 => (63303, 16962),
            30 => (56756, 32768),
            _ => (46341, 46341),
        };
        let sin = if degrees >= 0 { sin } else { -sin };
        let (cx, cy) = (224 << 16, 120 << 16);
        self.warp([cos, sin, cx - 256 * (cos + sin), -sin, cos, cy - 256 * (cos - sin)])
    }

    /// Enlarged about the face to so many percent.
    pub(crate) fn scaled(&self, percent: i64) -> Self {
        let step = 65536 * 100 / percent;
        self.warp([step, 0, (224 << 16) - 256 * step, 0, step, (120 << 16) - 256 * step])
    }

    /// With a grey rectangle over it.
    pub(crate) fn covered(&self, x: std::ops::Range<usize>, y: std::ops::Range<usize>) -> Self {
        let mut p = self.clone();
        for y in y {
            for x in x.clone() {
                p.rgba[4 * (y * self.width + x)..][..3].fill(90);
            }
        }
        p
    }

    pub(crate) fn mirrored(&self) -> Self {
        self.remap(self.width, self.height, |x, y| (self.width - 1 - x, y))
    }

    /// The head, every pixel doubled: 500 x 440.
    pub(crate) fn close(&self) -> Self {
        self.remap(500, 440, |x, y| (110 + x / 2, 20 + y / 2))
    }

    /// Every channel changed.
    pub(crate) fn map(&self, f: impl Fn(u8) -> u8) -> Self {
        let rgba = self.rgba.iter().enumerate().map(|(i, v)| if i % 4 == 3 { *v } else { f(*v) }).collect();
        Self { rgba, ..*self }
    }

    /// Mean over a square of `2 * radius + 1`, twice, which is close to a Gaussian.
    pub(crate) fn blurred(&self, radius: usize) -> Self {
        let mut p = self.clone();
        for step in [4, 4 * self.width, 4, 4 * self.width] {
            let from = p.rgba.clone();
            for (i, v) in p.rgba.iter_mut().enumerate() {
                let taps = (0..=2 * radius).filter_map(|k| from.get((i + k * step).wrapping_sub(radius * step)));
                let (sum, n) = taps.fold((0u32, 0), |(s, n), v| (s + u32::from(*v), n + 1));
                *v = (sum / n) as u8;
            }
        }
        p
    }

    pub(crate) fn frame(&self) -> Frame<'_> {
        Frame::new(&self.rgba, self.width, self.height).unwrap()
    }
}

/// The one face of a picture.
pub(crate) fn face_of(picture: &Picture) -> Face {
    aligner().align(&picture.frame()).face.expect("a face")
}
