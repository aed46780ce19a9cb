//! The real side of the head, laid over the sheet as it turns.

use crate::math::smoothstep;
use crate::pack::StoredSide;
use crate::pack::image::Texture;
use crate::raster::{Corner, Gain, Layer};

/// Turn at which the side begins to show, in degrees; it shows fully at most of the turn that it was taken at.
const FROM_DEG: f32 = 4.0;

/// One side: its picture, and the triangles that it covers.
#[derive(Debug)]
pub(super) struct Side {
    texture: Texture,
    /// Lets whatever is below show through.
    clear: Texture,
    uv: Vec<[f32; 2]>,
    share: Vec<f32>,
    triangles: Vec<[u16; 3]>,
    turn_deg: f32,
}

impl Side {
    pub(super) fn new(texture: &Texture, stored: &StoredSide, triangles: &[[u16; 3]]) -> Self {
        let share: Vec<f32> = stored.shape.share.iter().map(|s| f32::from(*s) / 255.0).collect();
        let seen = |t: &&[u16; 3]| t.iter().any(|&i| share.get(usize::from(i)).is_some_and(|s| *s > 0.0));
        Self {
            texture: texture.clone(),
            clear: Texture { pixels: vec![0], width: 1, height: 1 },
            uv: stored.shape.uv.clone(),
            triangles: triangles.iter().filter(seen).copied().collect(),
            share,
            turn_deg: stored.shape.turn_deg,
        }
    }

    /// Draws over the finished sheet, whose `corners` are those of the frame. Nothing unless the head is turned so that
    /// this side shows.
    pub(super) fn draw(&self, yaw_deg: f32, corners: &[Corner], layer: &mut Layer, gain: &Gain) {
        let full = (0.85 * self.turn_deg.abs()).clamp(FROM_DEG + 4.0, 14.0);
        let level = smoothstep(FROM_DEG, full, yaw_deg * self.turn_deg.signum());
        if level <= 0.0 {
            return;
        }
        for t in &self.triangles {
            let part = t.map(|i| {
                let i = usize::from(i);
                let c = corners.get(i).copied().unwrap_or_default();
                let uv2 = self.uv.get(i).copied().unwrap_or_default();
                Corner { uv: [0.5; 2], uv2, share: level * self.share.get(i).copied().unwrap_or(0.0), ..c }
            });
            layer.triangle(&part, &self.clear, Some(&self.texture), gain);
        }
    }
}
