//! Plates behind letters.

use crate::Canvas;

/// How a plate looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plate {
    pub(super) colour: [u8; 3],
    /// 0..=256.
    pub(super) opacity: u32,
    /// Radius of its corners, in pixels.
    pub(super) round: f32,
    /// Width of its soft edge, inside, in pixels.
    pub(super) soft: f32,
}

/// Paints a rectangle: left, top, right, bottom in pixels.
pub(super) fn slab(canvas: &mut Canvas, [left, top, right, bottom]: [f32; 4], plate: &Plate) {
    let (w, h) = (canvas.width, canvas.height);
    let clamp = |v: f32, n: usize| v.clamp(0.0, n as f32) as usize;
    let (x0, x1, y0, y1) = (clamp(left.ceil(), w), clamp(right, w), clamp(top.ceil(), h), clamp(bottom, h));
    let round = plate.round.min(0.5 * (right - left)).min(0.5 * (bottom - top)).max(0.0);
    for y in y0..y1 {
        let fy = y as f32 + 0.5;
        let dy = (top + round - fy).max(fy - bottom + round);
        for x in x0..x1 {
            let fx = x as f32 + 0.5;
            let dx = (left + round - fx).max(fx - right + round);
            // How deep inside the rounded outline.
            let out = if dx > 0.0 && dy > 0.0 { (dx * dx + dy * dy).sqrt() } else { dx.max(dy) };
            let depth = round - out;
            let cover =
                if plate.soft > 0.0 { (depth / plate.soft).clamp(0.0, 1.0) } else { (depth + 0.5).clamp(0.0, 1.0) };
            let c = (cover * plate.opacity.min(256) as f32) as u32;
            if c == 0 {
                continue;
            }
            let Some(p) = canvas.rgba.get_mut((y * w + x) * 4..(y * w + x) * 4 + 3) else { continue };
            for (old, new) in p.iter_mut().zip(plate.colour) {
                *old = ((u32::from(*old) * (256 - c) + u32::from(new) * c + 128) >> 8) as u8;
            }
        }
    }
}
