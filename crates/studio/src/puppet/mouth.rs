//! Inside the mouth: a dark cavity, tongue and two rows of teeth, seen through the ring of the inner lips.
//!
//! Drawn, not photographed: teeth of a smile stretched with the jaw look worse than any drawing.

use super::rig::{Head, Posed, Rig};
use super::ring::Ring;
use crate::math::{lerp, smoothstep};
use crate::pack::Inner;
use crate::pack::landmarks::{self, LIP_MIDDLE, LOWER_LIP, UPPER_LIP};
use crate::raster::{Gain, Layer, over};
use crate::timeline::{Channel, Values};

/// Widths of teeth from the middle outwards, in eye distances (millimetres over 63), as foreshortened by the arch.
const TEETH: [f32; 6] = [0.128, 0.097, 0.099, 0.062, 0.044, 0.03];
/// How far each of them falls short of the first.
const SHORT: [f32; 6] = [0.0, 0.010, 0.003, 0.012, 0.018, 0.022];
/// The upper teeth's edge below the resting seam of the lips, in eye distances.
const EDGE: f32 = 0.054;
/// Softness of drawn edges, in eye distances.
const SOFT: f32 = 0.009;
const CAVITY: [f32; 3] = [0.20, 0.065, 0.075];
const TONGUE: [f32; 3] = [0.62, 0.30, 0.29];
/// How far the lips' shadow reaches inwards, in eye distances.
const RIM: f32 = 0.03;
/// How far outside of the lips' inner edge the mouth is still filled, in pixels: a picture's lips are no polygon.
const OUTSIDE: f32 = 2.5;
/// Depth of the teeth behind the lips.
const BEHIND: f32 = 0.06;

/// What the mouth looks like on this person.
pub(super) struct Mouth {
    lip: [f32; 3],
    teeth: [f32; 3],
    seam: [f32; 3],
    cavity: [f32; 3],
    tongue: [f32; 3],
}

/// Everything that the colour of a point inside the mouth depends on.
struct Inside<'a> {
    mouth: &'a Mouth,
    jaw: f32,
    tongue: f32,
    corners: [f32; 2],
}

impl Mouth {
    /// `lip` and `skin` are 0..1 colours of the texture. Measured colours of the inside take the place of drawn ones
    /// for the most part: what little light reached it in the take is no rule for every frame.
    pub(super) fn new(rig: &Rig, lip: [f32; 3], skin: [f32; 3], inner: &Inner) -> Self {
        let luma = (0.299 * skin[0] + 0.587 * skin[1] + 0.114 * skin[2]) * 1.18;
        let tooth = |warm: f32| (luma * warm).clamp(0.25, 0.90);
        let drawn = [tooth(1.03), tooth(0.99), tooth(0.91)];
        let own = |drawn: [f32; 3], seen: Option<[f32; 3]>, share: f32| {
            seen.map_or(drawn, |s| std::array::from_fn(|k| lerp(drawn[k], s[k], share)))
        };
        Self {
            lip,
            teeth: own(drawn, inner.teeth, 0.7),
            seam: rig.rest[LIP_MIDDLE.0],
            cavity: own(CAVITY, inner.cavity, 0.6),
            tongue: own(TONGUE, inner.tongue, 0.6),
        }
    }

