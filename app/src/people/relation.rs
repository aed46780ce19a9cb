//! How the visitor stands to somebody, and what they can change about it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::accounts::Person;
use wire::people::Relation;

use super::block::{BlockMenu, unblock};
use crate::api;
use crate::context::Shared;
use crate::session::Who;
use crate::trouble::{Trouble, Way};

/// Why a visitor cannot follow.
const MEMBERS: &str = "Members can follow people.";

/// Follow or unfollow, and a menu with the rest.
#[component]
pub fn RelationView(
    /// Somebody else.
    person: Person,
    /// How the visitor stands to them.
    relation: RwSignal<Relation>,
    /// How many follow them.
    followers: RwSignal<u32>,
) -> impl IntoView {
    let shared = Shared::get();
    let busy = RwSignal::new(false);
    let (handle, whom) = (person.handle.to_string(), person.clone());
    let toggle = move |_| {
        if untrack(|| shared.session.who()) == Who::Visitor {
            shared.tell_to_sign_in(MEMBERS);
            return;
        }
        let (handle, on) = (handle.clone(), !relation.get_untracked().follows);
        busy.set(true);
        spawn_local(async move {
            match api::follow(&handle, on).await {
                Ok(now) => {
                    relation.try_set(now);
                    followers.try_update(|n| *n = if on { *n + 1 } else { n.saturating_sub(1) });
                }
                Err(error) => match Trouble::from(error) {
                    trouble if trouble.way == Way::SignIn => shared.tell_to_sign_in(MEMBERS),
                    trouble => shared.tell(&trouble.title),
                },
            }
            busy.try_set(false);
        });
    };
    let toggle = Callback::new(toggle);
    let free = move |_| unblock(shared, &whom, relation, false);
    let free = Callback::new(free);
    let name = person.display_name.to_string();
    view! {
        <div class="row">
            {move || {
                let Relation { follows, followed_by, blocked, .. } = relation.get();
                match (blocked, follows, followed_by) {
                    (true, ..) => {
                        view! {
                            <p class="profile__blocked">{format!("You blocked {name}.")}</p>
                            <Button on_press=free>"Unblock"</Button>
                        }
                            .into_any()
                    }
                    (_, true, _) => view! { <Button icon="check" busy=busy on_press=toggle>"Following"</Button> }.into_any(),
                    (_, _, true) => {
                        view! { <Button look=Look::Primary icon="user-plus" busy=busy on_press=toggle>"Follow back"</Button> }
                            .into_any()
                    }
                    _ => {
                        view! { <Button look=Look::Primary icon="user-plus" busy=busy on_press=toggle>"Follow"</Button> }.into_any()
                    }
                }
            }}
            <BlockMenu person=person relation=relation followers=followers />
        </div>
        <Show when=move || relation.get().followed_by>
            <p class="fine">{move || if relation.get().mutual { "You follow each other." } else { "Follows you." }}</p>
        </Show>
    }
}
