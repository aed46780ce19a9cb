//! What a scan does not show below its lower edge: the clothes go on as they end, ever softer and darker, and where it ends at
//! the neck or in the hair, they widen into shoulders.

use crate::math::{exp, smoothstep};
use crate::raster::{Layer, mix};

/// How far above the scan's end the continuation begins, in eye distances: the sheet ends unevenly there, and a breath or a
/// tilt moves the end about.
const ABOVE: f32 = 0.32;
/// How much of what is above is drawn out over what is missing, in eye distances.
const DEPTH: f32 = 0.20;
/// From here on only the colour of the cloth is left, without its pattern, in eye distances.
const PLAIN: f32 = 0.40;
/// The same where shoulders are made of it: hair that is drawn apart would look like feathers.
const PLAIN_SOON: f32 = 0.16;
/// Half of the width over which cloth is of one colour, in eye distances.
const SOFT: f32 = 0.34;
/// How much darker it gets, and within how many eye distances.
const DARK: f32 = 0.65;
const WITHIN: f32 = 1.9;
/// Half of the width of shoulders, in eye distances: somewhat less than people have, for heads that stand close together.
const SHOULDERS: f32 = 2.5;
/// Within how many eye distances they slope down to their whole width.
const SLOPE: f32 = 0.9;

/// Continues what is in the layer from `hem` (a line of the picture) down to its lower edge. `ed` is the distance between
/// the eyes in pixels.
pub(super) fn extend(layer: &mut Layer, hem: f32, ed: f32) {
    let (w, h) = (layer.width, layer.height);
    let from = hem - ABOVE * ed;
    if w < 2 || from < DEPTH * ed + 2.0 || from >= h as f32 {
        return;
    }
    let band = (from - DEPTH * ed) as usize..(from as usize).min(h);
    let lines = layer.pixels.get(band.start * w..band.end * w).unwrap_or(&[]);
    let trunk = Trunk::of(lines, w);
    let widens = trunk.is_some_and(|trunk| trunk.narrower(SLOPE * ed, ed) < 1.0);
    let pattern = if widens { PLAIN_SOON } else { PLAIN };
    let cloth = cloth(lines, w, (SOFT * ed) as usize + 1);
    for y in from as usize..h {
        let below = (y as f32 - from).max(0.0);
        // Mirrored right at the edge, so that nothing jumps there, and then drawn out more and more.
        let source = from - DEPTH * ed * (1.0 - exp(-below / (DEPTH * ed)));
        let line = source as usize;
        let share = ((source - line as f32) * 256.0) as u32;
        let plain = (smoothstep(0.0, pattern * ed, below) * 256.0) as u32;
        let keep = ((1.0 - DARK * smoothstep(0.0, WITHIN * ed, below)) * 256.0) as u32;
        let (above, here) = layer.pixels.split_at_mut(y * w);
        let (Some(a), Some(b), Some(out)) =
            (above.get(line * w..(line + 1) * w), above.get((line + 1) * w..(line + 2) * w), here.get_mut(..w))
        else {
            continue;
        };
        let clothe = |seen: u32, cloth: u32| {
            let alpha = seen >> 24;
            times(mix(seen, times(cloth, alpha + (alpha >> 7), alpha), plain), keep, alpha)
        };
        let narrower = trunk.map_or(1.0, |trunk| trunk.narrower(below, ed));
        if narrower >= 1.0 {
            for (((o, a), b), cloth) in out.iter_mut().zip(a).zip(b).zip(&cloth) {
                *o = if (a | b) >> 24 == 0 { 0 } else { clothe(mix(*a, *b, share), *cloth) };
            }
            continue;
        }
        let middle = trunk.map_or(0.0, |trunk| trunk.middle);
        for (x, o) in out.iter_mut().enumerate() {
            let at = (middle + (x as f32 + 0.5 - middle) * narrower - 0.5).clamp(0.0, (w - 2) as f32);
            let (i, part) = (at as usize, ((at - at as usize as f32) * 256.0) as u32);
            let (a, b) = (mix(a[i], a[i + 1], part), mix(b[i], b[i + 1], part));
            *o = if (a | b) >> 24 == 0 { 0 } else { clothe(mix(a, b, share), cloth[i]) };
        }
    }
}

/// How wide somebody is where the scan ends, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Trunk {
    middle: f32,
    half: f32,
}

