//! Operations on outside voices.

use wire::Code;
use wire::paths as p;

use super::Auth::Session;
use super::Content::Json;
use super::Method::{Delete, Post};
use super::contents::READING;
use super::{Operation, change, read};

/// Lists them.
pub(super) const LIST: Operation =
    read(p::VOICES, "list_voices", "Where a voice can be copied, and the caller's copies.", Json("Voices"))
        .auth(Session);

/// Makes one.
pub(super) const COPY: Operation = change(
    Post,
    p::VOICES,
    "copy_voice",
    "Has the caller's voice copied from a reading, which is passed on and not kept.",
)
.query(&["provider", "consent"])
.takes(READING)
.gives(201, Json("OutsideVoice"))
.refuses(&[Code::NotFound, Code::Conflict, Code::ConsentRefused, Code::FileRefused, Code::TooMany, Code::Provider]);

/// What a clip can be said with.
pub(super) const CHOICES: Operation =
    read(p::VOICE_CHOICES, "list_voice_choices", "Outside voices for a cast and a script.", Json("VoiceChoices"))
        .auth(Session)
        .query(&["cast", "characters"])
        .refuses(&[Code::Invalid]);

/// Takes one back.
pub(super) const REMOVE: Operation =
    change(Delete, p::VOICE, "remove_voice", "Takes a copy of a voice back, and has it removed where it is.")
        .refuses(&[Code::NotFound]);

/// Has a script said.
pub(super) const SAY: Operation =
    change(Post, p::RENDER_SPEECH, "say_render", "The script, said once by the outside voice that was chosen.")
        .ticket()
        .gives(200, Json("Speech"))
        .refuses(&[
            Code::NotFound,
            Code::TicketRefused,
            Code::ConsentRefused,
            Code::Conflict,
            Code::TooMany,
            Code::Provider,
        ]);
