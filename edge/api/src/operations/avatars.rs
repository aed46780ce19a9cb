//! Operations on avatars at outside providers.

use wire::Code;
use wire::paths as p;

use super::Auth::Session;
use super::Content::Json;
use super::Method::{Delete, Post};
use super::contents::STILL;
use super::{Operation, change, read};

/// Lists them.
pub(super) const LIST: Operation =
    read(p::AVATARS, "list_avatars", "Where an avatar can be made, and the caller's avatars.", Json("Avatars"))
        .auth(Session);

/// Makes one.
pub(super) const MAKE: Operation = change(
    Post,
    p::AVATARS,
    "make_avatar",
    "Has an avatar of the caller made of a still, which is removed here once it is made ready.",
)
.query(&["provider", "consent", "price"])
.takes(STILL)
.gives(201, Json("OutsideAvatar"))
.refuses(&[
    Code::Invalid,
    Code::NotFound,
    Code::Conflict,
    Code::ConsentRefused,
    Code::FileRefused,
    Code::HeldBack,
    Code::TooMany,
    Code::Provider,
]);

/// Takes one back.
pub(super) const REMOVE: Operation =
    change(Delete, p::AVATAR, "remove_avatar", "Takes an avatar back, and has it removed where it is.")
        .refuses(&[Code::NotFound]);
