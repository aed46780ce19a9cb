//! What the clip is for: whoever lends a likeness may have a rule about it.

use domain::consent::Purpose;
use leptos::prelude::*;
use ui::Choice;

/// The question, folded: most clips are for their own sake.
#[component]
pub fn WhatFor(
    /// What is chosen.
    purpose: RwSignal<Purpose>,
) -> impl IntoView {
    let all = [Purpose::Personal, Purpose::Commercial, Purpose::Ad];
    let options = all.into_iter().map(|one| (one, words(one).to_owned())).collect();
    // What is not usual stays in sight.
    let open = purpose.get_untracked() != Purpose::Personal;
    view! {
        <details class="plan" open=open>
            <summary class="plan__said">{move || format!("What it is for: {}", words(purpose.get()).to_lowercase())}</summary>
            <Choice
                name="purpose"
                legend="What it is for"
                options=options
                value=purpose
                on_choose=move |one| purpose.set(one)
            />
            <p class="fine">"Who plays in it may have a rule about this. Say it as it is: their yes counts for this alone."</p>
        </details>
    }
}

fn words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Personal => "Personal",
        Purpose::Commercial => "Earns or sells something",
        Purpose::Ad => "An advertisement",
    }
}
