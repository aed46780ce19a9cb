//! The section of the understudy's page: what there is, and what there could be.

use leptos::prelude::*;
use ui::Button;
use wire::voices::{OfferedVoice, Voices};

use super::consent::Consent;
use super::copy::Copy;
use super::reading::Reading;
use crate::api;
use crate::fetched::Fetched;

/// How often a copy that is on its way is looked after, in milliseconds.
const LOOK_MS: i32 = 4000;

/// What of making a copy is on.
#[derive(Clone, PartialEq)]
pub enum Step {
    /// Nothing.
    None,
    /// The text is read.
    Consent(OfferedVoice),
    /// It was agreed to.
    Reading(OfferedVoice),
}

/// The section. It is not there where the operator has no key for any outside voice, and nothing is left of one.
#[component]
pub fn OutsideVoices() -> impl IntoView {
    let all: Fetched<Voices> = Fetched::new(api::voices);
    let step = RwSignal::new(Step::None);
    let here = Memo::new(move |_| all.get().is_some_and(|all| !all.offered.is_empty() || !all.voices.is_empty()));
    let moves = move || {
        let all = all.get();
        all.is_some_and(|all| all.voices.iter().any(|voice| voice.state != "ready"))
    };
    let looking = browser::clock::every(LOOK_MS, move || {
        if browser::page::visible() && untrack(moves) {
            all.reload();
        }
    });
    StoredValue::new_local(looking);
    let copies = move || all.get().map(|all| all.voices).unwrap_or_default();
    let open = move || {
        let Some(all) = all.get() else { return Vec::new() };
        let lives = |one: &OfferedVoice| all.voices.iter().any(|v| v.provider == one.id && v.state != "removing");
        all.offered.iter().filter(|one| !lives(one)).cloned().collect()
    };
    view! {
        <Show when=move || here.get()>
            <section class="voices" aria-labelledby="voices">
                <h2 class="section" id="voices">"An outside voice"</h2>
                <p>
                    "Your understudy speaks with the studio voice, on this device, for nothing. If you like, a company outside can speak with a copy of your voice."
                </p>
                <ul class="voices__list">
                    <For each=copies key=|v| format!("{} {} {} {:?}", v.id, v.state, v.allowed, v.why) children=move |voice| view! { <Copy voice=voice all=all /> } />
                </ul>
                {move || match step.get() {
                    Step::None => {
                        view! {
                            <div class="row">
                                {open()
                                    .into_iter()
                                    .map(|one| {
                                        let words = format!("Copy my voice to {}", one.title);
                                        view! {
                                            <Button icon="mic" on_press=move |_| step.set(Step::Consent(one.clone()))>{words}</Button>
                                        }
                                    })
                                    .collect_view()}
                            </div>
                        }
                            .into_any()
                    }
                    Step::Consent(one) => view! { <Consent voice=one step=step /> }.into_any(),
                    Step::Reading(one) => {
                        // The text that was read is the one of this page.
                        view! { <Reading voice=one step=step all=all /> }.into_any()
                    }
                }}
            </section>
        </Show>
    }
}
