//! What a visitor is asked to do in front of the camera.

use serde::{Deserialize, Serialize};

/// One thing to do for a moment in front of the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pose {
    /// Facing the lens, lips shut, eyes open. Always first: the other poses are measured against it.
    Neutral,
    /// Facing the lens with both eyes shut.
    EyesShut,
    /// A smile that shows teeth.
    Smile,
    /// Mouth wide open, as in "ah".
    Ah,
    /// Lips rounded and pushed forward, as in "oo".
    Oo,
    /// Head turned to the visitor's own left, about 20 degrees.
    TurnLeft,
    /// Head turned to the visitor's own right, about 20 degrees.
    TurnRight,
    /// Chin lifted, about 12 degrees.
    Up,
    /// Chin lowered, about 12 degrees.
    Down,
    /// Brows raised.
    Brows,
    /// Both eyes shut and opened again, quickly.
    Blink,
}

impl Pose {
    /// Every pose, neutral first.
    pub const ALL: [Self; 11] = [
        Self::Neutral,
        Self::EyesShut,
        Self::Smile,
        Self::Ah,
        Self::Oo,
        Self::TurnLeft,
        Self::TurnRight,
        Self::Up,
        Self::Down,
        Self::Brows,
        Self::Blink,
    ];
    /// Asked for in every capture: the pack is made of them.
    pub const ALWAYS: [Self; 7] =
        [Self::Neutral, Self::EyesShut, Self::Smile, Self::Ah, Self::Oo, Self::TurnLeft, Self::TurnRight];
    /// Of these, each capture draws [`EXTRAS`]: they make the order harder to foresee.
    pub const SOMETIMES: [Self; 4] = [Self::Up, Self::Down, Self::Brows, Self::Blink];
}

/// How many of [`Pose::SOMETIMES`] a capture asks for.
pub const EXTRAS: usize = 2;
