//! Making the person belong to the set: its tint, its key light, a lit outline, a shadow behind.

use super::stretch::{CELL, Span, Stretch};
use crate::canvas::Canvas;
use crate::look::Look;
use crate::math::lerp;
use crate::raster::{Gain, Layer};

/// How far skin moves towards the set's tint.
const MATCH: f32 = 0.22;
const KEY: f32 = 0.34;
const RIM: f32 = 0.55;
const WRAP: f32 = 0.30;

/// Colour multipliers for a look.
pub(crate) fn gain(look: &Look) -> Gain {
    let mean = (look.tint.iter().sum::<f32>() / 3.0).max(0.02);
    let bright = lerp(1.0, (mean / 0.42).clamp(0.6, 1.25), MATCH);
    let ok = |v: f32| if v.is_finite() { v.clamp(0.0, 2.0) } else { 1.0 };
    Gain {
        base: look.tint.map(|t| ok(bright * lerp(1.0, (t / mean).clamp(0.3, 2.2), MATCH))),
        key: look.key.map(|k| KEY * ok(k)),
    }
}

/// How much key light each vertex gets, about -0.9..0.9, from the resting sheet's normals.
pub(super) fn key_at(look: &Look, rest: &[[f32; 3]], triangles: &[[u16; 3]]) -> Vec<f32> {
    let mut normals = vec![[0f32; 3]; rest.len()];
    for t in triangles {
        let [a, b, c] = t.map(|i| rest[usize::from(i)]);
        let (u, v): ([f32; 3], [f32; 3]) = (std::array::from_fn(|k| b[k] - a[k]), std::array::from_fn(|k| c[k] - a[k]));
        let mut n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        // Towards the camera.
        if n[2] > 0.0 {
            n = n.map(|x| -x);
        }
        for i in t {
            (0..3).for_each(|k| normals[usize::from(*i)][k] += n[k]);
        }
    }
    let from = [look.key_from[0], look.key_from[1], -0.55];
    let length = from.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-3);
    let from = from.map(|v| v / length);
    normals
        .iter()
        .map(|n| {
            let size = n.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-9);
            let facing: f32 = (0..3).map(|k| n[k] / size * from[k]).sum();
            // Surfaces that face the lens straight stay as they are.
            (facing + from[2]).clamp(-0.9, 0.9)
        })
        .collect()
}

/// Pixels that are looked at together first.
const BLOCK: usize = 8;

/// How much rim light an opacity gets, 0..256: only near the outline, 0 deep inside. `rim` is 256 where the matte that
/// was moved away from the light covers.
fn edge(a: i32, rim: i32) -> i32 {
    (a * ((256 - rim) * 3 / 2 - 110).clamp(0, 256)) >> 8
}

/// An opaque pixel in a shadow that leaves it so many 256ths.
fn darkened(p: [u8; 4], dark: i32) -> [u8; 4] {
    let (p, dark) = (u32::from_le_bytes(p), dark as u32);
    let red_blue = (((p & 0x00ff_00ff) * dark) >> 8) & 0x00ff_00ff;
    let green = ((p >> 8 & 255) * dark) & 0xff00;
    (red_blue | green | p & 0xff00_0000).to_le_bytes()
}

/// How much of the set spills over the outline, 0..256; `soft` is the blurred matte, 256 deep inside.
fn wrap(a: i32, soft: i32) -> i32 {
    (((a * (256 - soft).max(0)) >> 8) * (WRAP * 256.0) as i32) >> 8
}

/// Puts the finished layer over the scene.
#[derive(Debug, Default)]
pub(crate) struct Compositor {
    alpha: Vec<f32>,
    /// First and one past the last cell of each line with anything of the person in it.
    person: Vec<Span>,
    shaded: Vec<Span>,
    soft: Vec<f32>,
    shadow: Vec<f32>,
    scratch: Vec<f32>,
    line: Vec<i32>,
}

