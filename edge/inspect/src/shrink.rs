//! Planes made smaller, by the mean of all pixels that fall into one.

/// A plane of `size` pixels as one of `to` pixels, both across and down: rounded means of areas that tile it. Across or
/// down an axis on which it grows, the nearest pixel is repeated. Empty where `pixels` are fewer than `size` says.
pub(crate) fn shrink(pixels: &[u8], size: [usize; 2], to: [usize; 2]) -> Vec<u8> {
    let [width, height] = size;
    if width == 0 || height == 0 || pixels.len() < width * height {
        return Vec::new();
    }
    let across: Vec<[usize; 2]> = (0..to[0]).map(|x| span(x, width, to[0])).collect();
    let mut out = Vec::with_capacity(to[0] * to[1]);
    // Of each column, the sum of the rows that fall into one.
    let mut columns = vec![0u32; width];
    for y in 0..to[1] {
        let [top, bottom] = span(y, height, to[1]);
        columns.fill(0);
        for row in pixels.chunks_exact(width).take(bottom).skip(top) {
            columns.iter_mut().zip(row).for_each(|(sum, pixel)| *sum += u32::from(*pixel));
        }
        out.extend(across.iter().map(|[left, right]| {
            let area = ((right - left) * (bottom - top)) as u32;
            let sum: u32 = columns.get(*left..*right).unwrap_or_default().iter().sum();
            ((sum + area / 2) / area) as u8
        }));
    }
    out
}

/// The first pixel of those that fall into the one at `at` of `to`, and the one after the last: at least one.
fn span(at: usize, from: usize, to: usize) -> [usize; 2] {
    let ratio = from as f32 / to as f32;
    let start = at as f32 * ratio;
    let first = (start.ceil() as usize).min(from - 1);
    [first, ((start + ratio).ceil() as usize).clamp(first + 1, from)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, imageops};

    fn noise(width: usize, height: usize) -> Vec<u8> {
        (0..width * height).map(|i| ((i as u32).wrapping_mul(0x9e37_79b9) >> 23) as u8).collect()
    }

    /// Prints that were taken with the other stay comparable to the bit.
    #[test]
    fn it_is_what_the_image_crate_makes() {
        for (size, to) in
            [([720, 1280], [64, 64]), ([540, 960], [160, 284]), ([90, 161], [37, 64]), ([64, 65], [64, 64])]
        {
            let pixels = noise(size[0], size[1]);
            let own = shrink(&pixels, size, to);
            let picture = GrayImage::from_raw(size[0] as u32, size[1] as u32, pixels).unwrap();
            assert!(own == imageops::thumbnail(&picture, to[0] as u32, to[1] as u32).into_raw(), "{size:?}");
        }
    }

    #[test]
    fn what_grows_repeats_and_what_is_too_short_is_nothing() {
        assert_eq!(shrink(&[10, 20, 30, 40], [2, 2], [4, 1]), [20, 30, 30, 30]);
        assert!(shrink(&[1, 2, 3], [2, 2], [1, 1]).is_empty());
    }
}
