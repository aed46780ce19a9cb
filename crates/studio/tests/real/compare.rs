//! How close a drawn face comes to a photograph of the same face.

use super::Shot;

/// Landmarks of the outline.
const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/// Bones: eye corners, nose, temples.
const STILL: [usize; 14] = [33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 98, 327, 9, 151];

/// Peak signal to noise in dB and structural similarity (Wang et al. 2004, windows of 8 pixels) of luma.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closeness {
    pub(crate) psnr_db: f32,
    pub(crate) ssim: f32,
}

/// PSNR in dB over the pixels of `drawn` that `zone` names, and how many they are; light matched over the face.
pub(crate) fn within(drawn: &Shot, photo: &Shot, zone: &dyn Fn(usize) -> bool) -> (f32, usize) {
    let fit = similarity(&drawn.points, &photo.points);
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [photo.points[i][0], photo.points[i][1]]).collect();
    let mouth = photo.points[0][1];
    let (mut all, mut some) = (Vec::new(), Vec::new());
    for y in 0..drawn.height {
        for x in 0..drawn.width {
            let [u, v] = fit([x as f32, y as f32]);
            if u < 1.0 || v < 1.0 || u > photo.width as f32 - 2.0 || v > photo.height as f32 - 2.0 {
                continue;
            }
            let pair = (luma(drawn, x as f32, y as f32), luma(photo, u, v));
            if inside(&oval, [u, v]) && v < mouth {
                all.push(pair);
            }
            if zone(y * drawn.width + x) {
                some.push(pair);
            }
        }
    }
    let (ma, sa) = spread(all.iter().map(|p| p.0));
    let (mb, sb) = spread(all.iter().map(|p| p.1));
    let even = |v: f32| (v - ma) * (sb / sa.max(1e-3)).clamp(0.5, 2.0) + mb;
    let error = some.iter().map(|p| (even(p.0) - p.1) * (even(p.0) - p.1)).sum::<f32>() / some.len().max(1) as f32;
    (10.0 * (255.0 * 255.0 / error.max(1e-3)).log10(), some.len())
}

/// Compares `drawn` with `photo` over the photo's face outline, on the side of the nose that `left` names (the
/// picture's), above the mouth: the two may say different things. The photo is laid over the drawing by the one
/// similarity that the bones ask for, so wrong shapes count as errors; mean and contrast are matched.
pub(crate) fn compare(drawn: &Shot, photo: &Shot, left: bool) -> Closeness {
    let fit = similarity(&drawn.points, &photo.points);
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [photo.points[i][0], photo.points[i][1]]).collect();
    let (nose, mouth) = (photo.points[4][0], photo.points[0][1]);
    let side = |x: f32| if left { x < nose } else { x > nose };
    let mut pairs = vec![None; drawn.width * drawn.height];
    for y in 0..drawn.height {
        for x in 0..drawn.width {
            let [u, v] = fit([x as f32, y as f32]);
            if inside(&oval, [u, v]) && side(u) && v < mouth {
                pairs[y * drawn.width + x] = Some((luma(drawn, x as f32, y as f32), luma(photo, u, v)));
            }
        }
    }
    let all: Vec<(f32, f32)> = pairs.iter().flatten().copied().collect();
    let (ma, sa) = spread(all.iter().map(|p| p.0));
    let (mb, sb) = spread(all.iter().map(|p| p.1));
    let even = |v: f32| (v - ma) * (sb / sa.max(1e-3)).clamp(0.5, 2.0) + mb;
    let error = all.iter().map(|p| (even(p.0) - p.1) * (even(p.0) - p.1)).sum::<f32>() / all.len() as f32;
    let (mut sum, mut windows) = (0.0, 0.0f32);
    for y in (0..drawn.height.saturating_sub(8)).step_by(4) {
        for x in (0..drawn.width.saturating_sub(8)).step_by(4) {
            let spot: Vec<(f32, f32)> = (0..64).filter_map(|k| pairs[(y + k / 8) * drawn.width + x + k % 8]).collect();
            if spot.len() == 64 {
                let (ma, sa) = spread(spot.iter().map(|p| even(p.0)));
                let (mb, sb) = spread(spot.iter().map(|p| p.1));
                let both = spot.iter().map(|p| (even(p.0) - ma) * (p.1 - mb)).sum::<f32>() / 64.0;
                let (c1, c2) = (6.5, 58.5);
                sum += (2.0 * ma * mb + c1) * (2.0 * both + c2) / ((ma * ma + mb * mb + c1) * (sa * sa + sb * sb + c2));
                windows += 1.0;
            }
        }
    }
    Closeness { psnr_db: 10.0 * (255.0 * 255.0 / error).log10(), ssim: sum / windows.max(1.0) }
}

fn spread(values: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let n = values.clone().count().max(1) as f32;
    let mean = values.clone().sum::<f32>() / n;
    (mean, (values.map(|v| (v - mean) * (v - mean)).sum::<f32>() / n).sqrt())
}

fn luma(s: &Shot, x: f32, y: f32) -> f32 {
    let at = |x: usize, y: usize| {
        let p = &s.rgba[4 * (y.min(s.height - 1) * s.width + x.min(s.width - 1))..][..3];
        0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2])
    };
    let (x, y) = (x.max(0.0), y.max(0.0));
    let (ix, iy) = (x as usize, y as usize);
    let (fx, fy) = (x.fract(), y.fract());
    let top = at(ix, iy) * (1.0 - fx) + at(ix + 1, iy) * fx;
    let low = at(ix, iy + 1) * (1.0 - fx) + at(ix + 1, iy + 1) * fx;
    top * (1.0 - fy) + low * fy
}

/// From places in `a` to places in `b`, least squares over the bones.
fn similarity(a: &[[f32; 3]], b: &[[f32; 3]]) -> impl Fn([f32; 2]) -> [f32; 2] {
    let middle = |p: &[[f32; 3]]| [0, 1].map(|k| STILL.iter().map(|&i| p[i][k]).sum::<f32>() / STILL.len() as f32);
    let (ma, mb) = (middle(a), middle(b));
    let (mut dot, mut cross, mut size) = (0.0, 0.0, 0.0);
    for i in STILL {
        let (p, q) = ([0, 1].map(|k| a[i][k] - ma[k]), [0, 1].map(|k| b[i][k] - mb[k]));
        dot += p[0] * q[0] + p[1] * q[1];
        cross += p[0] * q[1] - p[1] * q[0];
        size += p[0] * p[0] + p[1] * p[1];
    }
    let (c, s) = (dot / size, cross / size);
    move |p| {
        let d = [p[0] - ma[0], p[1] - ma[1]];
        [mb[0] + c * d[0] - s * d[1], mb[1] + s * d[0] + c * d[1]]
    }
}

fn inside(polygon: &[[f32; 2]], p: [f32; 2]) -> bool {
    let mut odd = false;
    for k in 0..polygon.len() {
        let (a, b) = (polygon[k], polygon[(k + 1) % polygon.len()]);
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            odd = !odd;
        }
    }
    odd
}
