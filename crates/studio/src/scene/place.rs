//! The places.

use serde::{Deserialize, Serialize};

use super::choices::{TimeOfDay, Weather};

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
    /// A narrow street of signs in the rain.
    NeonRain,
    /// A kitchen with a window and copper lamps.
    Kitchen,
    /// An office high above a city.
    Office,
    /// Dunes.
    Desert,
    /// A snowed-in park with lamps.
    Snow,
    /// A news room with screens.
    NewsDesk,
    /// A boxing ring under its lamps.
    BoxingRing,
    /// A roof terrace with strings of bulbs.
    Rooftop,
    /// The inside of a train, the land going by.
    Train,
    /// A hall of arcade machines.
    Arcade,
    /// A press wall with flashes.
    RedCarpet,
    /// A court with a bench of oak.
    Courtroom,
    /// A class room with a blackboard.
    Classroom,
    /// A straight road towards the sun.
    SunsetRoad,
    /// One colour, lit.
    Plain,
}

impl SceneKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 26] = [
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
        Self::NeonRain,
        Self::Kitchen,
        Self::Office,
        Self::Desert,
        Self::Snow,
        Self::NewsDesk,
        Self::BoxingRing,
        Self::Rooftop,
        Self::Train,
        Self::Arcade,
        Self::RedCarpet,
        Self::Courtroom,
        Self::Classroom,
        Self::SunsetRoad,
        Self::Plain,
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
            Self::NeonRain => "Rain on neon",
            Self::Kitchen => "Kitchen",
            Self::Office => "Office",
            Self::Desert => "Desert",
            Self::Snow => "Snow",
            Self::NewsDesk => "News desk",
            Self::BoxingRing => "Boxing ring",
            Self::Rooftop => "Rooftop",
            Self::Train => "Train",
            Self::Arcade => "Arcade",
            Self::RedCarpet => "Red carpet",
            Self::Courtroom => "Courtroom",
            Self::Classroom => "Classroom",
            Self::SunsetRoad => "Sunset road",
            Self::Plain => "Plain colour",
        }
    }

    /// Words that lead here, for a chip that writes a prompt.
    #[must_use]
    pub fn prompt(self) -> &'static str {
        match self {
            Self::Stage => "On a theatre stage with a red curtain",
            Self::Beach => "On a beach with palms",
            Self::City => "In a city street, tall towers",
            Self::Space => "In space, a planet behind me",
            Self::Forest => "In a forest with shafts of light",
            Self::Library => "In an old library",
            Self::Podcast => "In a podcast recording studio",
            Self::Mountains => "In the mountains, high peaks",
            Self::Studio => "In front of a painted backdrop",
            Self::Disco => "In a disco with a mirror ball",
            Self::Underwater => "Underwater, near a coral reef",
            Self::NeonRain => "In an alley of neon signs",
            Self::Kitchen => "In a kitchen",
            Self::Office => "In an office high above the town",
            Self::Desert => "In the desert among dunes",
            Self::Snow => "In a snowy park in winter",
            Self::NewsDesk => "In a newsroom, breaking news",
            Self::BoxingRing => "In a boxing ring",
            Self::Rooftop => "On a rooftop with string lights",
            Self::Train => "On a train, by the window",
            Self::Arcade => "In an arcade",
            Self::RedCarpet => "On the red carpet at a premiere",
            Self::Courtroom => "In a courtroom before the judge",
            Self::Classroom => "In a classroom with a blackboard",
            Self::SunsetRoad => "On a straight country road",
            Self::Plain => "In front of a plain background",
        }
    }

    /// Whether rain, snow and dust can fall here.
    #[must_use]
    pub fn outdoors(self) -> bool {
        matches!(
            self,
            Self::Beach
                | Self::City
                | Self::Forest
                | Self::Mountains
                | Self::NeonRain
                | Self::Desert
                | Self::Snow
                | Self::Rooftop
                | Self::SunsetRoad
        )
    }

    /// Whether the time of day changes it: under the sky, or with a window.
    #[must_use]
    pub fn has_daylight(self) -> bool {
        self.outdoors() || matches!(self, Self::Kitchen | Self::Office | Self::Train | Self::Classroom)
    }

    /// Time and weather for a place that is only named.
    pub(super) fn at_its_best(self) -> (TimeOfDay, Weather) {
        let time = match self {
            Self::Beach | Self::Forest | Self::Mountains | Self::Desert | Self::Train | Self::SunsetRoad => {
                TimeOfDay::Golden
            }
            Self::Snow | Self::Rooftop => TimeOfDay::Dusk,
            Self::City | Self::NeonRain | Self::Space | Self::Disco | Self::Stage => TimeOfDay::Night,
            Self::BoxingRing | Self::Arcade | Self::RedCarpet => TimeOfDay::Night,
            _ => TimeOfDay::Day,
        };
        let weather = match self {
            Self::City | Self::NeonRain => Weather::Rain,
            Self::Snow => Weather::Snow,
            Self::Desert => Weather::Wind,
            _ => Weather::Clear,
        };
        (time, weather)
    }
}