    /// Draws behind and through the lips. `scale` and `centre` map the camera's view to pixels.
    pub(super) fn draw(
        &self,
        rig: &Rig,
        posed: &Posed,
        v: &Values,
        layer: &mut Layer,
        to_px: impl Fn([f32; 3]) -> [f32; 2],
        gain: &Gain,
    ) {
        let ring = smooth_ring(posed, &to_px);
        let head = Head::of(v);
        // A plane at the teeth's depth, from pixels back to the face.
        let z = self.seam[2] + BEHIND;
        let spot = |dx: f32, dy: f32| to_px(rig.place([self.seam[0] + dx, self.seam[1] + dy, z], 1.0, &head));
        let (o, ex, ey) = (spot(0.0, 0.0), spot(0.1, 0.0), spot(0.0, 0.1));
        let (a, b, c, d) = ((ex[0] - o[0]) * 10.0, (ey[0] - o[0]) * 10.0, (ex[1] - o[1]) * 10.0, (ey[1] - o[1]) * 10.0);
        let det = a * d - b * c;
        if det.abs() < 1.0 {
            return;
        }
        let px = 1.0 / det.abs().sqrt();
        // Deeper than that nothing depends on how deep it is.
        let ring = Ring::new(ring, (0.4 + RIM / px).max(OUTSIDE + 1.0));
        let bounds = ring.bounds();
        let clamp = |v: f32, n: usize| v.clamp(0.0, n as f32) as usize;
        let (x0, x1) = (clamp(bounds[0] - 3.0, layer.width), clamp(bounds[2] + 3.0, layer.width));
        let (y0, y1) = (clamp(bounds[1] - 3.0, layer.height), clamp(bounds[3] + 3.0, layer.height));
        let open = middle_gap(posed);
        let inside = Inside {
            mouth: self,
            jaw: v[Channel::Jaw],
            tongue: v[Channel::Tongue],
            corners: [posed.face[78][0] - self.seam[0], posed.face[308][0] - self.seam[0]],
        };
        let shown = smoothstep(0.004, 0.035, open);
        let tone = |c: [f32; 3]| -> u32 {
            let byte = |k: usize| ((c[k] * gain.base[k] * 255.0 + 0.5).clamp(0.0, 255.0) as u32) << (8 * k);
            byte(0) | byte(1) | byte(2) | 255 << 24
        };
        let fill = tone(self.lip.map(|c| 0.62 * c));
        for y in y0..y1 {
            let row = ring.row(y as f32 + 0.5);
            for x in x0..x1 {
                let p = [x as f32 + 0.5, y as f32 + 0.5];
                let signed = row.depth(p[0]);
                if signed < -OUTSIDE {
                    continue;
                }
                let Some(pixel) = layer.pixels.get_mut(y * layer.width + x) else { continue };
                // Whatever the lips left open is never see-through.
                *pixel = over(*pixel, fill);
                let cover = shown * smoothstep(-0.4, 0.4 + 0.020 / px, signed);
                if cover <= 0.0 {
                    continue;
                }
                let (dx, dy) = (p[0] - o[0], p[1] - o[1]);
                let (u, w) = ((d * dx - b * dy) / det, (a * dy - c * dx) / det);
                let colour = inside.colour(u, w, signed * px, upper_at(posed, u + self.seam[0]) - self.seam[1]);
                *pixel = crate::raster::mix(*pixel, tone(colour), (cover * 256.0) as u32);
            }
        }
    }
}

