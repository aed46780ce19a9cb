//! The head that people have on average: MediaPipe's canonical face model.

use super::landmarks::COUNT;

/// Three numbers a landmark as little-endian `i16`, in 1/10000 of the eye distance.
const TABLE: &[u8; 6 * COUNT] = include_bytes!("mean.bin");

/// 468 points in eye distances from the middle between the eyes, depth from the bridge of the nose; as alike on both
/// sides as the table is. The lips are slightly parted.
pub(crate) fn head() -> Vec<[f32; 3]> {
    let value = |at: usize| f32::from(i16::from_le_bytes([TABLE[at], TABLE[at + 1]])) / 10_000.0;
    (0..COUNT).map(|i| std::array::from_fn(|k| value(6 * i + 2 * k))).collect()
}

/// For each landmark the one at the same place on the other side.
pub(crate) fn mirror(head: &[[f32; 3]]) -> Vec<usize> {
    let far = |p: &[f32; 3], q: &[f32; 3]| {
        let d = [p[0] + q[0], p[1] - q[1], p[2] - q[2]];
        d.iter().map(|v| v * v).sum::<f32>()
    };
    head.iter()
        .map(|p| (0..head.len()).min_by(|&a, &b| far(p, &head[a]).total_cmp(&far(p, &head[b]))).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::landmarks::{self, EYES};

    #[test]
    fn the_head_is_one_eye_distance_wide_between_the_eyes_and_alike_on_both_sides() {
        let head = head();
        let (l, r, ed) = landmarks::eyes(&head);
        assert!((ed - 1.0).abs() < 1e-3 && (l[0] + r[0]).abs() < 1e-3, "{l:?} {r:?}");
        let other = mirror(&head);
        assert_eq!(other[33], 263);
        assert_eq!(EYES[0].map(|i| other[i]), EYES[1]);
        assert!((0..COUNT).all(|i| other[other[i]] == i));
    }
}
