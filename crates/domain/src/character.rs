//! Characters: pets, toys and drawings that play like a person. No face, so no scan; an owner and a policy all the same.

use serde::{Deserialize, Serialize};

use crate::CharacterId;

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An animal: fur, blurred edges, eyes that blink.
    Pet,
    /// A thing with hard edges.
    Toy,
    /// On paper: what its outline encloses belongs to it, whatever its colour.
    Drawing,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Pet, Self::Toy, Self::Drawing];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pet => "pet",
            Self::Toy => "toy",
            Self::Drawing => "drawing",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How large a creature sounds: the built-in voice at another pitch and with another length of the throat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// High and bright: a kitten, a finger puppet.
    Small,
    /// A little above a person.
    Medium,
    /// Low and slow to change: a bear.
    Large,
}

impl Size {
    /// All, from small to large.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Mean pitch in hertz.
    #[must_use]
    pub fn pitch_hz(self) -> f32 {
        match self {
            Self::Small => 330.0,
            Self::Medium => 235.0,
            Self::Large => 88.0,
        }
    }

    /// Spread of the pitch: standard deviation of its natural logarithm. Small creatures sing, large ones grumble.
    #[must_use]
    pub fn spread(self) -> f32 {
        match self {
            Self::Small => 0.28,
            Self::Medium => 0.24,
            Self::Large => 0.16,
        }
    }

    /// Resonances over those of the built-in voice: above 1 for a shorter throat.
    #[must_use]
    pub fn warp(self) -> f32 {
        match self {
            Self::Small => 1.26,
            Self::Medium => 1.10,
            Self::Large => 0.80,
        }
    }
}

/// What stands before a character's identifier where a cast names handles.
const PREFIX: &str = "character:";

/// How a cast names a character, beside the handles of people.
#[must_use]
pub fn in_cast(id: &CharacterId) -> String {
    format!("{PREFIX}{id}")
}

/// The character that an entry of a cast names; none for a handle. An entry that only begins like one names nobody.
#[must_use]
pub fn of_cast(entry: &str) -> Option<Option<CharacterId>> {
    entry.strip_prefix(PREFIX).map(|id| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_a_cast_is_a_handle_a_character_or_nobody() {
        let id = CharacterId::from_bytes(&[7; 16]);
        assert_eq!(of_cast(&in_cast(&id)), Some(Some(id)));
        assert_eq!(of_cast("ana"), None);
        assert_eq!(of_cast("character:"), Some(None));
        assert_eq!(of_cast("character:../../x"), Some(None));
    }

    #[test]
    fn kinds_have_one_name_everywhere() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named("person"), None);
    }

    #[test]
    fn larger_creatures_sound_lower() {
        for pair in Size::ALL.windows(2) {
            assert!(pair[0].pitch_hz() > pair[1].pitch_hz() && pair[0].warp() > pair[1].warp());
        }
    }
}
