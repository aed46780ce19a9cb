//! What can be asked of a notice object.

use domain::notice::Notice;
use domain::{AccountId, NoticeId};
use serde::{Deserialize, Serialize};
use wire::accounts::Person;

/// The namespace of the objects: one an account, named by its identifier.
pub const OBJECT: &str = "NOTICE";

/// What is told, with the person apart from the rest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// Which, the same for the same key.
    pub id: NoticeId,
    /// What happened.
    pub what: Notice<()>,
    /// The person it names, unless they have left.
    pub by: Option<AccountId>,
}

/// What can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Keeps something and sends it to whoever listens. Answers nothing.
    Tell {
        /// Whom.
        account: AccountId,
        /// What.
        told: Told,
        /// The person as they are called now.
        person: Option<Person>,
    },
    /// Marks a notice and all earlier ones as read. Answers how many are not.
    Read(NoticeId),
    /// Opens a live connection. Answers with the WebSocket.
    Live {
        /// Hash of the session: when it ends, the connection does.
        session: String,
        /// The newest notice that the page knows.
        since: Option<NoticeId>,
    },
    /// Ends the connections of a session, or all. Answers nothing.
    HangUp {
        /// Which session.
        session: Option<String>,
    },
    /// Removes what has been kept long enough. Answers nothing.
    Sweep,
    /// Takes the name of somebody who leaves out of what was told. Answers nothing.
    Unname(AccountId),
    /// Removes everything of this account. Answers nothing.
    Erase(AccountId),
}
