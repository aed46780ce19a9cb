//! The people whom the visitor blocked, in the settings.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look};
use wire::people::Listed;

use crate::api;
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::time::relative;
use crate::trouble::Trouble;

/// The list, with a way to let each go.
#[component]
pub fn BlockedPeople() -> impl IntoView {
    let shared = Shared::get();
    let (people, next, busy) =
        (RwSignal::new(Vec::<Listed>::new()), RwSignal::new(None::<String>), RwSignal::new(false));
    let first = Fetched::new(|| api::blocked(None));
    let more = Callback::new(move |_| {
        let cursor = next.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match api::blocked(cursor.as_deref()).await {
                Ok(page) => {
                    people.try_update(|all| all.extend(page.people));
                    next.try_set(page.next);
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    });
    view! {
        <section class="block">
            <h2 class="section">"Blocked people"</h2>
            {first
                .show(
                    "Fetching whom you blocked",
                    move |page| {
                        people.set(page.people);
                        next.set(page.next);
                        view! {
                            <Show
                                when=move || people.with(|all| !all.is_empty())
                                fallback=|| view! { <p>"Nobody. You can block somebody from the menu on their page."</p> }
                            >
                                <ul class="list">
                                    <For each=move || people.get() key=|one| one.person.handle.to_string() let(one)>
                                        <Line one=one people=people />
                                    </For>
                                </ul>
                                <Show when=move || next.get().is_some()>
                                    <div class="row">
                                        <Button busy=busy on_press=more>"More"</Button>
                                    </div>
                                </Show>
                            </Show>
                        }
                            .into_any()
                    },
                )}
        </section>
    }
}

#[component]
fn Line(one: Listed, people: RwSignal<Vec<Listed>>) -> impl IntoView {
    let shared = Shared::get();
    let (busy, now) = (RwSignal::new(false), browser::clock::now_ms());
    let handle = one.person.handle.clone();
    let free = move |_| {
        let handle = handle.clone();
        busy.set(true);
        spawn_local(async move {
            match api::set_relation(wire::paths::PROFILE_BLOCK, handle.as_str(), false).await {
                Ok(_) => {
                    people.try_update(|all| all.retain(|one| one.person.handle != handle));
                    shared.tell(&format!("@{handle} is no longer blocked."));
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
        });
    };
    view! {
        <li class="list__line">
            <span>{format!("{} @{}", one.person.display_name, one.person.handle)}</span>
            <span class="list__aside" title=browser::clock::written(one.since)>{relative(one.since, now)}</span>
            <Button look=Look::Quiet busy=busy on_press=free>"Unblock"</Button>
        </li>
    }
}
