//! What a scan does not show below its lower edge: the clothes go on as they end, ever softer and darker.

use crate::math::{exp, smoothstep};
use crate::raster::{Layer, mix};

/// How far above the scan's end the continuation begins, in eye distances: the sheet ends unevenly there, and a breath or a
/// tilt moves the end about.
const ABOVE: f32 = 0.32;
/// How much of what is above is drawn out over what is missing, in eye distances.
const DEPTH: f32 = 0.20;
/// From here on only the colour of the cloth is left, without its pattern, in eye distances.
const PLAIN: f32 = 0.40;
/// Half of the width over which cloth is of one colour, in eye distances.
const SOFT: f32 = 0.34;
/// How much darker it gets, and within how many eye distances.
const DARK: f32 = 0.65;
const WITHIN: f32 = 1.9;

/// Continues what is in the layer from `hem` (a line of the picture) down to its lower edge. `ed` is the distance between
/// the eyes in pixels.
pub(super) fn extend(layer: &mut Layer, hem: f32, ed: f32) {
    let (w, h) = (layer.width, layer.height);
    let from = hem - ABOVE * ed;
    if w == 0 || from < DEPTH * ed + 2.0 || from >= h as f32 {
        return;
    }
    let band = (from - DEPTH * ed) as usize..(from as usize).min(h);
    let cloth = cloth(layer.pixels.get(band.start * w..band.end * w).unwrap_or(&[]), w, (SOFT * ed) as usize + 1);
    for y in from as usize..h {
        let below = (y as f32 - from).max(0.0);
        // Mirrored right at the edge, so that nothing jumps there, and then drawn out more and more.
        let source = from - DEPTH * ed * (1.0 - exp(-below / (DEPTH * ed)));
        let line = source as usize;
        let share = ((source - line as f32) * 256.0) as u32;
        let plain = (smoothstep(0.0, PLAIN * ed, below) * 256.0) as u32;
        let keep = ((1.0 - DARK * smoothstep(0.0, WITHIN * ed, below)) * 256.0) as u32;
        let (above, here) = layer.pixels.split_at_mut(y * w);
        let (Some(a), Some(b), Some(out)) =
            (above.get(line * w..(line + 1) * w), above.get((line + 1) * w..(line + 2) * w), here.get_mut(..w))
        else {
            continue;
        };
        for (((o, a), b), cloth) in out.iter_mut().zip(a).zip(b).zip(&cloth) {
            if (a | b) >> 24 == 0 {
                *o = 0;
                continue;
            }
            let seen = mix(*a, *b, share);
            let alpha = seen >> 24;
            *o = times(mix(seen, times(*cloth, alpha + (alpha >> 7), alpha), plain), keep, alpha);
        }
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
