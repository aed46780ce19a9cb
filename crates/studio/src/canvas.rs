//! The picture that every part of the studio draws into.

/// RGBA8 pixels, interleaved, row-major, top-left origin. Alpha is 255 everywhere once a scene is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas {
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

impl Canvas {
    /// An opaque black picture.
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        let mut rgba = vec![0; width * height * 4];
        rgba.chunks_exact_mut(4).for_each(|p| p[3] = 255);
        Self { rgba, width, height }
    }

    /// Paints every pixel with one opaque colour.
    pub fn fill(&mut self, [r, g, b]: [u8; 3]) {
        self.rgba.chunks_exact_mut(4).for_each(|p| p.copy_from_slice(&[r, g, b, 255]));
    }
}
