//! What a face looks like, as numbers, over several frames: each frame's landmarks tremble.

use super::shape::{shape, tone};
use super::texture::texture;
use crate::{Frame, Point};

/// Sums over frames.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Looks {
    count: u32,
    shape: Vec<f32>,
    tone: Vec<f32>,
    texture: Vec<f32>,
}

impl Looks {
    /// One frame.
    pub(super) fn of(frame: &Frame, points: &[Point]) -> Self {
        let mut looks = Self::default();
        looks.add(frame, points);
        looks
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Takes in another frame; one without a face is left out.
    pub(super) fn add(&mut self, frame: &Frame, points: &[Point]) {
        let texture: Vec<f32> = texture(frame, points).into_iter().map(f32::from).collect();
        let seen = [shape(points), tone(frame, points), texture];
        let [shape, tone, texture] = &seen;
        if shape.is_empty() || tone.is_empty() || texture.is_empty() {
            return;
        }
        self.count += 1;
        for (sum, now) in [(&mut self.shape, shape), (&mut self.tone, tone), (&mut self.texture, texture)] {
            if sum.len() != now.len() {
                sum.clone_from(now);
            } else {
                sum.iter_mut().zip(now).for_each(|(sum, v)| *sum += v);
            }
        }
    }

    /// Shape, tone and texture in the mean, as they are told; empty without a frame.
    pub(super) fn mean(&self) -> (Vec<f32>, Vec<f32>, Vec<u8>) {
        let share = 1.0 / self.count.max(1) as f32;
        let mean = |sum: &[f32]| sum.iter().map(|v| (v * share * 1e4).round() / 1e4).collect::<Vec<f32>>();
        let texture = self.texture.iter().map(|v| (v * share).round().clamp(0.0, 255.0) as u8).collect();
        (mean(&self.shape), mean(&self.tone), texture)
    }
}