impl Compositor {
    /// `ed` is the distance between the eyes in pixels.
    pub(crate) fn draw(&mut self, layer: &Layer, look: &Look, ed: f32, canvas: &mut Canvas) {
        let (w, h) = (layer.width, layer.height);
        let (cw, ch) = (w.div_ceil(CELL), h.div_ceil(CELL));
        self.reduce(layer, cw, ch);
        let cells = |eds: f32| (eds * ed / CELL as f32 + 0.5) as usize;
        self.soft.clone_from(&self.alpha);
        for _ in 0..2 {
            blur(&mut self.soft, &mut self.scratch, cw, ch, cells(0.03).max(1));
        }
        self.shadow.clone_from(&self.soft);
        for _ in 0..3 {
            blur(&mut self.shadow, &mut self.scratch, cw, ch, cells(0.20).max(1));
        }
        let direction = {
            let [x, y] = look.key_from;
            let n = (x * x + y * y).sqrt().max(1e-3);
            [x / n, y / n]
        };
        // The rim is where the matte, moved away from the light, no longer covers the person.
        let rim_shift = [-direction[0] * 0.055 * ed / CELL as f32, -direction[1] * 0.035 * ed / CELL as f32];
        let shadow_shift = [direction[0] * 0.16 * ed / CELL as f32, direction[1] * 0.06 * ed / CELL as f32];
        let rim = look.rim.map(|c| (c.clamp(0.0, 1.5) * RIM * 255.0) as i32);
        let shade = (look.shadow.clamp(0.0, 1.0) * 256.0) as i32;
        let rim_map = Stretch::new(w, cw, rim_shift);
        let soft_map = Stretch::new(w, cw, [0.0; 2]);
        let shadow_map = Stretch::new(w, cw, shadow_shift);
        let (mut rim_row, mut soft_row, mut shadow_row) = (vec![0i32; w], vec![0i32; w], vec![0i32; w]);
        self.shaded.clear();
        self.shaded.extend(self.shadow.chunks_exact(cw).map(|line| Span::of(line, 1.0 / 16.0)));
        for y in 0..h {
            // Nothing happens where there is neither a person nor a shadow.
            let here = self.person.get(y / CELL).copied().unwrap_or_default().pixels(0.0);
            let span = here.and(shadow_map.touched(&self.shaded, y)).within(w);
            if span.from >= span.to {
                continue;
            }
            rim_map.row(&self.soft, ch, y, &mut self.line, span, &mut rim_row);
            soft_map.row(&self.soft, ch, y, &mut self.line, span, &mut soft_row);
            shadow_map.row(&self.shadow, ch, y, &mut self.line, span, &mut shadow_row);
            let (Some(out), Some(pixels)) = (
                canvas.rgba.get_mut((y * w + span.from) * 4..(y * w + span.to) * 4),
                layer.pixels.get(y * w + span.from..y * w + span.to),
            ) else {
                return;
            };
            let shades = [&rim_row, &soft_row, &shadow_row].map(|row| row[span.from..span.to].chunks(BLOCK));
            let [rims, softs, shadows] = shades;
            for ((out, tops), ((rims, softs), shadows)) in
                out.chunks_mut(4 * BLOCK).zip(pixels.chunks(BLOCK)).zip(rims.zip(softs).zip(shadows))
            {
                // Mostly there is nothing of either, or only the person, deep inside of the outline.
                let (every, some) = tops.iter().fold((u32::MAX, 0), |(all, any), p| (all & p, any | p));
                if some >> 24 == 0 {
                    if shadows.iter().any(|s| *s != 0) {
                        let dark = |s: i32| 256 - ((shade * s) >> 8);
                        out.as_chunks_mut::<4>()
                            .0
                            .iter_mut()
                            .zip(shadows)
                            .for_each(|(p, s)| *p = darkened(*p, dark(*s)));
                    }
                    continue;
                }
                let least = |of: &[i32]| of.iter().fold(256, |least, v| if *v < least { *v } else { least });
                if every >> 24 == 255 && edge(255, least(rims)) == 0 && wrap(255, least(softs)) == 0 {
                    out.as_chunks_mut::<4>().0.iter_mut().zip(tops).for_each(|(p, top)| *p = top.to_le_bytes());
                    continue;
                }
                let shades = rims.iter().zip(softs).zip(shadows);
                for ((p, &top), ((rim_here, soft_here), shadow_here)) in
                    out.as_chunks_mut::<4>().0.iter_mut().zip(tops).zip(shades)
                {
                    let a = (top >> 24) as i32;
                    if a == 0 && *shadow_here == 0 {
                        continue;
                    }
                    let dark = 256 - ((shade * shadow_here) >> 8);
                    if a == 0 {
                        *p = darkened(*p, dark);
                        continue;
                    }
                    let (edge, wrap) = (edge(a, *rim_here), wrap(a, *soft_here));
                    if a == 255 && edge == 0 && wrap == 0 {
                        *p = top.to_le_bytes();
                        continue;
                    }
                    let rest = 256 - (a + (a >> 7));
                    for k in 0..3 {
                        let below = i32::from(p[k]);
                        let mut c = (top >> (8 * k) & 255) as i32;
                        // The set behind spills over the outline; light adds less to what is bright already.
                        c += ((((below * a * 257) >> 16) - c) * wrap) >> 8;
                        c += (((rim[k] * edge) >> 8) * (288 - c).max(0)) >> 8;
                        let behind = (((below * dark) >> 8) * rest) >> 8;
                        p[k] = (c + behind).clamp(0, 255) as u8;
                    }
                    p[3] = 255;
                }
            }
        }
    }

