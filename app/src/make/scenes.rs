//! Places to choose instead of naming one, and how they are lit and filmed. Each chip writes a prompt that the studio
//! knows how to set; what the visitor wrote stays where it can.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Chip;
use wire::workers::studio::{Answer, Offer, Request, Row};

use crate::context::Shared;

/// Milliseconds without a key before what was typed is read.
const REST_MS: i32 = 250;

/// The row of places, and what else can be chosen, folded.
#[component]
pub fn Scenes(
    /// What the chips write into.
    prompt: RwSignal<String>,
) -> impl IntoView {
    let shared = Shared::get();
    let (plan, rows) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(Vec::<Row>::new()));
    let quiet = StoredValue::new_local(browser::clock::Debounce::default());
    Effect::new(move || {
        let text = prompt.get();
        let wait_ms = if rows.with_untracked(Vec::is_empty) { 0 } else { REST_MS };
        quiet.with_value(|q| {
            q.call(wait_ms, move || {
                spawn_local(async move {
                    let Ok(studio) = shared.crew.studio().await else { return };
                    let answer = studio.ask(&Request::Choices { prompt: text.clone() }, Vec::new()).await;
                    // An answer about words that have changed meanwhile says nothing.
                    if let Ok((Answer::Choices { plan: said, rows: all }, _)) = answer
                        && prompt.try_get_untracked().as_ref() == Some(&text)
                    {
                        plan.set(said);
                        rows.set(all);
                    }
                });
            });
        });
    });
    let names = Memo::new(move |_| rows.with(|all| all.iter().map(|row| row.words.clone()).collect::<Vec<_>>()));
    let row = move |name: String| view! { <Offers name=name rows=rows prompt=prompt /> };
    view! {
        <For each=move || names.get().into_iter().take(1) key=String::clone children=row />
        <Show when=move || names.with(|all| all.len() > 1)>
            <details class="plan">
                <summary class="plan__said">{move || plan.get().join(" · ")}</summary>
                <For each=move || names.get().into_iter().skip(1) key=String::clone children=row />
            </details>
        </Show>
    }
}

/// One kind of choices. Chips stay while what they write changes, so that the one that was pressed keeps the focus.
#[component]
fn Offers(name: String, rows: RwSignal<Vec<Row>>, prompt: RwSignal<String>) -> impl IntoView {
    let label = name.clone();
    let find = move |words: &str| {
        rows.with(|all| {
            let row = all.iter().find(|row| row.words == name)?;
            row.offers.iter().find(|offer| offer.words == words).cloned()
        })
    };
    let find = StoredValue::new(find);
    let title = label.clone();
    let all = {
        let name = label.clone();
        Memo::new(move |_| {
            rows.with(|all| {
                let row = all.iter().find(|row| row.words == name);
                row.map(|row| row.offers.iter().map(|o| o.words.clone()).collect::<Vec<_>>()).unwrap_or_default()
            })
        })
    };
    let chip = move |words: String| {
        let (shown, own, pressed) = (words.clone(), words.clone(), words);
        let on = Signal::derive(move || find.with_value(|f| f(&own)).is_some_and(|offer: Offer| offer.on));
        let press = move |()| {
            if let Some(offer) = untrack(|| find.with_value(|f| f(&pressed))) {
                prompt.set(offer.prompt);
            }
        };
        view! { <Chip on=on on_press=press>{shown}</Chip> }
    };
    view! {
        <div class="manner" role="group" aria-label=label>
            <span class="field__label">{title}</span>
            <div class="chips">
                <For each=move || all.get() key=String::clone children=chip />
            </div>
        </div>
    }
}
