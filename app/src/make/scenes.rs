//! What the prompt says about the scene, choice by choice: the studio reads it, and each chip writes into it. Until the
//! studio is there, places to begin with.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Chip;
use wire::workers::studio::{Answer, Choice, Request};

use crate::context::Shared;
use crate::trouble::Trouble;

/// Words of a chip, and the prompt that it writes.
const PLACES: [(&str, &str); 6] = [
    ("Stage", "On a theatre stage with a red curtain"),
    ("Beach", "On a beach with palms"),
    ("Kitchen", "In a kitchen"),
    ("Rooftop", "On a rooftop with string lights"),
    ("Space", "In space, a planet behind me"),
    ("Plain colour", "In front of a plain background"),
];
/// How long typing must rest before the prompt is read, in milliseconds.
const REST_MS: i32 = 250;

/// Rows of chips: the place, then everything else that can be chosen about it.
#[component]
pub fn Scenes(
    /// What the chips write into.
    prompt: RwSignal<String>,
    /// Whether the studio is wanted on this page, and may be started to read the prompt.
    #[prop(into)]
    ready: Signal<bool>,
) -> impl IntoView {
    let shared = Shared::get();
    let choices = RwSignal::new(Vec::<Choice>::new());
    let quiet = StoredValue::new_local(browser::clock::Debounce::default());
    let read = move |text: String| async move {
        let studio = shared.crew.studio().await?;
        let (answer, _) = studio.ask(&Request::Plan { prompt: text.clone() }, Vec::new()).await?;
        // Meanwhile somebody may have typed on, or left.
        if let (Answer::Plan { choices: read }, Some(now)) = (answer, prompt.try_get_untracked())
            && now == text
        {
            choices.try_set(read);
        }
        Ok::<_, Trouble>(())
    };
    Effect::new(move || {
        let text = prompt.get();
        if ready.get() {
            quiet.with_value(|q| {
                q.call(REST_MS, move || {
                    // Without the studio, the first places stay; the preview says what is wrong with it.
                    spawn_local(async move { drop(read(text).await) });
                });
            });
        }
    });
    let places = Memo::new(move |_| choices.with(|c| c.first().cloned()));
    let rest = Memo::new(move |_| choices.with(|c| c.iter().skip(1).cloned().collect::<Vec<_>>()));
    let said = move || {
        let chosen = rest.get().into_iter().flat_map(|c| c.options).filter(|o| o.on).map(|o| o.label);
        chosen.collect::<Vec<_>>().join(" · ")
    };
    view! {
        <div class="scenes">
            {move || match places.get() {
                Some(choice) => view! { <Options choice=choice prompt=prompt /> }.into_any(),
                None => view! { <First prompt=prompt /> }.into_any(),
            }}
            <Show when=move || rest.with(|r| !r.is_empty())>
                <details class="scenes__more">
                    <summary class="scenes__said">{said}</summary>
                    {move || {
                        rest.get()
                            .into_iter()
                            .map(|choice| {
                                view! {
                                    <p class="scenes__name">{choice.name.clone()}</p>
                                    <Options choice=choice prompt=prompt />
                                }
                            })
                            .collect_view()
                    }}
                </details>
            </Show>
        </div>
    }
}

/// The options of one choice.
#[component]
fn Options(choice: Choice, prompt: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label=choice.name>
            {choice
                .options
                .into_iter()
                .map(|option| {
                    let (on, text) = (option.on, option.prompt);
                    view! {
                        <Chip on=Signal::derive(move || on) on_press=move |()| prompt.set(text.clone())>
                            {option.label}
                        </Chip>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// Places to begin with.
#[component]
fn First(prompt: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label="Place">
            {PLACES
                .into_iter()
                .map(|(words, text)| {
                    view! {
                        <Chip on=Signal::derive(move || prompt.get() == text) on_press=move |()| prompt.set(text.to_owned())>
                            {words}
                        </Chip>
                    }
                })
                .collect_view()}
        </div>
    }
}
