//! Shut lids as bright as what they cover. An eye is darker than its lid: lids that are much paler light the face up in every
//! blink, and make another face of it.

use crate::math::smoothstep;
use crate::pack::image::Texture;
use crate::pack::landmarks::EYES;

/// Share of the difference in brightness that is taken out, and the least that is left of the lids' own.
const MATCHED: f32 = 0.85;
const LEAST: f32 = 0.70;
/// Half the width and half the height of what is matched, in half widths of the eye; it fades out over the outer part.
const REACH: [f32; 2] = [1.4, 0.95];

/// One eye in a picture.
#[derive(Debug, Clone, Copy)]
struct Eye {
    middle: [f32; 2],
    half: f32,
}

impl Eye {
    fn of(ring: &[usize; 16], at: &[[f32; 2]]) -> Option<Self> {
        let p = |i: usize| at.get(i).copied();
        let (a, b) = (p(ring[0])?, p(ring[8])?);
        let half = 0.5 * ((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1])).sqrt();
        let all: Option<Vec<[f32; 2]>> = ring.iter().map(|i| p(*i)).collect();
        let middle = all?.iter().fold([0.0; 2], |m, q| [m[0] + q[0] / 16.0, m[1] + q[1] / 16.0]);
        (half > 1.0 && middle.iter().all(|v| v.is_finite())).then_some(Self { middle, half })
    }

    /// Mean brightness of the eye and what is close around it.
    fn brightness(self, picture: &Texture) -> f32 {
        let mut sum = 0.0;
        for r in -4..=4 {
            for c in -8..=8 {
                let (x, y) = (c as f32 / 9.0, 0.45 * r as f32 / 4.0);
                let p = picture.sample(self.middle[0] + x * self.half, self.middle[1] + y * self.half);
                sum += 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
            }
        }
        sum / (9.0 * 17.0)
    }
}

/// Darkens the lids of `shut` where they are paler than the open eyes in `base`; landmarks are in pixels of either.
pub(super) fn match_to(shut: &mut Texture, uv: &[[f32; 2]], base: &Texture, at: &[[f32; 2]]) {
    for ring in &EYES {
        let (Some(lid), Some(eye)) = (Eye::of(ring, uv), Eye::of(ring, at)) else { continue };
        let ratio = eye.brightness(base) / lid.brightness(shut).max(1e-3);
        let keep = (1.0 + MATCHED * (ratio - 1.0)).clamp(LEAST, 1.0);
        let reach = REACH.map(|r| r * lid.half);
        let rows = (lid.middle[1] - reach[1]).max(0.0) as usize
            ..((lid.middle[1] + reach[1]).max(0.0) as usize).min(shut.height);
        let columns = (lid.middle[0] - reach[0]).max(0.0) as usize
            ..((lid.middle[0] + reach[0]).max(0.0) as usize).min(shut.width);
        for y in rows {
            for x in columns.clone() {
                let [u, v] = [(x as f32 + 0.5 - lid.middle[0]) / reach[0], (y as f32 + 0.5 - lid.middle[1]) / reach[1]];
                let near = smoothstep(1.0, 0.6, (u * u + v * v).sqrt());
                let by = 1.0 - (1.0 - keep) * near;
                let Some(pixel) = shut.pixels.get_mut(y * shut.width + x) else { continue };
                let [r, g, b, a] = pixel.to_le_bytes();
                let [r, g, b] = [r, g, b].map(|c| (f32::from(c) * by + 0.5) as u8);
                *pixel = u32::from_le_bytes([r, g, b, a]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(grey: u8) -> Texture {
        Texture::new(&[grey; 3 * 200 * 100], None, 200, 100)
    }

    /// Two eyes 60 pixels wide.
    fn eyes() -> Vec<[f32; 2]> {
        let mut at = vec![[0.0; 2]; 468];
        for (ring, x) in EYES.iter().zip([50.0, 150.0]) {
            for (k, i) in ring.iter().enumerate() {
                let a = std::f32::consts::TAU * k as f32 / 16.0;
                at[*i] = [x - 30.0 * crate::math::cos(a), 50.0 + 8.0 * crate::math::sin(a)];
            }
        }
        at
    }

    #[test]
    fn pale_lids_are_darkened_and_others_left_alone() {
        let (mut lids, at) = (plain(200), eyes());
        match_to(&mut lids, &at, &plain(150), &at);
        let grey = |t: &Texture, x: i32, y: i32| (255.0 * t.at(x, y)[0]).round();
        assert_eq!([grey(&lids, 50, 50), grey(&lids, 150, 50)], [157.0; 2], "by 0.85 of a quarter");
        assert_eq!([grey(&lids, 100, 50), grey(&lids, 50, 90), grey(&lids, 5, 5)], [200.0; 3], "beside them");
        let mut lids = plain(200);
        match_to(&mut lids, &at, &plain(20), &at);
        assert_eq!(grey(&lids, 50, 50), 140.0, "never black");
        let mut lids = plain(120);
        match_to(&mut lids, &at, &plain(180), &at);
        assert_eq!(lids, plain(120));
    }

    #[test]
    fn landmarks_that_are_nowhere_change_nothing() {
        let mut lids = plain(200);
        match_to(&mut lids, &[], &plain(10), &eyes());
        match_to(&mut lids, &vec![[f32::NAN; 2]; 468], &plain(10), &eyes());
        assert_eq!(lids, plain(200));
    }
}
