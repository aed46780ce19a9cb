//! Changing how the visitor stands to somebody.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::accounts::Person;
use wire::people::Relation;

use crate::api;
use crate::context::Shared;
use crate::session::Who;
use crate::trouble::{Trouble, Way};

/// Why a visitor cannot follow.
const MEMBERS: &str = "Members can follow people.";

/// Somebody on the screen, and how the visitor stands to them.
#[derive(Clone)]
pub(super) struct Them {
    pub(super) person: Person,
    pub(super) relation: RwSignal<Relation>,
    /// How many follow them.
    pub(super) followers: RwSignal<u32>,
    /// Something is being changed.
    pub(super) busy: RwSignal<bool>,
    /// Whether it is being asked if they are to be blocked.
    pub(super) asking: RwSignal<bool>,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// To follow them, or no longer.
    Follow(bool),
    /// To block them.
    Block,
    /// To let them go; and to follow them again, if that was so before.
    Unblock(bool),
}

impl Them {
    /// Does it, and says what became of it.
    pub(super) fn change(&self, shared: Shared, wish: Wish) {
        if untrack(|| shared.session.who()) == Who::Visitor {
            shared.tell_to_sign_in(MEMBERS);
            return;
        }
        let them = self.clone();
        them.busy.set(true);
        spawn_local(async move {
            let handle = them.person.handle.as_str();
            let mut answer = match wish {
                Wish::Follow(on) => api::set_relation(wire::paths::PROFILE_FOLLOW, handle, on).await,
                Wish::Block | Wish::Unblock(_) => {
                    api::set_relation(wire::paths::PROFILE_BLOCK, handle, wish == Wish::Block).await
                }
            };
            if wish == Wish::Unblock(true) && answer.is_ok() {
                answer = api::set_relation(wire::paths::PROFILE_FOLLOW, handle, true).await;
            }
            match answer {
                Ok(now) => them.changed(shared, wish, now),
                Err(error) => match Trouble::from(error) {
                    trouble if trouble.way == Way::SignIn => shared.tell_to_sign_in(MEMBERS),
                    trouble => shared.tell(&trouble.title),
                },
            }
            them.asking.try_set(false);
            them.busy.try_set(false);
        });
    }

    fn changed(&self, shared: Shared, wish: Wish, now: Relation) {
        // The page may be left by now.
        let followed = self.relation.try_get_untracked().is_some_and(|before| before.follows);
        self.relation.try_set(now);
        self.followers.try_update(|n| *n = (*n + u32::from(now.follows)).saturating_sub(followed.into()));
        if matches!(wish, Wish::Follow(_)) {
            return;
        }
        // Whose clips are shown has changed.
        shared.clips.forget_all();
        let name = &self.person.display_name;
        if wish == Wish::Block {
            let them = self.clone();
            shared.tell_done(&format!("{name} is blocked."), move || them.change(shared, Wish::Unblock(followed)));
        } else {
            shared.tell(&format!("{name} is no longer blocked."));
        }
    }
}
