//! Operations of owners about what stands until they change it: the pause, people approved.

use wire::Code;
use wire::paths as p;

use super::Auth::Session;
use super::Content::Json;
use super::Method::{Delete, Post, Put};
use super::{Operation, change, mine, read};

/// Whether everything stands still.
pub(super) const PAUSED: Operation =
    read(p::PAUSE_ALL, "get_pause", "Whether everything of the caller's stands still.", Json("EverythingPaused"))
        .auth(Session);

/// Pauses everything.
pub(super) const PAUSE_ALL: Operation = change(
    Post,
    p::PAUSE_ALL,
    "pause_everything",
    "Pauses the caller's likeness and all their characters, or lets those go on that this has paused.",
)
.takes(Json("Pause"))
.gives(200, Json("EverythingPaused"));

/// Pauses the likeness.
pub(super) const PAUSE: Operation =
    change(Post, p::PAUSE, "pause_likeness", "Pauses every use of the caller's likeness, or lets them go on.")
        .takes(Json("Pause"))
        .gives(200, Json("MyPolicy"))
        .refuses(&[Code::NotFound]);

/// Pauses a character.
pub(super) const PAUSE_CHARACTER: Operation =
    change(Post, p::CHARACTER_PAUSE, "pause_character", "Pauses every use of a character, or lets them go on.")
        .takes(Json("Pause"))
        .gives(200, Json("MyPolicy"))
        .refuses(&[Code::NotFound]);

/// Approves somebody.
pub(super) const APPROVE: Operation = change(Put, p::APPROVED, "approve_person", "Approves a member for good.")
    .gives(200, Json("MyPolicy"))
    .refuses(&[Code::NotFound, Code::TooMany]);

/// Approves somebody no longer.
pub(super) const UNAPPROVE: Operation = change(Delete, p::APPROVED, "unapprove_person", "Approves a member no longer.")
    .gives(200, Json("MyPolicy"))
    .refuses(&[Code::NotFound]);

/// Approves somebody for a character.
pub(super) const APPROVE_FOR_CHARACTER: Operation =
    change(Put, p::CHARACTER_APPROVED, "approve_for_character", "Approves a member for a character for good.")
        .gives(200, Json("MyPolicy"))
        .refuses(&[Code::NotFound, Code::TooMany]);

/// Approves somebody for a character no longer.
pub(super) const UNAPPROVE_FOR_CHARACTER: Operation =
    change(Delete, p::CHARACTER_APPROVED, "unapprove_for_character", "Approves a member for a character no longer.")
        .gives(200, Json("MyPolicy"))
        .refuses(&[Code::NotFound]);

/// What the rules were.
pub(super) const VERSIONS: Operation = mine(
    p::POLICY_VERSIONS,
    "list_policy_versions",
    "What the caller's rules were, newest first.",
    Json("PolicyVersions"),
)
.query(&["cursor"])
.refuses(&[Code::NotFound, Code::Invalid]);

/// What the rules about a character were.
pub(super) const CHARACTER_VERSIONS: Operation = mine(
    p::CHARACTER_POLICY_VERSIONS,
    "list_character_policy_versions",
    "What the caller's rules about a character were, newest first.",
    Json("PolicyVersions"),
)
.query(&["cursor"])
.refuses(&[Code::NotFound, Code::Invalid]);
