//! Cutting the person out: a guided filter over the coarse mask, then alpha and clean colour from the colour line.
//!
//! Colour line: with the colours of foreground F and background B known nearby, a mixed pixel I = a F + (1 - a) B gives a by
//! projection. Both are estimated by spreading the sure areas outwards. What single pixels say is then evened out: in any
//! small place alpha is a linear function of colour (Levin, Lischinski, Weiss 2006).

use super::guide;
use super::image::Plane;
use super::landmarks::{self, OVAL};
use crate::math::{lerp, smoothstep};

/// Further outside the coarse cut than this there is nothing of the person, in eye distances.
const OUTSIDE: f32 = 0.20;
/// Nearer to the outline of the face than this its skin is not taken for granted, in eye distances.
const RIM: f32 = 0.10;
/// How much the filtered mask counts beside a colour line that is certain.
const GUIDE: f32 = 0.12;
/// Distance from a colour line that is ordinary, in colour of 0..1.
const OFF: f32 = 0.09;

/// Alpha, and colour without the background's share in it (meaningful where alpha is 0 too).
pub(crate) struct Matte {
    pub(crate) alpha: Plane<1>,
    pub(crate) colour: Plane<3>,
}

/// `picture` is 0..1, `mask` the coarse person probability at the same size, `points` the landmarks in its pixels.
pub(crate) fn cut_out(picture: &Plane<3>, mask: &Plane<1>, points: &[[f32; 3]]) -> Matte {
    let (_, _, ed) = landmarks::eyes(points);
    let (w, h) = (picture.width, picture.height);
    let mut soft = guide::guided(picture, mask, (0.10 * ed) as usize + 1, 2e-4);
    keep_connected(&mut soft, points);
    let inner = distance_to(&soft, ed, |a| a < 0.5);
    let outer = distance_to(&soft, ed, |a| a >= 0.5);
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [points[i][0], points[i][1]]).collect();
    let eye_line = 0.5 * (points[33][1] + points[263][1]);

    // What is surely the face, the rest of the person, the background: seeds with weight in the last channel.
    let half = |x: usize| x.div_ceil(2).max(1);
    let seed = || Plane::<4>::new(half(w), half(h));
    let (mut face, mut body, mut back) = (seed(), seed(), seed());
    let band = |y: usize| if (y as f32) < eye_line { 0.30 * ed } else { 0.16 * ed };
    // The landmarks' outline is a guess, too: along the jaw it may run over the wall behind.
    let inside = |x: usize, y: usize| {
        let p = [x as f32, y as f32];
        landmarks::inside(&oval, p) && landmarks::distance(&oval, p) > RIM * ed
    };
    let sure: Vec<bool> = (0..w * h).map(|i| inside(i % w, i / w) || inner[i] > band(i / w)).collect();
    for y in 0..h {
        for x in 0..w {
            let i = y * w + x;
            let to = y / 2 * half(w) + x / 2;
            let c = picture.data[i];
            let add = |plane: &mut Plane<4>| {
                (0..3).for_each(|k| plane.data[to][k] += c[k]);
                plane.data[to][3] += 1.0;
            };
            if inside(x, y) {
                add(&mut face);
            } else if inner[i] > band(y) {
                add(&mut body);
            } else if outer[i] > OUTSIDE * ed {
                add(&mut back);
            }
        }
    }
    let (face, body, back) = (spread(&face, ed), spread(&body, ed), spread(&back, ed));

    // Every pixel's own guess, and how far it is to be believed; half the size will do for both.
    let mut guesses = Plane::<5>::new(half(w), half(h));
    let mut lines = Vec::with_capacity(w * h);
    for y in 0..h {
        for x in 0..w {
            let i = y * w + x;
            let c = picture.data[i];
            let (u, v) = ((x as f32 + 0.5) * 0.5, (y as f32 + 0.5) * 0.5);
            let guide = soft.data[i][0];
            let (guess, weight, line) = if sure[i] {
                (1.0, 1.0, None)
            } else if outer[i] > OUTSIDE * ed {
                (0.0, 1.0, None)
            } else {
                let line = Line::through(c, [body.sample(u, v), face.sample(u, v)], back.sample(u, v));
                // Where the two colours are alike the line says nothing: the filtered mask does. It also has a say
                // everywhere, so that a background patch of the hair's colour does not become hair.
                let own = line.map_or(0.0, |l| l.trust());
                // Well inside the mask nothing makes a hole: grey rings and bright strands look like walls, too.
                let a = line.map_or(guide, |l| l.alpha);
                let a = lerp(a, a.max(guide), smoothstep(0.03, 0.08, inner[i] / ed));
                ((own * a + GUIDE * guide) / (own + GUIDE), own + GUIDE, line)
            };
            let to = &mut guesses.data[y / 2 * half(w) + x / 2];
            (0..3).for_each(|k| to[k] += weight * c[k]);
            to[3] += weight * guess;
            to[4] += weight;
            lines.push(line);
        }
    }
    let fitted = guide::colour_lines(&guesses, (0.05 * ed / 2.0) as usize + 1, 1e-4);

    let mut alpha = Plane::new(w, h);
    let mut colour = Plane::new(w, h);
    for y in 0..h {
        for x in 0..w {
            let i = y * w + x;
            let c = picture.data[i];
            if sure[i] {
                alpha.data[i] = [1.0];
                colour.data[i] = c;
                continue;
            }
            let (u, v) = ((x as f32 + 0.5) * 0.5, (y as f32 + 0.5) * 0.5);
            let f = fitted.sample(u, v);
            let a = f[0] * c[0] + f[1] * c[1] + f[2] * c[2] + f[3];
            let a = a.clamp(0.0, 1.0) * smoothstep(OUTSIDE, 0.5 * OUTSIDE, outer[i] / ed);
            let a = lerp(a, 1.0, smoothstep(0.35, 0.85, inner[i] / band(y)));
            let a = smoothstep(0.05, 0.95, a);
            alpha.data[i] = [a];
            let bg = back.sample(u, v);
            let fg = lines[i].map_or_else(|| body.sample(u, v), |l| [l.fg[0], l.fg[1], l.fg[2], 1.0]);
            let share = smoothstep(0.15, 0.7, a);
            colour.data[i] = std::array::from_fn(|k| {
                let clean = (c[k] - (1.0 - a) * bg[k]) / a.max(0.1);
                lerp(fg[k], clean.clamp(0.0, 1.0), share)
            });
        }
    }
    Matte { alpha, colour }
}

