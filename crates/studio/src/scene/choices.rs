//! What people choose about a scene besides its place: each a short list with words for a chip.

use serde::{Deserialize, Serialize};

/// A choice from a short list: the list, and the words of each for a chip.
macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $label:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every one, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Words for a chip, sentence case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }
        }
    };
}

choices! {
    /// Where the sun is.
    TimeOfDay {
        /// Just before and after sunrise: pale, cool, pink.
        Dawn = "Dawn",
        /// High sun.
        #[default]
        Day = "Day",
        /// An hour before sunset: low and warm.
        Golden = "Golden hour",
        /// After sunset: blue, with lamps lit.
        Dusk = "Dusk",
        /// No sun.
        Night = "Night",
    }
}

choices! {
    /// What is in the air.
    Weather {
        /// Nothing but dust.
        #[default]
        Clear = "Clear",
        /// Falling drops.
        Rain = "Rain",
        /// Falling flakes.
        Snow = "Snow",
        /// Haze.
        Fog = "Fog",
        /// Dust, leaves or spray that is carried along.
        Wind = "Wind",
    }
}

choices! {
    /// How the picture is graded.
    Style {
        /// As the place is lit.
        #[default]
        Natural = "Natural",
        /// Black and white, hard light, the shadow of a blind.
        Noir = "Film noir",
        /// Magenta and cyan light, deep blacks.
        Neon = "Neon",
        /// Pale and soft.
        Pastel = "Pastel",
        /// Faded print: warm, with lifted blacks.
        Vintage = "Vintage",
    }
}

choices! {
    /// How the camera moves. All moves are slow and small.
    Camera {
        /// Breathes a little.
        #[default]
        Still = "Still",
        /// Comes closer.
        Push = "Push in",
        /// Drifts to the left.
        Left = "Pan left",
        /// Drifts to the right.
        Right = "Pan right",
        /// Rises.
        Rise = "Rise",
        /// Held in a hand.
        HandHeld = "Hand-held",
        /// Goes round the person: what is behind moves against what is before.
        Orbit = "Orbit",
    }
}

choices! {
    /// What stands before the person.
    Prop {
        /// A table top along the lower edge.
        #[default]
        Desk = "Desk",
        /// A microphone on an arm.
        Microphone = "Microphone",
        /// A mug of something hot.
        Mug = "Mug",
        /// A potted plant.
        Plant = "Plant",
        /// A small lamp.
        Lamp = "Lamp",
    }
}

choices! {
    /// How much of the person is in the picture.
    Framing {
        /// Head, shoulders and more of the place.
        Wide = "Wide",
        /// Head and shoulders.
        #[default]
        Medium = "Medium",
        /// The face.
        Close = "Close",
    }
}
