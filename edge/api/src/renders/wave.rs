//! A clip's sound as a picture: upright bars in one colour, which the page takes for a mask.

use std::fmt::Write as _;

/// Width and height of what a bar stands in.
const SPAN: [u32; 2] = [10, 100];
/// Width of a bar.
const BAR: u32 = 6;
/// Least height: silence is a row of dots.
const LEAST: u32 = 6;
/// Bars of what has no sound.
const SILENT: usize = 64;

/// SVG of these heights, each 0 to 255; a row of dots for none.
#[must_use]
pub(super) fn svg(heights: &[u8]) -> String {
    let silent = [0; SILENT];
    let heights = if heights.is_empty() { &silent[..] } else { heights };
    let mut path = String::new();
    for (x, height) in (0u32..).step_by(SPAN[0] as usize).zip(heights) {
        let height = LEAST + (SPAN[1] - LEAST) * u32::from(*height) / 255;
        let _ = write!(path, "M{} {}h{BAR}v-{height}h-{BAR}z", x + (SPAN[0] - BAR) / 2, SPAN[1]);
    }
    let width = SPAN[0] as usize * heights.len();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {}" preserveAspectRatio="none"><path d="{path}"/></svg>"#,
        SPAN[1]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_it_is_loud() {
        let two = svg(&[255, 0]);
        assert!(
            two.contains(r#"viewBox="0 0 20 100""#)
                && two.contains("M2 100h6v-100h-6z")
                && two.contains("M12 100h6v-6h-6z")
        );
        assert_eq!(svg(&[]).matches("v-6h").count(), SILENT);
    }
}
