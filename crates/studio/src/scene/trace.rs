//! Light in built places: paths of light through blocks, balls and posts, a few for each pixel.
//!
//! One path for each pixel, cut at one bounce (Kajiya, "The rendering equation", 1986); the light that it finds is evened
//! out over each surface, and the whole is put out of focus afterwards: that averages the noise away.
//!
//! Metres; x to the right, y down, z away from the camera, which is at the origin.

use super::colour::{Rgb, add, mix, scale, times};
use super::even::{self, Seen};
use super::paint::Paint;
use super::tree::Tree;
use crate::math::Bound as _;

pub(crate) use super::shape::{Body, Shape, V3, body, near};
use super::shape::{FAR, dot, unit};

/// What a skin looks like at a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surface {
    /// Share of light that comes back, 0..1.
    pub(crate) albedo: Rgb,
    /// Light of its own.
    pub(crate) glow: Rgb,
    /// Share of light that is mirrored, and how rough the mirror is.
    pub(crate) gloss: [f32; 2],
}

impl Surface {
    pub(crate) fn matt(albedo: Rgb) -> Self {
        Self { albedo, glow: [0.0; 3], gloss: [0.0; 2] }
    }

    pub(crate) fn lit(glow: Rgb) -> Self {
        Self { albedo: [0.05; 3], glow, gloss: [0.0; 2] }
    }

    pub(crate) fn polished(albedo: Rgb, share: f32, rough: f32) -> Self {
        Self { albedo, glow: [0.0; 3], gloss: [share, rough] }
    }
}

/// A source that throws light: a box of half sizes around a point. What is seen of it is a body that glows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lamp {
    pub(crate) at: V3,
    pub(crate) half: V3,
    pub(crate) light: Rgb,
}

/// A place.
pub(crate) struct World<'a> {
    pub(crate) bodies: Vec<Body>,
    pub(crate) lamps: Vec<Lamp>,
    /// Light from everywhere.
    pub(crate) ambient: Rgb,
    /// Colour of the air and the distance at which half of what is seen is air.
    pub(crate) air: (Rgb, f32),
    /// Focal length in widths of the picture.
    pub(crate) focal: f32,
    /// Height of the horizon in the picture, in widths.
    pub(crate) horizon: f32,
    /// What a skin is at a point with a normal.
    pub(crate) skin: &'a dyn Fn(u16, V3, V3) -> Surface,
    /// What is seen in a direction where nothing is.
    pub(crate) sky: &'a dyn Fn(V3) -> Rgb,
}

/// The draws of one path (PCG; O'Neill, 2014).
struct Dice(u32);

impl Dice {
    fn new(x: usize, y: usize, seed: u32) -> Self {
        Self((x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ seed)
    }

    fn unit(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let s = ((self.0 >> ((self.0 >> 28) + 4)) ^ self.0).wrapping_mul(277_803_737);
        (((s >> 22) ^ s) >> 8) as f32 / 16_777_216.0
    }

    fn side(&mut self) -> f32 {
        2.0 * self.unit() - 1.0
    }

    /// Within the unit ball.
    fn ball(&mut self) -> V3 {
        for _ in 0..8 {
            let p = [self.side(), self.side(), self.side()];
            if dot(p, p) <= 1.0 {
                return p;
            }
        }
        [0.0; 3]
    }
}

/// How far light is evened out, in pixels of the painting.
const REACH: usize = 8;

struct Meeting {
    at: V3,
    normal: V3,
    t: f32,
    skin: u16,
}

fn nearest(tree: &Tree, o: V3, d: V3) -> Option<Meeting> {
    let mut best: Option<(f32, V3, u16)> = None;
    tree.walk(o, d, FAR, |b| {
        let before = best.map_or(FAR, |(t, ..)| t);
        match b.shape.meet(o, d) {
            Some((t, n)) if t < before => {
                best = Some((t, n, b.skin));
                t
            }
            _ => before,
        }
    });
    best.map(|(t, normal, skin)| Meeting { at: add(o, d, t), normal, t, skin })
}

impl World<'_> {
    /// Light of one lamp at a point.
    fn lamplight(&self, tree: &Tree, lamp: &Lamp, from: V3, n: V3, dice: &mut Dice) -> Rgb {
        let jitter = [dice.side(), dice.side(), dice.side()];
        let to: V3 = std::array::from_fn(|k| lamp.at[k] + lamp.half[k] * jitter[k] - from[k]);
        let d2 = dot(to, to);
        let far = d2.sqrt().at_least(1e-4);
        let dir = scale(to, 1.0 / far);
        let facing = dot(n, dir);
        if facing <= 0.0 {
            return [0.0; 3];
        }
        let mut hidden = false;
        tree.walk(from, dir, far - 0.12, |b| {
            let shut =
                !matches!(b.shape, Shape::Hall(..)) && b.shape.meet(from, dir).is_some_and(|(t, _)| t < far - 0.12);
            hidden |= shut;
            // What hides once, hides: nothing behind it is asked.
            if hidden { 0.0 } else { far - 0.12 }
        });
        if hidden { [0.0; 3] } else { scale(lamp.light, facing / (d2 + 0.15)) }
    }

