//! Kinds of bodies that are no JSON, with the most bytes that are read of them; and long lists of refusals.

use domain::limits::{
    MAX_CALLBACK_BYTES, MAX_CHARACTER_BYTES, MAX_CLIP_BYTES, MAX_FORM_BYTES, MAX_PACK_BYTES, MAX_READING_BYTES,
    MAX_STILL_BYTES,
};
use wire::Code;

use super::Content;

/// A page.
pub(super) const HTML: Content = Content::Bytes("text/html", 0);
/// A film.
pub(super) const MP4: Content = Content::Bytes("video/mp4", MAX_CLIP_BYTES);
/// A picture.
pub(super) const JPEG: Content = Content::Bytes("image/jpeg", 0);
pub(super) const SVG: Content = Content::Bytes("image/svg+xml", 0);
/// A character's pack.
pub(super) const CHARACTER: Content = Content::Bytes("application/octet-stream", MAX_CHARACTER_BYTES);
/// A likeness's pack.
pub(super) const PACK: Content = Content::Bytes("application/octet-stream", MAX_PACK_BYTES);
/// Bytes of any kind.
pub(super) const BYTES: Content = Content::Bytes("application/octet-stream", 0);
/// A picture (JPEG) or a speech (WAV); the larger of the two limits.
pub(super) const INPUT: Content = Content::Bytes("*/*", MAX_STILL_BYTES);
/// A picture for a provider.
pub(super) const STILL: Content = Content::Bytes("image/jpeg", MAX_STILL_BYTES);
/// A reading (WAV).
pub(super) const READING: Content = Content::Bytes("audio/wav", MAX_READING_BYTES);
/// A provider's news.
pub(super) const CALLBACK: Content = Content::Bytes("application/json", MAX_CALLBACK_BYTES);
/// Server-sent events.
pub(super) const EVENTS: Content = Content::Bytes("text/event-stream", 0);
/// Plain text.
pub(super) const TEXT: Content = Content::Bytes("text/plain", 0);
/// What a path of the log gives.
pub(super) const TILE: &str = "A tile or a bundle of entries of the log (C2SP tlog-tiles).";
/// A form without scripts.
pub(super) const FORM: Content = Content::Bytes("application/x-www-form-urlencoded", MAX_FORM_BYTES);
/// Why a clip's file is not given to be saved.
pub(super) const SAVE: &[Code] =
    &[Code::NotFound, Code::NotAllowed, Code::Conflict, Code::ConsentRefused, Code::TakenDown, Code::TooMany];
/// Why what is at its address is not.
pub(super) const SAVED: &[Code] = &[
    Code::NotFound,
    Code::NotAllowed,
    Code::WrongOrigin,
    Code::TicketRefused,
    Code::Conflict,
    Code::ConsentRefused,
    Code::TakenDown,
    Code::Range,
];
