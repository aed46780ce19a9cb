//! Blocking: a menu, a question, and the way back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Confirm, Icon};
use wire::accounts::Person;
use wire::people::Relation;

use crate::api;
use crate::context::Shared;
use crate::trouble::Trouble;

/// The menu at somebody's name, with what is seldom done.
#[component]
pub(super) fn BlockMenu(person: Person, relation: RwSignal<Relation>, followers: RwSignal<u32>) -> impl IntoView {
    let shared = Shared::get();
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let name = person.display_name.to_string();
    let (label, title, item) =
        (format!("More about {name}"), format!("Block {name}?"), format!("Block @{}", person.handle));
    let confirm = move |()| {
        let person = person.clone();
        let before = relation.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match api::block(person.handle.as_str(), true).await {
                Ok(now) => {
                    relation.try_set(now);
                    if before.follows {
                        followers.try_update(|n| *n = n.saturating_sub(1));
                    }
                    shared.clips.forget_all();
                    let text = format!("{} is blocked.", person.display_name);
                    shared.tell_done(&text, move || unblock(shared, &person, relation, before.follows));
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            open.try_set(false);
            busy.try_set(false);
        });
    };
    let member = Memo::new(move |_| shared.session.account().is_some());
    let offered = move || member.get() && !relation.get().blocked;
    let ask = move |_| {
        browser::page::close_popover("#person-menu");
        open.set(true);
    };
    view! {
        <Show when=offered>
            <button
                class="icon-button"
                type="button"
                popovertarget="person-menu"
                title=label.clone()
                aria-label=label.clone()
            >
                <Icon name="more" />
            </button>
            <div class="menu" id="person-menu" popover="auto">
                <button class="menu__item" type="button" on:click=ask>
                    <Icon name="ban" />
                    {item.clone()}
                </button>
            </div>
        </Show>
        <Confirm open=open title=title action="Block" keep="Not now" busy=busy on_confirm=confirm>
            <p>
                "They can no longer follow you, name you or put you into a clip, and you no longer follow them. They do not see your page, \
                and neither of you sees the other's clips in the feed. They are not told."
            </p>
        </Confirm>
    }
}

/// Lets somebody go, and follows them again if that was so before.
pub(super) fn unblock(shared: Shared, person: &Person, relation: RwSignal<Relation>, follow: bool) {
    let person = person.clone();
    spawn_local(async move {
        let mut now = api::block(person.handle.as_str(), false).await;
        if follow && now.is_ok() {
            now = api::follow(person.handle.as_str(), true).await;
        }
        match now {
            Ok(now) => {
                relation.try_set(now);
                shared.clips.forget_all();
                shared.tell(&format!("{} is no longer blocked.", person.display_name));
            }
            Err(error) => shared.tell(&Trouble::from(error).title),
        }
    });
}
