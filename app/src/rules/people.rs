//! People approved for good.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Look, TextField};
use wire::consent::MyPolicy;

use crate::api::{self, Intent, Whose};
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::trouble::Trouble;

/// People that are shown at first: there may be two thousand.
const SHOWN: usize = 50;

/// The list, and a field to add to it. Changes count at once.
#[component]
pub fn Approved(
    /// As it stands.
    mine: RwSignal<MyPolicy>,
    /// What they may use.
    whose: StoredValue<Whose>,
) -> impl IntoView {
    let (typed, busy, trouble) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let (add, remove) = (Intent::new(), Intent::new());
    // Drawn anew when the list changes, and not with every other rule.
    let (approved, whole) = (Memo::new(move |_| mine.with(|mine| mine.approved.clone())), RwSignal::new(false));
    let more = move || approved.with(Vec::len) > SHOWN && !whole.get();
    let took = move |answer: api::Answer<MyPolicy>| {
        match answer {
            Ok(now) => drop(mine.try_update(|mine| mine.approved = now.approved)),
            Err(error) => drop(trouble.try_set(Some(error.into()))),
        }
        busy.try_set(false);
    };
    let approve = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let handle = typed.get_untracked().trim().trim_start_matches('@').to_ascii_lowercase();
        if handle.is_empty() || busy.get_untracked() {
            return;
        }
        let about = whose.get_value();
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let answer = api::approve(&about, &handle, add).await;
            if answer.is_ok() {
                typed.try_set(String::new());
            }
            took(answer);
        });
    };
    view! {
        <form class="words-list" on:submit=approve>
            <div class="words-list__field">
                <TextField id="approve" label="People you approve for good" prefix="@" value=typed hint="They are not asked about each clip. Your rules still hold." />
                <Button submit=true icon="plus" busy=busy>"Approve"</Button>
            </div>
            {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
            <ul class="list">
                {move || {
                    let shown = if whole.get() { usize::MAX } else { SHOWN };
                    approved
                        .get()
                        .into_iter()
                        .take(shown)
                        .map(|person| {
                            let handle = person.handle.to_string();
                            let take = move |_| {
                                let (about, handle) = (whose.get_value(), handle.clone());
                                busy.set(true);
                                spawn_local(async move { took(api::unapprove(&about, &handle, remove).await) });
                            };
                            view! {
                                <li class="list__line">
                                    <a href=Route::Profile(person.handle.clone()).path()>{person.display_name.to_string()}</a>
                                    <span class="list__aside">{format!("@{}", person.handle)}</span>
                                    <Button look=Look::Quiet busy=busy on_press=take>"Take back"</Button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <Show when=more>
                <Button look=Look::Quiet on_press=move |_| whole.set(true)>
                    {move || format!("Show all {} people", approved.with(Vec::len))}
                </Button>
            </Show>
        </form>
    }
}
