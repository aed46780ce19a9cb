//! Notices: what a member is told, kept and live.

use domain::notice;
use domain::{NoticeId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;

/// The query parameter of [`crate::paths::NOTICES_LIVE`] with the newest notice that the page knows: what came after it is
/// sent first.
pub const SINCE: &str = "since";
/// What a page sends to hear that the connection lives. Nobody is woken for it.
pub const PING: &str = "ping";
/// What comes back.
pub const PONG: &str = "pong";

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Which.
    pub id: NoticeId,
    /// When it happened.
    pub at: UnixMs,
    /// Whether the member has seen it.
    pub read: bool,
    /// What happened. A person who has left is null.
    pub what: notice::Notice<Option<Person>>,
}

/// One page of notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notices {
    /// The newest first.
    pub notices: Vec<Notice>,
    /// How many of all are not read yet.
    pub unread: u32,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}

/// Marks notices as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// This one and every earlier one.
    pub up_to: NoticeId,
}

/// How many notices are not read yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unread {
    /// So many.
    pub unread: u32,
}

/// A message of the live connection, as JSON text: `{"notice": …}` or `{"unread": n}`. After a notice comes the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Live {
    /// Something new.
    Notice(Box<Notice>),
    /// How many are not read yet.
    Unread(u32),
}

/// The number in a message of the live connection, without reading anything else of it.
#[must_use]
pub fn unread(message: &str) -> Option<u32> {
    message.strip_prefix("{\"unread\":")?.strip_suffix('}')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read_from_what_is_sent() -> Result<(), serde_json::Error> {
        assert_eq!(unread(&serde_json::to_string(&Live::Unread(37))?), Some(37));
        let what = notice::Notice::Followed { by: None };
        let notice = Notice { id: NoticeId::from_bytes(&[4; 16]), at: 1, read: false, what };
        let text = serde_json::to_string(&Live::Notice(Box::new(notice.clone())))?;
        assert_eq!(unread(&text), None);
        assert_eq!(serde_json::from_str::<Live>(&text)?, Live::Notice(Box::new(notice)));
        Ok(())
    }
}
