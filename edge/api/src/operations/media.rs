//! Files of clips, and pictures of them.

use wire::Code;
use wire::paths as p;

use super::Auth::{Optional, Session};
use super::contents::{JPEG, MP4, SAVED, SVG};
use super::{Operation, read};

/// The film.
pub(super) const CLIP: Operation = read(p::MEDIA_CLIP, "get_media", "The file of a clip, whole or in ranges.", MP4)
    .auth(Optional)
    .refuses(&[Code::NotFound, Code::Range]);

/// The film, to keep.
pub(super) const DOWNLOAD: Operation =
    read(p::MEDIA_DOWNLOAD, "get_download", "The file of a clip to save, for the session that asked for it.", MP4)
        .auth(Session)
        .refuses(SAVED);

/// A still.
pub(super) const POSTER: Operation =
    read(p::MEDIA_POSTER, "get_poster", "The poster of a clip.", JPEG).auth(Optional).refuses(&[Code::NotFound]);

/// Stills.
pub(super) const SPRITE: Operation =
    read(p::MEDIA_SPRITE, "get_sprite", "Six pictures from all over a clip, side by side.", JPEG)
        .auth(Optional)
        .refuses(&[Code::NotFound]);

/// The sound to look at.
pub(super) const WAVE: Operation = read(p::MEDIA_WAVE, "get_wave", "How loud a clip is when, as a picture.", SVG)
    .auth(Optional)
    .refuses(&[Code::NotFound]);
