//! What a lens and a sensor add to every picture: darker corners and grain.

use crate::canvas::Canvas;
use crate::math::Random;

/// Side of the grain's tile, in pixels.
const TILE: usize = 256;
/// Loss of light in the far corners, 0..1.
const VIGNETTE: f32 = 0.20;

/// A lens for pictures of one size.
pub(crate) struct Lens {
    width: usize,
    height: usize,
    /// Light lost along a line, in 1/256, for each channel of each pixel; none for alpha.
    across: Vec<u16>,
    /// 1 for colours, 0 for alpha, likewise.
    colour: Vec<u16>,
    /// Twice the tile's width, so that a line of the tile can begin anywhere; for each channel, none for alpha.
    grain: Vec<i16>,
    seed: u64,
}

impl Lens {
    pub(crate) fn new(width: usize, height: usize, seed: u64) -> Self {
        let mut random = Random::new(seed, 0x6772_6169);
        let tile: Vec<i16> =
            (0..TILE * TILE).map(|_| (2.2 * random.normal()).round().clamp(-128.0, 127.0) as i16).collect();
        let grain =
            tile.chunks_exact(TILE).flat_map(|line| line.iter().chain(line).flat_map(|n| [*n, *n, *n, 0])).collect();
        let across = (0..width).map(|x| loss(x, width)).flat_map(|l| [l, l, l, 0]).collect();
        Self { width, height, across, colour: [1, 1, 1, 0].repeat(width), grain, seed }
    }

    /// Width and height in pixels.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// Changes a whole picture of this lens's size.
    pub(crate) fn draw(&self, frame: u32, canvas: &mut Canvas) {
        let shift = Random::new(self.seed, u64::from(frame) + 1).bits() as usize;
        let (dx, dy) = (shift % TILE, shift / TILE % TILE);
        for (y, line) in canvas.rgba.chunks_exact_mut(self.width * 4).enumerate() {
            let down = loss(y, self.height);
            let grain = &self.grain[(y + dy) % TILE * TILE * 8 + dx * 4..][..TILE * 4];
            let stretches =
                line.chunks_mut(TILE * 4).zip(self.across.chunks(TILE * 4).zip(self.colour.chunks(TILE * 4)));
            for (pixels, (across, colour)) in stretches {
                for (((c, across), colour), n) in pixels.iter_mut().zip(across).zip(colour).zip(grain) {
                    let keep = 256 - (down * colour + across);
                    // At most 255 * 256: fits in 16 bits.
                    *c = (((u16::from(*c) * keep) >> 8) as i16 + n).clamp(0, 255) as u8;
                }
            }
        }
    }
}

/// Light lost at `i` of `n`, in 1/256: half of the vignette along either axis.
fn loss(i: usize, n: usize) -> u16 {
    let u = 2.0 * (i as f32 + 0.5) / n as f32 - 1.0;
    (128.0 * VIGNETTE * u * u * u * u) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_darker_grain_moves_and_alpha_stays() {
        let (w, h) = (600, 40);
        let lens = Lens::new(w, h, 5);
        let shot = |frame| {
            let mut canvas = Canvas::new(w, h);
            canvas.fill([120, 120, 120]);
            lens.draw(frame, &mut canvas);
            canvas
        };
        let (one, two) = (shot(0), shot(1));
        assert_eq!(one, shot(0));
        assert_ne!(one, two);
        assert!(one.rgba.chunks_exact(4).all(|p| p[3] == 255 && p[0] == p[1] && p[1] == p[2]));
        let mean = |x: std::ops::Range<usize>, y: std::ops::Range<usize>| {
            let n = (x.len() * y.len()) as f32;
            y.flat_map(|y| x.clone().map(move |x| (y * w + x) * 4)).map(|i| f32::from(one.rgba[i])).sum::<f32>() / n
        };
        assert!((mean(280..320, 15..25) - 120.0).abs() < 1.0);
        assert!(mean(0..12, 0..3) < 105.0);
        // No line of the grain is repeated within a picture, and the tile's border does not show.
        assert!((mean(250..262, 15..25) - 120.0).abs() < 1.5);
    }
}