    fn reduce(&mut self, layer: &Layer, cw: usize, ch: usize) {
        self.alpha.clear();
        self.alpha.resize(cw * ch, 0.0);
        for (y, line) in layer.pixels.chunks_exact(layer.width.max(1)).enumerate() {
            let Some(cells) = self.alpha.get_mut(y / CELL * cw..(y / CELL + 1) * cw) else { return };
            for (cell, block) in cells.iter_mut().zip(line.chunks(CELL)) {
                *cell += block.iter().map(|p| p >> 24).sum::<u32>() as f32;
            }
        }
        // The picture ends; the person goes on: cells cut by the border count as full ones.
        let scale = 256.0 / (255.0 * (CELL * CELL) as f32);
        self.alpha.iter_mut().for_each(|a| *a *= scale);
        self.person.clear();
        self.person.extend(self.alpha.chunks_exact(cw).map(|line| Span::of(line, f32::MIN_POSITIVE)));
    }
}

/// Box blur in place, clamped at the border.
fn blur(data: &mut [f32], scratch: &mut Vec<f32>, w: usize, h: usize, radius: usize) {
    scratch.clear();
    scratch.resize(data.len(), 0.0);
    let r = radius as isize;
    let scale = 1.0 / (2 * radius + 1) as f32;
    for y in 0..h {
        let line = &data[y * w..(y + 1) * w];
        let at = |i: isize| line[i.clamp(0, w as isize - 1) as usize];
        let mut sum: f32 = (-r..=r).map(at).sum();
        for x in 0..w as isize {
            scratch[y * w + x as usize] = sum * scale;
            sum += at(x + r + 1) - at(x - r);
        }
    }
    // Down the columns, a whole line at a time.
    let mut sums = vec![0f32; w];
    let line = |i: isize| i.clamp(0, h as isize - 1) as usize * w;
    for i in -r..=r {
        sums.iter_mut().zip(&scratch[line(i)..]).for_each(|(s, v)| *s += v);
    }
    for y in 0..h as isize {
        let (new, old) = (line(y + r + 1), line(y - r));
        let out = &mut data[y as usize * w..(y as usize + 1) * w];
        for (x, o) in out.iter_mut().enumerate() {
            *o = sums[x] * scale;
            sums[x] += scratch[new + x] - scratch[old + x];
        }
    }
}
