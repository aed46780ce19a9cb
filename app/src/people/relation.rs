//! How the visitor stands to somebody, and what they can change about it.
//!
//! Of few elements and few types: the feed's program carries it.

use leptos::prelude::*;
use ui::{Confirm, Icon};
use wire::accounts::Person;
use wire::people::Relation;

use super::change::{Them, Wish};
use crate::context::Shared;

/// Follow or unfollow, and a menu with what is seldom done.
#[component]
pub fn RelationView(
    /// Somebody else.
    person: Person,
    /// How the visitor stands to them.
    relation: RwSignal<Relation>,
    /// How many follow them.
    followers: RwSignal<u32>,
    /// Whether there is nothing to show.
    hidden: Signal<bool>,
) -> impl IntoView {
    let shared = Shared::get();
    let name = person.display_name.to_string();
    let (label, title, item) =
        (format!("More about {name}"), format!("Block {name}?"), format!("Block @{}", person.handle));
    let them = Them { person, relation, followers, busy: RwSignal::new(false), asking: RwSignal::new(false) };
    let (busy, asking) = (them.busy, them.asking);
    let lit = move || !relation.get().follows && !relation.get().blocked;
    let words = Signal::derive(move || {
        let words = match relation.get() {
            Relation { blocked: true, .. } => "Unblock",
            Relation { follows: true, .. } => "Following",
            Relation { followed_by: true, .. } => "Follow back",
            _ => "Follow",
        };
        words.to_owned()
    });
    let line = Signal::derive(move || match relation.get() {
        Relation { blocked: true, .. } => format!("You blocked {name}."),
        Relation { mutual: true, .. } => "You follow each other.".to_owned(),
        Relation { followed_by: true, .. } => "Follows you.".to_owned(),
        _ => String::new(),
    });
    let (pressed, confirmed) = (them.clone(), them);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        let Relation { follows, blocked, .. } = relation.get_untracked();
        pressed.change(shared, if blocked { Wish::Unblock(false) } else { Wish::Follow(!follows) });
    };
    let ask = move |_| {
        browser::page::close_popover("#person-menu");
        asking.set(true);
    };
    let no_menu = move || relation.get().blocked || shared.session.account().is_none();
    view! {
        <div class="relation" hidden=move || hidden.get()>
            <button class="button" class:button--primary=lit type="button" aria-busy=move || busy.get().then_some("true") on:click=press>
                {words}
            </button>
            <button class="icon-button" type="button" popovertarget="person-menu" title=label.clone() aria-label=label hidden=no_menu>
                <Icon name="more" />
            </button>
            <p class="relation__line">{line}</p>
            <div class="menu" id="person-menu" popover="auto">
                <button class="menu__item" type="button" on:click=ask>{item}</button>
            </div>
        </div>
        <Confirm
            open=asking
            title=title
            action="Block"
            keep="Not now"
            busy=busy
            on_confirm=move |()| confirmed.change(shared, Wish::Block)
        >
            <p>
                "They can no longer follow you, name you or put you into a clip, and you no longer follow them. They do not see your page, and neither of you sees the other's clips in the feed. They are not told."
            </p>
        </Confirm>
    }
}
