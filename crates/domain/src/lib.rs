//! The words of Understudy and the decisions made with them.
//!
//! Pure: no clock, no randomness, no input or output. Time and random bytes are passed in, so every decision can be
//! repeated in a test. State machines have the form `fn(state, command, now) -> Result<(state, effects), refusal>`.

pub mod capture;
pub mod character;
pub mod consent;
pub mod copies;
pub mod crop;
pub mod dialogue;
pub mod direction;
pub mod download;
pub mod id;
pub mod invite;
pub mod limits;
pub mod looks;
pub mod notice;
pub mod people;
pub mod print;
pub mod reading;
pub mod render;
pub mod soundprint;
pub mod speech;
pub mod take;
pub mod takedown;
pub mod text;

pub use id::{
    AccountId, AvatarId, CaptureId, CeremonyId, CharacterId, ClipId, InviteId, LikenessId, NoticeId, RenderId,
    ReviewId, TakedownId, VoiceId,
};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type UnixMs = u64;
