//! What a scene is, as it is stored with a render.

use serde::{Deserialize, Serialize};

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SceneKind {
    /// A theatre stage with a red curtain and a spot light.
    Stage,
    /// The sea, with the sun low over it.
    Beach,
    /// A street at night, lights out of focus.
    City,
    /// Stars, a nebula and a planet.
    Space,
    /// Tall trees with shafts of light.
    Forest,
    /// A room of books with a lamp.
    Library,
    /// A recording room with slats and lit tubes.
    Podcast,
    /// Snow and peaks.
    Mountains,
    /// A painted backdrop in one colour.
    Studio,
    /// A dance floor with beams and a mirror ball.
    Disco,
    /// Under the surface of the sea.
    Underwater,
}

impl SceneKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Stage,
        Self::Beach,
        Self::City,
        Self::Space,
        Self::Forest,
        Self::Library,
        Self::Podcast,
        Self::Mountains,
        Self::Studio,
        Self::Disco,
        Self::Underwater,
    ];

    /// A name for a chip: one or two words, sentence case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stage => "Stage",
            Self::Beach => "Beach",
            Self::City => "City night",
            Self::Space => "Space",
            Self::Forest => "Forest",
            Self::Library => "Library",
            Self::Podcast => "Podcast",
            Self::Mountains => "Mountains",
            Self::Studio => "Backdrop",
            Self::Disco => "Disco",
            Self::Underwater => "Underwater",
        }
    }
}

/// Where the sun is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeOfDay {
    /// High sun.
    Day,
    /// Shortly after sunrise or before sunset.
    Golden,
    /// No sun.
    Night,
}

/// What is in the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weather {
    /// Nothing but dust.
    Clear,
    /// Falling drops.
    Rain,
    /// Falling flakes.
    Snow,
    /// Haze.
    Fog,
}

/// How the camera moves. All moves are slow and small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Camera {
    /// Breathes a little.
    Still,
    /// Drifts to the left.
    Left,
    /// Drifts to the right.
    Right,
    /// Rises.
    Rise,
}

/// The decision from which a set is built.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Plan {
    /// The place.
    pub scene: SceneKind,
    /// The light.
    pub time: TimeOfDay,
    /// The air.
    pub weather: Weather,
    /// The move.
    pub camera: Camera,
    /// The colour of a plain backdrop as sRGB `0xRRGGBB`; `None` leaves it to the scene.
    pub colour: Option<u32>,
    /// Same plan, same pixels; another seed, another arrangement of the same place.
    pub seed: u64,
}

impl Plan {
    /// A place as it looks best, for a chip that a visitor picks.
    #[must_use]
    pub fn of(scene: SceneKind, seed: u64) -> Self {
        let (time, weather) = match scene {
            SceneKind::Beach | SceneKind::Forest | SceneKind::Mountains => (TimeOfDay::Golden, Weather::Clear),
            SceneKind::City => (TimeOfDay::Night, Weather::Rain),
            SceneKind::Space | SceneKind::Disco | SceneKind::Stage => (TimeOfDay::Night, Weather::Clear),
            _ => (TimeOfDay::Day, Weather::Clear),
        };
        let camera = match seed % 4 {
            0 => Camera::Still,
            1 => Camera::Left,
            2 => Camera::Right,
            _ => Camera::Rise,
        };
        Self { scene, time, weather, camera, colour: None, seed }
    }
}
