//! Every operation of the Worker, in one table.
//!
//! The table is what the router lets through (an operation that is not here cannot be reached), what decides who may
//! call it, how its body is bounded and whether its answer is replayed; and what `build.rs` writes `/openapi.json` from.

mod avatars;
mod contents;
mod desk;
mod forms;
mod media;
mod owners;
mod table;
mod voices;

use wire::Code;

pub use table::OPERATIONS;

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads. HEAD is answered as GET without a body.
    Get,
    /// Makes or does.
    Post,
    /// Stores under a name.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// Anyone; the session is not even read.
    Anyone,
    /// Anyone; members see more.
    Optional,
    /// Members.
    Session,
}

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// JSON of this type of the wire.
    Json(&'static str),
    /// Bytes of this media type, at most so many.
    Bytes(&'static str, usize),
}

/// What a repeated request with the same idempotency key gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// It reads only: no key.
    Read,
    /// Doing it twice is doing it once, or its secret can be spent only once: a key is asked for and not kept.
    Natural,
    /// A form of a page without scripts: its key is one of its fields, and what it makes is named by the key.
    Form,
    /// A provider's callback: from no page of ours, without a key; what it hints at is asked for, however often it comes.
    Callback,
    /// The first answer, kept for a day.
    Stored,
}

/// One operation.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path, one of [`wire::paths`].
    pub path: &'static str,
    /// Its name for programs.
    pub id: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Query parameters.
    pub query: &'static [&'static str],
    /// Who may call it.
    pub auth: Auth,
    /// Whether the `understudy-ticket` header is needed.
    pub ticket: bool,
    /// What it takes.
    pub takes: Content,
    /// Status of success.
    pub status: u16,
    /// What it answers with.
    pub gives: Content,
    /// Refusals of its own, beside those of every operation.
    pub refuses: &'static [Code],
    /// What a repetition gets.
    pub replay: Replay,
}

const fn read(path: &'static str, id: &'static str, summary: &'static str, gives: Content) -> Operation {
    Operation {
        method: Method::Get,
        path,
        id,
        summary,
        query: &[],
        auth: Auth::Anyone,
        ticket: false,
        takes: Content::Empty,
        status: 200,
        gives,
        refuses: &[],
        replay: Replay::Read,
    }
}

/// Reads something of the caller's, or of the operator's, that others are told is not there.
const fn mine(path: &'static str, id: &'static str, summary: &'static str, gives: Content) -> Operation {
    read(path, id, summary, gives).auth(Auth::Session).refuses(&[Code::NotFound])
}

const fn change(method: Method, path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        method,
        path,
        id,
        summary,
        query: &[],
        auth: Auth::Session,
        ticket: false,
        takes: Content::Empty,
        status: 204,
        gives: Content::Empty,
        refuses: &[],
        replay: Replay::Natural,
    }
}

impl Operation {
    const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }
    const fn query(mut self, query: &'static [&'static str]) -> Self {
        self.query = query;
        self
    }
    const fn ticket(mut self) -> Self {
        self.ticket = true;
        self
    }
    const fn takes(mut self, takes: Content) -> Self {
        self.takes = takes;
        self
    }
    const fn gives(mut self, status: u16, gives: Content) -> Self {
        self.status = status;
        self.gives = gives;
        self
    }
    const fn refuses(mut self, refuses: &'static [Code]) -> Self {
        self.refuses = refuses;
        self
    }
    const fn form(mut self) -> Self {
        self.replay = Replay::Form;
        self
    }
    const fn callback(mut self) -> Self {
        self.replay = Replay::Callback;
        self
    }
    const fn stored(mut self) -> Self {
        self.replay = Replay::Stored;
        self
    }
}

/// Whether `path` is an instance of `template`.
fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut found) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(w), Some(f)) if w == f || (w.starts_with('{') && !f.is_empty()) => {}
            _ => return false,
        }
    }
}

/// The operations of the path, none when there is nothing at it. A literal path wins over one with parameters.
#[must_use]
pub fn at(path: &str) -> Vec<&'static Operation> {
    let template = OPERATIONS
        .iter()
        .map(|operation| operation.path)
        .filter(|template| fits(template, path))
        .min_by_key(|template| template.matches('{').count());
    OPERATIONS.iter().filter(|operation| Some(operation.path) == template).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_paths_win() {
        assert_eq!(at("/api/v1/invites/preview").first().map(|o| o.id), Some("preview_invite"));
        assert_eq!(at("/api/v1/invites/abc").first().map(|o| o.id), Some("revoke_invite"));
        assert!(at("/api/v1/invites/").is_empty());
        assert!(at("/api/v1/clips/a/b/c").is_empty());
        assert_eq!(at("/api/v1/session").len(), 2);
    }

    #[test]
    fn names_and_places_are_single() {
        for (i, a) in OPERATIONS.iter().enumerate() {
            for b in &OPERATIONS[i + 1..] {
                assert_ne!(a.id, b.id);
                assert!(a.path != b.path || a.method != b.method, "{} {}", a.method.as_str(), a.path);
            }
        }
    }

    #[test]
    fn only_reading_goes_without_a_key() {
        for operation in OPERATIONS {
            assert_eq!(operation.method == Method::Get, operation.replay == Replay::Read, "{}", operation.id);
        }
    }
}
