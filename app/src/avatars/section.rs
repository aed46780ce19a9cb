//! The section of the understudy's page: what there is, and what there could be.

use leptos::prelude::*;
use ui::Button;
use wire::avatars::{Avatars, OfferedAvatar};

use super::consent::Consent;
use super::one::One;
use crate::api;
use crate::fetched::Fetched;

/// How often an avatar that is on its way is looked after, in milliseconds.
const LOOK_MS: i32 = 4000;

/// The section. It is not there where the operator has no key for any maker of avatars, and nothing is left of one.
#[component]
pub fn OutsideAvatars() -> impl IntoView {
    let all: Fetched<Avatars> = Fetched::new(api::avatars);
    let step = RwSignal::new(None::<OfferedAvatar>);
    let here = Memo::new(move |_| all.get().is_some_and(|all| !all.offered.is_empty() || !all.avatars.is_empty()));
    let moves = move || {
        let all = all.get();
        all.is_some_and(|all| all.avatars.iter().any(|one| !matches!(one.state.as_str(), "ready" | "over")))
    };
    let looking = browser::clock::every(LOOK_MS, move || {
        if browser::page::visible() && untrack(moves) {
            all.reload();
        }
    });
    StoredValue::new_local(looking);
    let made = move || all.get().map(|all| all.avatars).unwrap_or_default();
    let open = move || {
        let Some(all) = all.get() else { return Vec::new() };
        let gone = |state: &str| matches!(state, "removing" | "over");
        let lives = |one: &OfferedAvatar| all.avatars.iter().any(|a| a.provider == one.provider && !gone(&a.state));
        all.offered.iter().filter(|one| !lives(one)).cloned().collect()
    };
    view! {
        <Show when=move || here.get()>
            <section class="voices" aria-labelledby="avatars">
                <h2 class="section" id="avatars">"An avatar outside"</h2>
                <p>
                    "The studio draws you on this device, for nothing. If you like, a company outside can keep an avatar of you that its own generator films."
                </p>
                <ul class="voices__list">
                    <For each=made key=|a| format!("{} {} {} {:?} {:?}", a.id, a.state, a.allowed, a.why, a.page) children=move |avatar| view! { <One avatar=avatar all=all /> } />
                </ul>
                {move || match step.get() {
                    Some(one) => view! { <Consent offer=one step=step all=all /> }.into_any(),
                    None => {
                        view! {
                            <div class="row">
                                {open()
                                    .into_iter()
                                    .map(|one| view! { <Offer one=one step=step /> })
                                    .collect_view()}
                            </div>
                        }
                            .into_any()
                    }
                }}
            </section>
        </Show>
    }
}

/// One that could be made; without a price, why not.
#[component]
fn Offer(one: OfferedAvatar, step: RwSignal<Option<OfferedAvatar>>) -> impl IntoView {
    if one.price_micro_usd.is_none() {
        let words =
            format!("An avatar at {} cannot be made yet: the operator has not said what that costs.", one.title);
        return view! { <p class="fine">{words}</p> }.into_any();
    }
    let words = format!("Make an avatar at {}", one.title);
    view! { <Button icon="camera" on_press=move |_| step.set(Some(one.clone()))>{words}</Button> }.into_any()
}
