//! The visible mark as a picture with transparency, for films that others make: `mark HANDLE WIDTH OUT.png`, where `WIDTH`
//! is that of the film. `tests/harness/mark.png` is `mark tester 540`.
#![allow(clippy::expect_used, reason = "a tool that fails by panicking")]

use image::{Rgba, RgbaImage};
use studio::Canvas;
use studio::mark::Mark;

fn main() {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().expect("HANDLE WIDTH OUT.png");
    let (handle, width, out) = (next(), next().parse::<usize>().expect("a width"), next());
    let height = width * 16 / 9;
    // Over black and over white: the difference is what shines through.
    let [black, white] = [0, 255].map(|ground| {
        let mut canvas = Canvas::new(width, height);
        canvas.fill([ground; 3]);
        Mark::new(&handle, width, height, 1, [0.35, 0.58]).draw(0, &mut canvas);
        canvas.rgba
    });
    let mut picture = RgbaImage::new(width as u32, height as u32);
    let (mut left, mut top, mut right, mut bottom) = (width as u32, height as u32, 0, 0);
    for (i, (b, w)) in black.chunks_exact(4).zip(white.chunks_exact(4)).enumerate() {
        let (x, y) = ((i % width) as u32, (i / width) as u32);
        let alpha = 255 - w[0].saturating_sub(b[0]);
        if alpha > 0 {
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1));
            let colour = |c: usize| (u32::from(b[c]) * 255 / u32::from(alpha)).min(255) as u8;
            picture.put_pixel(x, y, Rgba([colour(0), colour(1), colour(2), alpha]));
        }
    }
    image::imageops::crop_imm(&picture, left, top, right - left, bottom - top).to_image().save(out).expect("a file");
}
