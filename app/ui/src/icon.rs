//! Icons from the sprite.

use leptos::prelude::*;

/// One icon of `/icons.svg`, as large as the text around it. Decoration: the control that has it needs a label.
#[component]
pub fn Icon(
    /// Name of a symbol in the sprite.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" attr:focusable="false" viewBox="0 0 24 24">
            <use href=move || format!("/icons.svg#{}", name.get())></use>
        </svg>
    }
}
