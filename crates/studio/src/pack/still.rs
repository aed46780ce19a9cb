//! A portrait straight from the texture.

use super::FacePack;
use super::landmarks;

impl FacePack {
    /// A head-and-shoulders portrait of the neutral face, RGBA8 with straight alpha, transparent around the person.
    /// Sizes are limited to 2048.
    #[must_use]
    pub fn still(&self, width: usize, height: usize) -> Vec<u8> {
        let (width, height) = (width.min(2048), height.min(2048));
        let (left, right, ed) = landmarks::eyes(self.vertices());
        let middle = [0.5 * (left[0] + right[0]), 0.5 * (left[1] + right[1])];
        // The head is about three eye distances wide and four high.
        let step = (4.4 * ed / width.max(1) as f32).max(4.6 * ed / height.max(1) as f32);
        let mut out = Vec::with_capacity(width * height * 4);
        let n = (step.ceil() as usize).clamp(2, 6);
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0f32; 4];
                for k in 0..n * n {
                    let (i, j) = (((k % n) as f32 + 0.5) / n as f32, ((k / n) as f32 + 0.5) / n as f32);
                    let u = middle[0] + (x as f32 + i - 0.5 * width as f32) * step;
                    let v = middle[1] + (y as f32 + j - 0.46 * height as f32) * step;
                    if u >= 0.0 && v >= 0.0 && u < self.texture.width as f32 && v < self.texture.height as f32 {
                        let s = self.texture.sample(u, v);
                        (0..4).for_each(|c| sum[c] += s[c]);
                    }
                }
                let scale = if sum[3] > 0.0 { 255.0 / sum[3] } else { 0.0 };
                (0..3).for_each(|c| out.push((sum[c] * scale + 0.5).min(255.0) as u8));
                out.push((sum[3] * 255.0 / (n * n) as f32 + 0.5).min(255.0) as u8);
            }
        }
        out
    }
}
