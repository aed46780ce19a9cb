//! What a generator can do, so that one can be chosen by what a clip needs.

use serde::{Deserialize, Serialize};

/// What a generator can do with one who speaks for at most ten seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    /// Takes a picture of a real person.
    pub real_faces: bool,
    /// Moves the lips to the speech that it is given. Otherwise it speaks by itself, in a voice that is not the owner's.
    pub own_voice: bool,
    /// Draws the place and what happens in it, by the prompt; otherwise the still comes to life where it is.
    pub scene: bool,
    /// Films an avatar that the one who plays has at its provider ([`crate::avatars`]), not a still.
    pub avatar: bool,
    /// Most people in one film.
    pub people: u8,
    /// Shortest and longest film in seconds.
    pub seconds: [f32; 2],
    /// Whether the same seed gives the same film.
    pub seeded: bool,
}

/// Why a generator cannot make this film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// The operator has not set its key.
    #[error("this site has no key for it")]
    NoKey,
    /// Nobody has said what it costs.
    #[error("no price is known for it")]
    NoPrice,
    /// It refuses pictures of real people.
    #[error("it refuses real faces")]
    RealFaces,
    /// The cast is larger than it can show.
    #[error("it shows one person only")]
    People,
    /// The speech is shorter or longer than it can take.
    #[error("it cannot make a film of this length")]
    Length,
    /// Someone in the cast has not allowed this provider.
    #[error("someone in the cast has not allowed it")]
    Consent,
    /// The one who plays has no avatar there.
    #[error("it films an avatar, and there is none of who plays")]
    Avatar,
    /// A cap is reached.
    #[error("a spending cap is reached")]
    Cap,
    /// It failed too often lately.
    #[error("it fails at the moment")]
    Down,
}
