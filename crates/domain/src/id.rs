//! Identifiers: 16 random bytes, written as 26 characters of lower-case Crockford base 32.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of an identifier in writing: 128 bits at 5 bits a character.
pub const ID_CHARS: usize = 26;

/// The text is not an identifier of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier has {ID_CHARS} characters of 0-9 and a-z without i, l, o and u")]
pub struct NotAnId;

/// Writes 16 bytes as 26 characters, most significant bits first.
#[must_use]
pub fn encode(bytes: &[u8; 16]) -> String {
    let n = u128::from_be_bytes(*bytes);
    (0..ID_CHARS).rev().map(|i| ALPHABET[(n >> (5 * i)) as usize & 31] as char).collect()
}

fn is_id(text: &str) -> bool {
    // The first character carries only the top 3 of 128 bits.
    text.len() == ID_CHARS && text.bytes().all(|b| ALPHABET.contains(&b)) && text.as_bytes()[0] <= b'7'
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("pattern" = "^[0-7][0-9a-hjkmnp-tv-z]{25}$")))]
        pub struct $name(String);

        impl $name {
            /// A new identifier from 16 unpredictable bytes.
            #[must_use]
            pub fn from_bytes(bytes: &[u8; 16]) -> Self { Self(encode(bytes)) }
            /// The 26 characters.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> { if is_id(&text) { Ok(Self(text)) } else { Err(NotAnId) } }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { Self::try_from(text.to_owned()) }
        }
        impl From<$name> for String { fn from(id: $name) -> Self { id.0 } }
        impl fmt::Display for $name { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) } }
    )*};
}

ids! {
    /// A member.
    AccountId,
    /// An invitation, not its secret token.
    InviteId,
    /// A passkey ceremony: registration, sign-in or recovery.
    CeremonyId,
    /// A capture drawn by the edge.
    CaptureId,
    /// A likeness.
    LikenessId,
    /// A character: a pet, a toy or a drawing.
    CharacterId,
    /// The job that makes a clip.
    RenderId,
    /// A clip: draft or published.
    ClipId,
    /// A notice: one thing that a member is told.
    NoticeId,
    /// A report against a clip, and what came of it.
    TakedownId,
    /// Words that a moderator held back, and that the operator is asked about.
    ReviewId,
    /// A copy of a member's voice at an outside provider.
    VoiceId,
    /// An avatar of a member at an outside provider.
    AvatarId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_round_trip_and_reject_what_they_are_not() {
        let id = ClipId::from_bytes(&[0xff; 16]);
        assert_eq!(id.as_str().len(), ID_CHARS);
        assert_eq!(id.as_str().parse::<ClipId>(), Ok(id));
        for bad in ["", "abc", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "0123456789ABCDEFGHJKMNPQRS", "0000000000000000000000000é"]
        {
            assert_eq!(bad.parse::<ClipId>(), Err(NotAnId), "{bad}");
        }
    }
}