/// A mixed pixel's place between the colours of foreground and background near it.
#[derive(Clone, Copy)]
struct Line {
    alpha: f32,
    fg: [f32; 3],
    /// Distance between the two colours, and of the pixel from the line between them.
    contrast: f32,
    off: f32,
}

impl Line {
    /// The better of the foregrounds; weights are in the last channel, 0 where a colour is not known.
    fn through(c: [f32; 3], foregrounds: [[f32; 4]; 2], bg: [f32; 4]) -> Option<Self> {
        let known = foregrounds.into_iter().filter(|fg| fg[3] > 0.0 && bg[3] > 0.0);
        let lines = known.map(|fg| {
            let line: [f32; 3] = std::array::from_fn(|k| fg[k] - bg[k]);
            let length2 = line.iter().map(|d| d * d).sum::<f32>();
            let a = (0..3).map(|k| (c[k] - bg[k]) * line[k]).sum::<f32>() / length2.max(1e-4);
            let alpha = a.clamp(0.0, 1.0);
            let off = (0..3).map(|k| c[k] - bg[k] - alpha * line[k]).map(|d| d * d).sum::<f32>().sqrt();
            Self { alpha, fg: [fg[0], fg[1], fg[2]], contrast: length2.sqrt(), off }
        });
        lines.min_by(|a, b| a.off.total_cmp(&b.off))
    }

    /// How much it says: nothing where the two colours are alike, or the pixel is of neither.
    fn trust(&self) -> f32 {
        let far = self.off / OFF;
        smoothstep(40.0 / 255.0, 110.0 / 255.0, self.contrast) / (1.0 + far * far * far * far)
    }
}

