//! What the visitor has chosen for a new character.

use domain::character::{Kind, Size};
use leptos::prelude::*;

/// Radius of an eye at first, as a fraction of the distance between both.
const EYE: f32 = 0.2;

/// The choices. Places are fractions of the picture.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    /// Width and height of the picture in pixels, once there is one.
    pub picture: RwSignal<Option<(u32, u32)>>,
    /// Left, top, right and bottom of what is around the thing.
    pub frame: RwSignal<[f32; 4]>,
    /// What it is.
    pub kind: RwSignal<Kind>,
    /// -1 keeps more, 1 cuts more.
    pub strength: RwSignal<f32>,
    /// Left and right corner.
    pub mouth: RwSignal<[[f32; 2]; 2]>,
    /// Whether it blinks.
    pub blinks: RwSignal<bool>,
    /// The middles of both.
    pub eyes: RwSignal<[[f32; 2]; 2]>,
    /// How large they are: 0.5 to 2.
    pub eye_size: RwSignal<f32>,
    /// How it sounds.
    pub size: RwSignal<Size>,
    /// What it is called.
    pub name: RwSignal<String>,
    /// Whether mouth or eyes were moved by the visitor.
    pub marked: RwSignal<bool>,
}

impl Choices {
    /// Nothing chosen.
    #[must_use]
    pub fn new() -> Self {
        Self {
            picture: RwSignal::new(None),
            frame: RwSignal::new([0.1, 0.1, 0.9, 0.9]),
            kind: RwSignal::new(Kind::Pet),
            strength: RwSignal::new(0.0),
            mouth: RwSignal::new([[0.4, 0.5], [0.6, 0.5]]),
            blinks: RwSignal::new(false),
            eyes: RwSignal::new([[0.4, 0.35], [0.6, 0.35]]),
            eye_size: RwSignal::new(1.0),
            size: RwSignal::new(Size::Medium),
            name: RwSignal::new(String::new()),
            marked: RwSignal::new(false),
        }
    }

    /// Puts mouth and eyes where they mostly are, until the visitor moves them.
    pub fn guess(&self, bounds: [f32; 4]) {
        if !self.marked.get_untracked() {
            let (mouth, eyes) = usual(bounds);
            self.mouth.set(mouth);
            self.eyes.set(eyes);
        }
    }

    /// Radius of an eye, as a fraction of the picture's width.
    #[must_use]
    pub fn eye_radius(&self) -> f32 {
        let [left, right] = self.eyes.get();
        let (width, height) = self.picture.get().unwrap_or((1, 1));
        let (dx, dy) = (right[0] - left[0], (right[1] - left[1]) * height as f32 / width.max(1) as f32);
        (dx * dx + dy * dy).sqrt() * EYE * self.eye_size.get()
    }
}

/// Mouth and eyes of something that is upright in this box: eyes at a third, mouth above the middle.
fn usual([left, top, right, bottom]: [f32; 4]) -> ([[f32; 2]; 2], [[f32; 2]; 2]) {
    let (middle, width, height) = (0.5 * (left + right), right - left, bottom - top);
    let pair = |apart: f32, down: f32| [-apart, apart].map(|side| [middle + side * width, top + down * height]);
    (pair(0.11, 0.46), pair(0.14, 0.30))
}

/// The frame with one side moved; sides never meet.
#[must_use]
pub fn with_side(mut frame: [f32; 4], side: usize, to: f32) -> [f32; 4] {
    const LEAST: f32 = 0.05;
    let other = frame.get((side + 2) % 4).copied().unwrap_or_default();
    if let Some(v) = frame.get_mut(side) {
        *v = if side < 2 { to.clamp(0.0, other - LEAST) } else { to.clamp(other + LEAST, 1.0) };
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_of_a_frame_never_meet_and_stay_in_the_picture() {
        let frame = [0.1, 0.1, 0.9, 0.9];
        assert_eq!(with_side(frame, 0, -1.0), [0.0, 0.1, 0.9, 0.9]);
        assert!(with_side(frame, 0, 2.0)[0] < 0.86);
        assert!(with_side(frame, 3, 0.0)[3] > 0.14);
    }

    #[test]
    fn eyes_are_above_the_mouth_and_both_in_the_box() {
        let (mouth, eyes) = usual([0.2, 0.1, 0.8, 0.9]);
        assert!(eyes[0][1] < mouth[0][1] && mouth[0][0] < mouth[1][0]);
        assert!(mouth.iter().chain(&eyes).all(|p| (0.2..0.8).contains(&p[0]) && (0.1..0.9).contains(&p[1])));
    }
}
