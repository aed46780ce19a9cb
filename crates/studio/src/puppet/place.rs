//! Where in the picture the person stands, so that no cut edge of the scan shows.

use super::eyes::ToTexture;
use crate::look::Look;
use crate::math::smoothstep;
use crate::pack::image::Texture;

/// From the camera's view to pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Pixels to one eye distance.
    pub(super) scale: f32,
    centre: [f32; 2],
    /// Height in the picture from which on the scan has nothing to show, if that is within it and not faded.
    pub(super) hem: Option<f32>,
}

/// Furthest that a scan which ends too early is enlarged.
const GROW: f32 = 1.1;
/// How much of the sheet may leave the picture as the head moves, in eye distances.
const SWAY: f32 = 0.12;

impl Place {
    /// Follows the look; where the scan would end inside the picture, moves and enlarges the person, and fades what
    /// still ends early.
    pub(super) fn new(texture: &mut Texture, map: ToTexture, look: &Look, width: usize, height: usize) -> Self {
        let (w, h) = (width as f32, height as f32);
        let sane = |v: f32, from: f32, to: f32, or: f32| if v.is_finite() { v.clamp(from, to) } else { or };
        let scale = sane(look.scale, 0.04, 0.6, 0.2) * w;
        let centre = [sane(look.centre[0], -0.5, 1.5, 0.5) * w, sane(look.centre[1], -0.5, 1.5, 0.4) * h];
        let (tw, th) = (texture.width as f32, texture.height as f32);
        let cut = Cut::of(texture);
        // Eye distances from the eyes to each side of the scan, less what the head's motion may uncover.
        let reach = [map.middle[0] / map.scale - SWAY, (tw - map.middle[0]) / map.scale - SWAY];
        let down = (th - map.middle[1]) / map.scale - SWAY;
        let mut wanted = scale;
        if cut.left {
            wanted = wanted.max(centre[0] / reach[0].max(0.1));
        }
        if cut.right {
            wanted = wanted.max((w - centre[0]) / reach[1].max(0.1));
        }
        let mut centre = centre;
        if cut.bottom {
            // Lower first, then larger.
            let lowest = centre[1].max(0.50 * h);
            centre[1] = (h - down * scale).clamp(centre[1], lowest);
            wanted = wanted.max((h - centre[1]) / down.max(0.1));
        }
        let scale = wanted.min(scale * GROW);
        let short = |eds: f32, px: f32| eds * scale + 1.0 < px;
        let fade = Cut {
            // A head cut by the top of the scan always shows.
            top: cut.top,
            left: cut.left && short(reach[0], centre[0]),
            right: cut.right && short(reach[1], w - centre[0]),
            bottom: false,
        };
        let hem = centre[1] + (lowest(texture) as f32 - map.middle[1]) / map.scale * scale;
        fade.apply(texture, map.scale);
        Self { scale, centre, hem: (hem < h + SWAY * scale).then_some(hem) }
    }

    /// Beside others, nobody is moved or made larger: exactly where the look says. Where the scan ends below it is not
    /// faded: see [`super::hem`].
    pub(super) fn in_company(texture: &mut Texture, map: ToTexture, look: &Look, width: usize, height: usize) -> Self {
        let (w, h) = (width as f32, height as f32);
        let scale = look.scale * w;
        let centre = [look.centre[0] * w, look.centre[1] * h];
        let reach = [map.middle[0] / map.scale - SWAY, (texture.width as f32 - map.middle[0]) / map.scale - SWAY];
        let hem = centre[1] + (lowest(texture) as f32 - map.middle[1]) / map.scale * scale;
        let cut = Cut::of(texture);
        let short = |eds: f32, px: f32| eds * scale + 1.0 < px;
        let fade = Cut {
            top: cut.top,
            left: cut.left && short(reach[0], centre[0]),
            right: cut.right && short(reach[1], w - centre[0]),
            bottom: false,
        };
        fade.apply(texture, map.scale);
        Self { scale, centre, hem: (hem < h + SWAY * scale).then_some(hem) }
    }

    pub(super) fn px(&self, p: [f32; 3]) -> [f32; 2] {
        [self.centre[0] + self.scale * p[0], self.centre[1] + self.scale * p[1]]
    }
}

/// One past the last line in which there is a body and not only a corner of it.
fn lowest(t: &Texture) -> usize {
    let body = |line: &[u32]| line.iter().filter(|p| **p >> 24 > 200).count() * 6 > t.width;
    t.pixels.chunks_exact(t.width.max(1)).rposition(body).map_or(t.height, |y| y + 1)
}

/// Sides of the texture that the person reaches.
struct Cut {
    top: bool,
    left: bool,
    right: bool,
    bottom: bool,
}

impl Cut {
    fn of(t: &Texture) -> Self {
        let solid = |i: usize| t.pixels.get(i).is_some_and(|p| p >> 24 > 128);
        let last = t.height.saturating_sub(1) * t.width;
        let rows = |x: usize| (0..t.height).filter(|y| solid(y * t.width + x)).count() * 50 > t.height;
        Self {
            top: (0..t.width).filter(|x| solid(*x)).count() * 50 > t.width,
            left: rows(0),
            right: rows(t.width.saturating_sub(1)),
            bottom: (0..t.width).filter(|x| solid(last + x)).count() * 50 > t.width,
        }
    }

    fn apply(&self, t: &mut Texture, ed: f32) {
        let (w, h) = (t.width as f32, t.height as f32);
        let width = t.width;
        if !(self.top || self.left || self.right || self.bottom) || width == 0 {
            return;
        }
        for (y, line) in t.pixels.chunks_exact_mut(width).enumerate() {
            for (x, p) in line.iter_mut().enumerate() {
                let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
                let mut keep = 1.0;
                if self.top {
                    keep *= smoothstep(0.0, 0.22 * ed, y);
                }
                if self.left {
                    keep *= smoothstep(0.0, 0.35 * ed, x);
                }
                if self.right {
                    keep *= smoothstep(0.0, 0.35 * ed, w - x);
                }
                if self.bottom {
                    keep *= smoothstep(0.0, 0.6 * ed, h - y);
                }
                if keep < 1.0 {
                    *p = crate::raster::mix(0, *p, (keep * 256.0) as u32);
                }
            }
        }
    }
}
