//! What built places are made of.

use super::colour::{add, scale};
use crate::math::Bound as _;

/// Metres; x to the right, y down, z away from the camera.
pub(crate) type V3 = [f32; 3];

/// Something that light meets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// Between two corners.
    Block(V3, V3),
    /// A block seen from within: a room.
    Hall(V3, V3),
    /// Middle and radius.
    Ball(V3, f32),
    /// An upright cylinder without ends: x and z of its axis, radius, top and bottom.
    Post([f32; 2], f32, [f32; 2]),
}

/// A shape with its skin and the plane of the set that it is seen in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body {
    pub(crate) shape: Shape,
    pub(crate) skin: u16,
    pub(crate) group: u8,
}

pub(crate) fn dot(a: V3, b: V3) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn unit(a: V3) -> V3 {
    scale(a, 1.0 / dot(a, a).sqrt().at_least(1e-6))
}

/// Further than anything.
pub(crate) const FAR: f32 = 1e6;

impl Shape {
    pub(crate) fn bounds(&self) -> (V3, V3) {
        match *self {
            Self::Block(lo, hi) | Self::Hall(lo, hi) => (lo, hi),
            Self::Ball(c, r) => (c.map(|x| x - r), c.map(|x| x + r)),
            Self::Post([x, z], r, [top, bottom]) => ([x - r, top, z - r], [x + r, bottom, z + r]),
        }
    }

    /// Distance along a ray, and the normal there.
    pub(crate) fn meet(&self, o: V3, d: V3) -> Option<(f32, V3)> {
        match *self {
            Self::Block(lo, hi) | Self::Hall(lo, hi) => {
                let inside = matches!(self, Self::Hall(..));
                let (mut near, mut far, mut axis, mut axis_far) = (-FAR, FAR, 0, 0);
                for k in 0..3 {
                    let inv = 1.0 / if d[k].abs() < 1e-7 { 1e-7 } else { d[k] };
                    let (a, b) = ((lo[k] - o[k]) * inv, (hi[k] - o[k]) * inv);
                    let (a, b) = if a < b { (a, b) } else { (b, a) };
                    if a > near {
                        (near, axis) = (a, k);
                    }
                    if b < far {
                        (far, axis_far) = (b, k);
                    }
                }
                if near > far {
                    return None;
                }
                let (t, k) = if inside { (far, axis_far) } else { (near, axis) };
                let mut n = [0.0; 3];
                n[k] = if d[k] > 0.0 { -1.0 } else { 1.0 };
                (t > 1e-3).then_some((t, n))
            }
            Self::Ball(c, r) => {
                let oc = [o[0] - c[0], o[1] - c[1], o[2] - c[2]];
                let b = dot(oc, d);
                let q = b * b - dot(oc, oc) + r * r;
                if q < 0.0 {
                    return None;
                }
                let t = -b - q.sqrt();
                (t > 1e-3).then(|| (t, scale(add(oc, d, t), 1.0 / r)))
            }
            Self::Post([x, z], r, [top, bottom]) => {
                let (ox, oz) = (o[0] - x, o[2] - z);
                let a = d[0] * d[0] + d[2] * d[2];
                let b = ox * d[0] + oz * d[2];
                let q = b * b - a * (ox * ox + oz * oz - r * r);
                if q < 0.0 || a < 1e-9 {
                    return None;
                }
                let t = (-b - q.sqrt()) / a;
                let y = o[1] + t * d[1];
                (t > 1e-3 && y >= top && y <= bottom).then(|| (t, [(ox + t * d[0]) / r, 0.0, (oz + t * d[2]) / r]))
            }
        }
    }
}

/// A body of the backdrop.
pub(crate) fn body(shape: Shape, skin: u16) -> Body {
    Body { shape, skin, group: 0 }
}

/// A body of a nearer plane.
pub(crate) fn near(shape: Shape, skin: u16) -> Body {
    Body { shape, skin, group: 1 }
}