/// Clears whatever is not joined to the face: a second person, a picture on the wall.
fn keep_connected(mask: &mut Plane<1>, points: &[[f32; 3]]) {
    let (w, h) = (mask.width, mask.height);
    let mut seen = vec![false; w * h];
    let mut open: Vec<usize> = Vec::new();
    for &p in points {
        if p[0] >= 0.0 && p[1] >= 0.0 && (p[0] as usize) < w && (p[1] as usize) < h {
            let i = p[1] as usize * w + p[0] as usize;
            if !seen[i] {
                seen[i] = true;
                open.push(i);
            }
        }
    }
    while let Some(i) = open.pop() {
        let (x, y) = (i % w, i / w);
        let around = [(x > 0).then(|| i - 1), (x + 1 < w).then_some(i + 1), (y > 0).then(|| i - w)];
        for j in around.into_iter().chain([(y + 1 < h).then_some(i + w)]).flatten() {
            if !seen[j] && mask.data[j][0] > 0.2 {
                seen[j] = true;
                open.push(j);
            }
        }
    }
    for (m, s) in mask.data.iter_mut().zip(seen) {
        if !s {
            *m = [0.0];
        }
    }
}

/// Distance in pixels to the nearest pixel that `is` one (chamfer 3-4), at most about one eye distance.
fn distance_to(mask: &Plane<1>, ed: f32, is: impl Fn(f32) -> bool) -> Vec<f32> {
    let (w, h) = (mask.width, mask.height);
    let far = ed.max(1.0);
    let mut d: Vec<f32> = mask.data.iter().map(|m| if is(m[0]) { 0.0 } else { far }).collect();
    let relax = |d: &mut [f32], x: usize, y: usize, dx: isize, dy: isize, cost: f32| {
        let (u, v) = (x as isize + dx, y as isize + dy);
        if u >= 0 && v >= 0 && u < w as isize && v < h as isize {
            let other = d[v as usize * w + u as usize] + cost;
            let here = &mut d[y * w + x];
            *here = here.min(other);
        }
    };
    let diagonal = 4.0 / 3.0;
    for y in 0..h {
        for x in 0..w {
            for (dx, dy, c) in [(-1, 0, 1.0), (0, -1, 1.0), (-1, -1, diagonal), (1, -1, diagonal)] {
                relax(&mut d, x, y, dx, dy, c);
            }
        }
    }
    for y in (0..h).rev() {
        for x in (0..w).rev() {
            for (dx, dy, c) in [(1, 0, 1.0), (0, 1, 1.0), (1, 1, diagonal), (-1, 1, diagonal)] {
                relax(&mut d, x, y, dx, dy, c);
            }
        }
    }
    d
}

/// Spreads sure colours (weight in the last channel) over the whole plane: the narrowest blur that reaches a pixel wins.
fn spread(seed: &Plane<4>, ed: f32) -> Plane<4> {
    let mut out = Plane::<4>::new(seed.width, seed.height);
    let mut rest = vec![1f32; out.data.len()];
    for (n, sigma) in [0.05f32, 0.15, 0.45, 1.35, 4.0].into_iter().enumerate() {
        // Half the pixels, so half the sigma.
        let blurred = seed.gaussian((0.5 * sigma * ed).max(1.0));
        for ((o, b), r) in out.data.iter_mut().zip(&blurred.data).zip(&mut rest) {
            if *r <= 0.0 || b[3] < 1e-6 {
                continue;
            }
            let trust = if n == 4 { *r } else { *r * smoothstep(0.0, 0.25, b[3]) };
            (0..3).for_each(|k| o[k] += trust * b[k] / b[3]);
            o[3] += trust;
            *r -= trust;
        }
    }
    for o in &mut out.data {
        if o[3] > 1e-6 {
            let scale = 1.0 / o[3];
            (0..3).for_each(|k| o[k] *= scale);
        } else {
            o[3] = 0.0;
        }
    }
    out
}