impl Trunk {
    /// By the columns that some lines cover on the whole; none where nobody is, or where there is no room beside them.
    fn of(lines: &[u32], w: usize) -> Option<Self> {
        let mut covered = vec![0u32; w];
        for line in lines.chunks_exact(w) {
            covered.iter_mut().zip(line).for_each(|(sum, p)| *sum += p >> 24);
        }
        let half = (lines.len() / w) as u32 * 128;
        let from = covered.iter().position(|c| *c > half)?;
        let to = covered.iter().rposition(|c| *c > half)? + 1;
        (from > 0 || to < w).then_some(Self { middle: (from + to) as f32 / 2.0, half: (to - from) as f32 / 2.0 })
    }

    /// How much narrower the scan's end is than what goes on `below` it: 1 where shoulders are seen already.
    fn narrower(self, below: f32, ed: f32) -> f32 {
        let up = 1.0 - (below / (SLOPE * ed)).clamp(0.0, 1.0);
        let more = (SHOULDERS * ed - self.half).max(0.0) * (1.0 - up * up);
        self.half / (self.half + more)
    }
}

/// Mean colour of some lines around each column, opaque; 0 where there is none.
fn cloth(lines: &[u32], w: usize, radius: usize) -> Vec<u32> {
    // Sums of red, green, blue and alpha of each column.
    let mut columns = vec![[0u32; 4]; w];
    for line in lines.chunks_exact(w) {
        for (sum, p) in columns.iter_mut().zip(line) {
            sum.iter_mut().enumerate().for_each(|(k, s)| *s += p >> (8 * k) & 255);
        }
    }
    for _ in 0..2 {
        let mut sums = vec![[0u64; 4]; w + 1];
        for (x, c) in columns.iter().enumerate() {
            sums[x + 1] = std::array::from_fn(|k| sums[x][k] + u64::from(c[k]));
        }
        for (x, c) in columns.iter_mut().enumerate() {
            let (from, to) = (x.saturating_sub(radius), (x + radius + 1).min(w));
            *c = std::array::from_fn(|k| ((sums[to][k] - sums[from][k]) / (to - from) as u64) as u32);
        }
    }
    let colour = |c: &[u32; 4]| (0..3).fold(255 << 24, |p, k| p | (255 * c[k] / c[3].max(1)).min(255) << (8 * k));
    columns.iter().map(|c| if c[3] == 0 { 0 } else { colour(c) }).collect()
}

/// Colours times `share`/256, with this alpha.
fn times(p: u32, share: u32, alpha: u32) -> u32 {
    let part = |shift: u32| ((((p >> shift) & 255) * share) >> 8) << shift;
    part(0) | part(8) | part(16) | alpha << 24
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column of one colour from `from` to `to`, that ends at line 60 of 200.
    fn scan(from: usize, to: usize) -> Layer {
        let mut layer = Layer::new(200, 200);
        for y in 0..60 {
            layer.pixels[y * 200 + from..y * 200 + to].fill(0xff40_6080);
        }
        layer
    }

    fn covered(layer: &Layer, y: usize) -> usize {
        layer.pixels[y * 200..(y + 1) * 200].iter().filter(|p| **p >> 24 > 128).count()
    }

    #[test]
    fn a_scan_that_ends_at_the_neck_goes_on_in_shoulders() {
        let mut layer = scan(80, 120);
        extend(&mut layer, 60.0, 25.0);
        assert_eq!(covered(&layer, 40), 40, "what was seen stays");
        let widths: Vec<usize> = (60..200).map(|y| covered(&layer, y)).collect();
        assert!(widths.windows(2).all(|pair| pair[0] <= pair[1]), "{widths:?}");
        assert!(widths[139].abs_diff(125) <= 2, "{widths:?}");
        let line = &layer.pixels[150 * 200..151 * 200];
        let (first, last) = (line.iter().position(|p| p >> 24 > 128), line.iter().rposition(|p| p >> 24 > 128));
        assert!(first.zip(last).is_some_and(|(first, last)| (first + last).abs_diff(199) <= 2), "in the middle");
    }

    #[test]
    fn shoulders_that_are_seen_stay_as_wide() {
        let mut layer = scan(30, 170);
        extend(&mut layer, 60.0, 25.0);
        assert!((60..200).all(|y| covered(&layer, y) == 140));
        let mut nobody = Layer::new(200, 200);
        extend(&mut nobody, 60.0, 25.0);
        assert!(nobody.pixels.iter().all(|p| *p == 0));
    }
}
