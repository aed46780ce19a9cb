//! The still and the models that the tests look at, from the cache that `cargo xtask setup` fills.
#![allow(dead_code, reason = "every test binary uses another part")]

use face::{Aligner, Face, Frame};
use std::path::PathBuf;

/// A file of the cache.
pub(crate) fn cached(name: &str) -> Vec<u8> {
    let root = std::env::var_os("UNDERSTUDY_CACHE").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/understudy"),
        PathBuf::from,
    );
    std::fs::read(root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}: run `cargo xtask setup`"))
}

pub(crate) fn model(name: &str) -> Vec<u8> {
    cached(&format!("models/{name}.tflite"))
}

pub(crate) fn aligner() -> Aligner {
    Aligner::new(&model("face_detection_short_range"), &model("face_landmark")).unwrap()
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
