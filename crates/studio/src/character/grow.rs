//! Thing or background, pixel by pixel: colour says how likely, neighbours of one colour agree (mean field of an Ising
//! model with contrast-sensitive links, as in `GrabCut`: Rother, Kolmogorov, Blake 2004).

use crate::math::exp;
use crate::pack::image::Plane;

/// Natural logarithm, the same on every machine.
pub(super) fn ln(x: f32) -> f32 {
    libm::logf(x.max(1e-30))
}

/// Links of a pixel to the right, down-left, down and down-right: 0 across an edge, 1 within a colour.
pub(super) struct Links {
    width: usize,
    height: usize,
    to: Vec<[f32; 4]>,
}

/// Where each link leads, and how much a longer one counts.
const WAYS: [(isize, isize, f32); 4] = [(1, 0, 1.0), (-1, 1, 0.707), (0, 1, 1.0), (1, 1, 0.707)];

impl Links {
    pub(super) fn new(picture: &Plane<3>) -> Self {
        let (w, h) = (picture.width, picture.height);
        let contrast = |x: usize, y: usize, dx: isize, dy: isize| {
            let (a, b) = (picture.at(x as isize, y as isize), picture.at(x as isize + dx, y as isize + dy));
            (0..3).map(|k| (a[k] - b[k]) * (a[k] - b[k])).sum::<f32>()
        };
        let mut sum = 0f64;
        for y in 0..h {
            for x in 0..w {
                sum += f64::from(contrast(x, y, 1, 0) + contrast(x, y, 0, 1));
            }
        }
        let mean = (sum / (2 * w * h).max(1) as f64) as f32;
        let beta = 0.5 / mean.max(1e-5);
        let mut to = vec![[0.0; 4]; w * h];
        for y in 0..h {
            for x in 0..w {
                to[y * w + x] = std::array::from_fn(|k| {
                    let (dx, dy, share) = WAYS[k];
                    let inside = (0..w as isize).contains(&(x as isize + dx)) && y as isize + dy < h as isize;
                    if inside { share * exp(-beta * contrast(x, y, dx, dy)) } else { 0.0 }
                });
            }
        }
        Self { width: w, height: h, to }
    }

    /// What the neighbours of each pixel say together, -4 or so to 4.
    fn votes(&self, state: &[f32], out: &mut [f32]) {
        out.fill(0.0);
        for y in 0..self.height {
            for x in 0..self.width {
                let i = y * self.width + x;
                for ((dx, dy, _), link) in WAYS.iter().zip(self.to[i]) {
                    if link > 0.0 {
                        let j = (i as isize + dy * self.width as isize + dx) as usize;
                        out[i] += link * state[j];
                        out[j] += link * state[i];
                    }
                }
            }
        }
    }

    /// Lets neighbours agree. `evidence` is the logarithm of thing over background; `state` runs from -1, background, to
    /// 1, thing.
    pub(super) fn settle(&self, evidence: &[f32], strength: f32, rounds: usize, state: &mut [f32]) {
        let mut votes = vec![0.0; state.len()];
        for round in 0..rounds {
            // Weak first, so that what is locked in early is locked in rightly.
            let pull = strength * (round + 1) as f32 / rounds as f32;
            self.votes(state, &mut votes);
            for ((s, e), v) in state.iter_mut().zip(evidence).zip(&votes) {
                let x = (0.5 * e + pull * v).clamp(-12.0, 12.0);
                let wanted = 1.0 - 2.0 / (1.0 + exp(2.0 * x));
                *s += 0.7 * (wanted - *s);
            }
        }
    }
}

/// Parts of a plane that hang together: the number of each pixel's part, and the size of each part.
pub(super) fn parts(width: usize, height: usize, is: impl Fn(usize) -> bool) -> (Vec<u32>, Vec<usize>) {
    let mut number = vec![0u32; width * height];
    let mut sizes = vec![0];
    let mut open = Vec::new();
    for start in 0..width * height {
        if number[start] != 0 || !is(start) {
            continue;
        }
        let own = sizes.len() as u32;
        let mut size = 0;
        number[start] = own;
        open.push(start);
        while let Some(i) = open.pop() {
            size += 1;
            let (x, y) = (i % width, i / width);
            let around = [
                (x > 0).then(|| i - 1),
                (x + 1 < width).then_some(i + 1),
                (y > 0).then(|| i - width),
                (y + 1 < height).then_some(i + width),
            ];
            for j in around.into_iter().flatten() {
                if number[j] == 0 && is(j) {
                    number[j] = own;
                    open.push(j);
                }
            }
        }
        sizes.push(size);
    }
    (number, sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubtful_pixel_follows_its_own_colour_and_not_its_nearest_neighbour() {
        // Left half dark, right half bright; only the outermost columns know what they are.
        let (w, h) = (20, 8);
        let mut picture = Plane::<3>::new(w, h);
        picture.data.iter_mut().enumerate().for_each(|(i, c)| *c = [if i % w < 10 { 0.1 } else { 0.9 }; 3]);
        let evidence: Vec<f32> = (0..w * h)
            .map(|i| {
                if i % w == 0 {
                    -6.0
                } else if i % w == 19 {
                    6.0
                } else {
                    0.0
                }
            })
            .collect();
        let mut state = vec![0.0; w * h];
        Links::new(&picture).settle(&evidence, 2.0, 60, &mut state);
        assert!((0..w * h).all(|i| (state[i] > 0.5) == (i % w >= 10)), "{state:?}");
    }

    #[test]
    fn parts_are_counted() {
        let field = b"11..1\n1...1\n..1.."; // 5 wide, rows parted by line feeds
        let is = |i: usize| field[i / 5 * 6 + i % 5] == b'1';
        let (number, sizes) = parts(5, 3, is);
        assert_eq!(sizes, [0, 3, 2, 1]);
        assert_eq!((number[0], number[4], number[12], number[2]), (1, 2, 3, 0));
    }
}