impl Inside<'_> {
    /// Colour at `x`, `y` (eye distances from the resting seam's middle); `depth` from the lips' edge, `top` the upper
    /// lip's edge here.
    fn colour(&self, x: f32, y: f32, depth: f32, top: f32) -> [f32; 3] {
        let mut out = self.mouth.cavity;
        let blend = |out: &mut [f32; 3], c: [f32; 3], t: f32| (0..3).for_each(|k| out[k] = lerp(out[k], c[k], t));
        // Deeper is darker.
        let throat = smoothstep(0.10, 0.0, (y - 0.5 * self.jaw - 0.03).abs()) * smoothstep(0.30, 0.05, x.abs());
        blend(&mut out, [0.07, 0.02, 0.025], 0.7 * throat);

        let ty = 0.08 + 0.75 * self.jaw - 0.09 * self.tongue;
        let r = (x / 0.27) * (x / 0.27) + ((y - ty) / 0.10) * ((y - ty) / 0.10);
        let groove = 1.0 - 0.18 * smoothstep(0.05, 0.0, x.abs());
        let tongue = self.mouth.tongue.map(|c| c * groove * lerp(1.0, 0.72, smoothstep(-0.1, 0.1, y - ty)));
        blend(&mut out, tongue, 0.85 * smoothstep(1.15, 0.75, r));

        // Lower row: on the jaw, mostly behind the lip.
        let lower_top = 0.036 + 0.86 * self.jaw + 0.20 * x * x;
        let lower = smoothstep(-SOFT, SOFT, y - lower_top) * smoothstep(0.34, 0.24, x.abs());
        let (seam, _) = tooth(x * 1.35);
        let shade = 0.80 * lerp(0.85, 1.0, seam);
        blend(&mut out, self.mouth.teeth.map(|c| c * shade), lower);

        // Upper row: fixed to the skull, its edge rising towards the corners.
        let (seam, short) = tooth(x);
        let edge = EDGE - short - 0.10 * x * x;
        let upper = smoothstep(SOFT, -SOFT, y - edge) * smoothstep(0.42, 0.33, x.abs());
        let round = lerp(1.0, 0.80, smoothstep(0.10, 0.40, x.abs()));
        let shade = lerp(0.80, 1.0, seam) * round;
        blend(&mut out, self.mouth.teeth.map(|c| c * shade), upper);

        // The lips' shadow: strongest below the upper lip and in the corners.
        let roof = lerp(0.58, 1.0, smoothstep(0.0, 0.045, y - top));
        let rim = lerp(0.72, 1.0, smoothstep(0.0, RIM, depth));
        let side = (x - self.corners[0]).min(self.corners[1] - x);
        let corner = lerp(0.55, 1.0, smoothstep(0.0, 0.16, side));
        out.map(|c| c * roof * rim * corner)
    }
}

/// At `x` from the middle: 0 between two teeth and 1 on one, and how far the tooth's edge is above the first one's.
fn tooth(x: f32) -> (f32, f32) {
    let mut start = 0.0;
    let x = x.abs();
    for (width, short) in TEETH.into_iter().zip(SHORT) {
        if x < start + width {
            let u = 2.0 * (x - start) / width - 1.0;
            let seam = smoothstep(0.0, 0.014, (width * 0.5) * (1.0 - u.abs()));
            return (seam, short + 0.012 * u * u * u * u);
        }
        start += width;
    }
    (1.0, 0.03)
}

/// Height of the upper lip's inner edge at `x`, in the face.
fn upper_at(posed: &Posed, x: f32) -> f32 {
    let line = UPPER_LIP[0].map(|i| posed.face[i]);
    let k = line.windows(2).position(|p| x <= p[1][0]).unwrap_or(9);
    let (a, b) = (line[k], line[k + 1]);
    lerp(a[1], b[1], ((x - a[0]) / (b[0] - a[0]).max(1e-3)).clamp(0.0, 1.0))
}

/// How far the lips are apart in the middle, in eye distances.
pub(super) fn middle_gap(posed: &Posed) -> f32 {
    [4, 5, 6].iter().map(|&k| posed.face[LOWER_LIP[0][k]][1] - posed.face[UPPER_LIP[0][k]][1]).fold(0.0, f32::max)
}

/// The inner lips in pixels, three points to a landmark (Catmull-Rom).
fn smooth_ring(posed: &Posed, to_px: &impl Fn([f32; 3]) -> [f32; 2]) -> Vec<[f32; 2]> {
    let ring = landmarks::mouth_ring().map(|i| to_px(posed.view[i]));
    let n = ring.len();
    let mut out = Vec::with_capacity(3 * n);
    for k in 0..n {
        let p = [ring[(k + n - 1) % n], ring[k], ring[(k + 1) % n], ring[(k + 2) % n]];
        for step in 0..3 {
            let t = step as f32 / 3.0;
            out.push(std::array::from_fn(|c| {
                let [a, b, d, e] = p.map(|q| q[c]);
                b + 0.5 * t * (d - a + t * (2.0 * a - 5.0 * b + 4.0 * d - e + t * (3.0 * (b - d) + e - a)))
            }));
        }
    }
    out
}
