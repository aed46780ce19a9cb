//! What can be asked of a render's object, and what it answers.

use domain::direction::Choices;
use domain::render::State as Stage;
use domain::{AccountId, CharacterId, ClipId, RenderId, UnixMs};
use serde::{Deserialize, Serialize};

/// What can be asked. Every answer but the last is a [`Render`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Begins a granted render. Asked again, the first one stays.
    Begin(Wish),
    /// As it stands.
    Read,
    /// The poster is stored.
    Poster(Poster),
    /// A valid file with this hash has been received, and what was measured of it.
    Receive(File),
    /// The file with this hash is stored.
    Stored(String),
    /// The creator gives up.
    Cancel,
    /// One of the cast withdrew.
    Withdraw,
    /// Removes the render with its clip, its files and its rows. Answers nothing.
    Forget,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Which.
    pub id: RenderId,
    /// The clip that it will make.
    pub clip: ClipId,
    /// Who asks.
    pub creator: AccountId,
    /// Who plays, the speaker first; the owner where a character does.
    pub cast: Vec<AccountId>,
    /// The character that plays in the owner's place.
    #[serde(default)]
    pub character: Option<CharacterId>,
    /// What is said.
    pub script: String,
    /// Where it plays.
    pub prompt: String,
    /// How it is said, shown and accompanied.
    #[serde(default)]
    pub choices: Choices,
    /// Seed of every random choice.
    pub seed: u32,
    /// When.
    pub created_at: UnixMs,
}

/// A stored poster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    /// Lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u32,
}

/// A checked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// After edit lists.
    pub duration_ms: u32,
    /// Perceptual hashes of its key frames.
    #[serde(default)]
    pub prints: Vec<String>,
}

/// A render as it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Render {
    /// What was asked for.
    pub wish: Wish,
    /// Where it stands.
    pub stage: Stage,
    /// The poster, once it is stored.
    pub poster: Option<Poster>,
    /// The file, once it has been received.
    pub file: Option<File>,
}

/// Where the file with this hash lies in R2.
#[must_use]
pub fn file_key(render: &RenderId, sha256: &str) -> String {
    format!("renders/{render}/{sha256}.mp4")
}

/// Where the poster with this hash lies in R2.
#[must_use]
pub fn poster_key(render: &RenderId, sha256: &str) -> String {
    format!("renders/{render}/{sha256}.jpg")
}
