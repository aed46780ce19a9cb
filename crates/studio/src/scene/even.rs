//! Evens out light that was found by chance, over neighbours of one surface.

use super::colour::Rgb;

/// What one path found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// The surface's own light, or the sky.
    pub(crate) own: Rgb,
    /// The surface's colour.
    pub(crate) albedo: Rgb,
    /// Light that falls on it.
    pub(crate) light: Rgb,
    /// Light that it mirrors.
    pub(crate) shine: Rgb,
    /// Share of air before it.
    pub(crate) air: f32,
    /// 1 where something is, 0 elsewhere.
    pub(crate) cover: f32,
    /// The same for neighbours that lie on the same surface and look the same way; 0 for nothing.
    pub(crate) key: u32,
}

/// Means of light and shine over `reach` neighbours of the same key, along rows, then along columns.
pub(crate) fn out(found: &mut [Seen], w: usize, h: usize, reach: usize) {
    let mut line = Vec::with_capacity(w.max(h));
    for y in 0..h {
        line.clear();
        line.extend(found[y * w..(y + 1) * w].iter().map(|s| (s.key, s.light, s.shine)));
        along(&line, reach, |x, light, shine| (found[y * w + x].light, found[y * w + x].shine) = (light, shine));
    }
    for x in 0..w {
        line.clear();
        line.extend(found[x..].iter().step_by(w).map(|s| (s.key, s.light, s.shine)));
        along(&line, reach, |y, light, shine| (found[y * w + x].light, found[y * w + x].shine) = (light, shine));
    }
}

fn along(line: &[(u32, Rgb, Rgb)], reach: usize, mut put: impl FnMut(usize, Rgb, Rgb)) {
    for (i, own) in line.iter().enumerate() {
        if own.0 == 0 {
            continue;
        }
        let near = &line[i.saturating_sub(reach)..(i + reach + 1).min(line.len())];
        let (mut light, mut shine, mut count) = ([0.0f32; 3], [0.0f32; 3], 0.0f32);
        for n in near.iter().filter(|n| n.0 == own.0) {
            for c in 0..3 {
                light[c] += n.1[c];
                shine[c] += n.2[c];
            }
            count += 1.0;
        }
        put(i, light.map(|c| c / count), shine.map(|c| c / count));
    }
}
