//! Characters: pets, toys and drawings that play like a person. No face, so no scan; an owner and a policy all the same.

use serde::{Deserialize, Serialize};

use crate::CharacterId;
use crate::text::{CharacterName, Handle};

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
/// What stands between an owner's handle and the name of their character.
const OF: char = '/';
/// Characters of an identifier that tell two names apart.
const SUFFIX: usize = 6;

/// Whom an entry of a cast names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A member, by handle. Whether it is one, its parser says.
    Member(String),
    /// A character, by identifier. An entry that only begins like one names nobody.
    Character(Option<CharacterId>),
    /// A character of a member, as `@ana/rex`. None when it cannot be an address.
    Address(Option<(Handle, String)>),
}

impl Named {
    /// Reads an entry of a cast.
    #[must_use]
    pub fn read(entry: &str) -> Self {
        if let Some(id) = entry.strip_prefix(PREFIX) {
            return Self::Character(id.parse().ok());
        }
        match entry.trim().split_once(OF) {
            // What is not in the alphabet of handles is no address, however alike it looks.
            Some((owner, name)) => {
                let name = name.to_ascii_lowercase();
                let fits = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                Self::Address(owner.parse().ok().filter(|_| fits).map(|owner| (owner, name)))
            }
            None => Self::Member(entry.to_owned()),
        }
    }
}

/// How a cast names a character, beside the handles of people.
#[must_use]
pub fn in_cast(id: &CharacterId) -> String {
    format!("{PREFIX}{id}")
}

/// How others name a character: `@ana/rex`.
#[must_use]
pub fn address(owner: &Handle, name: &str) -> String {
    format!("@{owner}{OF}{name}")
}

/// What stands behind the owner's handle in the addresses of all characters of one owner, in their order. In the
/// alphabet of handles: a name that has other letters, or that another one has, too, gets a part of the identifier.
#[must_use]
pub fn addresses<'a>(characters: impl Iterator<Item = (&'a CharacterId, &'a CharacterName)> + Clone) -> Vec<String> {
    let plain: Vec<(String, bool)> = characters.clone().map(|(_, name)| spelled(name.as_str())).collect();
    let addresses = characters.zip(&plain).map(|((id, _), (name, whole))| {
        let alone = plain.iter().filter(|(other, _)| other == name).count() == 1;
        if *whole && alone {
            return name.clone();
        }
        let id = id.as_str().get(..SUFFIX).unwrap_or_default();
        if name.is_empty() { id.to_owned() } else { format!("{name}_{id}") }
    });
    addresses.collect()
}

/// A name in the alphabet of handles, and whether all of its letters are in there.
fn spelled(name: &str) -> (String, bool) {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let ascii = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let parts: Vec<String> = words.map(ascii).filter(|word| !word.is_empty()).collect();
    let whole = !parts.is_empty() && name.chars().all(|c| !c.is_alphanumeric() || c.is_ascii());
    (parts.join("_"), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_a_cast_is_a_handle_a_character_or_nobody() {
        let id = CharacterId::from_bytes(&[7; 16]);
        assert_eq!(Named::read(&in_cast(&id)), Named::Character(Some(id)));
        assert_eq!(Named::read("@ana"), Named::Member("@ana".into()));
        assert_eq!(Named::read("character:"), Named::Character(None));
        assert_eq!(Named::read("character:../../x"), Named::Character(None));
        let ana: Handle = "ana".parse().unwrap();
        for entry in ["@ana/rex", "ana/rex", " @Ana/Rex ", &address(&ana, "rex")] {
            assert_eq!(Named::read(entry), Named::Address(Some((ana.clone(), "rex".into()))), "{entry}");
        }
        // The second one has a Cyrillic е.
        for entry in ["@ana/", "@ana/r\u{435}x", "@ana/re x", "/rex", "@\u{430}na/rex", "@ana/rex/x"] {
            assert_eq!(Named::read(entry), Named::Address(None), "{entry}");
        }
    }

    #[test]
    fn an_address_means_one_character() {
        let ids: Vec<CharacterId> = (1..9).map(|n| CharacterId::from_bytes(&[n * 30; 16])).collect();
        let named = |names: &[&str]| {
            let names: Vec<CharacterName> = names.iter().map(|name| name.parse().unwrap()).collect();
            addresses(ids.iter().zip(&names))
        };
        assert_eq!(named(&["Rex", "Mr. Whiskers", "Bruno \u{1f43b}"]), ["rex", "mr_whiskers", "bruno"]);
        let of = |n: usize| ids[n].as_str()[..6].to_owned();
        assert_eq!(named(&["Rex", "REX", "Bo"]), [format!("rex_{}", of(0)), format!("rex_{}", of(1)), "bo".into()]);
        // Letters of another alphabet never pass for ours.
        assert_eq!(named(&["R\u{435}x", "\u{718a}"]), [format!("rx_{}", of(0)), of(1)]);
        for address in named(&["R\u{435}x", "\u{718a}", "Rex", "rex"]) {
            assert!(matches!(Named::read(&format!("@ana/{address}")), Named::Address(Some(_))), "{address}");
        }
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
