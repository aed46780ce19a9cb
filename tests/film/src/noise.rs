//! The noise of a camera's sensor.

use crate::picture::Picture;

/// Standard deviation in steps of 255, in good light.
const DEVIATION: f32 = 1.5;

/// Noise for every frame, the same for the same frame number.
pub(crate) struct Noise(Vec<f32>);

impl Noise {
    pub(crate) fn new() -> Self {
        let mut state = 0x2545_f491_u32;
        let mut uniform = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 65_536.0 - 0.5
        };
        // The sum of four uniform numbers is nearly normal; its standard deviation is the square root of a third.
        let mut normal = || 3f32.sqrt() * (uniform() + uniform() + uniform() + uniform());
        Self((0..1 << 18).map(|_| normal()).collect())
    }

    /// Numbers with a deviation of 1 for a row of a frame: another part of the same noise for each row of each frame.
    pub(crate) fn row(&self, width: usize, y: usize, frame: usize) -> &[f32] {
        let room = self.0.len().saturating_sub(width).max(1);
        &self.0[(frame.wrapping_mul(7_919_017) + y.wrapping_mul(104_729)) % room..]
    }

    pub(crate) fn add(&self, picture: &mut Picture, frame: usize) {
        let width = picture.width;
        for (y, row) in picture.rgba.chunks_mut(4 * width).enumerate() {
            for (pixel, noise) in row.as_chunks_mut::<4>().0.iter_mut().zip(self.row(width, y, frame)) {
                let noise = (DEVIATION * noise).round() as i16;
                for c in &mut pixel[..3] {
                    *c = (i16::from(*c) + noise).clamp(0, 255) as u8;
                }
            }
        }
    }
}
