//! Which part of a picture a clip shows where the picture has another shape: all that fits, never with bars.

/// A part of a picture, in its pixels, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
}

/// The largest part of an upright picture of `whole` (width and height) that has the shape of `clip` (width and height). Its
/// middle is as near to `focus` (fractions of the picture; the middle for what is no number) as the edges allow.
#[must_use]
pub fn largest(whole: (f64, f64), clip: (f64, f64), focus: [f32; 2]) -> Part {
    let (wide, high) = whole;
    // Pixels of the clip for one of the picture.
    let scale = (clip.0 / wide.max(1.0)).max(clip.1 / high.max(1.0));
    let (width, height) = (clip.0 / scale, clip.1 / scale);
    // What does not fit is cut where the focus is not.
    let from = |whole: f64, shown: f64, focus: f32| {
        let focus = if focus.is_finite() { f64::from(focus.clamp(0.0, 1.0)) } else { 0.5 };
        (focus * whole - 0.5 * shown).clamp(0.0, (whole - shown).max(0.0))
    };
    Part { x: from(wide, width, focus[0]), y: from(high, height, focus[1]), width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_as_fits_is_shown_around_the_focus() {
        let clip = (720.0, 1280.0);
        let part = |whole, focus| {
            let Part { x, y, width, height } = largest(whole, clip, focus);
            [x, y, width, height].map(f64::round)
        };
        assert_eq!(part((720.0, 1280.0), [0.1, 0.9]), [0.0, 0.0, 720.0, 1280.0]);
        assert_eq!(part((1280.0, 720.0), [0.5, 0.4]), [438.0, 0.0, 405.0, 720.0]);
        assert_eq!(part((1280.0, 720.0), [1.0, 0.4]), [875.0, 0.0, 405.0, 720.0]);
        assert_eq!(part((720.0, 1600.0), [0.5, 0.4]), [0.0, 0.0, 720.0, 1280.0]);
        assert_eq!(part((720.0, 1600.0), [0.5, f32::NAN]), [0.0, 160.0, 720.0, 1280.0]);
    }

    #[test]
    fn what_is_shown_has_its_own_middle_for_a_focus() {
        for whole in [(1280.0, 720.0), (1080.0, 1080.0), (720.0, 1600.0), (721.0, 1281.0)] {
            for focus in [[0.5, 0.4], [0.0, 1.0], [0.31, 0.77]] {
                let part = largest(whole, (720.0, 1280.0), focus);
                let middle = [(part.x + part.width / 2.0) / whole.0, (part.y + part.height / 2.0) / whole.1];
                let again = largest(whole, (720.0, 1280.0), middle.map(|m| m as f32));
                assert!((again.x - part.x).abs() < 1e-3 && (again.y - part.y).abs() < 1e-3, "{whole:?} {focus:?}");
            }
        }
    }
}
