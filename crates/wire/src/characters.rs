//! Characters: pets, toys and drawings, with an owner and a policy like a likeness.
//!
//! A character's pack crosses to the edge in an envelope of its own, so that neither kind of pack passes for the other.
//! Layout, integers little-endian: the eight bytes of [`MAGIC`], length of the picture pack as `u32`, the picture pack,
//! the voice pack to the end.

use domain::character::Kind;
use domain::consent::Policy;
use domain::text::CharacterName;
use domain::{CharacterId, UnixMs};
use serde::{Deserialize, Serialize};

/// First bytes of every character's pack. The last one is the version of this layout.
pub const MAGIC: [u8; 8] = *b"undchar\x01";

/// A character as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Character {
    /// Which.
    pub id: CharacterId,
    /// What it is called.
    pub name: CharacterName,
    /// Pet, toy or drawing.
    pub kind: Kind,
    /// When it was made.
    pub created_at: UnixMs,
    /// How others cast it: what stands after the owner's handle in `@ana/rex`. It follows the name.
    #[serde(default)]
    pub address: String,
    /// Size of the pack in bytes.
    pub pack_bytes: u32,
    /// Who may use it.
    pub policy: Policy,
}

/// The caller's characters, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Characters {
    /// Oldest first.
    pub characters: Vec<Character>,
    /// How many an account may have.
    pub limit: u32,
}

/// Changes what is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeCharacter {
    /// 1 to 40 characters of any script.
    pub name: String,
}

/// The bytes are not a character's pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a character's pack, or it is damaged: make the character again")]
pub struct NotACharacter;

/// Puts picture and voice together.
#[must_use]
pub fn join(picture: &[u8], voice: &[u8]) -> Vec<u8> {
    let length = u32::try_from(picture.len()).unwrap_or(u32::MAX);
    [&MAGIC, &length.to_le_bytes()[..], picture, voice].concat()
}

/// Takes a pack apart into picture and voice, its trace left aside.
///
/// # Errors
/// [`NotACharacter`] for anything that [`join`] did not make.
pub fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), NotACharacter> {
    let (_, bytes) = crate::pack::traced(bytes).map_err(|_| NotACharacter)?;
    let rest = bytes.strip_prefix(&MAGIC).ok_or(NotACharacter)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(NotACharacter)?;
    let (picture, voice) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(NotACharacter)?;
    if picture.is_empty() { Err(NotACharacter) } else { Ok((picture, voice)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_joined_comes_apart_and_nothing_else_does() {
        let pack = join(b"picture", b"voice");
        assert_eq!(split(&pack), Ok((&b"picture"[..], &b"voice"[..])));
        for end in 0..pack.len() - b"voice".len() {
            assert_eq!(split(&pack[..end]), Err(NotACharacter), "{end}");
        }
        assert_eq!(split(&join(b"", b"voice")), Err(NotACharacter));
        assert_eq!(split(&crate::pack::trace(b"to ben", &pack)), split(&pack));
        // Neither kind of pack passes for the other.
        assert_eq!(split(&crate::pack::join(b"face", b"voice")), Err(NotACharacter));
        assert!(crate::pack::split(&pack).is_err());
    }
}
