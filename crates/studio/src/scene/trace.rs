//! Light in built places: paths of light through blocks, balls and posts, a few for each pixel.
//!
//! What is traced is put out of focus afterwards, and that averages the noise away: a handful of paths is enough for soft
//! shadows and for colour that bounces from wall to wall. Kajiya, "The rendering equation", 1986, cut at one bounce.
//!
//! Metres; x to the right, y down, z away from the camera, which is at the origin.

use super::colour::{Rgb, add, mix, scale, times};
use super::paint::Paint;
use super::tree::Tree;

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

/// Chance, and whose turn it is among the lamps: neighbours and paths take turns, so that a disc of them has asked all.
struct Dice(u32, u32);

impl Dice {
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
    fn from_lamp(&self, tree: &Tree, lamp: &Lamp, from: V3, n: V3, dice: &mut Dice) -> Rgb {
        let jitter = [dice.side(), dice.side(), dice.side()];
        let to: V3 = std::array::from_fn(|k| lamp.at[k] + lamp.half[k] * jitter[k] - from[k]);
        let d2 = dot(to, to);
        let far = d2.sqrt().max(1e-4);
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
        let light = self.from_lamp(tree, lamp, add(at, n, 2e-3), n, dice);
        add(self.ambient, light.map(|c| c.min(5.0)), count as f32)
    }

    fn through_air(&self, c: Rgb, t: f32) -> Rgb {
        mix(c, self.air.0, t / (t + self.air.1))
    }

    /// Light along a camera's ray and the share that the group covers.
    fn look(&self, [seen, all]: [&Tree; 2], d: V3, group: u8, dice: &mut Dice) -> (Rgb, f32) {
        let (mut o, mut d) = ([0.0; 3], d);
        let Some(mut m) = nearest(seen, o, d) else {
            return if group == 0 { ((self.sky)(d), 1.0) } else { ([0.0; 3], 0.0) };
        };
        let away = m.t;
        let mut s = (self.skin)(m.skin, m.at, m.normal);
        let facing = -dot(m.normal, d);
        let grazing = (1.0 - facing.clamp(0.0, 1.0)) * (1.0 - facing.clamp(0.0, 1.0));
        let mut keep = [1.0; 3];
        if s.gloss[0] > 0.0 && dice.unit() < s.gloss[0] * (0.25 + 0.75 * grazing) {
            let mirrored = add(add(d, m.normal, 2.0 * facing), dice.ball(), s.gloss[1]);
            o = add(m.at, m.normal, 2e-3);
            d = unit(mirrored);
            keep = [0.95; 3];
            match nearest(all, o, d) {
                None => return (self.through_air((self.sky)(d), away), 1.0),
                Some(next) => m = next,
            }
            s = (self.skin)(m.skin, m.at, m.normal);
            // A lamp that one path in many finds in a rough mirror is a speck, not a light.
            s.glow = s.glow.map(|g| g.min(3.0));
        }
        let mut c = add(s.glow, times(s.albedo, self.direct(all, m.at, m.normal, dice.1, dice)), 1.0);
        // One bounce: what the surroundings throw here.
        let b = unit(add(m.normal, dice.ball(), 0.98));
        let from = add(m.at, m.normal, 2e-3);
        let around = match nearest(all, from, b) {
            None => (self.sky)(b),
            Some(n) => {
                let t = (self.skin)(n.skin, n.at, n.normal);
                let lit = times(t.albedo, self.direct(all, n.at, n.normal, (dice.unit() * 64.0) as u32, dice));
                add(lit, t.glow.map(|g| g.min(2.5)), 1.0)
            }
        };
        c = add(c, times(s.albedo, around.map(|a| a.min(4.0))), 1.0);
        (self.through_air(times(c, keep), away), 1.0)
    }

    /// Paints a group of bodies, `paths` paths to a pixel. Group 0 covers the whole painting.
    pub(crate) fn paint(&self, paint: &mut Paint, group: u8, paths: u32, seed: u32) {
        let (w, step) = (paint.w, 1.0 / paths as f32);
        let (seen, all) = (Tree::new(&self.bodies, Some(group)), Tree::new(&self.bodies, None));
        for y in 0..paint.h {
            for x in 0..w {
                let seed = (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ seed;
                let mut dice = Dice(seed, (x + 2 * y) as u32);
                let (mut sum, mut cover) = ([0.0; 3], 0.0);
                for _ in 0..paths {
                    let u = (x as f32 + dice.unit()) / paint.unit - super::paint::MARGIN;
                    let v = (y as f32 + dice.unit()) / paint.unit - super::paint::MARGIN;
                    let d = unit([(u - 0.5) / self.focal, (v - self.horizon) / self.focal, 1.0]);
                    let (c, a) = self.look([&seen, &all], d, group, &mut dice);
                    sum = add(sum, c, step);
                    cover += a * step;
                    dice.1 = dice.1.wrapping_add(1);
                    if cover == 0.0 {
                        // A path that meets nothing tells for its neighbours, too: most of a near plane is empty.
                        break;
                    }
                }
                if cover > 0.0 {
                    paint.px[y * w + x] = [sum[0], sum[1], sum[2], cover];
                }
            }
        }
    }
}
