//! Who is signed in on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::accounts::Account;

use crate::api;

/// What is known of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Not asked yet.
    Unknown,
    /// A visitor.
    Visitor,
    /// A member.
    Member(Account),
}

/// The session, cheap to copy.
#[derive(Clone, Copy)]
pub struct SessionState(RwSignal<Who>);

impl SessionState {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Who::Unknown))
    }

    /// Asks the edge.
    pub fn refresh(self) {
        spawn_local(async move {
            match api::session().await {
                Ok(session) => self.set(session.account),
                // Without an answer a known member stays one; nobody is taken for a visitor and shown one's pages.
                Err(_) if self.0.get_untracked() == Who::Unknown => self.0.set(Who::Visitor),
                Err(_) => {}
            }
        });
    }

    /// Takes what an answer said.
    pub fn set(self, account: Option<Account>) {
        let who = account.map_or(Who::Visitor, Who::Member);
        if self.0.get_untracked() != who {
            self.0.set(who);
        }
    }

    /// What is known. Tracked.
    #[must_use]
    pub fn who(self) -> Who {
        self.0.get()
    }

    /// The member, if there is one. Tracked.
    #[must_use]
    pub fn account(self) -> Option<Account> {
        match self.0.get() {
            Who::Member(account) => Some(account),
            Who::Unknown | Who::Visitor => None,
        }
    }

    /// The member, if there is one, as of now.
    #[must_use]
    pub fn account_now(self) -> Option<Account> {
        untrack(|| self.account())
    }
}
