//! A switch: something is on or off, and turning it counts at once.

use leptos::prelude::*;

/// The switch, with what it means.
#[component]
pub fn Switch(
    /// What is on or off.
    #[prop(into)]
    title: String,
    /// What that means.
    #[prop(into)]
    words: String,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Whether it is being turned.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Turns it.
    #[prop(into)]
    on_turn: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            aria-checked=move || if on.get() { "true" } else { "false" }
            disabled=move || busy.get()
            on:click=move |_| on_turn.run(!on.get_untracked())
        >
            <span class="switch__words">
                <strong>{title}</strong>
                <span class="fine">{words}</span>
            </span>
            <span class="switch__knob" aria-hidden="true"></span>
        </button>
    }
}
