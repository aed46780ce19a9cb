//! Who is signed in on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::accounts::Account;

use crate::api;

/// How often the question that got no answer is asked again.
const RETRIES: i32 = 2;

/// What is known of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Not asked yet.
    Unknown,
    /// Asked, and nobody answered.
    Unreachable,
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

    /// Asks the edge, again if nobody answers.
    pub fn refresh(self) {
        spawn_local(async move {
            let mut tries = 0;
            loop {
                match api::session().await {
                    Ok(session) => return self.set(session.account),
                    Err(_) if tries < RETRIES && browser::page::online() => {
                        tries += 1;
                        browser::clock::sleep(400 << tries).await;
                    }
                    Err(_) => break,
                }
            }
            // Without an answer a known member stays one, and nobody is taken for a visitor.
            if self.0.get_untracked() == Who::Unknown {
                self.0.set(Who::Unreachable);
            }
        });
    }

    /// Asks the edge after nobody answered.
    pub fn retry(self) {
        self.0.set(Who::Unknown);
        self.refresh();
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
            Who::Unknown | Who::Unreachable | Who::Visitor => None,
        }
    }

    /// The member, if there is one, as of now.
    #[must_use]
    pub fn account_now(self) -> Option<Account> {
        untrack(|| self.account())
    }
}
