//! Where a person stands in a scene and how the scene lights them.

/// What a set asks of the puppet that stands in it. Colours are linear multipliers around 1 (`tint`) or 0..1 (`key`,
/// `rim`), red first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Mean colour of the set, 0..1: skin moves a part of the way towards its hue.
    pub tint: [f32; 3],
    /// Colour of the key light, 0..1.
    pub key: [f32; 3],
    /// Where the key comes from, a vector in the picture's plane: x to the right, y down. Need not be of unit length.
    pub key_from: [f32; 2],
    /// Colour of the light along the outline, 0..1.
    pub rim: [f32; 3],
    /// Darkness of the shadow that the person casts on the set, 0..1.
    pub shadow: f32,
    /// Distance between the pupils as a fraction of the picture's width.
    pub scale: f32,
    /// Where the point between the eyes is, as fractions of the picture's width and height.
    pub centre: [f32; 2],
}

impl Default for Look {
    /// Even light, a head and shoulders in the middle of an upright picture.
    fn default() -> Self {
        Self {
            tint: [0.5; 3],
            key: [1.0, 0.95, 0.9],
            key_from: [-0.6, -0.8],
            rim: [0.8, 0.9, 1.0],
            shadow: 0.45,
            scale: 0.21,
            centre: [0.5, 0.40],
        }
    }
}