    /// Light at a point, by the lamp whose turn it is, which stands for all.
    fn direct(&self, tree: &Tree, at: V3, n: V3, turn: u32, dice: &mut Dice) -> Rgb {
        let count = self.lamps.len();
        if count == 0 {
            return self.ambient;
        }
        let lamp = &self.lamps[turn as usize % count];
        let light = self.lamplight(tree, lamp, add(at, n, 2e-3), n, dice);
        add(self.ambient, light.map(|c| c.at_most(5.0)), count as f32)
    }

    /// What comes along a ray from what it meets: its own light and what the lamps throw on it.
    fn glance(&self, all: &Tree, o: V3, d: V3, most: f32, dice: &mut Dice) -> Rgb {
        let Some(m) = nearest(all, o, d) else { return (self.sky)(d) };
        let s = (self.skin)(m.skin, m.at, m.normal);
        let turn = (dice.unit() * 64.0) as u32;
        add(times(s.albedo, self.direct(all, m.at, m.normal, turn, dice)), s.glow.map(|g| g.at_most(2.5)), 1.0)
            .map(|c| c.at_most(most))
    }

    /// What a camera's ray sees of a group.
    fn look(&self, [seen, all]: [&Tree; 2], d: V3, group: u8, turn: u32, dice: &mut Dice) -> Seen {
        let o = [0.0; 3];
        let Some(m) = nearest(seen, o, d) else {
            let sky = if group == 0 { (self.sky)(d) } else { [0.0; 3] };
            return Seen { own: sky, cover: f32::from(u8::from(group == 0)), ..Seen::default() };
        };
        let s = (self.skin)(m.skin, m.at, m.normal);
        let from = add(m.at, m.normal, 2e-3);
        let facing = -dot(m.normal, d);
        let grazing = (1.0 - facing.clamp(0.0, 1.0)) * (1.0 - facing.clamp(0.0, 1.0));
        let share = s.gloss[0] * (0.25 + 0.75 * grazing);
        let mut shine = [0.0; 3];
        if share > 0.02 {
            let mirrored = unit(add(add(d, m.normal, 2.0 * facing), dice.ball(), s.gloss[1]));
            shine = scale(self.glance(all, from, mirrored, 4.0, dice), share);
        }
        // One bounce: what the surroundings throw here.
        let around = self.glance(all, from, unit(add(m.normal, dice.ball(), 0.98)), 1.4, dice);
        let light = add(self.direct(all, m.at, m.normal, turn, dice), around, 1.0);
        let air = m.t / (m.t + self.air.1);
        let key = m.normal.map(|n| (1.7 * n + 2.5) as u32);
        Seen {
            own: s.glow,
            albedo: scale(s.albedo, 1.0 - share),
            light,
            shine,
            air,
            cover: 1.0,
            key: 1 + key[0] + 5 * key[1] + 25 * key[2] + 125 * u32::from(m.skin),
        }
    }

    /// As [`World::paint`] `times` over, and the mean of it: for what stays sharp enough to show its edges.
    pub(crate) fn paint_finely(&self, paint: &mut Paint, group: u8, times: u32, seed: u32) {
        let mut once = paint.clone();
        let share = 1.0 / times.max(1) as f32;
        paint.px.iter_mut().for_each(|p| *p = [0.0; 4]);
        for k in 0..times.max(1) {
            once.px.iter_mut().for_each(|p| *p = [0.0; 4]);
            self.paint(&mut once, group, seed.wrapping_add(k.wrapping_mul(0x9e37)));
            paint.px.iter_mut().zip(&once.px).for_each(|(p, o)| (0..4).for_each(|c| p[c] += share * o[c]));
        }
    }

    /// Paints a group of bodies. Group 0 covers the whole painting.
    ///
    /// One path to a pixel; the light that it finds is evened out over neighbours of the same surface, the surface's own
    /// colours are not.
    pub(crate) fn paint(&self, paint: &mut Paint, group: u8, seed: u32) {
        let (seen, all) = (Tree::new(&self.bodies, Some(group)), Tree::new(&self.bodies, None));
        let (w, h) = (paint.w, paint.h);
        let offset = (seed % 64) as f32 / 64.0;
        let mut found = Vec::with_capacity(w * h);
        for y in 0..h {
            for x in 0..w {
                let mut dice = Dice::new(x, y, seed);
                // Where in its pixel a path starts is spread evenly over neighbours, or bright edges would fray.
                let [across, down] = [(x, y), (y, x)].map(|(a, b)| {
                    let f = a as f32 * 0.754_877_7 + b as f32 * 0.569_840_3 + offset;
                    f - f as i32 as f32
                });
                let u = (x as f32 + across) / paint.unit - super::paint::MARGIN;
                let v = (y as f32 + down) / paint.unit - super::paint::MARGIN;
                let d = unit([(u - 0.5) / self.focal, (v - self.horizon) / self.focal, 1.0]);
                // Neighbours ask different lamps, so that any patch of them has asked all.
                found.push(self.look([&seen, &all], d, group, (x + 2 * y) as u32, &mut dice));
            }
        }
        even::out(&mut found, w, h, REACH);
        for (p, s) in paint.px.iter_mut().zip(&found).filter(|(_, s)| s.cover > 0.0) {
            let c = add(add(s.own, times(s.albedo, s.light), 1.0), s.shine, 1.0);
            let c = mix(c, self.air.0, s.air);
            *p = [c[0], c[1], c[2], s.cover];
        }
    }
}
