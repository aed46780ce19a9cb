//! Small things to choose.

use leptos::prelude::*;

use crate::Icon;

/// A chip that can be on.
#[component]
pub fn Chip(
    /// Whether it is chosen.
    #[prop(into)]
    on: Signal<bool>,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// What choosing it does.
    #[prop(into)]
    on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{children()}</span>
        </button>
    }
}
